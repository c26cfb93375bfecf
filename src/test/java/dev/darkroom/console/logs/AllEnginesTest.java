package dev.darkroom.console.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.logs.model.LogPreferences;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogSnapshot;
import dev.darkroom.console.logs.reader.LogSource;
import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.logfile.LogFile;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogLine;
import dev.darkroom.logging.LogMark;
import dev.darkroom.sharedlog.SharedLogPublisher;
import dev.darkroom.sharedlog.SharedLogQueries;
import dev.darkroom.sharedlog.SharedLogSpool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javafx.scene.control.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

class AllEnginesTest extends ConsoleWindowTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    Path folder;

    private static final String GENERATION = "8f3c1a2e-99ae-47de-92a4-fb643ad336f4";
    private static final String UNSHARED = "0a3c1a2e-99ae-47de-92a4-fb643ad336f4";

    private LogsModel model;

    @Test
    void the_log_of_all_engines_is_one_more_source_with_the_same_filters() throws Exception {
        Path own = Files.writeString(
                folder.resolve("backend.log"), "2026-11-23 13:44:29.100 INFO  [main] x - 📦 [STORAGE] own\n");
        SharedLogSpool spool = new SharedLogSpool(
                DATABASE.settings(),
                folder.resolve("spools"),
                "env",
                Duration.ofHours(1),
                SharedLogSpool.SpoolSize.VIEW);
        ConsoleShell shell = showShell(1440, 900);
        onFx(() -> {
            model = new LogsModel(
                    feed(),
                    List.of(LogSource.live(own)),
                    List.of(LogSource.allEngines(_ -> LogFile.openUnread(spool.start()), spool::problem, _ -> false)),
                    LogPreferences.NONE);
            LogsScreen screen = new LogsScreen(shell, model, _ -> {});
            attach(shell, screen);
        });
        await("the own log", () -> records() == 1);
        onFx(() -> model.open(model.menuSources().getFirst()));
        await("how to turn it on", () -> texts().stream().anyMatch(text -> text.contains("--share-logs")));
        pictures("logs-all-engines-none");

        try (SharedLogPublisher mill = SharedLogPublisher.start(DATABASE.settings(), "engine-1a2b@mill");
                SharedLogPublisher lake = SharedLogPublisher.start(DATABASE.settings(), "engine-3c4d@lake")) {
            for (int i = 0; i < 40; i++) {
                mill.doAppend(line(LogCategory.STORAGE_UPLOAD, LogMark.UPLOAD, i));
                lake.doAppend(line(LogCategory.DB_STATUS, LogMark.CHANGE, i));
            }
            await("both engines", () -> records() == 80);
            onFx(() -> {
                model.setFilter(model.filterProperty()
                        .get()
                        .onlyCategories(Set.of("DB-STATUS"), Set.of("DB-STATUS", "STORAGE-UPLOAD")));
            });
            await("one category", () -> look().shown().size() == 40);
            onFx(() -> model.clear());
            await("all again", () -> look().shown().size() == 80);
            pictures("logs-all-engines");
        }
        onFx(() -> model.close());
        spool.close();
        assertThat(spool.file()).doesNotExist();
    }

    @Test
    void the_logs_of_a_generation_open_in_the_log_that_has_them_and_leave_other_tabs_as_they_are() throws Exception {
        LogSource own = LogSource.live(
                Files.writeString(folder.resolve("backend.log"), "2026-11-23 13:44:29.100 INFO  [main] x - own\n"));
        Path theirs = Files.writeString(
                folder.resolve("customer.log"), "2026-11-23 13:44:29.100 INFO  [main] x - a customer\n");
        SharedLogQueries shared = new SharedLogQueries(DATABASE.get());
        try (SharedLogSpool spool = new SharedLogSpool(
                        DATABASE.settings(),
                        folder.resolve("spools"),
                        "env",
                        Duration.ofHours(1),
                        SharedLogSpool.SpoolSize.VIEW);
                SharedLogPublisher mill = SharedLogPublisher.start(DATABASE.settings(), "engine-1a2b@mill")) {
            ConsoleShell shell = showShell(1440, 900);
            LogsScreen screen = fx(() -> {
                model = new LogsModel(
                        feed(),
                        List.of(own),
                        List.of(LogSource.allEngines(
                                _ -> LogFile.openUnread(spool.start()),
                                spool::problem,
                                id -> shared.has(id, Duration.ofHours(1)))),
                        LogPreferences.NONE);
                LogsScreen made = new LogsScreen(shell, model, _ -> {});
                attach(shell, made);
                model.open(List.of(theirs));
                return made;
            });
            await("theirs", () -> !own.equals(model.currentProperty().get()) && records() == 1);
            LogSource external = fx(() -> model.currentProperty().get());
            LogViewFilter ofTheirs = LogViewFilter.ALL.onlyCategories(Set.of("STORAGE"), Set.of("STORAGE", "x"));
            onFx(() -> {
                model.setFilter(ofTheirs);
                screen.open(UNSHARED);
            });
            await("nothing is shared: the own log", () -> isShown(own, UNSHARED));

            mill.doAppend(line(LogCategory.STORAGE_UPLOAD, LogMark.UPLOAD, 1));
            await("it has arrived", () -> shared.has(GENERATION, Duration.ofHours(1)));
            onFx(() -> {
                model.show(external);
                screen.open(GENERATION);
            });
            await(
                    "the log of all engines",
                    () -> isShown(model.menuSources().getFirst(), GENERATION) && records() >= 1);
            onFx(() -> model.show(external));
            assertThat(fx(() -> model.filterProperty().get())).isEqualTo(ofTheirs);
            onFx(() -> model.close());
        }
    }

    private boolean isShown(LogSource source, String generation) {
        return source.equals(model.currentProperty().get())
                && model.filterProperty().get().generation().equals(generation);
    }

    private static LogLine line(LogCategory category, LogMark mark, int number) {
        return new LogLine(
                Instant.now(),
                number % 10 == 9 ? Level.WARN : Level.INFO,
                category,
                mark,
                "run-8f3c1a2e",
                "darkroom." + category.tag(),
                "Processing file %d/40 of generation 8f3c1a2e-99ae-47de-92a4-fb643ad336f4".formatted(number + 1),
                "",
                "8f3c1a2e-99ae-47de-92a4-fb643ad336f4",
                "ana.kovac",
                "STORING",
                null);
    }

    private List<String> texts() {
        return scene().getRoot().lookupAll(".empty-state .detail").stream()
                .map(node -> ((Label) node).getText())
                .toList();
    }

    private LogSnapshot look() {
        return model.snapshotProperty().get();
    }

    private int records() {
        LogSnapshot snapshot = look();
        return snapshot == null ? -1 : snapshot.records();
    }
}
