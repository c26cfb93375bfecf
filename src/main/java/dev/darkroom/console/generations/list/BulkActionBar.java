package dev.darkroom.console.generations.list;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.generations.ActionConfirmations;
import dev.darkroom.console.generations.GenerationActionsModel;
import dev.darkroom.console.generations.GenerationListStatus;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.GenerationsModel;
import dev.darkroom.console.kit.dialog.ConfirmDialog;
import dev.darkroom.console.kit.dialog.ConfirmationRequest;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.action.BulkActionQueries.BulkActionEstimate;
import dev.darkroom.generation.action.OperatorAction;
import dev.darkroom.generation.query.GenerationFilter;
import dev.darkroom.generation.query.GenerationPage.Line;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

/** Bar shown while several rows are selected: their count, a switch to all matching rows, and the bulk actions. */
public final class BulkActionBar extends HBox {
    /** Above this, production requires typing the count. */
    private static final int MANY = 100;

    private static final Map<OperatorAction, Ikon> BULK = icons();

    private final ConsoleShell shell;
    private final GenerationsModel model;
    private final GenerationActionsModel actionsModel;
    private final ActionConfirmations confirmations;
    private final PagedTable<Line> table;
    private final Label count = new Label();
    private final Hyperlink all = new Hyperlink();
    private final BooleanProperty matching = new SimpleBooleanProperty();
    private final List<Button> buttons = new ArrayList<>();

    public BulkActionBar(
            ConsoleShell shell,
            GenerationsModel model,
            GenerationActionsModel actionsModel,
            ActionConfirmations confirmations,
            PagedTable<Line> table) {
        super(6);
        this.shell = shell;
        this.model = model;
        this.actionsModel = actionsModel;
        this.confirmations = confirmations;
        this.table = table;
        getStyleClass().add("bulk-bar");
        setAlignment(Pos.CENTER_LEFT);
        count.getStyleClass().add("selected");
        count.setMinWidth(Region.USE_PREF_SIZE);
        all.setMinWidth(Region.USE_PREF_SIZE);
        all.setOnAction(_ -> matching.set(!matching.get()));
        getChildren().setAll(count, all);
        BULK.forEach((action, icon) -> button(action, icon));
        Button none = IconButtons.iconButton(
                MaterialDesignC.CLOSE,
                GenerationMessages.get("bulk.none"),
                () -> table.getSelectionModel().clearSelection());
        none.getStyleClass().add("bare");
        getChildren().add(none);
        managedProperty().bind(visibleProperty());
        setVisible(false);
        table.getSelectionModel().getSelectedItems().addListener((ListChangeListener<Line>) _ -> selected());
        matching.subscribe((_, _) -> updateCount());
        model.list().problemProperty().subscribe(_ -> allow());
    }

    private static Map<OperatorAction, Ikon> icons() {
        Map<OperatorAction, Ikon> icons = new LinkedHashMap<>();
        // The same order as in the inspector.
        icons.put(OperatorAction.RECOVER, MaterialDesignL.LIFEBUOY);
        icons.put(OperatorAction.RETRY, MaterialDesignR.REFRESH);
        icons.put(OperatorAction.CANCEL, MaterialDesignC.CANCEL);
        icons.put(OperatorAction.REFUND, MaterialDesignC.CASH_REFUND);
        icons.put(OperatorAction.MARK_FAILED, MaterialDesignA.ALERT_CIRCLE_OUTLINE);
        return icons;
    }

    /** The same actions for the palette. */
    public List<ConsoleAction> actions() {
        return BULK.entrySet().stream()
                .map(entry -> new ConsoleAction(
                                GenerationMessages.get("act." + entry.getKey().name()),
                                entry.getValue(),
                                () -> confirm(entry.getKey()))
                        .on(count.getText(), refusal()))
                .toList();
    }

    private void button(OperatorAction action, Ikon icon) {
        Button button = IconButtons.button(icon, GenerationMessages.get("act." + action.name()), () -> confirm(action));
        button.setMinWidth(USE_PREF_SIZE);
        getChildren().add(IconButtons.refusable(button));
        buttons.add(button);
    }

    private void allow() {
        buttons.forEach(button -> IconButtons.allow(button, refusal()));
    }

