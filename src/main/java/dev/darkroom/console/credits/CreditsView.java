package dev.darkroom.console.credits;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.filter.FilterKey;
import dev.darkroom.console.kit.filter.FilterReader;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.layout.SplitPositions;
import dev.darkroom.console.kit.list.ListControls;
import dev.darkroom.console.kit.list.ListFrame;
import dev.darkroom.console.kit.list.ListState;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.credit.LedgerFilter.LedgerPreset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Tabs, accounts, tiles, filter and ledger. */
final class CreditsView extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("credits");

    private final CreditsModel model;
    private final CreditAccountList accounts;
    private final LedgerTable ledger;
    private final ListControls<LedgerPreset> controls;

    /** {@code offers} = the actions on an account. */
    CreditsView(
            CreditsModel model,
            ConsoleShell shell,
            Consumer<UUID> openGeneration,
            List<? extends Node> actions,
            Supplier<List<ConsoleAction>> offers,
            Node export) {
        this.model = model;
        accounts = new CreditAccountList(model, shell, offers);
        ledger = new LedgerTable(model, shell, openGeneration);
        controls = new ListControls<>(
                        model.list(),
                        ledger.table().pages(),
                        TEXTS,
                        List.of(
                                new FilterKey("user", model::suggestUsers),
                                FilterKey.only("kind", FilterReader.words(CreditTransaction.Kind.values()))
                                        .orExcluded(),
                                FilterKey.of("amount", ">100", "<0"),
                                FilterKey.of("generation"),
                                FilterKey.of("by"),
                                FilterKey.of("time", "today", "yesterday", "<1h", "<7d", "<30d")),
                        shell.formats())
                .join(shell.lists(), LedgerTable.ID, PinnedSubject::ofBelongings);
        rememberSpan(shell.lists());
        ledger.table().empty(() -> controls.empty(ledger::noLines));
        build(actions, export, shell.splits());
        model.countsProperty().subscribe(this::showCounts);
    }

    private void rememberSpan(ListFrame frame) {
        frame.states()
                .opened(
                        CreditAccountList.ID,
                        () -> new ListState(model.spentSpanProperty().get().name(), "", "", false))
                .flatMap(left -> Stream.of(CreditsModel.SpentSpan.values())
                        .filter(span -> span.name().equals(left.view()))
                        .findFirst())
                .ifPresent(model.spentSpanProperty()::set);
    }

    private void build(List<? extends Node> actions, Node export, SplitPositions splits) {
        getStyleClass().add("credits");
        controls.header().actions(actions.toArray(Node[]::new));
        VBox right = new VBox(
                new CreditSummaryTiles(model),
                controls.filterLine(
                        ledger.table().pages().failureProperty(), ledger.table().pages()::reload),
                export,
                ledger.table());
        VBox.setVgrow(ledger.table(), Priority.ALWAYS);
        SplitPane split = new SplitPane(accounts, right);
        split.getStyleClass().add("side-inspector");
        split.setDividerPositions(splits.opened("credits", 0.26, () -> split.getDividerPositions()[0]));
        SplitPositions.install(split);
        VBox.setVgrow(split, Priority.ALWAYS);
        getChildren().addAll(controls.header(), controls.tabs(), split);
    }

    private void showCounts(Map<LedgerPreset, Long> counts) {
        for (LedgerPreset view : EnumSet.complementOf(EnumSet.of(LedgerPreset.LEDGER))) {
            Long count = counts.get(view);
            controls.tabs().count(view, count == null ? "" : ValueFormats.count(count, CreditsModel.BOUND));
        }
    }

    ListControls<LedgerPreset> controls() {
        return controls;
    }

    CreditAccountList accounts() {
        return accounts;
    }

    LedgerTable ledger() {
        return ledger;
    }

    void reload() {
        accounts.reload();
        ledger.table().pages().reload();
    }
}
