package dev.darkroom.console.generations.list;

import dev.darkroom.console.ConsoleContext.ConsoleParts;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.EmptyScreen;
import dev.darkroom.console.EngineVitals;
import dev.darkroom.console.EngineVitals.EngineMode;
import dev.darkroom.console.generations.GenerationNavigation;
import dev.darkroom.console.generations.GenerationPictures;
import dev.darkroom.console.generations.GenerationsModel;
import dev.darkroom.console.generations.GenerationsTestBench;
import dev.darkroom.console.generations.ShownGenerations;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.generation.query.GenerationPage.Line;
import dev.darkroom.logging.LogLine;
import dev.darkroom.storage.StoredMedia;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;

/** The generations screen with seeded rows and stored media, beside an empty screen. */
abstract class GenerationsListRig extends ConsoleWindowTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    static Path folder;

    static ShownGenerations rows;
    static StoredMedia media;
    static GenerationsTestBench bench;
    private static GenerationPictures pictures;

    ConsoleShell shell;
    GenerationsModel model;
    GenerationsScreenView screen;
    /** Run what the screen does in the background; a test may hold them before it opens the screen. */
    Executor reads = Executors.newVirtualThreadPerTaskExecutor();

    Executor actions = reads;

    @BeforeAll
    static void seedRows() throws IOException {
        media = new StoredMedia(DATABASE.get(), folder);
        bench = new GenerationsTestBench(DATABASE.get());
        pictures = bench.pictures(media.previews(folder.resolve("cache"), 100_000_000));
        rows = new ShownGenerations(DATABASE.get(), media);
        rows.write();
    }

    @AfterAll
    static void closeBench() {
        media.close();
        bench.close();
    }

    final void openScreen(double width, double height) {
        shell = showShell(width, height);
        attachScreen();
    }

    /** In the shell that is there. */
    final void attachScreen() {
        attachScreen(bench, _ -> List.of(), new GenerationNavigation(_ -> {}, _ -> {}, _ -> {}), false);
    }

    /** @param log the lines of a generation */
    final void openScreen(
            GenerationsTestBench on,
            double width,
            double height,
            Function<UUID, List<LogLine>> log,
            GenerationNavigation navigation,
            boolean readOnly) {
        shell = showShell(width, height);
        attachScreen(on, log, navigation, readOnly);
    }

    private void attachScreen(
            GenerationsTestBench on,
            Function<UUID, List<LogLine>> log,
            GenerationNavigation navigation,
            boolean readOnly) {
        Executor background = Executors.newVirtualThreadPerTaskExecutor();
        onFx(() -> {
            model = on.list(background, feed()::fx);
            shell.attach(
                    new ConsoleParts(
                            s -> List.of(
                                    screen = new GenerationsScreenView(
                                            s,
                                            model,
                                            on.detailsModel(log, reads, feed()::fx),
                                            on.doing(actions, feed()::fx, readOnly),
                                            readOnly ? null : () -> on.form(background, feed()::fx),
                                            on.models,
                                            pictures,
                                            on.events,
                                            navigation,
                                            (_, _) -> {}),
                                    new EmptyScreen("beside", "Beside", MaterialDesignI.INFORMATION_OUTLINE, false)),
                            () -> new EngineVitals(EngineMode.RUNNING, 38, "PostgreSQL 18, embedded", 0),
                            _ -> {},
                            _ -> List.of()),
                    "");
        });
    }

    /** Opens the inspector on a row as soon as the row is there: the list may still be that of the view before. */
    final void openRow(UUID id) {
        await("the row of " + id, () -> table().rows().indexOf(id) >= 0);
        onFx(() -> {
            table().requestFocus();
            table().select(id);
        });
        robot.type(KeyCode.ENTER);
    }

    @SuppressWarnings("unchecked")
    final PagedTable<Line> table() {
        return (PagedTable<Line>) scene().lookup(".keyed-table");
    }
}
