package dev.darkroom.console.overview;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.layout.PageHeader;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.KeyboardScroll;
import dev.darkroom.console.kit.theme.ScrollBarMargin;
import dev.darkroom.console.kit.theme.ShowingSubscription;
import dev.darkroom.console.kit.theme.WindowTheme;
import dev.darkroom.console.overview.MetricChart.MetricChartData;
import dev.darkroom.console.overview.OverviewModel.OverviewSpan;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.metric.MetricSummary;
import dev.darkroom.metric.MetricSummary.Phase;
import dev.darkroom.metric.MetricSummary.Step;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SegmentedButton;
import org.jspecify.annotations.Nullable;

/** The tiles, the charts and the cards below them, in as many columns as fit. */
final class OverviewView extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("overview");
    private static final double SIX_TILES = 860;
    private static final double TWO_CHARTS = 760;
    private static final double TWO_TABLES = 1100;

    private final OverviewModel model;
    private final WindowTheme theme;
    private final ValueFormats formats;
    private final OverviewStatusTiles tiles;
    private final MetricChart outcomes;
    private final LatencyChart latency;
    private final ErrorGroupTable errors;
    private final ModelFiguresTable models;
    private final NeedsAttentionList attention;
    private final EngineStatusList engines = new EngineStatusList();
    private final ProviderStateList providers;
    private final GridPane tileGrid = new GridPane();
    private final GridPane chartGrid = new GridPane();
    private final GridPane troubleGrid = new GridPane();
    private final GridPane serviceGrid = new GridPane();
    private final EmptyState emptyRange = empty("empty.range");
    private final EmptyState emptyHistory = empty("empty");
    private final StackPane charts = new StackPane(chartGrid);
    private final VBox cards = new VBox();
    /** The span and the dragged period of the figures shown. */
    private List<Object> answered = List.of();

    private final VBox content = new VBox();
    private final Label narrowed = new Label();
    private final ScrollPane scroll = new ScrollPane();

    OverviewView(
            OverviewModel model, ConsoleShell shell, ModelCatalog catalog, OverviewNavigation navigation, Node alerts) {
        this.model = model;
        theme = shell.theme();
        formats = shell.formats();
        tiles = new OverviewStatusTiles(theme, navigation);
        outcomes = new MetricChart(
                "outcomes", true, value -> ValueFormats.number(Math.round(value)), theme, formats, model::narrow);
        latency = new LatencyChart(theme, formats, model::narrow);
        errors = new ErrorGroupTable(model, theme, formats, navigation);
        models = new ModelFiguresTable(catalog, formats, navigation);
        attention = new NeedsAttentionList(navigation, model.isReadOnly());
        providers = new ProviderStateList(formats);
        build(alerts);
        model.figuresProperty().subscribe(this::show);
        shell.utcProperty().subscribe((_, _) -> redraw());
    }

    /** The actions on the cards, on their rows and on the charts. */
    List<ConsoleAction> actions() {
        return Stream.of(
                        attention.actions(),
                        errors.actions(),
                        models.actions(),
                        outcomes.actions(),
                        latency.node().actions())
                .flatMap(List::stream)
                .toList();
    }

    ScrollPane scroll() {
        return scroll;
    }

    private void build(Node alerts) {
        getStyleClass().add("overview");
        narrowed.getStyleClass().add("muted");
        model.draggedProperty().subscribe(this::showRange);
        content.getStyleClass().add("overview-content");
        // One area, because a card that grows moves those below it.
        cards.getChildren().addAll(troubleGrid, models.node(), serviceGrid);
        cards.getStyleClass().add("overview-cards");
        tables().forEach(table -> table.holdUnder(cards));
        cards.hoverProperty().subscribe((_, over) -> {
            if (!over) {
                show(model.figuresProperty().get());
            }
        });
        content.getChildren().addAll(tileGrid, charts, cards);
        List.of(tileGrid, chartGrid, troubleGrid, serviceGrid)
                .forEach(grid -> grid.getStyleClass().add("overview-grid"));
        content.setVisible(false);
        content.widthProperty().subscribe(_ -> place());
        ShowingSubscription.follow(this, theme.scaleProperty(), _ -> place());
        scroll.setContent(new VBox(alerts, content));
        scroll.setFitToWidth(true);
        ScrollBarMargin.use(scroll);
        KeyboardScroll.install(scroll);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren()
                .addAll(
                        new PageHeader(TEXTS.get("title")).actions(narrowed, segments()),
                        MessageBanner.of(model.failureProperty(), model::read),
                        scroll);
    }

    private void showRange(Optional<OverviewModel.DraggedTime> time) {
        narrowed.setText(time.map(picked -> TEXTS.get(
                        "chart.between",
                        formats.time(picked.from()),
                        formats.time(picked.to().plusMillis(1))))
                .orElse(""));
    }

    /** Shows all times again, in another zone. */
    private void redraw() {
        showRange(model.draggedProperty().get());
        outcomes.draw();
        latency.node().draw();
        content.lookupAll(".card-table").forEach(table -> ((CardTable<?>) table).redraw());
    }

    private Node segments() {
        SegmentedButton choice = new SegmentedButton();
        for (OverviewSpan span : OverviewSpan.values()) {
            ToggleButton segment = new ToggleButton(TEXTS.get("span." + span));
            segment.setId("span-" + span.id());
            Runnable mark = () -> segment.setSelected(model.spanProperty().get() == span
                    && model.draggedProperty().get().isEmpty());
            segment.setOnAction(_ -> {
                model.choose(span);
                mark.run(); // a second click must not deselect it
            });
            model.spanProperty().subscribe(_ -> mark.run());
            model.draggedProperty().subscribe(_ -> mark.run());
            choice.getButtons().add(segment);
        }
        return choice;
    }

    private void place() {
        double width = content.getWidth() / theme.scaleProperty().get();
        int tileColumns = width >= SIX_TILES || width == 0 ? 6 : 3;
        int columns = width >= TWO_CHARTS || width == 0 ? 2 : 1;
        if (tileGrid.getColumnConstraints().size() != tileColumns) {
            equal(tileGrid, tileColumns);
            tiles.place(tileGrid, tileColumns);
        }
        if (chartGrid.getColumnConstraints().size() != columns) {
            fill(chartGrid, columns, outcomes, latency.node());
            fill(serviceGrid, columns, engines.node(), providers.node());
        }
        int tables = width >= TWO_TABLES || width == 0 ? 2 : 1;
        if (troubleGrid.getColumnConstraints().size() != tables) {
            fill(troubleGrid, tables, attention.node(), errors.node());
        }
    }

    private static void equal(GridPane grid, int columns) {
        grid.getColumnConstraints().clear();
        for (int i = 0; i < columns; i++) {
            ColumnConstraints width = new ColumnConstraints();
            width.setPercentWidth(100.0 / columns);
            grid.getColumnConstraints().add(width);
        }
    }

    private static void fill(GridPane grid, int columns, Node... nodes) {
        equal(grid, columns);
        grid.getChildren().clear();
        for (int i = 0; i < nodes.length; i++) {
            grid.add(nodes[i], i % columns, i / columns);
        }
    }

    private void show(@Nullable OverviewFigures figures) {
        if (figures == null) {
            return;
        }
        content.setVisible(true);
        String range = narrowed.getText().isEmpty()
                ? TEXTS.get("span." + model.spanProperty().get())
                : TEXTS.get("span.picked");
        List<Object> question =
                List.of(model.spanProperty().get(), model.draggedProperty().get());
        boolean another = !question.equals(answered);
        answered = question;
        if (another) {
            tables().forEach(CardTable::startOver);
        }
        tiles.show(figures, range);
        Node wanted = figures.sum(Step::ended) > 0 ? chartGrid : hasEverEnded(figures) ? emptyRange : emptyHistory;
        if (!charts.getChildren().contains(wanted) && (another || !cards.isHover())) {
            charts.getChildren().setAll(wanted); // only on change: re-added nodes are restyled and repainted
        }
        outcomes.show(
                MetricChartData.outcomes(figures.summary()),
                TEXTS.get(
                        "chart.step",
                        ElapsedTime.rough(figures.summary().range().step())));
        latency.show(figures.summary());
        attention.show(figures);
        engines.show(figures);
        providers.show(figures);
        errors.show(figures);
        models.show(figures);
    }

    private List<CardTable<?>> tables() {
        return List.of(attention.node(), errors.node(), models.node(), engines.node(), providers.node());
    }

    private static boolean hasEverEnded(OverviewFigures figures) {
        return List.of(GenerationPreset.COMPLETED, GenerationPreset.FAILED, GenerationPreset.CANCELLED).stream()
                .anyMatch(view -> figures.counts().of(view) > 0);
    }

    private static EmptyState empty(String key) {
        EmptyState state = EmptyState.nothingYet(TEXTS.get(key), TEXTS.get(key + ".detail"));
        state.getStyleClass().add("card");
        return state;
    }

    /** Latency of completed generations: from the order to the signed URL, or the phase chosen in the header. */
    static final class LatencyChart {
        private final MetricChart chart;
        private Phase chosen = Phase.TOTAL;
        private @Nullable MetricSummary summary;

        LatencyChart(WindowTheme theme, ValueFormats formats, BiConsumer<Instant, Instant> narrow) {
            SegmentedButton phases = new SegmentedButton();
            phases.getStyleClass().add("chart-phases");
            for (Phase phase : Phase.values()) {
                ToggleButton segment = new ToggleButton(TEXTS.get("phase." + phase));
                segment.setId("phase-" + phase);
                segment.setSelected(phase == chosen);
                segment.setMinWidth(ToggleButton.USE_PREF_SIZE);
                segment.setOnAction(_ -> {
                    chosen = phase;
                    segment.setSelected(true); // a second click must not deselect it
                    draw();
                });
                phases.getButtons().add(segment);
            }
            chart = new MetricChart("latency", false, LatencyChart::time, theme, formats, narrow, phases);
        }

        static String time(double millis) {
            return millis == 0 ? "0" : ElapsedTime.taken(Duration.ofMillis(Math.round(millis)));
        }

        void show(MetricSummary next) {
            summary = next;
            draw();
        }

        private void draw() {
            if (summary != null) {
                chart.show(MetricChartData.latencies(summary, chosen), "");
            }
        }

        MetricChart node() {
            return chart;
        }
    }
}
