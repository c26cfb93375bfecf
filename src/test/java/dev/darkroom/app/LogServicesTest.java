package dev.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.LogRecordWriter;
import dev.darkroom.logfile.query.LogQuery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogServicesTest {
    private static final String ID = "8f3c1a2e-99ae-47de-92a4-fb643ad336f4";
    private static final Instant CREATED = Instant.parse("2026-11-22T23:50:00Z");

    @TempDir
    Path folder;

    private static String line(String time, String text) {
        return time + " INFO  [run-8f3c1a2e] darkroom.GENERATION - 🔍 [GENERATION] " + text + "\n";
    }

    private Path file(String name, String written, String content) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = name.endsWith(".gz")
                ? new GZIPOutputStream(Files.newOutputStream(file))
                : Files.newOutputStream(file)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return Files.setLastModifiedTime(file, FileTime.from(Instant.parse(written)));
    }

    private static String copied(Path log) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LogServices.copyLines(log, CREATED, new LogRecordWriter(LogQuery.ALL.generation(ID), out));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void the_lines_of_a_generation_are_taken_from_the_rotated_files_too_in_their_order() throws IOException {
        String before = line("2026-11-20 10:00:00.000", "before its time");
        String first = line("2026-11-22 23:58:00.000", "first");
        String second = line("2026-11-22 23:59:00.000", "second").stripTrailing();
        String third = line("2026-11-23 00:01:00.000", "third");
        file("backend.2026-11-20.0.log.gz", "2026-11-20T23:59:59Z", before);
        file("backend.2026-11-22.0.log.gz", "2026-11-22T23:58:59Z", first);
        file("backend.2026-11-22.1.log", "2026-11-22T23:59:59Z", second);
        Path log = file("backend.log", "2026-11-23T00:02:00Z", third);

        assertThat(copied(log)).isEqualTo(first + second + "\n" + third);
        Files.delete(log);
        assertThat(copied(log)).isEqualTo(first + second);
    }
}
