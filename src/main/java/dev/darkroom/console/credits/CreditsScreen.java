package dev.darkroom.console.credits;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.ConfirmationRequest;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.dialog.SaveFileDialog;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.layout.ExportBar;
import dev.darkroom.console.kit.layout.ExportModel;
import dev.darkroom.console.kit.list.ListControls;
import dev.darkroom.console.kit.list.ListScreen;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ConsoleScreen.ScreenEntry;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.credit.CreditQueries;
import dev.darkroom.credit.CreditStatementExport;
import dev.darkroom.credit.LedgerExport;
import dev.darkroom.credit.LedgerFilter;
import dev.darkroom.credit.LedgerFilter.LedgerPreset;
import dev.darkroom.credit.LedgerLine;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignG;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

/** The Credits screen, with accounts and the ledger: its actions, its dialogs, its status line. */
public final class CreditsScreen extends ListScreen {
    public static final String ID = "credits";

    private static final MessageTexts TEXTS = MessageTexts.of("credits");

    private final ConsoleShell shell;
    private final CreditsModel model;
    private final LedgerExport export;
    private final ExportModel exports;
    private final CreditsView view;
    private final CreditStatementExport statements;
    private final Button statement =
            IconButtons.button(MaterialDesignF.FILE_DOCUMENT_OUTLINE, TEXTS.get("statement"), () -> {});
    private @Nullable CreditMoveForm undoForm;
    private final Button reverse = IconButtons.button(MaterialDesignU.UNDO_VARIANT, TEXTS.get("reverse"), () -> {});

    /** @param openGeneration shows a generation on its own screen */
    public CreditsScreen(
            ConsoleShell shell,
            CreditsModel model,
            LedgerExport export,
            CreditStatementExport statements,
            Consumer<UUID> openGeneration) {
        super(entry());
        this.shell = shell;
        this.model = model;
        this.export = export;
        this.statements = statements;
        exports = new ExportModel(shell.feed());
        view = new CreditsView(
                model, shell, openGeneration, buttons(), this::moves, new ExportBar(exports, this::expected));
        shell.tickProperty().subscribe(_ -> showStatus());
        model.list().filterProperty().subscribe(_ -> IconButtons.allow(statement, statementRefusal()));
        view.ledger().table().getSelectionModel().getSelectedItems().addListener((InvalidationListener)
                _ -> IconButtons.allow(reverse, reverseRefusal(selected())));
        view.ledger().offer(this::offered);
        view.ledger().table().pages().fetchesProperty().subscribe(_ -> showStatus());
    }

    private List<? extends Node> buttons() {
        Button csv = IconButtons.button(MaterialDesignE.EXPORT_VARIANT, TEXTS.get("csv"), this::export);
        csv.setTooltip(new Tooltip(TEXTS.get("csv.tip")));
        statement.setOnAction(_ -> askForStatement());
        statement.setTooltip(new Tooltip(TEXTS.get("statement.tip")));
        reverse.setOnAction(_ -> selected().ifPresent(this::askToReverse));
        Button adjust = IconButtons.button(
                MaterialDesignT.TUNE_VARIANT, TEXTS.get("adjust"), () -> move(CreditMoveModel.Kind.ADJUST));
        Button grant = IconButtons.button(
                MaterialDesignG.GIFT_OUTLINE, TEXTS.get("grant"), () -> move(CreditMoveModel.Kind.GRANT));
        grant.getStyleClass().add("filled");
        List<? extends Node> holders = Stream.of(statement, reverse, adjust, grant)
                .map(IconButtons::refusable)
                .toList();
        IconButtons.allow(statement, statementRefusal());
        IconButtons.allow(reverse, reverseRefusal(Optional.empty()));
        IconButtons.allow(adjust, readOnly());
        IconButtons.allow(grant, readOnly());
        return Stream.concat(Stream.of(csv), holders.stream()).toList();
    }

    private Optional<String> readOnly() {
        return model.isReadOnly() ? Optional.of(TEXTS.get("readonly")) : Optional.empty();
    }

    private Optional<String> statementRefusal() {
        return model.user().isEmpty() ? Optional.of(TEXTS.get("statement.none")) : Optional.empty();
    }

