package dev.darkroom.console.overview;

import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.ThemeColors;
import dev.darkroom.console.overview.ChartData.Series;
import dev.darkroom.metric.MetricRange;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Draws bars one above the other, or lines, with the scale at the right and the times below. */
final class ChartPainter {
    private static final int[] TICK_MINUTES = {1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 7_200, 14_400
    };
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd", Locale.ROOT);
    private static final int LINES = 3;
    private static final int[] TIME_SCALES = {45, 90, 180, 360, 900, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400};

    private final Canvas canvas;
    private final boolean stacked;
    private final DoubleFunction<String> unit;
    private final ValueFormats formats;

    /** @param unit how a value of the scale reads */
    ChartPainter(Canvas canvas, boolean stacked, DoubleFunction<String> unit, ValueFormats formats) {
        this.canvas = canvas;
        this.stacked = stacked;
        this.unit = unit;
        this.formats = formats;
    }

    /** What to draw: {@code from} to {@code to} are the steps picked or pointed at, none when negative. */
    record Look(ThemeColors colors, double scale, int from, int to) {}

    double plotWidth(double scale) {
        return Math.max(1, canvas.getWidth() - 52 * scale);
    }

    void draw(MetricRange range, List<Series> series, Look look) {
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        g.setFont(Font.font("Roboto", 11 * look.scale()));
        double width = plotWidth(look.scale());
        double base = canvas.getHeight() - 22 * look.scale();
        double top = 8 * look.scale();
        double most = ceiling(most(series, range.steps()), !stacked);
        scale(g, look, width, base, top, most);
        times(g, look, range, width, base);
        double step = width / range.steps();
        double unitHeight = (base - top) / most;
        if (stacked) {
            bars(g, look, series, range.steps(), step, base, unitHeight);
        } else {
            series.forEach(one -> line(g, look, one, step, base, unitHeight));
        }
        if (look.from() >= 0) {
            int first = Math.min(look.from(), look.to());
            int last = Math.max(look.from(), look.to());
            g.setFill(look.colors().color("accent").deriveColor(0, 1, 1, 0.2));
            g.fillRect(first * step, top, (last - first + 1) * step, base - top);
        }
    }

    private void scale(GraphicsContext g, Look look, double width, double base, double top, double most) {
        g.setTextAlign(TextAlignment.LEFT);
        g.setTextBaseline(VPos.CENTER);
        for (int line = 0; line <= LINES; line++) {
            double y = Math.round(base - (base - top) * line / LINES) + 0.5;
            g.setFill(look.colors().color(line == 0 ? "line" : "line-soft"));
            g.fillRect(0, y, width, 1);
            g.setFill(look.colors().color("muted"));
            g.fillText(unit.apply(most * line / LINES), width + 8, y);
        }
    }

    /** Round times of the zone that is shown, so far apart that they do not touch. */
    private void times(GraphicsContext g, Look look, MetricRange range, double width, double base) {
        double minutes = Duration.between(range.from(), range.to()).toMinutes();
        double least = minutes * 64 * look.scale() / width;
        int every = TICK_MINUTES[TICK_MINUTES.length - 1];
        for (int index = TICK_MINUTES.length - 1; index >= 0 && TICK_MINUTES[index] >= least; index--) {
            every = TICK_MINUTES[index];
        }
        g.setFill(look.colors().color("muted"));
        g.setTextAlign(TextAlignment.CENTER);
        for (int step = 0; step < range.steps(); step++) {
            ZonedDateTime at = range.at(step).atZone(formats.zone());
            long local = Math.floorDiv(at.toEpochSecond() + at.getOffset().getTotalSeconds(), 60);
            double x = (step + (stacked ? 0 : 0.5)) * width / range.steps();
            if (local % every == 0 && x > 16 * look.scale() && x < width - 16 * look.scale()) {
                g.fillText((every >= 1_440 || local % 1_440 == 0 ? DAY : TIME).format(at), x, base + 13 * look.scale());
            }
        }
    }

    private void bars(
            GraphicsContext g, Look look, List<Series> series, int steps, double step, double base, double unitHeight) {
        for (int i = 0; i < steps; i++) {
            double x = Math.round(i * step);
            double wide = Math.max(1, Math.round((i + 1) * step) - x - (step > 3 ? 1 : 0));
            double y = base;
            for (Series one : series) {
                double height = one.values().get(i) * unitHeight;
                if (height > 0) {
                    double shown = Math.max(1, height);
                    g.setFill(bar(look.colors(), one.tone()));
                    g.fillRect(x, y - shown, wide, shown);
                    y -= shown;
                }
            }
        }
    }

    /** Between the colours for text and for fill, so that a wall of bars is not too heavy. */
    static Color bar(ThemeColors colors, SemanticColor tone) {
        return tone == SemanticColor.RED
                ? colors.color("level-error")
                : colors.text(tone).interpolate(colors.fill(tone), 0.35);
    }

    /** Where there is no value the line is broken; a single one is a dot. */
    private static void line(GraphicsContext g, Look look, Series series, double step, double base, double unitHeight) {
        g.setStroke(look.colors().text(series.tone()));
        g.setFill(look.colors().text(series.tone()));
        g.setLineWidth(1.5);
        List<Double> values = series.values();
        for (int i = 0; i < values.size(); i++) {
            if (Double.isNaN(values.get(i))) {
                continue;
            }
            double x = (i + 0.5) * step;
            double y = base - values.get(i) * unitHeight;
            boolean before = i > 0 && !Double.isNaN(values.get(i - 1));
            boolean after = i + 1 < values.size() && !Double.isNaN(values.get(i + 1));
            if (before) {
                g.strokeLine(x - step, base - values.get(i - 1) * unitHeight, x, y);
            } else if (!after) {
                g.fillOval(x - 2, y - 2, 4, 4);
            }
        }
    }

    private double most(List<Series> series, int steps) {
        double most = 0;
        for (int i = 0; i < steps; i++) {
            double sum = 0;
            for (Series one : series) {
                double value =
                        Double.isNaN(one.values().get(i)) ? 0 : one.values().get(i);
                sum = stacked ? sum + value : Math.max(sum, value);
            }
            most = Math.max(most, sum);
        }
        return most;
    }

    /** The next round number, or time in milliseconds, that three lines divide evenly; 3 at least. */
    static double ceiling(double most, boolean times) {
        if (times && most > 30_000) {
            for (int seconds : TIME_SCALES) {
                if (seconds * 1_000.0 >= most) {
                    return seconds * 1_000.0;
                }
            }
        }
        double power = 3;
        while (true) {
            for (int factor : new int[] {1, 2, 5}) {
                if (factor * power >= most) {
                    return factor * power;
                }
            }
            power *= 10;
        }
    }
}
