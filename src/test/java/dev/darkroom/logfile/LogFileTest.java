package dev.darkroom.logfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.logfile.LogGenerator.Style;
import dev.darkroom.logfile.LogGenerator.Truth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogFileTest {
    @TempDir
    Path folder;

    private Path path;
    private final List<Truth> truths = new ArrayList<>();

    @BeforeEach
    void name() {
        path = folder.resolve("backend.log");
    }

    private byte[] generate(Style style, long bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new LogGenerator(5, style, truths::add).write(out, bytes);
        Files.write(path, out.toByteArray());
        return out.toByteArray();
    }

    private LogFile text(String text) throws IOException {
        Files.writeString(path, text);
        return LogFile.open(path);
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void every_record_is_found_with_its_bytes_level_category_and_time(Style style) throws IOException {
        byte[] all = generate(style, 6_000_000);
        try (LogFile file = LogFile.open(path)) {
            assertThat(file.records()).isEqualTo(truths.size());
            assertThat(file.size()).isEqualTo(all.length);
            for (int i = 0; i < truths.size(); i++) {
                Truth truth = truths.get(i);
                byte[] expected = Arrays.copyOfRange(all, (int) truth.offset(), (int) truth.offset() + truth.length());
                assertThat(file.bytes(i, Integer.MAX_VALUE)).isEqualTo(expected);
                LogRecord record = file.record(i);
                assertThat(record.time()).isEqualTo(truth.time());
                assertThat(record.level()).isEqualTo(truth.level());
                assertThat(record.category()).isEqualTo(truth.category().isEmpty() ? null : truth.category());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void selections_and_counts_agree_with_the_truth(Style style) throws IOException {
        generate(style, 3_000_000);
        Truth middle = truths.get(truths.size() / 2);
        try (LogFile file = LogFile.open(path)) {
            check(file, LogQuery.ALL, _ -> true);
            check(
                    file,
                    LogQuery.ALL.category("STORAGE"),
                    t -> t.category().equals("STORAGE") || t.category().startsWith("STORAGE-"));
            check(file, LogQuery.ALL.category("=STORAGE"), t -> t.category().equals("STORAGE"));
            check(
                    file,
                    LogQuery.ALL.category("DB").category("=NEW-TAG"),
                    t -> t.category().startsWith("DB-") || t.category().equals("NEW-TAG"));
            check(file, LogQuery.ALL.category("-"), t -> t.category().isEmpty());
            check(
                    file,
                    LogQuery.ALL.category("GENERATION-PROCESSING"),
                    t -> t.category().equals("GENERATION-PROCESSING"));
            check(file, LogQuery.ALL.category("nowhere"), _ -> false);
            check(file, LogQuery.ALL.atLeast(LogLevel.WARN), t -> t.level().compareTo(LogLevel.WARN) >= 0);
            check(
                    file,
                    LogQuery.ALL.atLeast(LogLevel.ERROR).category("STORAGE-FILE"),
                    t -> t.level().compareTo(LogLevel.ERROR) >= 0
                            && t.category().equals("STORAGE-FILE"));
            check(file, LogQuery.ALL.since(middle.time()), t -> !t.time().isBefore(middle.time()));
            check(file, LogQuery.ALL.until(middle.time()), t -> !t.time().isAfter(middle.time()));
            check(
                    file,
                    LogQuery.ALL.generation(middle.generation().isEmpty() ? "00000007" : middle.generation()),
                    t -> t.generation()
                            .equals(
                                    middle.generation().isEmpty()
                                            ? "00000007-7d14-4c0b-9a55-0c2f6f1f6a01"
                                            : middle.generation()));
            check(
                    file,
                    LogQuery.ALL.text(Pattern.compile("PROCESSING - INFO")),
                    t -> t.text().contains("PROCESSING - INFO"));
            check(
                    file,
                    LogQuery.ALL
                            .text(Pattern.compile("quot(ed|ing)$", Pattern.MULTILINE))
                            .category("DB"),
                    t -> t.category().startsWith("DB-") && t.text().endsWith("quoted") && style != Style.NASTY
                            || style == Style.NASTY && nastyEndsQuoted(t));
        }
    }

    /** Behind a spoilt ending only the bytes themselves can tell. */
    private boolean nastyEndsQuoted(Truth truth) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] bytes = new byte[truth.length()];
            file.seek(truth.offset());
            file.readFully(bytes);
            return truth.category().startsWith("DB-")
                    && Pattern.compile("quoted(\r?\n|\r|\u0085|\u2028|\u2029)")
                            .matcher(new String(bytes, StandardCharsets.UTF_8))
                            .find();
        } catch (IOException exception) {
            throw new IllegalStateException(exception);
        }
    }

    private void check(LogFile file, LogQuery query, Predicate<Truth> truth) throws IOException {
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < truths.size(); i++) {
            if (truth.test(truths.get(i))) {
                expected.add(i);
            }
        }
        LogSelection selection = file.select(query);
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < selection.size(); i++) {
            found.add(selection.record(i));
        }
        assertThat(found).as(query.toString()).isEqualTo(expected);
        assertThat(file.counts(query).total()).isEqualTo(expected.size());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RecordWriter writer = new RecordWriter(query, out);
        writer.read(path);
        assertThat(writer.count()).isEqualTo(expected.size());
        assertThat(writer.counts().byCategory().keySet())
                .isEqualTo(file.counts(query).byCategory().keySet());
        byte[] all = Files.readAllBytes(path);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        expected.forEach(i ->
                bytes.write(all, (int) truths.get(i).offset(), truths.get(i).length()));
        assertThat(Arrays.equals(out.toByteArray(), bytes.toByteArray()))
                .as("bytes of " + query)
                .isTrue();
    }

    @Test
    void growing_bit_by_bit_gives_the_same_index_as_reading_at_once() throws IOException {
        byte[] all = generate(Style.NASTY, 1_000_000);
        Random random = new Random(3);
        for (int round = 0; round < 20; round++) {
            Path growing = folder.resolve("growing-" + round);
            int start = round % 2 == 0 ? 0 : 100;
            Files.write(growing, new byte[0]);
            try (LogFile file = LogFile.open(growing);
                    OutputStream out = Files.newOutputStream(growing, StandardOpenOption.APPEND)) {
                for (int at = start; at < all.length; ) {
                    int count = Math.min(all.length - at, 1 + random.nextInt(random.nextBoolean() ? 200 : 200_000));
                    out.write(all, at, count);
                    at += count;
                    assertThat(file.refresh()).isEqualTo(LogFile.Change.GREW);
                }
                assertThat(file.refresh()).isEqualTo(LogFile.Change.NONE);
                try (LogFile atOnce = LogFile.open(growing)) {
                    assertThat(file.records()).isEqualTo(atOnce.records());
                    for (int i = 0; i < file.records(); i += 7) {
                        assertThat(file.record(i)).isEqualTo(atOnce.record(i));
                    }
                    assertThat(file.counts(LogQuery.ALL).byCategory().keySet())
                            .isEqualTo(atOnce.counts(LogQuery.ALL).byCategory().keySet());
                }
            }
        }
    }

    @Test
    void plain_text_is_a_record_a_line_but_traces_stay_together() throws IOException {
        try (LogFile file = text("""
                started

                ERROR: 📦 [STORAGE] upload failed
                Traceback (most recent call last):
                  File "x.py", line 1, in <module>
                ValueError: bad

                During handling of the above exception, another exception occurred:

                Traceback (most recent call last):
                  File "y.py", line 2, in <module>
                KeyError: 'x'
                next
                java.lang.IllegalStateException: x
                \tat A.b(A.java:1)
                Caused by: java.io.IOException
                \t... 1 more
                last""")) {
            assertThat(file.page(0, 100))
                    .extracting(LogRecord::text)
                    .containsExactly(
                            "started", "", "upload failed", "next", "java.lang.IllegalStateException: x", "last");
            assertThat(file.record(2).trace()).startsWith("Traceback").endsWith("KeyError: 'x'");
            assertThat(file.record(2).level()).isEqualTo(LogLevel.ERROR);
            assertThat(file.record(2).category()).isEqualTo("STORAGE");
        }
    }

    @Test
    void behind_a_line_with_a_time_all_lines_without_belong_to_it() throws IOException {
        try (LogFile file =
                text("before\n2026-11-23 13:44:29.123 INFO  [t] l - 📦 [STORAGE] one\n[DB-CREATE] rest\n\nmore\n"
                        + "2026-11-23 13:44:29.124 INFO  [t] l - two")) {
            assertThat(file.page(0, 100)).extracting(LogRecord::text).containsExactly("before", "one", "two");
            assertThat(file.record(1).trace()).isEqualTo("[DB-CREATE] rest\n\nmore");
        }
    }

    @Test
    void an_empty_file_and_one_of_newlines_are_no_trouble() throws IOException {
        try (LogFile file = text("")) {
            assertThat(file.records()).isZero();
            assertThat(file.select(LogQuery.ALL).size()).isZero();
        }
        try (LogFile file = text("\n\n\n")) {
            assertThat(file.records()).isEqualTo(3);
        }
    }

    @Test
    void a_compressed_file_reads_like_the_plain_one_and_a_cut_one_up_to_the_cut() throws IOException {
        byte[] all = generate(Style.OURS, 500_000);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(all);
        }
        Path gz = Files.write(folder.resolve("a.log.gz"), packed.toByteArray());
        try (LogFile file = LogFile.open(gz)) {
            assertThat(file.records()).isEqualTo(truths.size());
            assertThat(file.size()).isEqualTo(all.length);
            assertThat(file.damage()).isEmpty();
            assertThat(file.refresh()).isEqualTo(LogFile.Change.NONE);
        }
        Path cut = Files.write(folder.resolve("b.gz"), Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
        try (LogFile file = LogFile.open(cut)) {
            assertThat(file.records()).isBetween(truths.size() / 4, truths.size() * 3 / 4);
            assertThat(file.damage())
                    .hasValueSatisfying(sentence -> assertThat(sentence).contains("b.gz", "cut off"));
        }
    }

    @Test
    void a_line_of_200_mb_and_a_hole_of_100_mb_cost_no_memory() throws IOException {
        String first = "2026-11-23 13:44:29.123 INFO  [t] l - 📦 [STORAGE] long ";
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(first.getBytes(StandardCharsets.UTF_8));
            file.seek(200_000_000);
            file.write("needle\n".getBytes(StandardCharsets.UTF_8));
            file.seek(300_000_000);
            file.write("2026-11-23 13:44:30.000 WARN  [t] l - 📦 [DB-CREATE] behind the hole\n"
                    .getBytes(StandardCharsets.UTF_8));
        }
        try (LogFile file = LogFile.open(path)) {
            assertThat(file.records()).isEqualTo(2);
            assertThat(file.record(0).cut()).isTrue();
            assertThat(file.record(0).length()).isEqualTo(200_000_007);
            assertThat(file.select(LogQuery.ALL.category("DB")).size()).isEqualTo(1);
            assertThat(file.select(LogQuery.ALL.text(Pattern.compile("needle"))).size())
                    .isEqualTo(1);
            assertThat(file.select(LogQuery.ALL.text(Pattern.compile("[n]eedle$")))
                            .size())
                    .isEqualTo(1);
        }
    }

    @Test
    void more_categories_than_there_are_numbers_are_still_told_apart() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 9_000; i++) {
            text.append("2026-11-23 13:44:29.123 INFO  [t] l - 📦 [TAG")
                    .append(i)
                    .append("-X] text\n");
        }
        try (LogFile file = text(text.toString())) {
            assertThat(file.select(LogQuery.ALL.category("TAG8999")).size()).isEqualTo(1);
            assertThat(file.select(LogQuery.ALL.category("TAG8")).size()).isEqualTo(1);
            assertThat(file.records()).isEqualTo(9_000);
        }
    }

    @Test
    void times_far_apart_are_exact() throws IOException {
        String line = "%s 13:44:29.123 INFO  [t] l - x\n";
        try (LogFile file =
                text(line.formatted("1970-01-01") + line.formatted("2099-12-31") + line.formatted("2026-11-23"))) {
            assertThat(file.select(LogQuery.ALL.since(java.time.LocalDateTime.of(2026, 11, 23, 0, 0)))
                            .size())
                    .isEqualTo(2);
            assertThat(file.page(0, 9))
                    .extracting(r -> String.valueOf(r.time()).substring(0, 4))
                    .containsExactly("1970", "2099", "2026");
        }
    }

    @Test
    void truncation_and_replacement_are_noticed() throws IOException {
        String line = "2026-11-23 13:44:29.123 INFO  [t] l - %s\n";
        try (LogFile file = text(line.formatted("one").repeat(3))) {
            Files.writeString(path, line.formatted("two"));
            assertThat(file.refresh()).isEqualTo(LogFile.Change.REPLACED);
            assertThat(file.page(0, 9)).extracting(LogRecord::text).containsExactly("two");
            Files.writeString(path, line.formatted("three").repeat(50));
            assertThat(file.refresh()).isEqualTo(LogFile.Change.REPLACED);
            assertThat(file.records()).isEqualTo(50);
            Files.move(path, folder.resolve("old"));
            assertThat(file.refresh()).isEqualTo(LogFile.Change.NONE);
            Files.writeString(path, line.formatted("four").repeat(60));
            assertThat(file.refresh()).isEqualTo(LogFile.Change.REPLACED);
            assertThat(file.records()).isEqualTo(60);
        }
    }

    @Test
    void a_file_that_is_not_there_gives_a_sentence() {
        assertThatThrownBy(() -> LogFile.open(path))
                .isInstanceOf(IOException.class)
                .hasMessage(path + " does not exist: check the name.");
        assertThatThrownBy(() -> LogFile.open(folder)).hasMessageContaining("is a folder");
    }
}
