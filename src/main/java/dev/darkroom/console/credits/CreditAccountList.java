package dev.darkroom.console.credits;

import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.filter.ChoiceBoxes;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.table.ColumnArrangement;
import dev.darkroom.console.kit.table.HoverTooltip;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.table.TableColumns;
import dev.darkroom.console.kit.table.TableLayoutStore;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.credit.CreditAccountLine;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.controlsfx.control.textfield.CustomTextField;
import org.controlsfx.control.textfield.TextFields;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;

/** The accounts on the left; the selected one narrows the ledger. */
final class CreditAccountList extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("credits");

    private final CreditsModel model;
    private final PagedTable<CreditAccountLine> table;
    private final CustomTextField search = (CustomTextField) TextFields.createClearableTextField();
    private final ComboBox<CreditsModel.SpentSpan> spans = new ComboBox<>();
    private final PauseTransition typing = new PauseTransition(Duration.millis(150));
    /** True while the table is synchronised with the filter, when a selection is not a user's choice. */
    private boolean following;

    CreditAccountList(
            CreditsModel model,
            FxEventBridge feed,
            ValueFormats formats,
            TableLayoutStore layouts,
            Supplier<List<ConsoleAction>> offers) {
        this.model = model;
        table = new PagedTable<>(feed, CreditAccountLine::userId);
        build(formats, layouts);
        bind();
        table.menu((_, show) -> show.accept(offers.get()));
    }

    PagedTable<CreditAccountLine> table() {
        return table;
    }

    private void build(ValueFormats formats, TableLayoutStore layouts) {
        getStyleClass().add("accounts");
        search.setPromptText(TEXTS.get("account"));
        search.setAccessibleText(TEXTS.get("account.search"));
        search.setLeft(IconButtons.icon(MaterialDesignM.MAGNIFY));
        HBox.setHgrow(search, Priority.ALWAYS);
        spans.getItems().setAll(CreditsModel.SpentSpan.values());
        spans.setConverter(ChoiceBoxes.byWords(spans.getItems(), span -> TEXTS.get("spent." + span)));
        spans.setTooltip(new Tooltip(TEXTS.get("spent.about")));
        spans.setAccessibleText(TEXTS.get("spent.about"));
        spans.getStyleClass().add("spent-span");
        spans.setMinWidth(USE_PREF_SIZE);
        spans.valueProperty().bindBidirectional(model.spentSpanProperty());
        HBox line = new HBox(8, search, spans);
        line.getStyleClass().add("account-search");
        table.orderBy(model.accountOrderProperty());
        columns(formats, layouts);
        table.getSelectionModel().setSelectionMode(SelectionMode.SINGLE);
        table.setPlaceholder(new Label());
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren().addAll(line, MessageBanner.of(table.pages().failureProperty(), table.pages()::reload), table);
    }

    private void columns(ValueFormats formats, TableLayoutStore layouts) {
        TableColumn<CreditAccountLine, CreditAccountLine> user = TableColumns.node(
                "user", TEXTS.get("column.user"), 96, CreditAccountLine::userId, Name::new, (name, row) -> {
                    name.setText(row.userId());
                    name.drift(row.drifts());
                    HoverTooltip.set(
                            name, row.drifts() ? TEXTS.get("account.drifts") : formats.ago(row.lastActivity()));
                });
        TableColumn<CreditAccountLine, CreditAccountLine> held = TableColumns.withWeight(
                1, TableColumns.number("held", TEXTS.get("column.held"), 80, row -> ValueFormats.number(row.held())));
        held.getStyleClass().add("muted");
        new ColumnArrangement<>(
                table,
                "accounts",
                layouts,
                List.of(
                        user,
                        TableColumns.number(
                                "balance", TEXTS.get("column.balance"), 68, row -> ValueFormats.number(row.balance())),
                        TableColumns.withWeight(
                                2,
                                TableColumns.number(
                                        "spent",
                                        TEXTS.get("column.spent"),
                                        66,
                                        row -> ValueFormats.number(row.spent()))),
                        held));
    }

    private void bind() {
        search.textProperty().subscribe(_ -> typing.playFromStart());
        typing.setOnFinished(_ -> model.searchProperty().set(search.getText().strip()));
        model.searchProperty().subscribe(_ -> table.show(model.accounts()));
        model.accountOrderProperty().subscribe((_, _) -> table.show(model.accounts()));
        model.spentSpanProperty().subscribe((_, _) -> table.show(model.accounts()));
        model.newestProperty().subscribe(_ -> table.pages().reread());
        table.getSelectionModel().selectedItemProperty().subscribe(chosen -> {
            if (!following && chosen != null) {
                model.chooseUser(Optional.of(chosen.userId()));
            }
        });
        model.userProperty().subscribe(_ -> follow());
        table.rows().items().addListener((javafx.beans.InvalidationListener) _ -> follow());
        table.empty(this::empty);
    }

    private void follow() {
        following = true;
        Optional<String> user = model.user();
        CreditAccountLine selected = table.getSelectionModel().getSelectedItem();
        if (user.isEmpty()) {
            table.getSelectionModel().clearSelection();
        } else if (selected == null || !selected.userId().equals(user.get())) {
            table.getSelectionModel().clearSelection();
            table.select(user.get());
        }
        following = false;
    }

    private EmptyState empty() {
        return model.searchProperty().get().isEmpty()
                ? EmptyState.nothingYet(TEXTS.get("account.none"), TEXTS.get("account.none.detail"))
                : EmptyState.nothingMatches(search::clear);
    }

    void reload() {
        table.pages().reload();
    }

    /** The id, with a red mark if the balance cannot be trusted. */
    private static final class Name extends Label {
        private final FontIcon drift = IconButtons.icon(MaterialDesignA.ALERT_CIRCLE_OUTLINE);

        Name() {
            drift.getStyleClass().add("drift");
            setContentDisplay(ContentDisplay.RIGHT);
        }

        void drift(boolean drifts) {
            setGraphic(drifts ? drift : null);
        }
    }
}
