package dev.darkroom.logfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.merge.MergedLog;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogRecord;
import dev.darkroom.logfile.query.LogRecords;
import dev.darkroom.logfile.query.LogSearch;
import dev.darkroom.logfile.query.LogSelection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any query over any bytes, while they grow and are rotated: the result equals that of checking each record. */
class LogFilterFuzzTest {
    private static final int APPENDS = 16;
    private static final List<String> CATEGORIES = List.of(
            "STORAGE", "=STORAGE", "STORAGEX", "-", "GENERATION", "=GENERATION-PROCESSING", "A", "DB", "nowhere");
    private static final List<String> TEXTS = List.of(
            "STORAGE",
            "a\\.B\\.c\\(D\\.java:\\d+\\)",
            "ValueError: no",
            "xxxx",
            "(?i)error",
            "INFO|WARN",
            "append 1\\d*",
            "no such");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private int appended;
    private int rotations;

    static List<Long> seeds() {
        return LogRecordsFuzzTest.seeds();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_log_that_grows_answers_like_its_records(long seed) throws IOException {
        Random random = new Random(seed);
        Path path = Files.createFile(folder.resolve("grown.log"));
        try (LogFile log = LogFile.open(path)) {
            for (int i = 0; i < APPENDS; i++) {
                append(path, random);
                log.refresh();
                check(log, random);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_log_that_is_rotated_has_every_byte_once_and_answers_like_its_records(long seed) throws IOException {
        Random random = new Random(seed);
        Path path = Files.createFile(folder.resolve("rotated.log"));
        try (MergedLog log = MergedLog.openUnread(List.of(path), null)) {
            LogSearch search = log.search(Pattern.compile("append 1\\d*"));
            for (int i = 0; i < APPENDS; i++) {
                append(path, random);
                if (random.nextBoolean()) {
                    search = refreshed(log, search);
                }
                if (random.nextInt(3) == 0) {
                    rotate(path, random);
                }
                if (random.nextInt(3) == 0) {
                    search = refreshed(log, search);
                    check(log, random);
                }
            }
            search = refreshed(log, search);
            check(log, random);
            assertThat(log.damage()).isEmpty();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int record = 0; record < log.records(); record++) {
                log.copy(record, bytes);
            }
            assertThat(appends(bytes)).isEqualTo(appends(all));
            assertThat(bytes.toByteArray()).isEqualTo(all.toByteArray());
        }
    }

    /** With a search that goes on, as long as it has a meaning. */
    private static LogSearch refreshed(MergedLog log, LogSearch old) throws IOException {
        LogSearch search = log.refresh(_ -> {}) == LogRecords.Change.REPLACED ? log.search(old.pattern()) : old;
        search.run(() -> false, () -> {});
        LogSelection found = log.select(LogQuery.ALL, search);
        assertThat(SelectionLists.numbers(found))
                .isEqualTo(SelectionLists.numbers(log.select(LogQuery.ALL.text(search.pattern()), null)));
        assertThat(search.matches()).isEqualTo(found.size());
        return search;
    }

    private void append(Path path, Random random) throws IOException {
        byte[] begin = "2026-11-23 13:%02d:29.000 WARN  [main] darkroom.A - 🔍 [A] append %d\n"
                .formatted(random.nextInt(60), appended++)
                .getBytes(StandardCharsets.UTF_8);
        byte[] rest = LogRecordsFuzzTest.bytes(random);
        for (byte[] bytes : List.of(begin, rest)) {
            Files.write(path, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            all.write(bytes);
        }
    }

    private static List<String> appends(ByteArrayOutputStream bytes) {
        return Pattern.compile("\\[A\\] append \\d+\n")
                .matcher(bytes.toString(StandardCharsets.ISO_8859_1))
                .results()
                .map(found -> found.group().strip())
                .toList();
    }

    private void rotate(Path path, Random random) throws IOException {
        Path rotated = folder.resolve("rotated.2026-11-23." + rotations++ + ".log");
        if (random.nextBoolean()) {
            Files.move(path, rotated);
        } else {
            Files.copy(path, rotated);
            Files.write(path, new byte[0]);
        }
        if (random.nextBoolean()) {
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(rotated + ".gz")))) {
                Files.copy(rotated, out);
            }
            Files.delete(rotated);
        }
        append(path, random);
    }

    private static LogQuery query(Random random) {
        LogQuery query = LogQuery.ALL;
        for (int i = random.nextInt(3); i > 0; i--) {
            query = query.category(CATEGORIES.get(random.nextInt(CATEGORIES.size())));
        }
        if (random.nextInt(3) == 0) {
            Set<LogLevel> levels = EnumSet.noneOf(LogLevel.class);
            for (LogLevel level : LogLevel.values()) {
                if (random.nextBoolean()) {
                    levels.add(level);
                }
            }
            query = query.levels(levels);
        }
        if (random.nextInt(3) == 0) {
            query = query.since(LocalDateTime.of(2026, 11, 23, 13, random.nextInt(60), 29));
        }
        if (random.nextInt(3) == 0) {
            query = query.until(LocalDateTime.of(2026, 11, 23, 13, 44, 29, random.nextInt(3) * 123_000_000));
        }
        return random.nextInt(3) == 0 ? query.text(Pattern.compile(TEXTS.get(random.nextInt(TEXTS.size())))) : query;
    }

    private static void check(LogRecords log, Random random) throws IOException {
        LogQuery query = query(random);
        List<Integer> expected = new ArrayList<>();
        Map<String, long[]> counts = new TreeMap<>();
        for (int number = 0; number < log.records(); number++) {
            LogRecord record = log.record(number);
            if (matches(query, record)
                    && (query.text() == null
                            || query.text().matcher(text(log, number)).find())) {
                expected.add(number);
                counts.computeIfAbsent(
                                Objects.requireNonNullElse(record.category(), "-"),
                                _ -> new long[LogLevel.values().length])[
                        record.level().ordinal()]++;
            }
        }
        assertThat(SelectionLists.numbers(log.select(query, null)))
                .as(query.toString())
                .isEqualTo(expected);
        assertThat(log.counts(query, null).byCategory()).as(query.toString()).containsExactlyEntriesOf(counts);
    }

    /** The same question asked of one record. */
    private static boolean matches(LogQuery query, LogRecord record) {
        LocalDateTime time = record.time();
        boolean late = query.since() != null && (time == null || time.isBefore(query.since()));
        boolean early = query.until() != null && (time == null || time.isAfter(query.until()));
        return !late
                && !early
                && (query.levels().isEmpty() || query.levels().contains(record.level()))
                && (query.categories().isEmpty()
                        || query.categories().stream().anyMatch(one -> isOf(one, record.category())));
    }

    private static boolean isOf(String wanted, @Nullable String category) {
        if (category == null || wanted.equals("-")) {
            return category == null && wanted.equals("-");
        }
        return wanted.startsWith("=") ? wanted.equals("=" + category) : (category + "-").startsWith(wanted + "-");
    }

    private static String text(LogRecords log, int number) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        log.copy(number, bytes);
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
