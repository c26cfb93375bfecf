package dev.darkroom.console.overview;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.overview.MetricChart.MetricChartData.Series;
import dev.darkroom.metric.MetricRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.DoubleFunction;
import javafx.geometry.Bounds;
import javafx.geometry.Side;
import javafx.scene.AccessibleRole;
import javafx.scene.chart.LineChart;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.StackedAreaChart;
import javafx.scene.chart.XYChart;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.util.converter.NumberStringConverter;
import org.jspecify.annotations.Nullable;

/**
 * The plot area of a chart: stacked bars or lines. Hovering or the arrow keys show the values of a step; dragging, or
 * Shift with the arrow keys and then Enter, selects a period.
 */
final class MetricChartPlot extends Region {
    private static final MessageTexts TEXTS = MessageTexts.of("overview");
    private static final int LINES = 3;
    /** Fraction of the height: about a pixel. */
    private static final double MIN_VISIBLE_SHARE = 1.0 / 160;

    private static final int[] TIME_SCALES = {45, 90, 180, 360, 900, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400};

    private final StepAxis time;
    private final NumberAxis scale = new NumberAxis(0, LINES, 1);
    private final XYChart<Number, Number> chart;
    private final Region marked = new Region();
    private final Label values = new Label();
    private final boolean stacked;
    private final DoubleFunction<String> unit;
    private final ValueFormats formats;
    private final BiConsumer<Instant, Instant> narrow;
    private final String title;
    private @Nullable MetricRange range;
    private List<Series> series = List.of();
    private int from = -1;
    private int to = -1;

    /** @param unit formats a value of the scale */
    MetricChartPlot(
            String title,
            boolean stacked,
            DoubleFunction<String> unit,
            ValueFormats formats,
            BiConsumer<Instant, Instant> narrow) {
        this.title = title;
        this.stacked = stacked;
        this.unit = unit;
        this.formats = formats;
        this.narrow = narrow;
        time = new StepAxis(formats, stacked ? 0 : 0.5);
        chart = stacked ? areas() : lines();
        getStyleClass().add("chart-plot");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        setAccessibleText(title);
        setUpChart();
        marked.getStyleClass().add("chart-marked");
        for (Region over : List.of(marked, values)) {
            over.setManaged(false);
            over.setVisible(false);
            over.setMouseTransparent(true);
        }
        values.getStyleClass().add("chart-values");
        getChildren().addAll(chart, marked, values);
        listen();
    }

    private StackedAreaChart<Number, Number> areas() {
        StackedAreaChart<Number, Number> areas = new StackedAreaChart<>(time, scale);
        areas.setCreateSymbols(false);
        return areas;
    }

    private LineChart<Number, Number> lines() {
        LineChart<Number, Number> lines = new LineChart<>(time, scale);
        lines.setCreateSymbols(false);
        lines.setAxisSortingPolicy(LineChart.SortingPolicy.NONE);
        return lines;
    }

    private void setUpChart() {
        scale.setSide(Side.RIGHT);
        scale.setMinorTickVisible(false);
        // Not the axis's default formatter: with it, the axis measures the plain numbers.
        scale.setTickLabelFormatter(new NumberStringConverter() {
            @Override
            public String toString(Number value) {
                return unit.apply(value.doubleValue());
            }
        });
        chart.setAnimated(false);
        chart.setLegendVisible(false);
        chart.setVerticalGridLinesVisible(false);
        chart.setMouseTransparent(true);
    }

