package dev.darkroom.console.generations.bulk;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.generations.ActionsModel;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.GenerationsModel;
import dev.darkroom.console.generations.ListStatus;
import dev.darkroom.console.kit.dialog.ConfirmDialog;
import dev.darkroom.console.kit.dialog.ConfirmationRequest;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.generation.action.OperatorAction;
import dev.darkroom.generation.query.GenerationPage.Line;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

/** While several rows are selected: how many, all that match instead, and the acts that are done on all of them. */
public final class BulkBar extends HBox {
    /** On production, so many rows want their count typed. */
    private static final int MANY = 100;

    private static final Map<OperatorAction, Ikon> BULK = icons();

    private final ConsoleShell shell;
    private final GenerationsModel model;
    private final ActionsModel actionsModel;
    private final PagedTable<Line> table;
    private final Label count = new Label();
    private final Hyperlink all = new Hyperlink();
    private final BooleanProperty matching = new SimpleBooleanProperty();

    public BulkBar(ConsoleShell shell, GenerationsModel model, ActionsModel actionsModel, PagedTable<Line> table) {
        super(6);
        this.shell = shell;
        this.model = model;
        this.actionsModel = actionsModel;
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
        matching.subscribe((_, _) -> tell());
    }

    private static Map<OperatorAction, Ikon> icons() {
        Map<OperatorAction, Ikon> icons = new LinkedHashMap<>();
        icons.put(OperatorAction.RETRY, MaterialDesignR.REFRESH);
        icons.put(OperatorAction.CANCEL, MaterialDesignC.CANCEL);
        icons.put(OperatorAction.RECOVER, MaterialDesignL.LIFEBUOY);
        icons.put(OperatorAction.REFUND, MaterialDesignC.CASH_REFUND);
        icons.put(OperatorAction.MARK_FAILED, MaterialDesignA.ALERT_CIRCLE_OUTLINE);
        return icons;
    }

    /** The same for the palette, while there are several. */
    public List<ConsoleAction> actions() {
        return BULK.entrySet().stream()
                .map(entry -> new ConsoleAction(
                                GenerationMessages.get("act." + entry.getKey().name()),
                                entry.getValue(),
                                () -> ask(entry.getKey()))
                        .on(
                                count.getText(),
                                actionsModel.isReadOnly()
                                        ? Optional.of(GenerationMessages.get("acts.readonly"))
                                        : Optional.empty()))
                .toList();
    }

    private void button(OperatorAction action, Ikon icon) {
        Button button = IconButtons.button(icon, GenerationMessages.get("act." + action.name()), () -> ask(action));
        button.setMinWidth(USE_PREF_SIZE);
        button.setDisable(actionsModel.isReadOnly());
        HBox holder = new HBox(button);
        if (actionsModel.isReadOnly()) {
            Tooltip.install(holder, new Tooltip(GenerationMessages.get("acts.readonly")));
        }
        getChildren().add(holder);
    }

    private void selected() {
        if (selection().size() < 2) {
            matching.set(false);
        }
        tell();
    }

    private List<Line> selection() {
        return List.copyOf(table.getSelectionModel().getSelectedItems());
    }

    private void tell() {
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
    }

    /** Exact when every row is here, else about what was counted, and empty where that took too long. */
    private String total() {
        if (table.pages().completeProperty().get()) {
            return ValueFormats.number(table.getItems().size());
        }
        String count = ListStatus.count(
                model.matchingProperty().get(), model.viewProperty().get());
        return count.isEmpty() ? "" : "~" + count;
    }

    /** Whether it is known how many match. */
    public boolean isCounted() {
        return !total().isEmpty();
    }

    /** Asks whether to retry all that match, whatever is selected. */
    public void retryMatching() {
        if (table.getItems().isEmpty()) {
            shell.toast(NotificationEntry.Kind.INFORMATION, GenerationMessages.get("bulk.nothing"));
        } else {
            ask(OperatorAction.RETRY, true);
        }
    }

    private ActionsModel.Many many(boolean all) {
        if (all) {
            String filter = model.filterProperty().get().text();
            return new ActionsModel.Many(
                    List.of(),
                    model.wanted(),
                    total(),
                    GenerationMessages.get("view." + model.viewProperty().get().name())
                            + (filter.isEmpty() ? "" : ", " + filter));
        }
        List<Line> chosen = selection();
        return new ActionsModel.Many(
                chosen.stream().map(line -> line.row().id()).toList(),
                null,
                ValueFormats.number(chosen.size()),
                GenerationMessages.get("bulk.selected", ValueFormats.number(chosen.size())));
    }

    private void ask(OperatorAction action) {
        ask(action, matching.get());
    }

    private void ask(OperatorAction action, boolean all) {
        ActionsModel.Many many = many(all);
        ConfirmationRequest question = question(action, many, all);
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
                        failure -> shell.toast(NotificationEntry.Kind.ERROR, ErrorMessages.of(failure))),
                shell.overlays()::close);
        if (action == OperatorAction.RETRY) {
            if (!all) {
                budget.setText(String.valueOf(credits(selection(), true)));
            } else if (table.pages().completeProperty().get()) {
                budget.setText(String.valueOf(credits(table.getItems(), true)));
            }
            budget.setPromptText(GenerationMessages.get("bulk.budget.none"));
            dialog.asking(
                    GenerationMessages.get("bulk.budget"),
                    GenerationMessages.get("bulk.budget.remark"),
                    budget,
                    text -> text.matches("\\d{0,12}"));
        }
        shell.overlays().open(dialog);
    }

    /** What a retry of these deducts, or what their ends give back. */
    private static long credits(List<Line> lines, boolean refunded) {
        return lines.stream()
                .filter(line -> line.row().refunded() == refunded)
                .mapToLong(line -> line.row().credits())
                .sum();
    }

    private ConfirmationRequest question(OperatorAction action, ActionsModel.Many many, boolean all) {
        String name = action.name();
        ConfirmationRequest question = ConfirmationRequest.of(
                        GenerationMessages.get("bulk." + name + ".title", many.count()),
                        GenerationMessages.get("bulk.text"),
                        GenerationMessages.get("bulk." + name + ".act", many.count()))
                .costs(
                        new ConfirmationRequest.Price(
                                GenerationMessages.get("bulk.credits"),
                                "",
                                all
                                        ? GenerationMessages.get("bulk." + name + ".credits.all")
                                        : GenerationMessages.get(
                                                "bulk." + name + ".credits",
                                                ValueFormats.number(credits(selection(), action == OperatorAction.RETRY))),
                                ""),
                        new ConfirmationRequest.Price(
                                GenerationMessages.get("retry.bill"),
                                "",
                                GenerationMessages.get("bulk." + name + ".bill"),
                                ""))
                .withReason();
        boolean large = many.matching() != null || many.ids().size() > MANY;
        if (actionsModel.isProduction() && large) {
            question =
                    question.mustType(many.count().isEmpty() ? GenerationMessages.get("bulk.all.word") : many.count());
        }
        return action == OperatorAction.RETRY || action == OperatorAction.RECOVER ? question : question.destroying();
    }
}
