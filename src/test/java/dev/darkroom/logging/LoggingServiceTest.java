package dev.darkroom.logging;

import static dev.darkroom.system.RecordCopy.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logging.LogLineEncoder.TerminalColors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LoggingServiceTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    private LogSettings settings() {
        return LogSettings.in(folder).withTerminal(new PrintStream(terminal, true, StandardCharsets.UTF_8));
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file));
    }

    @Test
    void a_line_of_the_engine_has_the_agreed_shape() throws IOException {
        try (LoggingService _ = LoggingService.start(settings())) {
            Thread.currentThread().setName("worker-1");
            CategoryLog.info(
                    LogCategory.GENERATION_PROCESSING, LogMark.START, "Starting background processing for {}", 7);
            CategoryLog.warning(LogCategory.STORAGE_UPLOAD, LogMark.WARNING, "Partial upload success");
        }
        assertThat(lines("backend.log")).hasSize(2);
        assertThat(lines("backend.log").get(0))
                .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  \\[worker-1] "
                        + "darkroom\\.GENERATION-PROCESSING - 🚀 \\[GENERATION-PROCESSING] "
                        + "Starting background processing for 7");
        assertThat(lines("backend.log").get(1))
                .endsWith(" WARN  [worker-1] darkroom.STORAGE-UPLOAD - ⚠️ [STORAGE-UPLOAD] Partial upload success");
    }

    @Test
    void server_log_holds_the_rest_and_the_warnings_and_errors_of_the_engine() throws IOException {
        try (LoggingService _ = LoggingService.start(settings())) {
            LoggerFactory.getLogger("dev.darkroom.app").info("Darkroom started");
            CategoryLog.info(LogCategory.STORAGE, LogMark.PACKAGE, "one");
            CategoryLog.warning(LogCategory.STORAGE, LogMark.WARNING, "two");
            CategoryLog.error(LogCategory.STORAGE, LogMark.ERROR, new IOException("disk"), "three");
            java.util.logging.Logger.getLogger("org.postgresql.Driver").warning("connection lost");
        }
        assertThat(lines("backend.log"))
                .anySatisfy(line -> assertThat(line).endsWith("one"))
                .noneSatisfy(line -> assertThat(line).contains("Darkroom started"));
        assertThat(lines("server.log"))
                .anySatisfy(line -> assertThat(line).endsWith("dev.darkroom.app - Darkroom started"))
                .anySatisfy(line -> assertThat(line).endsWith("[STORAGE] two"))
                .anySatisfy(line -> assertThat(line).isEqualTo("java.io.IOException: disk"))
                .anySatisfy(line -> assertThat(line).endsWith("org.postgresql.Driver - connection lost"))
                .noneSatisfy(line -> assertThat(line).endsWith("one"));
    }

    @Test
    void the_terminal_gets_every_line_in_the_same_words_with_or_without_colours() throws IOException {
        try (LoggingService _ = LoggingService.start(settings().withColours(true))) {
            CategoryLog.info(LogCategory.DB_STATUS, LogMark.CHANGE, "Updating generation 7 status to: {}", "FAILED");
        }
        String coloured = terminal.toString(StandardCharsets.UTF_8);
        assertThat(coloured).contains("\u001b[38;5;179m[DB-STATUS]\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(Files.readString(folder.resolve("backend.log")));
    }

    @Test
    void colours_follow_the_terminal_and_the_usual_variables() {
        assertThat(TerminalColors.wanted(Map.of("TERM", "xterm"), true)).isTrue();
        assertThat(TerminalColors.wanted(Map.of("TERM", "xterm"), false)).isFalse();
        assertThat(TerminalColors.wanted(Map.of("TERM", "dumb"), true)).isFalse();
        assertThat(TerminalColors.wanted(Map.of("NO_COLOR", "1", "CLICOLOR_FORCE", "1"), true))
                .isFalse();
        assertThat(TerminalColors.wanted(Map.of("CLICOLOR_FORCE", "1"), false)).isTrue();
        assertThat(TerminalColors.wanted(Map.of("NO_COLOR", ""), true)).isTrue();
    }

    @Test
    void user_text_cannot_forge_a_line_nor_drive_the_terminal() throws IOException {
        String forged = "cat\r\n2026-11-23 13:44:29.123 INFO  [x] darkroom.STORAGE - ✅ [STORAGE] forged\u001b[2J\u0085";
        try (LoggingService _ = LoggingService.start(settings())) {
            CategoryLog.info(LogCategory.GENERATION, LogMark.INSPECT, "Prompt: {}", forged);
            CategoryLog.error(LogCategory.GENERATION, LogMark.ERROR, new IllegalStateException(forged), "failed");
        }
        assertThat(lines("backend.log"))
                .filteredOn(line -> line.startsWith("2026-11-23 13:44:29.123"))
                .isEmpty();
        assertThat(lines("backend.log").get(0)).contains("cat\\r\\n2026").endsWith("forged\\u001b[2J\\u0085");
        assertThat(terminal.toString(StandardCharsets.UTF_8)).doesNotContain("\u001b", "\u0085", "\r");
    }

    @Test
    void a_stack_trace_stands_below_its_line_with_causes_and_suppressed() throws IOException {
        IllegalStateException failure = new IllegalStateException("outer", new IOException("inner"));
        failure.addSuppressed(new IllegalArgumentException("beside"));
        try (LoggingService _ = LoggingService.start(settings())) {
            CategoryLog.error(LogCategory.STORAGE_FILE, LogMark.CRITICAL, failure, "broken");
        }
        List<String> lines = lines("backend.log");
        assertThat(lines.get(0)).endsWith("💥 [STORAGE-FILE] broken");
        assertThat(lines.get(1)).isEqualTo("java.lang.IllegalStateException: outer");
        assertThat(lines.get(2)).startsWith("\tat ").contains("LoggingServiceTest.java:");
        assertThat(lines)
                .contains(
                        "Caused by: java.io.IOException: inner",
                        "\tSuppressed: java.lang.IllegalArgumentException: beside")
                .anySatisfy(line -> assertThat(line).matches("\t\\.\\.\\. \\d+ more"));
    }

    @Test
    void a_line_carries_what_its_thread_is_about() {
        try (LoggingService logging = LoggingService.start(settings())) {
            Thread.currentThread().setName("main");
            try (LogContext _ = LogContext.of("8f3c1a2e-1111-2222-3333-444455556666", "user-1")) {
                LogContext.stage("STORING");
                LogContext.took(Duration.ofMillis(42));
                CategoryLog.info(LogCategory.STORAGE, LogMark.SUCCESS, "first");
                CategoryLog.info(LogCategory.STORAGE, LogMark.SUCCESS, "second");
            }
            CategoryLog.info(LogCategory.STORAGE, LogMark.SUCCESS, "third");
            logging.flush();
            List<LogLine> lines = logging.live().lines(line -> line.category() == LogCategory.STORAGE);
            assertThat(lines).extracting(LogLine::text).containsExactly("first", "second", "third");
            assertThat(lines).extracting(LogLine::duration).containsExactly(Duration.ofMillis(42), null, null);
            assertThat(lines).extracting(LogLine::stage).containsExactly("STORING", "STORING", null);
            assertThat(lines.get(0).generation()).isEqualTo("8f3c1a2e-1111-2222-3333-444455556666");
            assertThat(lines.get(0).mark()).isEqualTo(LogMark.SUCCESS);
            assertThat(lines)
                    .extracting(LogLine::thread)
                    .containsExactly("main run-8f3c1a2e", "main run-8f3c1a2e", "main");
        }
    }

    @Test
    void a_folder_that_cannot_be_written_gives_one_sentence_and_the_terminal_goes_on() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "a file, no folder");
        try (LoggingService logging = LoggingService.start(
                new LogSettings(file, settings().terminal(), false, 1 << 20, 1, 1 << 20, 16, 16))) {
            CategoryLog.info(LogCategory.STORAGE, LogMark.PACKAGE, "still seen");
            assertThat(logging.problem()).isPresent();
            assertThat(logging.backendFile()).isEmpty();
        }
        assertThat(terminal.toString(StandardCharsets.UTF_8))
                .contains(file + " cannot be written", "DARKROOM_HOME", "📦 [STORAGE] still seen");
    }

    @Test
    void a_process_without_a_terminal_output_says_it_on_standard_error_instead_of_nowhere() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "a file, no folder");
        PrintStream before = System.err;
        System.setErr(settings().terminal());
        try (LoggingService _ = LoggingService.start(
                new LogSettings(file, settings().terminal(), false, 1 << 20, 1, 1 << 20, 16, 16).withTerminal(null))) {
            CategoryLog.info(LogCategory.STORAGE, LogMark.PACKAGE, "still seen");
        } finally {
            System.setErr(before);
        }
        assertThat(terminal.toString(StandardCharsets.UTF_8)).contains("cannot be written", "📦 [STORAGE] still seen");
    }

    @Test
    void a_terminal_that_nobody_reads_stops_neither_the_files_nor_the_end() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        PrintStream stalled = new PrintStream(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                try {
                    reading.await();
                } catch (InterruptedException interrupted) {
                    throw new IOException(interrupted);
                }
                terminal.write(value);
            }
        });
        Thread using = Thread.ofPlatform().start(() -> {
            try (LoggingService logging =
                    LoggingService.start(with(settings().withTerminal(stalled), "queueLines", 16))) {
                for (int line = 0; line < 2_000; line++) {
                    CategoryLog.info(LogCategory.STORAGE, LogMark.PACKAGE, "line {}", line);
                }
                logging.flush();
            }
        });
        assertThat(using.join(Duration.ofSeconds(60))).isTrue();
        assertThat(Files.readString(folder.resolve("backend.log"))).contains("line 0\n", "line 1999\n");
        reading.countDown();
    }

    @Test
    void a_rotated_file_that_cannot_be_packed_keeps_nobody_from_the_log() throws IOException {
        Files.writeString(folder.resolve("backend.2026-01-01.0.log"), "left behind");
        Files.createDirectory(folder.resolve("backend.2026-01-01.0.log.gz.part"));
        try (LoggingService logging = LoggingService.start(settings())) {
            assertThat(logging.problem()).isEmpty();
            assertThat(logging.backendFile()).isPresent();
        }
    }

    @Test
    void two_processes_never_write_the_same_file() {
        try (LoggingService first = LoggingService.start(settings());
                LoggingService second = LoggingService.start(settings())) {
            assertThat(first.backendFile()).contains(folder.toAbsolutePath().resolve("backend.log"));
            assertThat(second.backendFile()).contains(folder.toAbsolutePath().resolve("backend-2.log"));
        }
    }

    @Test
    void what_ends_a_thread_is_in_the_file_before_the_program_can_die() throws Exception {
        try (LoggingService _ = LoggingService.start(settings())) {
            Thread crashing = Thread.ofPlatform().name("crashing").start(() -> {
                throw new IllegalStateException("nobody caught this");
            });
            crashing.join();
            assertThat(Files.readString(folder.resolve("server.log")))
                    .contains("💥 Thread crashing ended by an error nobody caught")
                    .contains("java.lang.IllegalStateException: nobody caught this\n\tat ");
        }
    }

    @Test
    void a_full_queue_makes_callers_wait_and_loses_nothing_even_when_they_are_interrupted() throws Exception {
        int threads = 8;
        int each = 2_000;
        CountDownLatch done = new CountDownLatch(threads);
        LoggingService logging = LoggingService.start(with(settings(), "queueLines", 1));
        for (int t = 0; t < threads; t++) {
            int number = t;
            Thread.ofVirtual().name("run-" + t).start(() -> {
                for (int i = 0; i < each; i++) {
                    if (i % 100 == 0) {
                        Thread.currentThread().interrupt();
                    }
                    CategoryLog.info(LogCategory.STORAGE_FILE, LogMark.FILE, "{}/{}", number, i);
                }
                done.countDown();
            });
        }
        done.await();
        logging.stop();
        List<String> lines = lines("backend.log");
        assertThat(lines).hasSize(threads * each).doesNotHaveDuplicates();
        assertThat(lines)
                .filteredOn(line -> line.contains(" 3/"))
                .extracting(line -> line.substring(line.indexOf("3/") + 2))
                .containsExactlyElementsOf(java.util.stream.IntStream.range(0, each)
                        .mapToObj(String::valueOf)
                        .toList());
    }

    @Test
    void lines_written_while_the_log_stops_are_in_the_files_or_on_the_terminal_of_before() throws Exception {
        LoggingService logging = LoggingService.start(with(settings(), "queueLines", 4));
        CountDownLatch begun = new CountDownLatch(1);
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 20_000; i++) {
                CategoryLog.info(LogCategory.DB_UPDATE, LogMark.NOTE, "line {} of {}", i, 20_000);
                begun.countDown();
            }
        });
        begun.await();
        logging.stop();
        writer.join();
        List<String> lines = lines("backend.log");
        assertThat(lines).isNotEmpty();
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).endsWith("line " + i + " of 20000");
        }
    }
}
