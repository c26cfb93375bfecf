package dev.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.TestDatabase;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.logfile.LogRecordWriter;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogContext;
import dev.darkroom.logging.LogLine;
import dev.darkroom.logging.LogMark;
import dev.darkroom.logging.LogSettings;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.sharedlog.SharedLogPublisher;
import dev.darkroom.sharedlog.SharedLogQueries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

class LogServicesTest {
    private static final String ID = "8f3c1a2e-99ae-47de-92a4-fb643ad336f4";
    private static final Instant CREATED = Instant.parse("2026-11-22T23:50:00Z");

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

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
        LogServices.copyLines(log, CREATED, _ -> false, new LogRecordWriter(LogQuery.ALL.generation(ID), out));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void what_other_engines_share_stands_beside_the_lines_of_this_machine_and_nothing_twice() throws Exception {
        UUID id = new SeededGenerations(DATABASE.get())
                .users("ana")
                .one("ana", "fal-ai/flux/schnell", 1, Duration.ofMinutes(1), "");
        Generation generation = new GenerationQueries(DATABASE.get(), StuckThresholds.of(ModelCatalog.builtIn(), 1))
                .find(id)
                .orElseThrow();
        SharedLogQueries shared = new SharedLogQueries(DATABASE.get());
        try (LoggingService logging =
                        LoggingService.start(LogSettings.in(folder).withTerminal(null));
                SharedLogPublisher here = SharedLogPublisher.start(DATABASE.settings(), "engine-1a2b@here");
                SharedLogPublisher mill = SharedLogPublisher.start(DATABASE.settings(), "engine-3c4d@mill");
                LogServices services =
                        new LogServices(logging, new AppDirectories(folder, folder, folder, folder), Runnable::run)) {
            logging.add(here);
            mill.doAppend(new LogLine(
                    Instant.now().minusSeconds(5),
                    Level.INFO,
                    LogCategory.STORAGE,
                    LogMark.PACKAGE,
                    "run-" + id.toString().substring(0, 8),
                    "darkroom.STORAGE",
                    "stored at the mill",
                    "",
                    id.toString(),
                    "ana",
                    null,
                    null));
            try (LogContext _ = LogContext.of(id, "ana")) {
                CategoryLog.info(LogCategory.GENERATION, LogMark.DONE, "ended here");
            }
            logging.flush();
            long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (shared.lines(id.toString(), 10).size() < 2 && System.nanoTime() < patience) {
                Thread.sleep(20);
            }
            assertThat(services.lines(shared, generation))
                    .extracting(LogLine::text)
                    .containsExactly("stored at the mill", "ended here");
            ByteArrayOutputStream slice = new ByteArrayOutputStream();
            services.copyLines(shared, generation, slice);
            assertThat(slice.toString(StandardCharsets.UTF_8).lines())
                    .satisfiesExactly(
                            first -> assertThat(first)
                                    .contains("[engine-3c4d@mill run-")
                                    .endsWith("stored at the mill"),
                            second -> assertThat(second).endsWith("ended here"));
            logging.remove(here);
        }
    }

    @Test
    void the_lines_of_a_generation_from_before_a_restart_are_shown_from_the_files_rotated_ones_too() throws Exception {
        UUID id = new SeededGenerations(DATABASE.get())
                .users("ben")
                .one("ben", "fal-ai/flux/schnell", 1, Duration.ofMinutes(1), "");
        Generation generation = new GenerationQueries(DATABASE.get(), StuckThresholds.of(ModelCatalog.builtIn(), 1))
                .find(id)
                .orElseThrow();
        LogSettings settings = LogSettings.in(folder).withTerminal(null);
        try (LoggingService _ = LoggingService.start(settings);
                LogContext _ = LogContext.of(id, "ben")) {
            CategoryLog.error(
                    LogCategory.STORAGE, LogMark.ERROR, new IOException("refused"), "not stored before the rotation");
        }
        Path log = folder.resolve("backend.log");
        String now = Instant.now().toString();
        file("backend.2026-11-22.0.log.gz", now, Files.readString(log));
        Files.delete(log);
        try (LoggingService _ = LoggingService.start(settings);
                LogContext _ = LogContext.of(id, "ben")) {
            CategoryLog.info(LogCategory.GENERATION, LogMark.DONE, "ended before the restart");
        }

        try (LoggingService logging = LoggingService.start(settings);
                LogServices services =
                        new LogServices(logging, new AppDirectories(folder, folder, folder, folder), Runnable::run)) {
            assertThat(services.lines(new SharedLogQueries(DATABASE.get()), generation))
                    .as("the files have not been read")
                    .isEmpty();
            assertThat(services.readFiles(generation)).isTrue();
            assertThat(services.lines(new SharedLogQueries(DATABASE.get()), generation))
                    .satisfiesExactly(
                            first -> assertThat(first)
                                    .returns("not stored before the rotation", LogLine::text)
                                    .returns(LogCategory.STORAGE, LogLine::category)
                                    .returns(Level.ERROR, LogLine::level)
                                    .returns(id.toString(), LogLine::generation)
                                    .extracting(LogLine::trace)
                                    .asString()
                                    .contains("IOException: refused"),
                            second -> assertThat(second).returns("ended before the restart", LogLine::text));
        }
    }

    @Test
    void two_windows_do_not_make_each_other_read_the_files_again() throws Exception {
        SeededGenerations seeded = new SeededGenerations(DATABASE.get()).users("mia");
        GenerationQueries queries =
                new GenerationQueries(DATABASE.get(), StuckThresholds.of(ModelCatalog.builtIn(), 1));
        List<Generation> two = Stream.of(1, 2)
                .map(minutes -> seeded.one("mia", "fal-ai/flux/schnell", 1, Duration.ofMinutes(minutes), ""))
                .map(id -> queries.find(id).orElseThrow())
                .toList();
        try (LoggingService logging =
                        LoggingService.start(LogSettings.in(folder).withTerminal(null));
                LogServices services =
                        new LogServices(logging, new AppDirectories(folder, folder, folder, folder), Runnable::run)) {
            assertThat(two)
                    .allSatisfy(each -> assertThat(services.readFiles(each)).isTrue());
            assertThat(two)
                    .allSatisfy(each -> assertThat(services.readFiles(each)).isFalse());
        }
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
