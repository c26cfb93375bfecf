package dev.darkroom.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {
    private static final int LINES = 20_000;

    @TempDir
    Path folder;

    @Test
    void files_rotate_by_size_are_compressed_and_lose_nothing() throws IOException {
        write(LogSettings.in(folder).withTerminal(null).withFiles(200_000, 1 << 30));
        List<Path> rotated = rotated();
        assertThat(rotated).hasSizeGreaterThan(5);
        for (Path file : rotated) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(rotated.getFirst().getFileName().toString())
                .matches("backend\\.\\d{4}-\\d\\d-\\d\\d\\.0\\.log\\.gz");
        List<String> lines = new ArrayList<>();
        for (Path file : rotated) {
            lines.addAll(unpacked(file));
        }
        lines.addAll(Files.readAllLines(folder.resolve("backend.log")));
        assertThat(lines.stream().map(line -> line.substring(line.lastIndexOf('=') + 1)))
                .containsExactlyElementsOf(
                        IntStream.range(0, LINES).mapToObj(String::valueOf).toList());
    }

    @Test
    @Timeout(60)
    void the_oldest_go_when_there_is_more_than_the_total() throws Exception {
        // What is not compressed yet counts in full, so it is given time: else it is room for nothing else.
        try (LoggingService logging =
                LoggingService.start(LogSettings.in(folder).withTerminal(null).withFiles(6_000, 30_000))) {
            for (int i = 0; i < LINES; i++) {
                line(i);
                if (i % 50 == 0) {
                    logging.flush();
                    while (!isAllCompressed()) {
                        Thread.sleep(1);
                    }
                }
            }
        }
        long kept = 0;
        for (Path file : rotated()) {
            kept += Files.size(file);
        }
        assertThat(rotated().getFirst().toString()).doesNotEndWith(".0.log.gz");
        assertThat(rotated()).allSatisfy(file -> assertThat(number(file)).isPositive());
        assertThat(kept).isBetween(1L, 40_000L);
        assertThat(Files.readString(folder.resolve("backend.log"))).contains("ID=" + (LINES - 1));
    }

    private boolean isAllCompressed() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.noneMatch(file -> file.getFileName().toString().matches("backend\\.\\d.*(log|tmp)"));
        }
    }

    private void write(LogSettings settings) {
        try (LoggingService _ = LoggingService.start(settings)) {
            for (int i = 0; i < LINES; i++) {
                line(i);
            }
        }
    }

    private static void line(int number) {
        CategoryLog.info(LogCategory.STORAGE_FILE, LogMark.NOTE, "File metadata created: ID={}", number);
    }

    private List<Path> rotated() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".gz"))
                    .filter(file -> file.getFileName().toString().startsWith("backend"))
                    .sorted(Comparator.comparingInt(RotationTest::number))
                    .toList();
        }
    }

    private static int number(Path file) {
        return Integer.parseInt(file.getFileName().toString().split("\\.")[2]);
    }

    private static List<String> unpacked(Path file) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.readAllLines();
        }
    }

    @Test
    void what_a_crash_left_uncompressed_is_compressed_at_the_next_start() throws IOException {
        Path left = Files.writeString(folder.resolve("backend.2026-11-22.3.log"), "a line\n");
        Files.writeString(folder.resolve("backend.2026-11-22.3.log.gz"), "half of it");
        Files.writeString(folder.resolve("backend-of-mine.log"), "not ours\n");
        LoggingService.start(LogSettings.in(folder).withTerminal(null)).stop();
        assertThat(left).doesNotExist();
        assertThat(unpacked(folder.resolve("backend.2026-11-22.3.log.gz"))).containsExactly("a line");
        assertThat(folder.resolve("backend-of-mine.log")).exists();
    }
}
