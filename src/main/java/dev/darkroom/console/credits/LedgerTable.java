package dev.darkroom.console.credits;

import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.table.TableColumns;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.ToneChip;
import dev.darkroom.credit.LedgerLine;
import dev.darkroom.credit.LedgerPreset;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;

/** The lines of the ledger, newest first. */
final class LedgerTable {
    private static final MessageTexts TEXTS = MessageTexts.of("credits");
    private static final PseudoClass PLUS = PseudoClass.getPseudoClass("plus");

    private final CreditsModel model;
    private final PagedTable<LedgerLine> table;
    private final ValueFormats formats;
    private final Consumer<UUID> openGeneration;

    LedgerTable(CreditsModel model, FxEventBridge feed, ValueFormats formats, Consumer<UUID> openGeneration) {
        this.model = model;
        this.formats = formats;
        this.openGeneration = openGeneration;
        table = new PagedTable<>(feed, LedgerLine::id);
        table.getStyleClass().add("ledger");
        table.setPlaceholder(new Label());
        columns();
        bind();
    }

    PagedTable<LedgerLine> table() {
        return table;
    }

    private void columns() {
        TableColumn<LedgerLine, LedgerLine> user =
                TableColumns.text("user", title("user"), 110, row -> row.line().userId());
        user.visibleProperty()
                .bind(model.filterProperty().map(filter -> filter.user().isEmpty()));
        table.getColumns()
                .addAll(List.of(
                        TableColumns.time(
                                "time", title("time"), 86, row -> row.line().createdAt(), formats),
                        user,
                        TableColumns.node(
                                "kind",
                                title("kind"),
                                104,
                                row -> LedgerKindLabels.word(row.line().kind()),
                                ToneChip::new,
                                (chip, row) ->
                                        LedgerKindLabels.show(chip, row.line().kind())),
                        amount(),
                        TableColumns.number(
                                "balance",
                                title("balance"),
                                80,
                                row -> ValueFormats.number(row.line().balanceAfter())),
                        generation(),
                        TableColumns.text(
                                "reason",
                                title("reason"),
                                280,
                                row -> MessageTexts.said(row.line().reason())),
                        TableColumns.muted(
                                "by", title("by"), 92, row -> row.line().actor()),
                        TableColumns.muted("linked", title("linked"), 128, this::linked)));
        table.getColumns().forEach(column -> column.setSortable(false));
    }

    private static String title(String column) {
        return TEXTS.get("column." + column);
    }

    private static TableColumn<LedgerLine, LedgerLine> amount() {
        TableColumn<LedgerLine, LedgerLine> column = TableColumns.node(
                "amount",
                title("amount"),
                78,
                row -> ValueFormats.signed(row.line().amount()),
                Label::new,
                (label, row) -> {
                    label.setText(ValueFormats.signed(row.line().amount()));
                    label.pseudoClassStateChanged(PLUS, row.line().amount() > 0);
                });
        column.getStyleClass().addAll("number", "amount");
        return column;
    }

    private TableColumn<LedgerLine, LedgerLine> generation() {
        TableColumn<LedgerLine, LedgerLine> column = TableColumns.node(
                "generation",
                title("generation"),
                92,
                row -> row.line().generation() == null
                        ? ""
                        : row.line().generation().toString(),
                Hyperlink::new,
                (link, row) -> {
                    UUID id = row.line().generation();
                    link.setVisible(id != null);
                    link.setText(id == null ? "" : ValueFormats.shortId(id));
                    link.setOnAction(_ -> {
                        link.setVisited(false);
                        if (id != null) {
                            openGeneration.accept(id);
                        }
                    });
                });
        column.getStyleClass().add("mono");
        return column;
    }

    private String linked(LedgerLine row) {
        return row.reversedBy()
                .map(by -> TEXTS.get("reversed", formats.time(by.at())))
                .or(() -> row.reverses().map(of -> TEXTS.get("reverses", formats.time(of.at()))))
                .orElse("");
    }

    private void bind() {
        model.filterProperty().subscribe(_ -> table.show(model.lines()));
        model.newestProperty().subscribe(_ -> table.reread());
        table.empty(this::empty);
    }

    private Node empty() {
        LedgerPreset view = model.viewProperty().get();
        if (!model.textProperty().get().isEmpty()) {
            return EmptyState.nothingMatches(model::clearFilter);
        }
        return view == LedgerPreset.LEDGER
                ? EmptyState.nothingYet(TEXTS.get("empty.ledger"), TEXTS.get("empty.ledger.detail"))
                : EmptyState.goodNews(TEXTS.get("good." + view), TEXTS.get("good.detail"));
    }
}