    public static ScreenEntry entry() {
        return ScreenEntry.upper(ID, TEXTS.get("title"), MaterialDesignC.CREDIT_CARD_OUTLINE);
    }

    @Override
    public Node node() {
        return view;
    }

    @Override
    public Optional<Node> mainPane() {
        return Optional.of(view.accounts().table());
    }

    @Override
    public void shown() {
        model.shown();
    }

    @Override
    public void hidden() {
        model.hidden();
    }

    /** Accepts a filter as text, the id of a generation, or the id of a user. */
    @Override
    public void open(String what) {
        model.list().narrow(what);
    }

    @Override
    protected ListControls<LedgerPreset> controls() {
        return view.controls();
    }

    @Override
    public List<ConsoleAction> actions() {
        List<ConsoleAction> actions = new ArrayList<>();
        actions.add(ConsoleAction.export(TEXTS.get("csv.tip"), this::export));
        actions.add(ConsoleAction.refresh(TEXTS.get("refresh"), view::reload));
        actions.addAll(view.accounts().table().sortActions());
        actions.addAll(view.ledger().table().sortActions());
        actions.add(
                new ConsoleAction(TEXTS.get("statement"), MaterialDesignF.FILE_DOCUMENT_OUTLINE, this::askForStatement)
                        .on(model.user().orElse(""), statementRefusal()));
        actions.addAll(moves());
        selected().ifPresentOrElse(line -> actions.addAll(view.ledger().actions(line)), () -> {
            actions.add(reverseAction(Optional.empty()));
            actions.addAll(
                    ConsoleAction.pins(PinnedSubject.of(null, model.user().orElse(null)), shell::pin));
        });
        actions.addAll(view.controls().actions());
        return actions;
    }

    private List<ConsoleAction> offered(LedgerLine row) {
        List<ConsoleAction> offered = new ArrayList<>(List.of(reverseAction(Optional.of(row))));
        offered.addAll(ConsoleAction.pins(
                PinnedSubject.of(row.line().generation(), row.line().userId()), shell::pin));
        return offered;
    }

    /** Returns the actions on the chosen account. */
    private List<ConsoleAction> moves() {
        Optional<String> refusal = readOnly();
        String on = model.user().orElse("");
        return List.of(
                new ConsoleAction(
                                TEXTS.get("grant"),
                                MaterialDesignG.GIFT_OUTLINE,
                                () -> move(CreditMoveModel.Kind.GRANT))
                        .on(on, refusal),
                new ConsoleAction(
                                TEXTS.get("adjust"),
                                MaterialDesignT.TUNE_VARIANT,
                                () -> move(CreditMoveModel.Kind.ADJUST))
                        .on(on, refusal));
    }

    private void askForStatement() {
        model.user().ifPresent(user -> {
            CreditStatementForm form = new CreditStatementForm(
                    user,
                    shell.formats().zone(),
                    LocalDate.ofInstant(
                            shell.formats().clock().instant(), shell.formats().zone()),
                    this::saveStatement,
                    shell.overlays()::close);
            shell.overlays().open(form, form.focused(), form.main());
        });
    }

    private void saveStatement(CreditStatementExport.Period period, CreditStatementExport.Format format) {
        SaveFileDialog.choose(
                        view,
                        TEXTS.get("statement.save"),
                        "statement-" + safe(period.user()) + "." + format.extension())
                .ifPresent(file -> statementTo(period, format, file));
    }

    void statementTo(CreditStatementExport.Period period, CreditStatementExport.Format format, Path file) {
        exports.start(file, progress -> statements.write(period, format, file, progress));
    }

    private ConsoleAction reverseAction(Optional<LedgerLine> row) {
        return new ConsoleAction(
                        TEXTS.get("reverse"), MaterialDesignU.UNDO_VARIANT, () -> row.ifPresent(this::askToReverse))
                .on(row.map(each -> each.line().userId()).orElse(""), reverseRefusal(row));
    }

    /** Returns the selected line, if it is only one. */
    private Optional<LedgerLine> selected() {
        List<LedgerLine> selected =
                List.copyOf(view.ledger().table().getSelectionModel().getSelectedItems());
        return selected.size() == 1 ? Optional.of(selected.getFirst()) : Optional.empty();
    }

