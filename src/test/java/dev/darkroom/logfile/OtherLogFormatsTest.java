package dev.darkroom.logfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.index.ScanBuffer;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.parse.LogTimestampParser;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogRecord;
import dev.darkroom.logfile.query.LogSelection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs of other programs: the index, the tail and the pass without an index find the same records and levels. */
class OtherLogFormatsTest {
    @TempDir
    Path folder;

    private static Path log(String name) {
        try {
            return Path.of(Objects.requireNonNull(OtherLogFormatsTest.class.getResource("/logs/" + name))
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/logs/expected.tsv", delimiter = '\t', numLinesToSkip = 1)
    void every_reader_finds_the_same_records_and_levels(String name, int records, String levels) throws IOException {
        assertRecords(log(name), records, levels);
    }

    /** Gunicorn, Celery, Monolog, Elasticsearch and env_logger write the time in brackets. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            14-bracketed-time.log | 7 | I F E I W D I
            15-json-body.log      | 3 | I E W
            """)
    void a_time_in_brackets_begins_a_record_and_the_json_body_of_another_does_not(
            String name, int records, String levels) throws IOException {
        assertRecords(log(name), records, levels);
    }

    /**
     * What a user of lnav finds in these: a record a line. In an access log an answer of 400 or more is an error, whatever the
     * address says. The lines of a container have the level of the text that is wrapped in them; the parts of a long line stay
     * apart, because lines of the other stream stand between them; a line that is cut off has neither level nor time.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            08-access.log      | 2 | I E
            10-cri.log         | 5 | I E - - W
            10-docker-json.log | 7 | E - - I - W -
            """)
    void web_servers_and_containers_write_a_record_a_line(String name, int records, String levels) throws IOException {
        assertRecords(log(name), records, levels);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            01-mixed-formats.log | 10:00:00.100 10:00:00.200 - - 10:00:01.226 10:00:02 10:00:02.500 10:00:03
            08-access.log        | 10:00:16 10:00:17
            10-cri.log           | 10:00 10:00 10:00 10:00 10:00:01.500
            10-docker-json.log   | 10:00:00.790 10:00:00.790 10:00:00.790 10:00:01 10:00:01 10:00:02.100 -
            11-json.log          | 10:00:00.123 10:00:01.123 10:00:02 10:00:03.500 10:00:04 10:00:05 - 10:00:07.123 10:00:08.123 10:00:09 10:00:10.123
            13-jul-12h.log       | 11:58:08 12:00:53 13:20:10 00:05 00:06 13:07
            14-bracketed-time.log | 10:00:04.100 10:00:05 10:00:05.123 10:00:06.100 10:00:07.123 10:00:08.123 10:00:09
            22-ansi.log          | 10:00 10:00:01 10:00:02 10:00:03 10:00:04
            """)
    void times_are_read_as_they_are_written(String name, String times) throws IOException {
        try (LogFile file = LogFile.open(log(name))) {
            assertThat(file.page(file.select(LogQuery.ALL), 0, 99).stream()
                            .map(record -> record.time() == null
                                    ? "-"
                                    : record.time().toLocalTime().toString())
                            .collect(Collectors.joining(" ")))
                    .isEqualTo(times);
        }
    }

    private void assertRecords(Path path, int records, String levels) throws IOException {
        assertThat(letters(records(path))).isEqualTo(levels);
        Path ended = path.toString().endsWith(".gz") ? path : withLastLineEnded(path);
        Map<LogLevel, ByteArrayOutputStream> byLevel = new EnumMap<>(LogLevel.class);
        try (LogFile file = LogFile.open(ended)) {
            List<LogRecord> all = file.page(file.select(LogQuery.ALL), 0, file.records());
            assertThat(letters(all)).isEqualTo(levels);
            assertThat(file.records()).isEqualTo(records);
            for (LogRecord record : all) {
                file.copy(
                        (int) record.number(),
                        byLevel.computeIfAbsent(record.level(), _ -> new ByteArrayOutputStream()));
            }
        }
        for (LogLevel level : LogLevel.values()) {
            byte[] expected =
                    byLevel.getOrDefault(level, new ByteArrayOutputStream()).toByteArray();
            LogQuery query = LogQuery.ALL.levels(Set.of(level));
            assertThat(followed(ended, query)).as("followed " + level).isEqualTo(expected);
            assertThat(written(ended, query)).as("written " + level).isEqualTo(expected);
        }
    }

    /** A tail waits for the end of the last line. */
    private Path withLastLineEnded(Path path) throws IOException {
        byte[] all = Files.readAllBytes(path);
        Path ended = Files.write(folder.resolve("ended.log"), all);
        return all[all.length - 1] == '\n' ? ended : Files.writeString(ended, "\n", StandardOpenOption.APPEND);
    }

    private static byte[] written(Path path, LogQuery query) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new LogRecordWriter(query, out).read(path);
        return out.toByteArray();
    }

    private static byte[] followed(Path path, LogQuery query) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LogTail tail = LogTail.of(path, query)) {
            for (int polls = 0; polls < 3; polls++) {
                tail.poll(out);
            }
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-mixed-formats.log",
                "08-levels.log",
                "08-access.log",
                "10-cri.log",
                "11-json.log",
                "12-node-trace.log",
                "13-jul-12h.log",
                "14-bracketed-time.log",
                "15-json-body.log",
                "22-ansi.log"
            })
    void a_log_that_grows_byte_by_byte_is_read_like_the_whole(String name) throws IOException {
        byte[] all = Files.readAllBytes(log(name));
        Path path = Files.createFile(folder.resolve("grown.log"));
        try (LogFile grown = LogFile.open(path)) {
            for (byte one : all) {
                Files.write(path, new byte[] {one}, StandardOpenOption.APPEND);
                grown.refresh();
            }
            assertThat(grown.page(grown.select(LogQuery.ALL), 0, 99)).isEqualTo(records(log(name)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-mixed-formats.log",
                "10-docker-json.log",
                "11-json.log",
                "13-jul-12h.log",
                "14-bracketed-time.log",
                "15-json-body.log"
            })
    void where_the_blocks_of_a_scan_end_makes_no_difference(String name) throws IOException {
        byte[] all = Files.readAllBytes(log(name));
        List<String> expected = heads(records(log(name)));
        byte[] first = "2026-03-01 10:00:00.000 INFO first ".getBytes(StandardCharsets.UTF_8);
        int step = Math.max(1, all.length / 400);
        for (int within = 0; within <= all.length; within += step) {
            byte[] before = new byte[ScanBuffer.SIZE - within];
            Arrays.fill(before, (byte) 'x');
            System.arraycopy(first, 0, before, 0, first.length);
            before[before.length - 1] = '\n';
            Path path = folder.resolve("moved.log");
            try (OutputStream out = Files.newOutputStream(path)) {
                out.write(before);
                out.write(all);
            }
            List<LogRecord> found = records(path);
            assertThat(heads(found.subList(1, found.size())))
                    .as("boundary at " + within)
                    .isEqualTo(expected);
            assertThat(letters(found)).isEqualTo("I " + letters(records(log(name))));
        }
    }

    private static List<LogRecord> records(Path path) throws IOException {
        try (LogFile file = LogFile.open(path)) {
            for (int record = 0; record < file.records(); record++) {
                LocalDateTime time = file.record(record).time();
                assertThat(file.time(record))
                        .as("record " + record)
                        .isEqualTo(time == null ? LogTimestampParser.NONE : LogTimestampParser.millis(time));
            }
            for (LogLevel level : LogLevel.values()) {
                LogSelection selected = file.select(LogQuery.ALL.levels(Set.of(level)));
                assertThat(file.page(selected, 0, 99))
                        .extracting(LogRecord::level)
                        .allMatch(level::equals);
            }
            return file.page(file.select(LogQuery.ALL), 0, 99);
        }
    }

    private static List<String> heads(List<LogRecord> records) {
        return records.stream()
                .map(record -> record.time() + " " + record.level() + " " + record.text())
                .toList();
    }

    private static String letters(List<LogRecord> records) {
        return records.stream().map(OtherLogFormatsTest::letter).collect(Collectors.joining(" "));
    }

    private static String letter(LogRecord record) {
        return switch (record.level()) {
            case NONE -> "-";
            case CRITICAL -> "F";
            default -> record.level().name().substring(0, 1);
        };
    }
}
