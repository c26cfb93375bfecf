package dev.darkroom.console.credits;

import dev.darkroom.console.kit.dialog.ErrorBanner;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.filter.FilterBar;
import dev.darkroom.console.kit.filter.FilterKey;
import dev.darkroom.console.kit.layout.PageHeader;
import dev.darkroom.console.kit.navigation.ViewTabs;
import dev.darkroom.console.kit.table.LiveStateLabel;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.credit.LedgerPreset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Tabs, accounts, tiles, filter and ledger. */
final class CreditsView extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("credits");

    private final CreditsModel model;
    private final AccountList accounts;
    private final LedgerTable ledger;
    private final ViewTabs<LedgerPreset> tabs =
            new ViewTabs<>(List.of(LedgerPreset.values()), view -> TEXTS.get("view." + view));
    private final FilterBar filter = new FilterBar(List.of(
            FilterKey.of("user"),
            FilterKey.of("kind", LedgerFilterParser.kindNames().split(", ")),
            FilterKey.of("amount", ">100", "<0"),
            FilterKey.of("generation"),
            FilterKey.of("by"),
            FilterKey.of("time", "<1h", "<1d", "<7d", "<30d")));
    private final MessageBanner problem = MessageBanner.warning("");

    CreditsView(
            CreditsModel model,
            FxEventBridge feed,
            ValueFormats formats,
            Consumer<UUID> openGeneration,
            List<? extends Node> actions,
            Node export) {
        this.model = model;
        accounts = new AccountList(model, feed, formats);
        ledger = new LedgerTable(model, feed, formats, openGeneration);
        build(actions, export, formats);
        bind();
    }

    private void build(List<? extends Node> actions, Node export, ValueFormats formats) {
        getStyleClass().add("credits");
        getStylesheets().add("/css/credits.css");
        PageHeader header = new PageHeader(TEXTS.get("title"))
                .beside(new LiveStateLabel(ledger.table().pages(), formats))
                .actions(actions.toArray(Node[]::new));
        HBox tools = new HBox(filter);
        tools.getStyleClass().add("tool-line");
        VBox right = new VBox(
                new SummaryTiles(model),
                tools,
                problem,
                export,
                new ErrorBanner(ledger.table().pages().failureProperty(), ledger.table()::reload),
                ledger.table());
        VBox.setVgrow(ledger.table(), Priority.ALWAYS);
        SplitPane split = new SplitPane(accounts, right);
        split.getStyleClass().add("side-inspector");
        split.setDividerPositions(0.2);
        SplitPane.setResizableWithParent(accounts, false);
        VBox.setVgrow(split, Priority.ALWAYS);
        getChildren().addAll(header, tabs, split);
    }

    private void bind() {
        tabs.selectedProperty().bindBidirectional(model.viewProperty());
        filter.filterProperty().bindBidirectional(model.textProperty());
        model.countsProperty().subscribe(this::showCounts);
        model.problemProperty().subscribe(problem::sentence);
        problem.visibleProperty().bind(model.problemProperty().isNotEmpty());
    }

    private void showCounts(Map<LedgerPreset, Long> counts) {
        counts.forEach(
                (view, count) -> tabs.count(view, count == 0 ? "" : ValueFormats.count(count, CreditsModel.BOUND)));
    }

    void focusFilter() {
        filter.focusField();
    }

    LedgerTable ledger() {
        return ledger;
    }

    void reload() {
        accounts.reload();
        ledger.table().reload();
    }
}
