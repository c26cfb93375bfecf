package dev.darkroom.console.logs;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.list.SavedViewStore;
import dev.darkroom.console.logs.model.LogPreferences;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogSnapshot;
import dev.darkroom.console.logs.reader.LogSource;
import dev.darkroom.console.logs.reader.LogViewFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The Logs screen in a window, over a log that a test writes. */
abstract class LogsScreenRig extends ConsoleWindowTest {
    static final String ID = "8f3c1a2e-99ae-47de-92a4-fb643ad336f4";

    @TempDir
    Path folder;

    final List<String> jumps = new ArrayList<>();
    Path log;
    ConsoleShell shell;
    LogsModel model;
    LogsScreen screen;
    SavedViewStore store = new SavedViewStore(List.of(), _ -> {});

    @AfterEach
    void close() {
        model.close();
    }

    void open(double width, double height) {
        open(width, height, LogPreferences.NONE);
    }

    /** With forty rounds of lines in it. */
    void open(double width, double height, LogPreferences memory) {
        log = folder.resolve("backend.log");
        if (!Files.exists(log)) {
            append(40);
        }
        shell = showShell(width, height);
        shell.useViews(store);
        onFx(() -> {
            model = new LogsModel(feed(), List.of(LogSource.live(log)), List.of(), memory);
            screen = new LogsScreen(shell, model, jumps::add);
            attach(shell, screen);
        });
    }

    /** Five records a round, one of them an error with its trace. */
    void append(int rounds) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rounds; i++) {
            String time = "2026-11-23 13:%02d:%02d.1%02d ".formatted(44 + i / 60, i % 60, i);
            String run = " [run-8f3c1a2e] ";
            text.append(time)
                    .append("INFO ")
                    .append(run)
                    .append("darkroom.GENERATION - 🔍 [GENERATION] Starting credit check for user ana.kovac\n");
            text.append(time)
                    .append("INFO ")
                    .append(run)
                    .append("darkroom.STORAGE-UPLOAD - 📥 [STORAGE-UPLOAD] Processing file 1/4\n");
            text.append(time)
                    .append("INFO ")
                    .append(run)
                    .append("darkroom.DB-STATUS - 🔄 [DB-STATUS] Updating generation ")
                    .append(ID)
                    .append(" status to: PROCESSING\n");
            if (i % 2 == 0) {
                text.append(time)
                        .append("WARN ")
                        .append(run)
                        .append(
                                "darkroom.STORAGE-UPLOAD - ⚠️ [STORAGE-UPLOAD] Partial upload success: 3/4 files, 2-ridge.png missing (503)\n");
                text.append(time)
                        .append("INFO ")
                        .append(run)
                        .append("darkroom.STORAGE-URL - ⏰ [STORAGE-URL] Expires at: 2026-11-23T14:44:52Z\n");
            } else {
                text.append(time)
                        .append("ERROR")
                        .append(run)
                        .append(
                                "darkroom.GENERATION-PROCESSING - ❌ [GENERATION-PROCESSING] Critical error processing generation ")
                        .append(ID)
                        .append('\n');
                text.append("dev.darkroom.http.RemoteException: the prompt was refused\n");
                for (int frame = 0; frame < 6; frame++) {
                    text.append("\tat dev.darkroom/dev.darkroom.fal.FalClient.result(FalClient.java:14")
                            .append(frame)
                            .append(")\n");
                }
                text.append(time)
                        .append("INFO ")
                        .append(run)
                        .append("darkroom.GENERATION - 💳 [GENERATION] Refunded 25 credits to t.mbeki\n");
            }
        }
        append(text.toString());
    }

    void append(String text) {
        try {
            Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    @Nullable
    LogSnapshot found() {
        return model.snapshotProperty().get();
    }

    LogSnapshot look() {
        return Objects.requireNonNull(fx(this::found));
    }

    int shown() {
        LogSnapshot snapshot = found();
        return snapshot == null ? -1 : snapshot.shown().size();
    }

    /** What is wanted now was found, in the whole file. */
    void awaitFound() {
        await("all is read and found", () -> {
            LogSnapshot snapshot = found();
            return snapshot != null
                    && snapshot.extent().complete()
                    && !snapshot.isSearching()
                    && snapshot.filter().equals(model.filterProperty().get());
        });
    }

    void setFilter(LogViewFilter filter) {
        onFx(() -> model.setFilter(filter));
        awaitFound();
    }

    void pin(@Nullable PinnedSubject subject) {
        onFx(() -> shell.pinProperty().set(subject));
    }

    void press(KeyCode... keys) {
        robot.press(keys).release(keys);
    }

    <T extends javafx.scene.Node> T node(String selector, Class<T> type) {
        return fx(() -> type.cast(Objects.requireNonNull(scene().getRoot().lookup(selector), selector)));
    }
}
