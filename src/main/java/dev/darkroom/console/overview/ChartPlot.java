package dev.darkroom.console.overview;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.WindowTheme;
import dev.darkroom.console.overview.ChartData.Series;
import dev.darkroom.metric.MetricRange;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.DoubleFunction;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/**
 * The drawn part of a chart. Hovering, or the arrows, tell the values of a step; dragging, or the arrows with Shift and then
 * Enter, pick a stretch of time.
 */
final class ChartPlot extends Region {
    private static final MessageTexts TEXTS = MessageTexts.of("overview");

    private final Canvas canvas = new Canvas();
    private final Label values = new Label();
    private final ChartPainter painter;
    private final boolean stacked;
    private final DoubleFunction<String> unit;
    private final WindowTheme theme;
    private final ValueFormats formats;
    private final BiConsumer<Instant, Instant> narrow;
    private final String title;
    private @Nullable MetricRange range;
    private List<Series> series = List.of();
    private int from = -1;
    private int to = -1;

    ChartPlot(
            String title,
            boolean stacked,
            DoubleFunction<String> unit,
            WindowTheme theme,
            ValueFormats formats,
            BiConsumer<Instant, Instant> narrow) {
        this.title = title;
        this.stacked = stacked;
        this.unit = unit;
        this.theme = theme;
        this.formats = formats;
        this.narrow = narrow;
        painter = new ChartPainter(canvas, stacked, unit, formats);
        getStyleClass().add("chart-plot");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        setAccessibleText(title);
        canvas.setManaged(false);
        values.setManaged(false);
        values.setVisible(false);
        values.setMouseTransparent(true);
        values.getStyleClass().add("chart-values");
        getChildren().addAll(canvas, values);
        theme.darkProperty().subscribe(_ -> draw());
        focusedProperty().subscribe((_, focused) -> {
            if (!focused) {
                point(-1, -1);
            }
        });
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> point(step(event), step(event)));
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> {
            if (!event.isPrimaryButtonDown()) {
                point(-1, -1);
            }
        });
        addEventHandler(MouseEvent.MOUSE_PRESSED, event -> {
            requestFocus();
            point(step(event), step(event));
        });
        addEventHandler(MouseEvent.MOUSE_DRAGGED, event -> point(from, step(event)));
        addEventHandler(MouseEvent.MOUSE_RELEASED, event -> {
            if (event.getButton() == MouseButton.PRIMARY && from != to) {
                pick();
            }
        });
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    void show(MetricRange shown, List<Series> toDraw) {
        if (range == null || !range.equals(shown)) {
            from = -1;
            to = -1;
        }
        range = shown;
        series = toDraw;
        draw();
        tell();
    }

    Color color(Series one) {
        return stacked
                ? ChartPainter.bar(theme.tokens(), one.tone())
                : theme.tokens().text(one.tone());
    }

    private int steps() {
        return range == null ? 0 : range.steps();
    }

    private double plotWidth() {
        return painter.plotWidth(theme.scaleProperty().get());
    }

    private int step(MouseEvent event) {
        return steps() == 0 ? -1 : Math.clamp((long) (event.getX() * steps() / plotWidth()), 0, steps() - 1);
    }

    private void key(KeyEvent event) {
        if (steps() == 0) {
            return;
        }
        switch (event.getCode()) {
            case LEFT -> move(to < 0 ? steps() - 1 : Math.max(0, to - 1), event.isShiftDown());
            case RIGHT -> move(to < 0 ? 0 : Math.min(steps() - 1, to + 1), event.isShiftDown());
            case HOME -> move(0, event.isShiftDown());
            case END -> move(steps() - 1, event.isShiftDown());
            case ENTER -> {
                if (from >= 0) {
                    pick();
                }
            }
            case ESCAPE -> point(-1, -1);
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void move(int step, boolean extending) {
        point(extending && from >= 0 ? from : step, step);
    }

    private void point(int first, int last) {
        if (first != from || last != to) {
            from = first;
            to = last;
            draw();
            tell();
        }
    }

    /** Narrows to the picked steps. */
    private void pick() {
        MetricRange shown = range;
        if (shown != null) {
            Instant begin = shown.at(Math.min(from, to));
            Instant end = shown.at(Math.max(from, to) + 1);
            point(-1, -1);
            narrow.accept(begin, end);
        }
    }

    private void tell() {
        MetricRange shown = range;
        values.setVisible(shown != null && to >= 0);
        if (shown == null || to < 0) {
            return;
        }
        StringBuilder text = new StringBuilder(
                from == to
                        ? formats.time(shown.at(to))
                        : TEXTS.get(
                                "chart.between",
                                formats.time(shown.at(Math.min(from, to))),
                                formats.time(shown.at(Math.max(from, to) + 1))));
        if (from == to) {
            for (Series one : series) {
                double value = one.values().get(to);
                text.append('\n')
                        .append(TEXTS.get("series." + one.id()))
                        .append("  ")
                        .append(Double.isNaN(value) ? "\u2013" : unit.apply(value));
            }
        }
        values.setText(text.toString());
        setAccessibleText(title + " " + text.toString().replace('\n', ' '));
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        draw();
        if (values.isVisible()) {
            double x = (to + 0.5) * plotWidth() / Math.max(1, steps());
            double width = values.prefWidth(-1);
            double left = x + 12 + width > getWidth() ? x - 12 - width : x + 12;
            values.resizeRelocate(Math.max(0, left), 8, width, values.prefHeight(-1));
        }
    }

    private void draw() {
        MetricRange shown = range;
        if (shown != null) {
            painter.draw(
                    shown,
                    series,
                    new ChartPainter.Look(theme.tokens(), theme.scaleProperty().get(), from, to));
        }
    }

    List<Series> series() {
        return series;
    }

    String valuesText() {
        return values.getText();
    }
}
