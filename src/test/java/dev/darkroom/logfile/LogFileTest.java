package dev.darkroom.logfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.LogGenerator.Style;
import dev.darkroom.logfile.LogGenerator.Truth;
import dev.darkroom.logfile.index.ScanBuffer;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogRecord;
import dev.darkroom.logfile.query.LogSelection;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogFileTest extends GeneratedLogRig {
    @Test
    void a_line_that_begins_where_a_block_ends_is_a_record_like_any_other() throws IOException {
        String start = "2026-11-23 13:44:29.123 INFO  [main] x - ✅ [STORAGE] ";
        int length = 128;
        int bytes = start.getBytes(StandardCharsets.UTF_8).length;
        String line = start + "x".repeat(length - bytes - 1) + "\n";
        int lines = 20 * ScanBuffer.SIZE / length;
        Files.writeString(path, line.repeat(lines));
        try (LogFile file = LogFile.open(path)) {
            assertThat(file.records()).isEqualTo(lines);
            assertThat(file.counts(LogQuery.ALL.category("=STORAGE")).total()).isEqualTo(lines);
        }
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
                int end = (int) truth.offset() + truth.length();
                byte[] bytes = file.bytes(i, Integer.MAX_VALUE);
                LogRecord record = file.record(i);
                String category = record.category() == null ? "" : record.category();
                if (!Arrays.equals(bytes, 0, bytes.length, all, (int) truth.offset(), end)
                        || !truth.time().equals(record.time())
                        || truth.level() != record.level()
                        || !truth.category().equals(category)) {
                    assertThat(record).as("record " + i).isEqualTo(truth);
                }
            }
        }
        check(LogQuery.ALL.category("STORAGE"), t -> t.category().matches("STORAGE(-.*)?"));
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void selections_and_counts_agree_with_the_truth(Style style) throws IOException {
        generate(style, 1_000_000);
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
        check(query, truth);
    }

    /** The same without an index, byte for byte. */
    private void check(LogQuery query, Predicate<Truth> truth) throws IOException {
        byte[] all = Files.readAllBytes(path);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        List<Truth> matching = truths.stream().filter(truth).toList();
        matching.forEach(one -> expected.write(all, (int) one.offset(), one.length()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LogRecordWriter writer = new LogRecordWriter(query, out);
        assertThat(writer.read(path)).isEmpty();
        assertThat(writer.count()).isEqualTo(matching.size());
        assertThat(writer.counts().total()).isEqualTo(matching.size());
        assertThat(Arrays.equals(out.toByteArray(), expected.toByteArray()))
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
}