    private void listen() {
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
            event.consume(); // else the enclosing scroll pane takes the focus
        });
        // The drag starts over if new figures have arrived meanwhile.
        addEventHandler(MouseEvent.MOUSE_DRAGGED, event -> point(from < 0 ? step(event) : from, step(event)));
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
        double max = ceiling(maxValue(toDraw, shown.steps()), !stacked);
        scale.setUpperBound(max);
        scale.setTickUnit(max / LINES);
        time.show(shown);
        draw(toDraw, max);
        updateValues();
    }

    private void draw(List<Series> toDraw, double max) {
        Map<XYChart.Series<Number, Number>, SemanticColor> drawn = new LinkedHashMap<>();
        for (Series one : toDraw) {
            for (List<XYChart.Data<Number, Number>> points : stacked ? List.of(areaPoints(one, max)) : stretches(one)) {
                XYChart.Series<Number, Number> stretch = new XYChart.Series<>();
                stretch.getData().addAll(points);
                drawn.put(stretch, one.tone());
            }
        }
        chart.getData().setAll(drawn.keySet());
        // A line chart resets the style classes of all lines whenever its data changes.
        drawn.forEach((stretch, tone) -> stretch.getNode().getStyleClass().add(tone.style()));
    }

    /** Returns an area that rises and falls with each step. Any value above zero stays visible, however small. */
    private static List<XYChart.Data<Number, Number>> areaPoints(Series one, double max) {
        List<XYChart.Data<Number, Number>> points =
                new ArrayList<>(4 * one.values().size());
        for (int step = 0; step < one.values().size(); step++) {
            double value = one.values().get(step);
            double seen = value > 0 ? Math.max(value, max * MIN_VISIBLE_SHARE) : 0;
            points.add(new XYChart.Data<>(step, 0));
            points.add(new XYChart.Data<>(step + 0.001, seen));
            points.add(new XYChart.Data<>(step + 0.86, seen));
            points.add(new XYChart.Data<>(step + 0.861, 0));
        }
        return points;
    }

    /** Splits a series into lines at missing values; a single value becomes a dash. */
    private static List<List<XYChart.Data<Number, Number>>> stretches(Series one) {
        List<List<XYChart.Data<Number, Number>>> stretches = new ArrayList<>();
        List<XYChart.Data<Number, Number>> points = new ArrayList<>();
        for (int step = 0; step <= one.values().size(); step++) {
            double value = step < one.values().size() ? one.values().get(step) : Double.NaN;
            if (!Double.isNaN(value)) {
                points.add(new XYChart.Data<>(step + 0.5, value));
            } else if (!points.isEmpty()) {
                if (points.size() == 1) {
                    points.add(new XYChart.Data<>(step - 0.2, points.getFirst().getYValue()));
                }
                stretches.add(points);
                points = new ArrayList<>();
            }
        }
        return stretches;
    }

    private double maxValue(List<Series> drawn, int steps) {
        double max = 0;
        for (int step = 0; step < steps; step++) {
            double sum = 0;
            for (Series one : drawn) {
                double value = one.values().get(step);
                if (!Double.isNaN(value)) {
                    sum = stacked ? sum + value : Math.max(sum, value);
                }
            }
            max = Math.max(max, sum);
        }
        return max;
    }

    /** The next round number, or time in milliseconds, that is evenly divisible by three grid lines; at least 3. */
    static double ceiling(double max, boolean times) {
        if (times && max > 30_000) {
            for (int seconds : TIME_SCALES) {
                if (seconds * 1_000.0 >= max) {
                    return seconds * 1_000.0;
                }
            }
        }
        double power = 3;
        while (true) {
            for (int factor : new int[] {1, 2, 5}) {
                if (factor * power >= max) {
                    return factor * power;
                }
            }
            power *= 10;
        }
    }

    private int steps() {
        return range == null ? 0 : range.steps();
    }

    private int step(MouseEvent event) {
        if (steps() == 0) {
            return -1;
        }
        double along = time.sceneToLocal(event.getSceneX(), event.getSceneY()).getX();
        return Math.clamp(time.getValueForDisplay(along).longValue(), 0, steps() - 1);
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
            updateValues();
        }
    }

    /** Narrows to the selected steps. */
    private void pick() {
        MetricRange shown = range;
        if (shown != null) {
            Instant begin = shown.at(Math.min(from, to));
            Instant end = shown.at(Math.max(from, to) + 1);
            point(-1, -1);
            narrow.accept(begin, end);
        }
    }

    private void updateValues() {
        MetricRange shown = range;
        requestLayout();
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
    }

    @Override
    protected void layoutChildren() {
        chart.resizeRelocate(0, 0, getWidth(), getHeight());
        chart.layout(); // the marked area depends on the axes' layout
        boolean shown = range != null && to >= 0;
        marked.setVisible(shown);
        values.setVisible(shown);
        if (shown) {
            Bounds plot = sceneToLocal(scale.localToScene(scale.getLayoutBounds()));
            double left = along(Math.min(from, to));
            double right = along(Math.max(from, to) + 1);
            marked.resizeRelocate(left, plot.getMinY(), right - left, plot.getHeight());
            double x = along(to + 0.5);
            double width = values.prefWidth(-1);
            double beside = x + 12 + width > getWidth() ? x - 12 - width : x + 12;
            values.resizeRelocate(Math.max(0, beside), 8, width, values.prefHeight(-1));
        }
    }

    private double along(double step) {
        return sceneToLocal(time.localToScene(time.getDisplayPosition(step), 0)).getX();
    }

    List<Series> series() {
        return series;
    }

    String valuesText() {
        return values.getText();
    }
}
