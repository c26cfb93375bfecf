package dev.darkroom.console.logs;

import dev.darkroom.console.kit.theme.ThemeColors;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogHistogram;
import java.time.LocalDateTime;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Draws the histogram: stacked bars of levels, the selected range, the lines in view, and the time axis below. */
final class LogHistogramPainter {
    static final double TOP = 8;
    private static final double AXIS = 24;

    private static final double TICKS_APART = 110;
    private static final double LABEL = 60;

    private final Canvas canvas;
    private double scale = 1;

    LogHistogramPainter(Canvas canvas) {
        this.canvas = canvas;
    }

    void clear(ThemeColors tokens) {
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        g.setFill(tokens.color("line-soft"));
        g.fillRect(0, base(), canvas.getWidth(), 1);
    }

    /** Scales the axis labels with the text size. */
    void scale(double wanted) {
        scale = wanted;
    }

    /** Returns the height of the time axis. */
    double axis() {
        return AXIS * scale;
    }

    private double base() {
        return canvas.getHeight() - axis();
    }

    void bars(LogHistogram histogram, ThemeColors tokens, int hovered) {
        GraphicsContext g = canvas.getGraphicsContext2D();
        int parts = histogram.counts().length;
        long most = 1;
        for (int part = 0; part < parts; part++) {
            most = Math.max(most, histogram.total(part));
        }
        double step = canvas.getWidth() / parts;
        double each = (base() - TOP) / most;
        Color quiet = tokens.color("muted").deriveColor(0, 1, 1, 0.38);
        Color strong = tokens.color("muted").deriveColor(0, 1, 1, 0.7);
        for (int part = 0; part < parts; part++) {
            long errors = errors(histogram, part);
            long warnings = histogram.counts()[part][LogLevel.WARN.ordinal()];
            double x = Math.round(part * step);
            double width = Math.max(1, Math.round((part + 1) * step) - x - 1);
            double y = base();
            y = bar(g, x, width, y, errors * each, errors, tokens.color("level-error"));
            y = bar(g, x, width, y, warnings * each, warnings, tokens.color("level-warn"));
            long rest = histogram.total(part) - errors - warnings;
            bar(g, x, width, y, rest * each, rest, part == hovered ? strong : quiet);
        }
    }

    static long errors(LogHistogram histogram, int part) {
        long[] counts = histogram.counts()[part];
        return counts[LogLevel.ERROR.ordinal()] + counts[LogLevel.CRITICAL.ordinal()];
    }

    /** Draws a bar, visible however small the count is. */
    private double bar(GraphicsContext g, double x, double width, double y, double height, long count, Color colour) {
        if (count == 0) {
            return y;
        }
        double shown = Math.max(1, height);
        g.setFill(colour);
        g.fillRect(x, Math.max(TOP, y - shown), width, shown);
        return y - shown;
    }

    void axis(HistogramTimeAxis axis, ThemeColors tokens) {
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.setFont(Font.font("Roboto", 11 * scale));
        g.setFill(tokens.color("muted"));
        g.setTextBaseline(VPos.CENTER);
        double width = canvas.getWidth();
        for (HistogramTimeAxis.Tick tick : axis.ticks(TICKS_APART * scale)) {
            boolean left = tick.x() < LABEL * scale / 2;
            boolean right = tick.x() > width - LABEL * scale / 2;
            g.setTextAlign(left ? TextAlignment.LEFT : right ? TextAlignment.RIGHT : TextAlignment.CENTER);
            g.fillText(tick.text(), left ? Math.max(0, tick.x()) : Math.min(width, tick.x()), base() + axis() / 2 + 2);
        }
        g.setTextAlign(TextAlignment.LEFT);
    }

    /** Draws the selected range as a highlight with two edges. */
    void range(double from, double to, ThemeColors tokens) {
        GraphicsContext g = canvas.getGraphicsContext2D();
        Color accent = tokens.color("accent");
        double right = Math.max(from + 2, to);
        g.setFill(accent.deriveColor(0, 1, 1, 0.18));
        g.fillRect(from, 2, right - from, base() - 2);
        g.setFill(accent);
        g.fillRect(from, 2, 2, base() - 2);
        g.fillRect(right - 2, 2, 2, base() - 2);
    }

    /** Marks the position of the lines in view. */
    void view(double from, double to, ThemeColors tokens) {
        GraphicsContext g = canvas.getGraphicsContext2D();
        double width = Math.max(6, to - from);
        double x = Math.clamp(from, 0, Math.max(0, canvas.getWidth() - width));
        g.setFill(tokens.color("accent"));
        g.fillRoundRect(x, base() - 1, width, 4, 4, 4);
        g.fillRect(x + width / 2 - 0.5, TOP, 1, base() - TOP);
    }

    static HistogramTimeAxis axis(LogHistogram histogram, double width) {
        LocalDateTime from = histogram.from();
        LocalDateTime to = histogram.to();
        if (from == null || to == null) {
            throw new IllegalArgumentException("A log without times has no time line.");
        }
        return new HistogramTimeAxis(from, to, width);
    }
}