    private Optional<String> reverseRefusal(Optional<LedgerLine> row) {
        return readOnly()
                .or(() -> row.map(model::reverseRefusal).orElseGet(() -> Optional.of(TEXTS.get("reverse.none"))));
    }

    private void askToReverse(LedgerLine row) {
        model.planReverse(row, this::confirmReverse, shell::failed);
    }

    private void confirmReverse(CreditsModel.ReversePlan plan) {
        boolean selected = view.ledger().table().getSelectionModel().getSelectedItems().stream()
                .anyMatch(row -> row.line().id() == plan.line().id());
        if (shell.overlays().isOpen() || !selected) {
            return;
        }
        ConfirmationRequest question = ConfirmationRequest.of(
                        TEXTS.get("reverse.title"),
                        TEXTS.get(
                                "reverse.text",
                                ValueFormats.signed(plan.line().amount()),
                                plan.line().userId(),
                                MessageTexts.sentence(plan.line().reason())),
                        TEXTS.get(
                                "reverse.act", ValueFormats.signed(-plan.line().amount())))
                .costs(new ConfirmationRequest.Price(
                        TEXTS.get("tile.balance"),
                        ValueFormats.number(plan.before()),
                        ValueFormats.number(plan.after()),
                        ""))
                .withReason(new ConfirmationRequest.ReasonField(
                        TEXTS.get("move.reason.kept"), TEXTS.get("move.reason.missing")));
        shell.overlays()
                .confirm(
                        plan.after() < 0 ? question.refused(TEXTS.get("reverse.short")) : question,
                        reason -> model.reverse(
                                plan.line(),
                                reason,
                                balance -> reversed(
                                        TEXTS.get("reverse.done", plan.line().userId(), balance)),
                                shell::failed));
    }

    private void move(CreditMoveModel.Kind kind) {
        model.move(kind).ifPresent(move -> open(move, () -> {}));
    }

    private CreditMoveForm open(CreditMoveModel move, Runnable onMoved) {
        CreditMoveForm form = new CreditMoveForm(
                move,
                sentence -> {
                    onMoved.run();
                    moved(move, sentence);
                },
                shell.overlays());
        shell.overlays().open(form, form.first(), form.main(), () -> false, form::isSending);
        return form;
    }

    /** Shows the user's own change at once, wherever the mouse is. */
    private void moved(CreditMoveModel move, String sentence) {
        shell.toast(new NotificationEntry(
                Instant.now(),
                NotificationEntry.Kind.DONE,
                sentence,
                new NotificationEntry.UndoOffer(onTaken -> takeBack(move, onTaken))));
        view.reload();
    }

    private void reversed(String sentence) {
        shell.toast(NotificationEntry.Kind.DONE, sentence);
        view.reload();
    }

    /** Proposes the opposite move for the user to review and send, since ledger lines are never deleted. */
    private void takeBack(CreditMoveModel move, Runnable onTaken) {
        if (undoForm == null || undoForm.getScene() == null) { // a double click asks once
            model.opposite(move).ifPresent(opposite -> undoForm = open(opposite, onTaken));
        }
    }

    private void export() {
        model.list().problem().ifPresentOrElse(exports::refuse, this::chooseFile);
    }

    private void chooseFile() {
        String name = model.user().map(user -> "credits-" + safe(user)).orElse("credits");
        SaveFileDialog.choose(view, TEXTS.get("csv.save"), name + ".csv").ifPresent(this::exportTo);
    }

    private static String safe(String name) {
        return name.replaceAll("[^\\w.-]+", "-");
    }

    /** Writes the lines that match the current filter to the file. */
    void exportTo(Path file) {
        LedgerFilter filter = model.list().currentFilter();
        exports.start(file, progress -> export.write(filter, file, progress));
    }

    private long expected() {
        long all = model.matchingProperty().get();
        return all < CreditsModel.BOUND ? all : 0;
    }

    private void showStatus() {
        List<String> parts = view.controls()
                .status(model.matchingProperty().get(), count -> ValueFormats.count(count, CreditsModel.BOUND));
        CreditQueries.AccountTotals totals = model.totalsProperty().get();
        if (totals != null) {
            parts.add(TEXTS.get(
                    "status.drift",
                    ValueFormats.number(totals.drifting()),
                    ValueFormats.count(totals.accounts(), CreditsModel.BOUND)));
        }
        status(parts);
    }
}
