package dev.darkroom.logfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.LogGenerator.Style;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    Path folder;

    private Path path;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    @BeforeEach
    void name() throws IOException {
        path = Files.createFile(folder.resolve("backend.log"));
    }

    private static String line(String text) {
        return "2026-11-23 13:44:29.123 INFO  [t] l - 📦 [STORAGE] " + text + "\n";
    }

    private void append(String text) throws IOException {
        Files.writeString(path, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private String seen() {
        String text = seen.toString(StandardCharsets.UTF_8);
        seen.reset();
        return text;
    }

    @Test
    void what_is_there_and_what_comes_is_handed_on_once() throws IOException {
        append(line("one"));
        try (LogTail tail = LogTail.of(path, LogQuery.ALL)) {
            tail.poll(seen);
            tail.poll(seen);
            assertThat(seen()).isEqualTo(line("one"));
            append(line("two") + "\tat trace\n" + line("three"));
            assertThat(tail.poll(seen)).isEqualTo(1);
            assertThat(seen()).isEqualTo(line("two") + "\tat trace\n");
            assertThat(tail.poll(seen)).isEqualTo(1);
            assertThat(seen()).isEqualTo(line("three"));
            assertThat(tail.poll(seen)).isZero();
        }
    }

    @Test
    void half_a_line_waits_for_its_end_and_a_late_trace_follows_its_record() throws IOException {
        try (LogTail tail = LogTail.of(path, LogQuery.ALL.category("STORAGE"))) {
            append(line("one").substring(0, 45));
            tail.poll(seen);
            tail.poll(seen);
            assertThat(seen()).isEmpty();
            append(line("one").substring(45 - "📦".getBytes(StandardCharsets.UTF_8).length + 4));
            tail.poll(seen);
            tail.poll(seen);
            assertThat(seen()).isEqualTo(line("one"));
            append("\tat late\n");
            tail.poll(seen);
            tail.poll(seen);
            assertThat(seen()).isEqualTo("\tat late\n");
        }
    }

    @Test
    void only_matching_records_come_with_their_traces() throws IOException {
        try (LogTail tail = LogTail.of(path, LogQuery.ALL.text(Pattern.compile("in the trace")))) {
            append(line("one") + line("two") + "\tat in the trace\n" + line("three"));
            tail.poll(seen);
            tail.poll(seen);
            assertThat(seen()).isEqualTo(line("two") + "\tat in the trace\n");
        }
    }

    @Test
    void records_can_be_taken_instead_of_bytes() throws IOException {
        try (LogTail tail = LogTail.of(path, LogQuery.ALL)) {
            append(line("one") + line("two"));
            List<LogRecord> records = new ArrayList<>(tail.poll());
            records.addAll(tail.poll());
            assertThat(records).extracting(LogRecord::text).containsExactly("one", "two");
            assertThat(records).extracting(LogRecord::category).containsOnly("STORAGE");
        }
    }

    @Test
    void rotation_by_rename_loses_nothing_of_either_file() throws IOException {
        try (LogTail tail = LogTail.of(path, LogQuery.ALL)) {
            append(line("one"));
            tail.poll(seen);
            append(line("two"));
            Files.move(path, folder.resolve("backend.1.log"));
            tail.poll(seen);
            Files.writeString(folder.resolve("backend.1.log"), line("three"), StandardOpenOption.APPEND);
            append(line("four"));
            tail.poll(seen);
            tail.poll(seen);
            assertThat(seen()).isEqualTo(line("one") + line("two") + line("three") + line("four"));
        }
    }

    @Test
    void a_deleted_file_is_followed_again_when_it_is_made_anew() throws IOException {
        try (LogTail tail = LogTail.of(path, LogQuery.ALL)) {
            for (int i = 0; i < 5; i++) {
                append(line("round " + i));
                tail.poll(seen);
                Files.delete(path);
                tail.poll(seen);
                append(line("again " + i) + "no newline at its end");
                tail.poll(seen);
                Files.delete(path);
            }
            append(line("end"));
            tail.poll(seen);
            tail.poll(seen);
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 5; i++) {
                expected.append(line("round " + i)).append(line("again " + i)).append("no newline at its end");
            }
            assertThat(seen()).isEqualTo(expected + line("end"));
        }
    }

    @Test
    void truncation_is_noticed_even_when_the_file_has_grown_past_its_old_end() throws IOException {
        try (LogTail tail = LogTail.of(path, LogQuery.ALL)) {
            append(line("one"));
            tail.poll(seen);
            tail.poll(seen);
            Files.writeString(path, line("2"));
            tail.poll(seen);
            tail.poll(seen);
            Files.writeString(path, line("three") + line("four"));
            tail.poll(seen);
            tail.poll(seen);
            assertThat(seen()).isEqualTo(line("one") + line("2") + line("three") + line("four"));
        }
    }

    @Test
    void a_writer_that_goes_on_at_its_old_place_leaves_a_hole_which_hides_nothing() throws IOException {
        try (LogTail tail = LogTail.of(path, LogQuery.ALL.category("STORAGE"));
                RandomAccessFile writer = new RandomAccessFile(path.toFile(), "rw")) {
            writer.write(line("one").repeat(20_000).getBytes(StandardCharsets.UTF_8));
            tail.poll(seen);
            tail.poll(seen);
            seen();
            try (RandomAccessFile other = new RandomAccessFile(path.toFile(), "rw")) {
                other.setLength(0);
            }
            writer.write(line("two").getBytes(StandardCharsets.UTF_8));
            tail.poll(seen);
            tail.poll(seen);
            assertThat(seen().replace("\0", "")).isEqualTo(line("two"));
        }
    }

    @Test
    void random_pieces_and_rotations_give_every_byte_once() throws IOException {
        for (int round = 0; round < 10; round++) {
            Random random = new Random(round);
            ByteArrayOutputStream log = new ByteArrayOutputStream();
            new LogGenerator(round, Style.NASTY, _ -> {}).write(log, 3_000_000);
            byte[] all = log.toByteArray();
            Path file = Files.createFile(folder.resolve("random-" + round));
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            try (LogTail tail = LogTail.of(file, LogQuery.ALL)) {
                for (int at = 0, part = 0; at < all.length; part++) {
                    int count =
                            Math.min(all.length - at, 1 + random.nextInt(random.nextInt(10) == 0 ? 2_000_000 : 3_000));
                    Files.write(
                            file,
                            java.util.Arrays.copyOfRange(all, at, at + count),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                    at += count;
                    if (random.nextInt(3) > 0) {
                        tail.poll(got);
                    }
                    if (random.nextInt(20) == 0 && at < all.length) {
                        tail.poll(got);
                        Files.move(file, folder.resolve("random-" + round + "." + part));
                    }
                }
                tail.poll(got);
                Files.move(file, folder.resolve("random-" + round + ".last"));
                Files.writeString(file, line("end"));
                tail.poll(got);
                tail.poll(got);
            }
            byte[] expected =
                    java.util.Arrays.copyOf(all, all.length + line("end").getBytes(StandardCharsets.UTF_8).length);
            System.arraycopy(
                    line("end").getBytes(StandardCharsets.UTF_8),
                    0,
                    expected,
                    all.length,
                    expected.length - all.length);
            assertThat(got.size()).isEqualTo(expected.length);
            assertThat(java.util.Arrays.equals(got.toByteArray(), expected)).isTrue();
        }
    }

    @Test
    void a_record_that_matches_only_in_lines_that_come_later_is_handed_on_whole() throws IOException {
        try (LogTail tail = LogTail.of(path, LogQuery.ALL.text(Pattern.compile("in the trace")))) {
            append(line("one"));
            tail.poll(seen);
            tail.poll(seen);
            tail.poll(seen);
            assertThat(seen()).isEmpty();
            append("\tat in the trace\n");
            tail.poll(seen);
            tail.poll(seen);
            assertThat(seen()).isEqualTo(line("one") + "\tat in the trace\n");
            append("\tat more\n" + line("two"));
            tail.poll(seen);
            tail.poll(seen);
            assertThat(seen()).isEqualTo("\tat more\n");
        }
    }

    @Test
    @Timeout(30)
    void a_line_comes_through_a_pipe_whose_writer_goes_on() throws Exception {
        Path pipe = HostileFiles.pipe(folder.resolve("pipe"));
        CompletableFuture<OutputStream> opened = HostileFiles.opened(pipe);
        try (LogTail tail = LogTail.of(pipe, LogQuery.ALL);
                OutputStream writer = opened.get()) {
            for (String text : List.of("one", "two")) {
                writer.write(line(text).getBytes(StandardCharsets.UTF_8));
                writer.flush();
                while (seen.size() == 0) {
                    tail.poll(seen);
                }
                assertThat(seen()).isEqualTo(line(text));
            }
        }
    }

    @Test
    void a_new_file_that_cannot_be_opened_is_told_once_and_waited_for() throws IOException {
        try (LogTail tail = LogTail.of(path, LogQuery.ALL)) {
            append(line("one"));
            tail.poll(seen);
            Files.move(path, folder.resolve("backend.log.1"));
            Files.createDirectory(path);
            tail.poll(seen);
            assertThat(tail.gaps()).singleElement().asString().contains("is a folder");
            tail.poll(seen);
            assertThat(tail.gaps()).isEmpty();
            Files.delete(path);
            append(line("two"));
            tail.poll(seen);
            tail.poll(seen);
            assertThat(seen()).isEqualTo(line("one") + line("two"));
        }
    }
}
