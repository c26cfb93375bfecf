package dev.darkroom.logfile.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.HostileFiles;
import dev.darkroom.logfile.LogFile;
import dev.darkroom.logfile.SelectionLists;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogRecord;
import dev.darkroom.logfile.query.LogRecords;
import dev.darkroom.logfile.query.LogSearch;
import dev.darkroom.logfile.source.LogFamily;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class MergedLogTest {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");
    private static final LocalDateTime START = LocalDateTime.of(2026, 11, 23, 13, 0);

    @TempDir
    Path folder;

    private static String line(int second, String category, String text) {
        return TIME.format(START.plusSeconds(second)) + " INFO  [main] darkroom.X - ✅ [" + category + "] " + text
                + "\n";
    }

    private static MergedLog read(List<Path> files) throws IOException {
        MergedLog log = MergedLog.openUnread(files, null);
        log.refresh(_ -> {});
        return log;
    }

    private static String all(LogRecords log) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int record = 0; record < log.records(); record++) {
            log.copy(record, bytes);
            assertThat(log.record(record).number()).isEqualTo(record);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void three_files_are_one_by_time_and_answer_as_one_file_would() throws IOException {
        Random random = new Random(7);
        List<StringBuilder> parts = List.of(new StringBuilder(), new StringBuilder(), new StringBuilder());
        StringBuilder whole = new StringBuilder();
        for (int second = 0; second < 20_000; second++) {
            String record = line(second, random.nextInt(3) == 0 ? "STORAGE-URL" : "DB-STATUS", "number " + second)
                    + (random.nextInt(9) == 0 ? "\tat a.B.c(D.java:1)\n" : "");
            parts.get(random.nextInt(3)).append(record);
            whole.append(record);
        }
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            files.add(Files.writeString(folder.resolve(i + ".log"), parts.get(i)));
        }
        try (MergedLog merged = read(files);
                LogFile one = LogFile.open(Files.writeString(folder.resolve("whole.log"), whole))) {
            assertThat(all(merged)).isEqualTo(whole.toString());
            LogQuery query = LogQuery.ALL
                    .category("STORAGE")
                    .since(START.plusSeconds(500))
                    .until(START.plusSeconds(15_000));
            LogSearch found = merged.search(Pattern.compile("number \\d*77"));
            found.run(() -> false, () -> {});
            LogSearch foundInOne = one.search(Pattern.compile("number \\d*77"));
            foundInOne.run(() -> false, () -> {});
            assertThat(found.matches()).isPositive().isEqualTo(foundInOne.matches());
            assertThat(SelectionLists.numbers(merged.select(query, null)))
                    .isEqualTo(SelectionLists.numbers(one.select(query, null)));
            assertThat(SelectionLists.numbers(merged.select(query, found)))
                    .isEqualTo(SelectionLists.numbers(one.select(query, foundInOne)));
            assertThat(merged.counts(query, null).of("STORAGE-URL"))
                    .isEqualTo(one.counts(query, null).of("STORAGE-URL"));
            assertThat(merged.histogram(LogQuery.ALL.category("DB"), null, 40))
                    .usingRecursiveComparison()
                    .isEqualTo(one.histogram(LogQuery.ALL.category("DB"), null, 40));
        }
    }

    @Test
    void at_equal_times_the_order_of_the_files_decides_and_what_comes_is_put_behind() throws IOException {
        Path a = Files.writeString(folder.resolve("a.log"), line(1, "A", "a") + "rest of a\n" + line(3, "A", "a3"));
        Path b = Files.writeString(folder.resolve("b.log"), line(1, "B", "b") + line(2, "B", "b2"));
        try (MergedLog log = read(List.of(a, b))) {
            assertThat(all(log))
                    .isEqualTo(line(1, "A", "a") + "rest of a\n" + line(1, "B", "b") + line(2, "B", "b2")
                            + line(3, "A", "a3"));
            Files.writeString(b, line(2, "B", "late"), StandardOpenOption.APPEND);
            assertThat(log.refresh(_ -> {})).isEqualTo(LogRecords.Change.GREW);
            assertThat(log.record(4).text()).isEqualTo("late");
            assertThat(log.refresh(_ -> {})).isEqualTo(LogRecords.Change.NONE);
        }
    }

    @Test
    void a_log_and_its_rotated_past_are_a_family() throws IOException {
        Path file = folder.resolve("backend.log");
        for (String name : List.of(
                "backend.2026-11-22.0.log.gz",
                "backend.2026-11-22.10.log.gz",
                "backend.2026-11-22.2.log.gz",
                "backend.2026-11-21.0.log.gz",
                "backend.log",
                "backend.log.bak",
                "server.2026-11-22.0.log.gz",
                "backend.2026-11-23.0.log",
                "backend.2026-11-23.0.log.gz",
                "backend.2026-11-23.1.log123456789.tmp",
                "backend.2026-11-23.1.log.gz")) {
            Files.createFile(folder.resolve(name));
        }
        assertThat(LogFamily.of(file))
                .extracting(path -> path.getFileName().toString())
                .containsExactly(
                        "backend.2026-11-21.0.log.gz",
                        "backend.2026-11-22.0.log.gz",
                        "backend.2026-11-22.2.log.gz",
                        "backend.2026-11-22.10.log.gz",
                        "backend.2026-11-23.0.log",
                        "backend.2026-11-23.1.log123456789.tmp",
                        "backend.log");
        Path old = Files.createFile(folder.resolve("app.log"));
        Files.createFile(folder.resolve("app.log.1"));
        Files.createFile(folder.resolve("app.log.2.gz"));
        Files.createFile(folder.resolve("app.log-20261120.gz"));
        assertThat(LogFamily.of(old))
                .extracting(path -> path.getFileName().toString())
                .containsExactly("app.log.2.gz", "app.log.1", "app.log-20261120.gz", "app.log");
    }

    private Path large(String name, int first, int step) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int second = first; text.length() < 5_000_000; second += step) {
            text.append(line(second, "DB-STATUS", "number " + second));
        }
        return Files.writeString(folder.resolve(name), text);
    }

    /** What was there while it was read the first time, and that it is the beginning of what is there at the end. */
    private static void assertShownEarly(MergedLog log, long all) throws IOException {
        int[] early = {0};
        List<String> shown = new ArrayList<>();
        log.refresh(size -> {
            int there = log.records();
            if (size < all && there > early[0]) {
                early[0] = there;
                shown.add(text(log, there - 1));
            }
        });
        assertThat(shown).hasSizeGreaterThan(1);
        assertThat(early[0]).isLessThan(log.records());
        assertThat(log.size()).isEqualTo(all);
        assertThat(shown).doesNotHaveDuplicates().isSorted();
        assertThat(shown.getLast()).isEqualTo(text(log, early[0] - 1));
    }

    private static String text(LogRecords log, int number) {
        try {
            LogRecord record = log.record(number);
            return TIME.format(record.time()) + " " + record.text();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    @Test
    void a_large_file_shows_its_first_records_while_it_is_read() throws IOException {
        Path file = large("large.log", 0, 1);
        try (MergedLog log = MergedLog.openUnread(List.of(file), null)) {
            assertShownEarly(log, Files.size(file));
        }
    }

    @Test
    void of_several_files_those_are_shown_before_which_no_other_can_come() throws IOException {
        List<Path> files = List.of(large("even.log", 0, 2), large("odd.log", 1, 2));
        try (MergedLog log = MergedLog.openUnread(files, null)) {
            assertShownEarly(log, Files.size(files.get(0)) + Files.size(files.get(1)));
            for (int second = 0; second < 60_000; second += 997) {
                assertThat(log.record(second).text()).endsWith("number " + second);
            }
        }
    }

    @Test
    void a_packed_file_shows_its_first_records_while_it_is_unpacked() throws IOException {
        Path file = large("large.log", 0, 1);
        long size = Files.size(file);
        Path packed = folder.resolve("packed.log.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(file, out);
        }
        try (MergedLog log = MergedLog.openUnread(List.of(packed), null)) {
            Files.delete(packed); // it is held
            assertShownEarly(log, size);
        }
    }

    @Test
    @Timeout(30)
    void the_records_of_a_pipe_are_there_while_its_writer_goes_on() throws Exception {
        Path pipe = HostileFiles.pipe(folder.resolve("pipe"));
        CompletableFuture<OutputStream> opened = HostileFiles.opened(pipe);
        Path file = Files.writeString(folder.resolve("a.log"), line(1, "A", "a") + line(3, "A", "a3"));
        try (MergedLog log = MergedLog.openUnread(List.of(pipe, file), null);
                OutputStream writer = opened.get()) {
            writer.write(line(2, "B", "b").getBytes(StandardCharsets.UTF_8));
            writer.flush();
            log.refresh(_ -> {});
            assertThat(all(log)).isEqualTo(line(1, "A", "a") + line(2, "B", "b") + line(3, "A", "a3"));
            writer.write(line(4, "B", "late").getBytes(StandardCharsets.UTF_8));
            writer.flush();
            while (log.records() < 4) {
                log.refresh(_ -> {});
            }
            assertThat(log.record(3).text()).isEqualTo("late");
        }
    }
}
