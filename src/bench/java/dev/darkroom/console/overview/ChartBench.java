package dev.darkroom.console.overview;

import dev.darkroom.console.HeadlessToolkit;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.WindowTheme;
import dev.darkroom.console.overview.MetricChart.MetricChartData.Series;
import dev.darkroom.metric.MetricRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;

/**
 * {@code mvn -Pbench verify -Dbench=charts}: the frame rate of an Overview chart while the mouse moves over it, and while its
 * values change with each frame; with as many points as Overview draws, and with 10,000. In a window without a display, with
 * software rendering, as fast as possible.
 */
public final class ChartBench {
    private static final int SERIES = 3;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration MEASURED = Duration.ofSeconds(8);

    private ChartBench() {}

    public static void run() throws Exception {
        HeadlessToolkit.startAtFullSpeed();
        System.out.printf("%-8s %8s %18s %18s%n", "chart", "points", "pointed at, fps", "new values, fps");
        for (int points : new int[] {300, 10_000}) {
            measure("lines", false, points);
            measure("bars", true, points);
        }
        System.exit(0);
    }

    private static void measure(String name, boolean stacked, int points) throws Exception {
        int steps = points / SERIES;
        Instant begin = Instant.parse("2026-01-01T00:00:00Z");
        MetricRange range = new MetricRange(begin, begin.plus(Duration.ofMinutes(steps)), Duration.ofMinutes(1));
        List<List<Series>> values = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            values.add(series(steps, new Random(i)));
        }
        CompletableFuture<MetricChartPlot> shown = new CompletableFuture<>();
        Platform.runLater(() -> {
            MetricChartPlot plot =
                    new MetricChartPlot(name, stacked, String::valueOf, ValueFormats.utc(), (_, _) -> {});
            Scene scene = new Scene(plot, 700, 240);
            new WindowTheme().dress(scene);
            Stage stage = new Stage();
            stage.setScene(scene);
            stage.show();
            plot.show(range, values.getFirst());
            shown.complete(plot);
        });
        MetricChartPlot plot = shown.get();
        double pointed = frames(_ ->
                plot.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.LEFT, false, false, false, false)));
        double fresh = frames(frame -> plot.show(range, values.get(frame % values.size())));
        System.out.printf("%-8s %,8d %18.0f %18.0f%n", name, points, pointed, fresh);
        Platform.runLater(() -> plot.getScene().getWindow().hide());
    }

    private static List<Series> series(int steps, Random random) {
        List<Series> series = new ArrayList<>();
        SemanticColor[] tones = {SemanticColor.GREEN, SemanticColor.STONE, SemanticColor.RED};
        for (SemanticColor tone : tones) {
            series.add(new Series(
                    tone.name(), tone, random.doubles(steps, 1, 100).boxed().toList()));
        }
        return List.copyOf(series);
    }

    /** Frames a second, each begun when the one before was drawn. */
    private static double frames(IntConsumer each) throws Exception {
        CompletableFuture<Double> result = new CompletableFuture<>();
        Platform.runLater(() -> new AnimationTimer() {
            private final long start = System.nanoTime();
            private int frame;
            private int counted;

            @Override
            public void handle(long now) {
                long past = System.nanoTime() - start - WARM_UP.toNanos();
                if (past > MEASURED.toNanos()) {
                    stop();
                    result.complete(counted / (past / 1e9));
                    return;
                }
                each.accept(frame++);
                counted += past > 0 ? 1 : 0;
            }
        }.start());
        return result.get();
    }
}
