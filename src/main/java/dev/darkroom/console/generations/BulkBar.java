package dev.darkroom.console.generations;

import dev.darkroom.console.ConfirmDialog;
import dev.darkroom.console.Confirmation;
import dev.darkroom.console.Formats;
import dev.darkroom.console.Icons;
import dev.darkroom.console.KeyedTable;
import dev.darkroom.console.Notice;
import dev.darkroom.console.Sentences;
import dev.darkroom.console.Shell;
import dev.darkroom.generation.GenerationPage.Line;
import dev.darkroom.generation.OperatorAction;
import java.util.List;
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
final class BulkBar extends HBox {
    /** On production, so many rows want their count typed. */
    private static final int MANY = 100;

    private final Shell shell;
    private final GenerationsModel model;
    private final ActsModel acts;
    private final KeyedTable<Line> table;
    private final Label count = new Label();
    private final Hyperlink all = new Hyperlink();
    private final BooleanProperty matching = new SimpleBooleanProperty();

    BulkBar(Shell shell, GenerationsModel model, ActsModel acts, KeyedTable<Line> table) {
        super(6);
        this.shell = shell;
        this.model = model;
        this.acts = acts;
        this.table = table;
        getStyleClass().add("bulk-bar");
        setAlignment(Pos.CENTER_LEFT);
        count.getStyleClass().add("selected");
        count.setMinWidth(Region.USE_PREF_SIZE);
        all.setMinWidth(Region.USE_PREF_SIZE);
        all.setOnAction(_ -> matching.set(!matching.get()));
        getChildren().setAll(count, all);
        button(OperatorAction.RETRY, MaterialDesignR.REFRESH);
        button(OperatorAction.CANCEL, MaterialDesignC.CANCEL);
        button(OperatorAction.RECOVER, MaterialDesignL.LIFEBUOY);
        button(OperatorAction.REFUND, MaterialDesignC.CASH_REFUND);
        button(OperatorAction.MARK_FAILED, MaterialDesignA.ALERT_CIRCLE_OUTLINE);
        Button none = Icons.iconButton(
                MaterialDesignC.CLOSE,
                Words.get("bulk.none"),
                () -> table.getSelectionModel().clearSelection());
        none.getStyleClass().add("bare");
        getChildren().add(none);
        managedProperty().bind(visibleProperty());
        setVisible(false);
        table.getSelectionModel().getSelectedItems().addListener((ListChangeListener<Line>) _ -> selected());
        matching.subscribe((_, _) -> tell());
    }

    private void button(OperatorAction act, Ikon icon) {
        Button button = Icons.button(icon, Words.get("act." + act.name()), () -> ask(act));
        button.setMinWidth(USE_PREF_SIZE);
        button.setDisable(acts.isReadOnly());
        HBox holder = new HBox(button);
        if (acts.isReadOnly()) {
            Tooltip.install(holder, new Tooltip(Words.get("acts.readonly")));
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
                        ? Words.get("bulk.matching", total())
                        : Words.get("bulk.selected", Formats.number(chosen)));
        all.setText(matching.get() ? Words.get("bulk.only", Formats.number(chosen)) : Words.get("bulk.all", total()));
    }

    /** Exact when every row is here, else about what the view holds, and "all" where a filter hides the number. */
    private String total() {
        if (table.completeProperty().get()) {
            return Formats.number(table.getItems().size());
        }
        return model.filterProperty().get().isEmpty()
                ? "~"
                        + ListStatus.count(
                                model.countsProperty().get(),
                                model.viewProperty().get())
                : "";
    }

    private ActsModel.Many many() {
        if (matching.get()) {
            String filter = model.filterProperty().get().text();
            return new ActsModel.Many(
                    List.of(),
                    model.wanted(),
                    total(),
                    Words.get("view." + model.viewProperty().get().name()) + (filter.isEmpty() ? "" : ", " + filter));
        }
        List<Line> chosen = selection();
        return new ActsModel.Many(
                chosen.stream().map(line -> line.row().id()).toList(),
                null,
                Formats.number(chosen.size()),
                Words.get("bulk.selected", Formats.number(chosen.size())));
    }

    private void ask(OperatorAction act) {
        ActsModel.Many many = many();
        Confirmation question = question(act, many);
        TextField budget = new TextField();
        ConfirmDialog dialog = new ConfirmDialog(
                question,
                reason -> acts.start(
                        many,
                        act,
                        reason,
                        budget.getText().isBlank()
                                ? null
                                : Long.valueOf(budget.getText().strip()),
                        failure -> shell.toast(Notice.Kind.ERROR, Sentences.of(failure))),
                shell.overlays()::close);
        if (act == OperatorAction.RETRY) {
            if (!matching.get()) {
                budget.setText(String.valueOf(credits(true)));
            }
            budget.setPromptText(Words.get("bulk.budget.none"));
            dialog.asking(
                    Words.get("bulk.budget"),
                    Words.get("bulk.budget.remark"),
                    budget,
                    text -> text.matches("\\d{0,12}"));
        }
        shell.overlays().open(dialog);
    }

    /** What a retry of the selection deducts, or what its ends give back. */
    private long credits(boolean refunded) {
        return selection().stream()
                .filter(line -> line.row().refunded() == refunded)
                .mapToLong(line -> line.row().credits())
                .sum();
    }

    private Confirmation question(OperatorAction act, ActsModel.Many many) {
        String name = act.name();
        Confirmation question = Confirmation.of(
                        Words.get("bulk." + name + ".title", many.count()),
                        Words.get("bulk.text"),
                        Words.get("bulk." + name + ".act", many.count()))
                .costs(
                        new Confirmation.Price(
                                Words.get("bulk.credits"),
                                "",
                                matching.get()
                                        ? Words.get("bulk." + name + ".credits.all")
                                        : Words.get(
                                                "bulk." + name + ".credits",
                                                Formats.number(credits(act == OperatorAction.RETRY))),
                                ""),
                        new Confirmation.Price(Words.get("retry.bill"), "", Words.get("bulk." + name + ".bill"), ""))
                .withReason();
        boolean large = many.matching() != null || many.ids().size() > MANY;
        if (acts.isProduction() && large) {
            question = question.mustType(many.count().isEmpty() ? Words.get("bulk.all.word") : many.count());
        }
        return act == OperatorAction.RETRY || act == OperatorAction.RECOVER ? question : question.destroying();
    }
}