    /** Why nothing can be done; with a chip left out, "all matching" would be more than the filter says. */
    private Optional<String> refusal() {
        return actionsModel.isReadOnly()
                ? Optional.of(GenerationMessages.get("acts.readonly"))
                : matching.get() ? model.list().problem() : Optional.empty();
    }

    private void selected() {
        if (selection().size() < 2) {
            matching.set(false);
        }
        updateCount();
    }

    private List<Line> selection() {
        return List.copyOf(table.getSelectionModel().getSelectedItems());
    }

    private Set<UUID> selectedIds() {
        return selection().stream().map(line -> line.row().id()).collect(Collectors.toSet());
    }

    private void updateCount() {
        int chosen = selection().size();
        setVisible(chosen > 1);
        count.setText(
                matching.get()
                        ? GenerationMessages.get("bulk.matching", total())
                        : GenerationMessages.get("bulk.selected", ValueFormats.number(chosen)));
        all.setText(
                matching.get()
                        ? GenerationMessages.get("bulk.only", ValueFormats.number(chosen))
                        : GenerationMessages.get("bulk.all", total()));
        allow();
    }

    /** Exact if every row is loaded, else approximate, or empty if counting took too long. */
    private String total() {
        if (table.pages().completeProperty().get()) {
            return ValueFormats.number(table.getItems().size());
        }
        String count = GenerationListStatus.count(
                model.matchingProperty().get(), model.viewProperty().get());
        return count.isEmpty() ? "" : "~" + count;
    }

    /** Whether the total is known. */
    public boolean isCounted() {
        return !total().isEmpty();
    }

    /** Asks whether to retry all matching generations, whatever is selected. */
    public void retryMatching() {
        Optional<String> problem = model.list().problem();
        if (problem.isPresent()) {
            shell.toast(NotificationEntry.Kind.WARNING, problem.get());
        } else if (table.getItems().isEmpty()) {
            shell.toast(NotificationEntry.Kind.INFORMATION, GenerationMessages.get("bulk.nothing"));
        } else {
            confirm(OperatorAction.RETRY, true);
        }
    }

    /** Asks whether to recover these generations, whatever is selected. */
    public void recover(List<GenerationRow> rows) {
        confirm(OperatorAction.RECOVER, many(rows), BulkActionEstimate.of(rows));
    }

    private GenerationActionsModel.BulkTarget matching(GenerationFilter wanted) {
        String filter = model.list().combinedTextProperty().get().text();
        return new GenerationActionsModel.BulkTarget(
                List.of(),
                wanted,
                false,
                total(),
                GenerationMessages.get("view." + model.viewProperty().get().name())
                        + (filter.isEmpty() ? "" : ", " + filter));
    }

    private static GenerationActionsModel.BulkTarget many(List<GenerationRow> chosen) {
        return new GenerationActionsModel.BulkTarget(
                chosen.stream().map(GenerationRow::id).toList(),
                null,
                false,
                ValueFormats.number(chosen.size()),
                GenerationMessages.get("bulk.selected", ValueFormats.number(chosen.size())));
    }

    private void confirm(OperatorAction action) {
        confirm(action, matching.get());
    }

    private void confirm(OperatorAction action, boolean all) {
        if (!all) {
            List<GenerationRow> chosen = selection().stream().map(Line::row).toList();
            confirm(action, many(chosen), BulkActionEstimate.of(chosen));
            return;
        }
        GenerationFilter wanted = model.combinedFilter();
        GenerationActionsModel.BulkTarget many = matching(wanted);
        actionsModel.estimate(
                wanted,
                estimate -> confirmIfIdle(action, counted(many, estimate), estimate),
                // The action is possible even if the estimate takes too long.
                _ -> confirmIfIdle(action, many, null));
    }

    /** Leaves a dialog alone that the user has opened meanwhile. */
    private void confirmIfIdle(
            OperatorAction action, GenerationActionsModel.BulkTarget many, @Nullable BulkActionEstimate estimate) {
        if (!shell.overlays().isOpen()) {
            confirm(action, many, estimate);
        }
    }

    private static GenerationActionsModel.BulkTarget counted(
            GenerationActionsModel.BulkTarget many, BulkActionEstimate estimate) {
        return new GenerationActionsModel.BulkTarget(
                many.ids(),
                many.matching(),
                many.withoutRefused(),
                ValueFormats.number(estimate.generations()),
                many.description());
    }

