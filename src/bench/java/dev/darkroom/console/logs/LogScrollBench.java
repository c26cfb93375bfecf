package dev.darkroom.console.logs;

import dev.darkroom.console.ConnectionBadge;
import dev.darkroom.console.ConsoleContext.ConsoleParts;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.EngineVitals;
import dev.darkroom.console.EngineVitals.EngineMode;
import dev.darkroom.console.HeadlessToolkit;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.WindowTheme;
import dev.darkroom.console.logs.lines.LogCanvas;
import dev.darkroom.console.logs.model.LogPreferences;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogSnapshot;
import dev.darkroom.console.logs.reader.LogSource;
import dev.darkroom.logfile.LogGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.ScrollEvent;
import javafx.stage.Stage;

/**
 * The cost of a mouse wheel step in a short log and in one of ten million records: the whole Logs screen in a window of 1440 x
 * 900 without a display, with software rendering, as fast as possible.
 */
public final class LogScrollBench {
    private static final int STEPS = 1_000;
    private static final int WARM_UP = 300;
    private static final double NOTCH = 40;

    private final Path log;
    private final int records;
    private FxEventBridge feed;
    private LogsModel model;
    private Scene scene;
    private long begun;
    private long drawn;

    private LogScrollBench(Path log, int records) {
        this.log = log;
        this.records = records;
    }

    /** Two sizes, one after the other; the file is written anew and deleted afterwards. */
    public static void run() throws Exception {
        HeadlessToolkit.startAtFullSpeed();
        System.out.printf("%12s %16s %16s %16s%n", "records", "median ms/step", "95 % ms/step", "frames/s");
        for (int records : new int[] {10_000, 10_000_000}) {
            Path log = Files.createTempFile("darkroom-scroll-", ".log");
            try {
                write(log, records);
                new LogScrollBench(log, records).measure();
            } finally {
                Files.delete(log);
            }
        }
        System.exit(0);
    }

    private static void write(Path log, int records) throws IOException {
        LogGenerator generator = new LogGenerator(7, LogGenerator.Style.OURS, _ -> {});
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(log), 1 << 20)) {
            for (int record = 0; record < records; record++) {
                out.write(generator.record());
            }
        }
    }

    private void measure() throws Exception {
        fx(this::open);
        while (!fx(() -> ready())) {
            Thread.sleep(50);
        }
        LogCanvas lines = (LogCanvas) scene.getRoot().lookup(".log-lines");
        fx(() -> {
            lines.scrollTo(records / 2);
            return null;
        });
        Thread.sleep(500);
        for (int step = 0; step < WARM_UP; step++) {
            step(lines);
        }
        double[] millis = new double[STEPS];
        long start = System.nanoTime();
        for (int step = 0; step < STEPS; step++) {
            millis[step] = step(lines) / 1e6;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(millis);
        System.out.printf(
                "%,12d %16.2f %16.2f %16.0f%n", records, millis[STEPS / 2], millis[STEPS * 95 / 100], STEPS / seconds);
        fx(() -> {
            scene.getWindow().hide();
            model.close();
            feed.close();
            return null;
        });
    }

    /** Nanoseconds that the window was busy with one notch of the wheel: the event, the layout, the drawing. */
    private long step(Node lines) throws Exception {
        CompletableFuture<Long> busy = new CompletableFuture<>();
        fx(() -> {
            long start = System.nanoTime();
            lines.fireEvent(wheel());
            long event = System.nanoTime() - start;
            Runnable[] once = new Runnable[1];
            once[0] = () -> {
                scene.removePostLayoutPulseListener(once[0]);
                drawn = System.nanoTime();
                busy.complete(event + drawn - begun);
            };
            scene.addPostLayoutPulseListener(once[0]);
            return null;
        });
        long nanos = busy.get();
        fx(() -> null); // behind the frame
        return nanos;
    }

    private static ScrollEvent wheel() {
        return new ScrollEvent(
                ScrollEvent.SCROLL,
                500,
                300,
                500,
                300,
                false,
                false,
                false,
                false,
                false,
                false,
                0,
                -NOTCH,
                0,
                -NOTCH,
                ScrollEvent.HorizontalTextScrollUnits.NONE,
                0,
                ScrollEvent.VerticalTextScrollUnits.NONE,
                0,
                0,
                null);
    }

    private Void open() {
        feed = new FxEventBridge();
        WindowTheme theme = new WindowTheme();
        ConsoleShell shell = new ConsoleShell(
                new ConnectionBadge("sandbox", ConnectionBadge.Kind.SANDBOX, false), feed, theme, ValueFormats.utc());
        model = new LogsModel(feed, List.of(LogSource.file(log)), List.of(), LogPreferences.NONE);
        scene = new Scene(shell.root(), 1440, 900);
        theme.dress(scene);
        Stage stage = new Stage();
        stage.setScene(scene);
        stage.show();
        shell.attach(
                new ConsoleParts(
                        _ -> List.of(new LogsScreen(shell, model, _ -> {})),
                        () -> new EngineVitals(EngineMode.OFF, 0, "", 0),
                        _ -> {},
                        _ -> List.of()),
                LogsScreen.ID);
        scene.addPreLayoutPulseListener(() -> begun = System.nanoTime());
        return null;
    }

    private boolean ready() {
        LogSnapshot snapshot = model.snapshotProperty().get();
        return snapshot != null && snapshot.extent().complete() && snapshot.records() == records;
    }

    private static <T> T fx(Callable<T> work) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                result.complete(work.call());
            } catch (Exception exception) {
                result.completeExceptionally(exception);
            }
        });
        return result.get();
    }
}
