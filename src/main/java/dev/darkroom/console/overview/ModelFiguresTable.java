package dev.darkroom.console.overview;

import dev.darkroom.console.kit.filter.FilterTerm;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.table.HoverTooltip;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.overview.CardTable.Column;
import dev.darkroom.fal.catalog.CatalogModel.ListPrice;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.metric.MetricSummary.LatencyHistogram;
import dev.darkroom.metric.MetricSummary.ModelFigures;
import dev.darkroom.metric.MetricSummary.Phase;
import dev.darkroom.system.ElapsedTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** Each model's runs in the range, what users paid for them, and what the provider bills at list price. */
final class ModelFiguresTable {
    private static final MessageTexts TEXTS = MessageTexts.of("overview");
    private static final String NOTHING = "\u2013";

    private final ModelCatalog catalog;
    private final ValueFormats formats;
    private final OverviewNavigation navigation;
    private final CardTable<ModelFigures> table;
    /** The time range of the figures shown. */
    private FilterText range = FilterText.EMPTY;

    ModelFiguresTable(ModelCatalog catalog, ValueFormats formats, OverviewNavigation navigation) {
        this.catalog = catalog;
        this.formats = formats;
        this.navigation = navigation;
        table = new CardTable<>(
                "models",
                TEXTS.get("models"),
                TEXTS.get("models.none"),
                ModelFigures::model,
                List.of(
                        Column.wide(TEXTS.get("column.model"), figures -> ValueFormats.model(figures.model())),
                        Column.number(TEXTS.get("models.runs"), figures -> ValueFormats.number(figures.ended())),
                        new Column<>(TEXTS.get("models.failures"), HPos.RIGHT, false, ModelFiguresTable::failures),
                        p95(Phase.TOTAL),
                        p95(Phase.WAITING),
                        p95(Phase.FAL),
                        p95(Phase.STORING),
                        Column.number(TEXTS.get("models.credits"), figures -> ValueFormats.number(figures.credits())),
                        new Column<>(TEXTS.get("models.cost"), HPos.RIGHT, false, this::cost),
                        new Column<>(TEXTS.get("models.lost"), HPos.RIGHT, false, this::lost)));
    }

    CardTable<ModelFigures> node() {
        return table;
    }

    void show(OverviewFigures figures) {
        range = figures.endedFilter(formats.zone());
        table.show(
                figures.summary().models().stream()
                        .filter(one -> one.ended() > 0)
                        .toList(),
                "");
    }

    private static Column<ModelFigures> p95(Phase phase) {
        return Column.number(TEXTS.get("models.p95." + phase), figures -> {
            LatencyHistogram times = figures.latencies().getOrDefault(phase, LatencyHistogram.EMPTY);
            return times.count() == 0 ? NOTHING : ElapsedTime.taken(times.percentile(0.95));
        });
    }

    private static Node failures(ModelFigures figures) {
        Label label = CardTable.label(OverviewStatusTiles.percent(figures.failureRate()));
        HoverTooltip.set(
                label, TEXTS.get("models.failures.tip", figures.failed(), figures.completed() + figures.failed()));
        if (figures.failed() > 0) {
            label.getStyleClass().add("bad");
        }
        return label;
    }

    private Node cost(ModelFigures figures) {
        return priced(figures, figures.billedCredits());
    }

    /** The loss; a click shows the generations. */
    private Node lost(ModelFigures figures) {
        Label label = priced(figures, figures.lostCredits());
        if (figures.lostCredits() == 0) {
            return label;
        }
        Hyperlink link = new Hyperlink(TEXTS.get("models.lost.credits", figures.lostCredits(), label.getText()));
        link.setId("lost-" + figures.model());
        link.setMinWidth(Hyperlink.USE_PREF_SIZE);
        link.getStyleClass().add("bad");
        link.setOnAction(_ -> showingLost(figures).run().run());
        HoverTooltip.set(link, TEXTS.get("models.lost.tip"));
        return link;
    }

    /** An action for each model with a loss. */
    List<ConsoleAction> actions() {
        return table.rows().stream()
                .filter(figures -> figures.lostCredits() > 0)
                .map(this::showingLost)
                .toList();
    }

    private ConsoleAction showingLost(ModelFigures figures) {
        String filter = new FilterText(
                        List.of(FilterTerm.of("model", figures.model()), FilterTerm.of("billed", "refunded")))
                .with(range)
                .text();
        return new ConsoleAction(
                        TEXTS.get("models.lost"),
                        MaterialDesignC.CASH_REFUND,
                        () -> navigation.generations().accept(filter))
                .on(ValueFormats.model(figures.model()), Optional.empty());
    }

    private Label priced(ModelFigures figures, long credits) {
        Label label = CardTable.label(
                credits == 0
                        ? NOTHING
                        : catalog.find(figures.model())
                                .flatMap(model -> ListPrice.of(model, credits))
                                .map(ListPrice::text)
                                .orElse(NOTHING));
        catalog.find(figures.model())
                .ifPresent(model -> HoverTooltip.set(
                        label,
                        TEXTS.get(
                                "models.cost.tip",
                                String.format(
                                        Locale.ROOT, "$%s", model.usdPrice().toPlainString()),
                                model.usdUnit())));
        return label;
    }
}