    private static GenerationActionsModel.BulkTarget unrefused(GenerationActionsModel.BulkTarget many) {
        return new GenerationActionsModel.BulkTarget(
                many.ids(),
                many.matching(),
                true,
                many.count(),
                GenerationMessages.get("bulk.unrefused", many.description()));
    }

    /** {@code estimate} = the scope of the action, null if unknown. */
    private void confirm(
            OperatorAction action, GenerationActionsModel.BulkTarget many, @Nullable BulkActionEstimate estimate) {
        if (action == OperatorAction.REFUND && estimate != null && estimate.credits(false) == 0) {
            shell.toast(NotificationEntry.Kind.INFORMATION, GenerationMessages.get("bulk.REFUND.nothing"));
            return;
        }
        long refused = action == OperatorAction.RETRY && estimate != null ? estimate.refused() : 0;
        ConfirmationRequest question = question(action, many, estimate);
        if (refused > 0) {
            question = question.warning(GenerationMessages.get("bulk.refused", ValueFormats.number(refused), refused));
        }
        TextField budget = new TextField();
        ConfirmDialog dialog = new ConfirmDialog(
                question,
                reason -> actionsModel.start(
                        many,
                        action,
                        reason,
                        budget.getText().isBlank()
                                ? null
                                : Long.valueOf(budget.getText().strip()),
                        selectedIds(),
                        shell::failed),
                shell.overlays()::close);
        if (action == OperatorAction.RETRY) {
            if (estimate != null) {
                budget.setText(String.valueOf(estimate.credits(true)));
            }
            budget.setPromptText(GenerationMessages.get("bulk.budget.none"));
            dialog.asking(
                    GenerationMessages.get("bulk.budget"),
                    GenerationMessages.get("bulk.budget.remark"),
                    budget,
                    text -> text.matches("\\d{0,12}"));
        }
        if (estimate != null && refused > 0 && refused < estimate.generations()) {
            BulkActionEstimate rest = estimate.withoutRefused();
            Button leaveOut = new Button(GenerationMessages.get("bulk.refused.out"));
            leaveOut.setOnAction(_ -> {
                shell.overlays().close();
                confirm(action, counted(unrefused(many), rest), rest);
            });
            dialog.instead(leaveOut);
        }
        shell.overlays().open(dialog);
    }

    private BigDecimal bill(BulkActionEstimate estimate) {
        return estimate.shares().stream()
                .map(share -> confirmations
                        .listPrice(share.model(), share.credits())
                        .multiply(BigDecimal.valueOf(share.generations())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private ConfirmationRequest question(
            OperatorAction action, GenerationActionsModel.BulkTarget many, @Nullable BulkActionEstimate estimate) {
        String name = action.name();
        ConfirmationRequest question = ConfirmationRequest.of(
                        GenerationMessages.get("bulk." + name + ".title", many.count()),
                        GenerationMessages.get(action == OperatorAction.CANCEL ? "bulk.CANCEL.text" : "bulk.text"),
                        GenerationMessages.get("bulk." + name + ".act", many.count()))
                .costs(
                        new ConfirmationRequest.Price(
                                GenerationMessages.get("bulk.credits"),
                                "",
                                estimate == null
                                        ? GenerationMessages.get("bulk." + name + ".credits.all")
                                        : GenerationMessages.get(
                                                "bulk." + name + ".credits",
                                                ValueFormats.number(estimate.credits(action == OperatorAction.RETRY))),
                                ""),
                        new ConfirmationRequest.Price(
                                GenerationMessages.get("retry.bill"),
                                "",
                                action == OperatorAction.RETRY && estimate != null
                                        ? GenerationMessages.get(
                                                "bulk.RETRY.bill.sum", ActionConfirmations.dollars(bill(estimate)))
                                        : GenerationMessages.get("bulk." + name + ".bill"),
                                ""))
                .withReason();
        boolean large = many.matching() != null || many.ids().size() > MANY;
        if (actionsModel.isProduction() && large) {
            question =
                    question.mustType(many.count().isEmpty() ? GenerationMessages.get("bulk.all.word") : many.count());
        }
        return action == OperatorAction.RETRY || action == OperatorAction.RECOVER
                ? question
                : question.destroying().dismissedBy(GenerationMessages.get("bulk.keep"));
    }
}
