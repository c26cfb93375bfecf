package dev.darkroom.console.overview;

import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.navigation.ActionMenuItem;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.console.kit.theme.WindowTheme;
import dev.darkroom.console.overview.MetricChart.MetricChartData.Series;
import dev.darkroom.metric.MetricRange;
import dev.darkroom.metric.MetricSummary;
import dev.darkroom.metric.MetricSummary.Phase;
import dev.darkroom.metric.MetricSummary.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.DoubleFunction;
import java.util.function.ToLongFunction;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;

/** A chart with its title, a legend whose entries show and hide their series, and a menu that copies it. */
final class MetricChart extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("overview");

    private final WindowTheme theme;
    private final String title;
    private final Label caption = new Label();
    private final HBox legend = new HBox();
    private final MetricChartPlot plot;
    private final Map<String, ToggleButton> entries = new HashMap<>();
    private final Set<String> hidden = new HashSet<>();
    private @Nullable MetricChartData data;

    /**
     * @param stacked stacked bars instead of lines
     * @param unit formats a value
     * @param narrow receives the selected period
     * @param choice controls next to the title
     */
    MetricChart(
            String id,
            boolean stacked,
            DoubleFunction<String> unit,
            WindowTheme theme,
            ValueFormats formats,
            BiConsumer<Instant, Instant> narrow,
            Node... choice) {
        this.theme = theme;
        title = TEXTS.get("chart." + id);
        setId("chart-" + id);
        getStyleClass().addAll("card", "metric-chart");
        if (stacked) {
            getStyleClass().add("bars");
        }
        plot = new MetricChartPlot(title, stacked, unit, formats, narrow);
        Label name = TextLabels.whole(title, "card-title");
        caption.getStyleClass().add("muted");
        caption.setMinWidth(0);
        caption.managedProperty().bind(caption.textProperty().isNotEmpty());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        legend.getStyleClass().add("legend");
        legend.setMinWidth(USE_PREF_SIZE);
        MenuButton menu = IconButtons.named(new MenuButton(), TEXTS.get("chart.menu", title));
        menu.setGraphic(IconButtons.icon(MaterialDesignD.DOTS_VERTICAL));
        menu.getStyleClass().addAll("icon-button", "bare", "chart-menu");
        actions().stream().map(ActionMenuItem::of).forEach(menu.getItems()::add);
        menu.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(name);
        head.getChildren().addAll(choice);
        head.getChildren().addAll(caption, space, legend, menu);
        head.getStyleClass().add("head");
        head.setAlignment(Pos.CENTER_LEFT);
        VBox.setVgrow(plot, Priority.ALWAYS);
        setMinWidth(0);
        getChildren().addAll(head, plot);
    }

    /** The actions on the chart, of its menu and of the palette. */
    List<ConsoleAction> actions() {
        return List.of(
                new ConsoleAction(TEXTS.get("chart.csv"), MaterialDesignF.FILE_DELIMITED_OUTLINE, this::copyCsv)
                        .on(title, Optional.empty()),
                new ConsoleAction(TEXTS.get("chart.png"), MaterialDesignI.IMAGE_OUTLINE, this::copyPng)
                        .on(title, Optional.empty()));
    }

    /** @param note text shown after the title */
    void show(MetricChartData next, String note) {
        caption.setText(note);
        if (next.equals(data)) {
            return;
        }
        data = next;
        if (entries.isEmpty()) {
            next.series().forEach(this::addEntry);
        }
        draw();
    }

    private void addEntry(Series series) {
        ToggleButton entry = new ToggleButton(TEXTS.get("series." + series.id()), mark(series));
        entry.getStyleClass().setAll("toggle-button", "legend-entry");
        entry.setId("legend-" + series.id());
        entry.setSelected(true);
        entry.selectedProperty().subscribe((_, shown) -> {
            if (shown) {
                hidden.remove(series.id());
            } else {
                hidden.add(series.id());
            }
            draw();
        });
        entries.put(series.id(), entry);
        legend.getChildren().add(entry);
    }

    private Region mark(Series series) {
        Region mark = new Region();
        mark.getStyleClass().addAll("legend-mark", series.tone().style());
        return mark;
    }

    void draw() {
        if (data != null) {
            List<Series> shown = new ArrayList<>(data.series());
            shown.removeIf(series -> hidden.contains(series.id()));
            plot.show(data.range(), List.copyOf(shown));
        }
    }

    void copyCsv() {
        if (data != null) {
            CopyButton.copy(data.csv());
        }
    }

    private void copyPng() {
        SnapshotParameters how = new SnapshotParameters();
        how.setFill(theme.tokens().color("bg"));
        Image picture = snapshot(how, null);
        ClipboardContent content = new ClipboardContent();
        content.putImage(picture);
        Clipboard.getSystemClipboard().setContent(content);
    }

    /** The drawn series: those that the legend shows. */
    List<Series> shownSeries() {
        return plot.series();
    }

    MetricChartPlot plot() {
        return plot;
    }

    /** The series of a chart, each with a value for each step of the range. */
    record MetricChartData(MetricRange range, List<Series> series) {
        /**
         * @param id the key of its name
         * @param values NaN where there is none
         */
        record Series(String id, SemanticColor tone, List<Double> values) {}

        /** Returns the ended runs by outcome. */
        static MetricChartData outcomes(MetricSummary summary) {
            return new MetricChartData(
                    summary.range(),
                    List.of(
                            outcome(summary, "completed", SemanticColor.GREEN, Step::completed),
                            outcome(summary, "cancelled", SemanticColor.STONE, Step::cancelled),
                            outcome(summary, "failed", SemanticColor.RED, Step::failed)));
        }

        private static Series outcome(
                MetricSummary summary, String id, SemanticColor tone, ToLongFunction<Step> count) {
            return new Series(
                    id,
                    tone,
                    summary.steps().stream()
                            .map(step -> (double) count.applyAsLong(step))
                            .toList());
        }

        /** Durations of a phase of completed generations, in milliseconds. */
        static MetricChartData latencies(MetricSummary summary, Phase phase) {
            return new MetricChartData(
                    summary.range(),
                    List.of(
                            latency(summary, phase, "p50", SemanticColor.SLATE, 0.5),
                            latency(summary, phase, "p95", SemanticColor.BLUE, 0.95),
                            latency(summary, phase, "p99", SemanticColor.ORANGE, 0.99)));
        }

        private static Series latency(MetricSummary summary, Phase phase, String id, SemanticColor tone, double part) {
            return new Series(
                    id,
                    tone,
                    summary.steps().stream()
                            .map(step -> step.latency(phase))
                            .map(times -> times.count() == 0
                                    ? Double.NaN
                                    : (double) times.percentile(part).toMillis())
                            .toList());
        }

        /** Returns one line per step: its start in UTC, and the values, empty where there are none. */
        String csv() {
            StringBuilder text = new StringBuilder("from");
            series.forEach(one -> text.append(',').append(one.id()));
            text.append('\n');
            for (int step = 0; step < range.steps(); step++) {
                text.append(range.at(step));
                for (Series one : series) {
                    double value = one.values().get(step);
                    text.append(',').append(Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.0f", value));
                }
                text.append('\n');
            }
            return text.toString();
        }
    }
}
