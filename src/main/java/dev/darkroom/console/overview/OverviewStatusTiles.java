package dev.darkroom.console.overview;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.WindowTheme;
import dev.darkroom.generation.diagnosis.ClusterSnapshot.EngineBeat;
import dev.darkroom.generation.engine.GenerationEngine;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.metric.MetricSummary;
import dev.darkroom.metric.MetricSummary.Step;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** The six figures at the top. Current figures show the trend of the last hour, others that of the chosen range. */
final class OverviewStatusTiles {
    private static final MessageTexts TEXTS = MessageTexts.of("overview");

    private final FigureTile inFlight;
    private final FigureTile waiting;
    private final FigureTile attention;
    private final FigureTile failed;
    private final FigureTile credits;
    private final FigureTile storage;

    OverviewStatusTiles(WindowTheme theme, OverviewNavigation open) {
        inFlight = new FigureTile(
                "in-flight", MaterialDesignP.PLAY_CIRCLE_OUTLINE, SemanticColor.SLATE, theme, to(open, "in_flight"));
        waiting = new FigureTile(
                "waiting", MaterialDesignC.CLOCK_OUTLINE, SemanticColor.AMBER, theme, to(open, "waiting"));
        attention = new FigureTile(
                "attention", MaterialDesignA.ALERT_OUTLINE, SemanticColor.ORANGE, theme, to(open, "attention"));
        failed = new FigureTile(
                "failed", MaterialDesignC.CLOSE_CIRCLE_OUTLINE, SemanticColor.RED, theme, to(open, "failed"));
        credits = new FigureTile(
                "credits", MaterialDesignC.CREDIT_CARD_OUTLINE, SemanticColor.AMBER, theme, open.credits());
        storage = new FigureTile("storage", MaterialDesignF.FOLDER_OUTLINE, SemanticColor.SLATE, theme, open.files());
    }

    private static Runnable to(OverviewNavigation open, String view) {
        return () -> open.generations().accept("view:" + view);
    }

    List<FigureTile> all() {
        return List.of(inFlight, waiting, attention, failed, credits, storage);
    }

    /** @param range the label of the chosen range */
    void show(OverviewFigures now, String range) {
        GenerationQueries.Counts counts = now.counts();
        List<EngineBeat> running = now.cluster().engines().stream()
                .filter(engine ->
                        engine.state() == GenerationEngine.State.RUNNING && EngineStatusList.isHeard(engine, now))
                .toList();
        inFlight.show(
                TEXTS.get("tile.in-flight"),
                count(counts, GenerationPreset.IN_FLIGHT),
                TEXTS.get(
                        "tile.in-flight.of",
                        ValueFormats.number(
                                running.stream().mapToLong(EngineBeat::capacity).sum()),
                        running.size()),
                now.loads(MetricSummary.LoadStep::inFlight),
                false);
        waiting.show(
                TEXTS.get("tile.waiting"),
                count(counts, GenerationPreset.WAITING),
                now.oldestWaiting()
                        .map(since -> TEXTS.get(
                                "tile.oldest",
                                ElapsedTime.clock(
                                        Duration.between(since, now.cluster().now()))))
                        .orElse(""),
                now.loads(MetricSummary.LoadStep::waiting),
                !now.cluster().pauses().isEmpty());
        attention.show(
                TEXTS.get("tile.attention"),
                count(counts, GenerationPreset.ATTENTION),
                now.attention().stream()
                        .findFirst()
                        .map(line -> TEXTS.get(
                                "tile.oldest",
                                ElapsedTime.clock(Duration.between(
                                        line.row().createdAt(), now.cluster().now()))))
                        .orElse(TEXTS.get("tile.attention.none")),
                now.loads(MetricSummary.LoadStep::attention),
                counts.of(GenerationPreset.ATTENTION) > 0);
        long failures = now.sum(Step::failed);
        failed.show(
                TEXTS.get("tile.failed", range),
                percent(now.failureRate()),
                TEXTS.get(
                        "tile.failed.of",
                        ValueFormats.number(failures),
                        ValueFormats.number(failures + now.sum(Step::completed))),
                now.trend(Step::failed),
                failures > 0);
        credits.show(
                TEXTS.get("tile.credits", range),
                ValueFormats.number(now.sum(Step::charged)),
                TEXTS.get("tile.credits.refunded", ValueFormats.number(now.sum(Step::refunded))),
                now.trend(Step::charged),
                false);
        storage.show(
                TEXTS.get("tile.storage"),
                ValueFormats.count(now.stored().files(), OverviewReader.BOUND),
                TEXTS.get(
                        now.stored().files() < OverviewReader.BOUND ? "tile.storage.bytes" : "tile.storage.more",
                        ValueFormats.bytes(now.stored().bytes())),
                now.storedTrend(),
                false);
    }

    private static String count(GenerationQueries.Counts counts, GenerationPreset view) {
        return ValueFormats.count(counts.of(view), GenerationQueries.COUNT_LIMIT);
    }

    /** The number waiting now. */
    static String waiting(OverviewFigures now) {
        return count(now.counts(), GenerationPreset.WAITING);
    }

    /** Formatted as {@code 1.8 %}. */
    static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f %%", part * 100);
    }

    /** Places the tiles in this many columns. */
    void place(GridPane grid, int columns) {
        grid.getChildren().clear();
        for (int i = 0; i < all().size(); i++) {
            grid.add(all().get(i), i % columns, i / columns);
        }
    }

    /** A figure with a detail line and its trend; a click opens its view. Grey unless something is wrong. */
    static final class FigureTile extends Button {
        private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

        private final Label caption = new Label();
        private final Label figure = new Label("\u2013");
        private final Label detail = new Label();
        private final MetricTrendLine trend;
        private final SemanticColor wrongTone;

        /** @param wrongTone the colour if something is wrong */
        FigureTile(String id, Ikon icon, SemanticColor wrongTone, WindowTheme theme, Runnable open) {
            this.wrongTone = wrongTone;
            setId("tile-" + id);
            getStyleClass().setAll("button", "figure-tile", wrongTone.style());
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            trend = new MetricTrendLine(theme, SemanticColor.SLATE);
            caption.setGraphic(IconButtons.icon(icon));
            caption.getStyleClass().add("caption");
            figure.getStyleClass().add("figure");
            detail.getStyleClass().add("detail");
            List.of(caption, figure, detail).forEach(label -> label.setMinWidth(0));
            VBox content = new VBox(new VBox(caption, figure, detail), trend);
            content.getStyleClass().add("content");
            content.getChildren().getFirst().getStyleClass().add("words");
            setGraphic(content);
            content.prefWidthProperty().bind(widthProperty().subtract(2));
            setMaxWidth(Double.MAX_VALUE);
            setMinWidth(0);
            setPrefWidth(100);
            setOnAction(_ -> open.run());
        }

        void show(String name, String number, String text, List<Long> steps, boolean wrong) {
            caption.setText(name);
            figure.setText(number);
            detail.setText(text);
            trend.show(steps, wrong ? wrongTone : SemanticColor.SLATE);
            pseudoClassStateChanged(WRONG, wrong);
            setAccessibleText(name + " " + number + " " + text);
        }
    }
}
