package dev.darkroom.logfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.parse.LogTimestampParser;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes in any chunks: nothing fails, nothing is lost, nothing is duplicated. */
class LogRecordsFuzzTest {
    /** More of them: {@code -Dfuzz.rounds=2000}. */
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 25);

    private static final int APPENDS = 24;

    private static final List<String> PIECES = List.of(
            "2026-11-23 13:44:29.123 INFO  [run-8f3c1a2e] darkroom.STORAGE - 📦 [STORAGE] Starting storage process\n",
            "2026-11-23 13:44:29.124 ERROR [run-8f3c1a2e] darkroom.X - ❌ [GENERATION-PROCESSING] broke\n\tat a.B.c(D.java:1)\n",
            "2025-01-31 12:00:00,123 - services.x - WARNING - ğŸš€ [DB-STATUS] older\nTraceback (most recent call last):\n",
            "  File \"a.py\", line 1\nValueError: no\n",
            "\u001b[32m2026-11-23 13:44:30.000 WARN  [main] x - ⚠️ [STORAGEX] coloured\u001b[0m\n",
            "plain text without a time [STORAGE]\n",
            "ERROR: something\r\n",
            "{\"level\":50,\"time\":1772359201123,\"msg\":\"a {\\\"log\\\": [}\"}\n",
            "{\n  \"time\": \"2026-03-01T10:00:09Z\",\n  \"level\": \"error\"\n}\n",
            "{\"log\":\"ERROR: wrapped\\n\",\"time\":\"2026-03-01T10:00:00.79Z\"}\n",
            "Mar 01, 2026 1:20:10 PM app.Queue poll\nSEVERE: afternoon\n",
            "time=2026-03-01T10:00:02Z level=error msg=\"poll failed\"\n",
            "10.0.0.7 - - [01/Mar/2026:10:00:17 +0100] \"GET / HTTP/1.1\" 500 12\n",
            "web-1  | {",
            "{\"",
            "\r",
            "\n",
            "\n\n\n",
            "\uFEFF",
            "2026-11-23 13:44",
            "2026-02-31T25:61:61.999 [A] [B] [C]\n",
            "] - [",
            "- INFO - ");

    @TempDir
    Path folder;

    static List<Long> seeds() {
        return new Random(20_261_125).longs(ROUNDS).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void an_index_that_grew_piece_by_piece_is_the_one_made_at_once(long seed) throws IOException {
        Random random = new Random(seed);
        Path path = Files.createFile(folder.resolve("grown.log"));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (LogFile grown = LogFile.open(path)) {
            for (int i = 0; i < APPENDS; i++) {
                append(path, bytes(random), all);
                if (random.nextInt(3) > 0) {
                    grown.refresh();
                }
            }
            grown.refresh();
            assertSame(grown, all.toByteArray());
            try (LogFile atOnce = LogFile.open(path)) {
                assertThat(grown.records()).isEqualTo(atOnce.records());
                for (int record = 0; record < grown.records(); record++) {
                    assertThat(grown.record(record)).isEqualTo(atOnce.record(record));
                }
                assertThat(counts(grown)).isEqualTo(counts(atOnce));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_file_that_is_cut_and_written_anew_is_read_as_it_is_now(long seed) throws IOException {
        Random random = new Random(seed);
        Path path = Files.createFile(folder.resolve("cut.log"));
        try (LogFile file = LogFile.open(path)) {
            for (int i = 0; i < APPENDS; i++) {
                switch (random.nextInt(8)) {
                    case 0 -> Files.write(path, new byte[0]);
                    case 1 -> cut(path, random);
                    case 2 -> replace(path, bytes(random));
                    default -> append(path, bytes(random), new ByteArrayOutputStream());
                }
                file.refresh();
            }
            file.refresh();
            byte[] now = Files.readAllBytes(path);
            // An empty file under the name is not yet another one.
            if (now.length > 0) {
                assertSame(file, now);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_is_followed_is_handed_on_byte_for_byte_once(long seed) throws IOException {
        Random random = new Random(seed);
        Path path = Files.createFile(folder.resolve("followed.log"));
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ByteArrayOutputStream followed = new ByteArrayOutputStream();
        try (LogTail tail = LogTail.of(path, LogQuery.ALL)) {
            for (int i = 0; i < APPENDS; i++) {
                append(path, bytes(random), written);
                if (random.nextInt(8) == 0) {
                    replace(path, bytesInto(written, random));
                    // Two rotations between two looks would hide the file between them.
                    tail.poll(followed);
                }
                for (int polls = random.nextInt(3); polls > 0; polls--) {
                    tail.poll(followed);
                }
            }
            for (int polls = 0; polls < 3; polls++) {
                tail.poll(followed);
            }
        }
        // Half a line at the very end waits for its rest.
        byte[] all = written.toByteArray();
        byte[] got = followed.toByteArray();
        assertThat(got.length).isLessThanOrEqualTo(all.length);
        assertThat(Arrays.equals(got, 0, got.length, all, 0, got.length)).isTrue();
        assertThat(new String(all, got.length, all.length - got.length, StandardCharsets.ISO_8859_1))
                .doesNotContain("\n");
    }

    private static void assertSame(LogFile file, byte[] all) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Map<LogLevel, Integer> byLevel = new EnumMap<>(LogLevel.class);
        for (int record = 0; record < file.records(); record++) {
            file.copy(record, bytes);
            LogRecord shown = file.record(record);
            assertThat(LogTimestampParser.dateTime(file.time(record)))
                    .as("%s", shown)
                    .isEqualTo(shown.time());
            byLevel.merge(shown.level(), 1, Integer::sum);
        }
        assertThat(bytes.toByteArray()).isEqualTo(all);
        for (LogLevel level : LogLevel.values()) {
            assertThat(file.select(LogQuery.ALL.levels(Set.of(level))).size())
                    .as("%s", level)
                    .isEqualTo(byLevel.getOrDefault(level, 0));
        }
        assertThat(file.counts(LogQuery.ALL).total()).isEqualTo(file.records());
        assertThat(file.select(LogQuery.ALL).size()).isEqualTo(file.records());
    }

    private static String counts(LogFile file) throws IOException {
        StringBuilder text = new StringBuilder();
        file.counts(LogQuery.ALL)
                .byCategory()
                .forEach((category, levels) -> text.append(category).append(Arrays.toString(levels)));
        return text.toString();
    }

    private static byte[] bytesInto(ByteArrayOutputStream written, Random random) throws IOException {
        byte[] bytes = bytes(random);
        written.write(bytes);
        return bytes;
    }

    static byte[] bytes(Random random) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = random.nextInt(12); i >= 0; i--) {
            byte[] piece = PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
            switch (random.nextInt(12)) {
                case 0 -> bytes.write(piece, 0, random.nextInt(piece.length + 1));
                case 1 -> {
                    byte[] noise = new byte[random.nextInt(200)];
                    random.nextBytes(noise);
                    bytes.write(noise);
                }
                case 2 -> bytes.write(new byte[random.nextInt(4000)]);
                case 3 -> bytes.write("x".repeat(random.nextInt(700_000)).getBytes(StandardCharsets.UTF_8));
                default -> {
                    for (int times = random.nextInt(40); times >= 0; times--) {
                        bytes.write(piece);
                    }
                }
            }
        }
        return bytes.toByteArray();
    }

    private static void append(Path path, byte[] bytes, ByteArrayOutputStream all) throws IOException {
        Files.write(path, bytes, StandardOpenOption.APPEND);
        all.write(bytes);
    }

    private static void cut(Path path, Random random) throws IOException {
        try (var channel = Files.newByteChannel(path, StandardOpenOption.WRITE)) {
            channel.truncate((long) (random.nextDouble() * channel.size()));
        }
    }

    /** As a rotation does: the old file goes away under another name, a new one stands in its place. */
    private static void replace(Path path, byte[] bytes) throws IOException {
        Files.deleteIfExists(path.resolveSibling("old.log"));
        Files.move(path, path.resolveSibling("old.log"));
        Files.write(path, bytes);
    }
}
