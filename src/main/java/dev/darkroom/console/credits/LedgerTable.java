package dev.darkroom.console.credits;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.table.ColumnArrangement;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.table.TableColumns;
import dev.darkroom.console.kit.table.TableLayoutStore;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.ToneChip;
import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.credit.CreditTransaction.Kind;
import dev.darkroom.credit.LedgerFilter.LedgerPreset;
import dev.darkroom.credit.LedgerLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignG;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** The lines of the ledger, newest first. */
final class LedgerTable {
    /** The key under which columns and views are saved. */
    static final String ID = "ledger";

    private static final MessageTexts TEXTS = MessageTexts.of("credits");
    private static final PseudoClass PLUS = PseudoClass.getPseudoClass("plus");

    private final CreditsModel model;
    private final PagedTable<LedgerLine> table;
    private Function<LedgerLine, List<ConsoleAction>> others = _ -> List.of();
    private final ValueFormats formats;
    private final Consumer<UUID> openGeneration;

    LedgerTable(CreditsModel model, ConsoleShell shell, Consumer<UUID> openGeneration) {
        this.model = model;
        formats = shell.formats();
        this.openGeneration = openGeneration;
        table = new PagedTable<>(shell.feed(), LedgerLine::id);
        table.getStyleClass().add("ledger");
        table.setPlaceholder(new Label());
        table.setAccessibleText(TEXTS.get("view.LEDGER"));
        table.onOpen(row -> Optional.ofNullable(row.line().generation()).ifPresent(openGeneration));
        table.orderBy(model.list().orderProperty());
        columns(shell.tables());
        bind();
    }

    PagedTable<LedgerLine> table() {
        return table;
    }

    private void columns(TableLayoutStore layouts) {
        TableColumn<LedgerLine, LedgerLine> user = TableColumns.withWeight(
                5,
                TableColumns.withLimitedWidth(TableColumns.text(
                        "user", title("user"), 110, row -> row.line().userId())));
        List<TableColumn<LedgerLine, LedgerLine>> columns = List.of(
                TableColumns.time("time", title("time"), row -> row.line().createdAt(), formats),
                user,
                TableColumns.withFixedWidth(TableColumns.node(
                        "kind",
                        title("kind"),
                        kindWidth(),
                        row -> kindWord(row.line().kind()),
                        ToneChip::new,
                        (chip, row) -> showKind(chip, row.line().kind()))),
                amount(),
                TableColumns.number(
                        "balance",
                        title("balance"),
                        80,
                        row -> ValueFormats.number(row.line().balanceAfter())),
                generation(),
                TableColumns.withWeight(
                        4,
                        TableColumns.withMinWidth(
                                130,
                                TableColumns.text(
                                        "reason",
                                        title("reason"),
                                        280,
                                        row -> MessageTexts.sentence(row.line().reason())))),
                TableColumns.withWeight(
                        2,
                        TableColumns.withFixedWidth(TableColumns.muted(
                                "by", title("by"), 120, row -> row.line().actor()))),
                TableColumns.withWeight(
                        1,
                        TableColumns.withFixedWidth(TableColumns.muted("linked", title("linked"), 186, this::linked))));
        columns.forEach(column -> column.setSortable(column.getId().equals("time")));
        new ColumnArrangement<>(table, ID, layouts, columns)
                .showWhile(
                        user,
                        model.list()
                                .filterProperty()
                                .map(filter -> filter.user().isEmpty()));
    }

    private static String title(String column) {
        return TEXTS.get("column." + column);
    }

    /** Width of the longest chip, in px. */
    private static double kindWidth() {
        int longest = Stream.of(Kind.values())
                .mapToInt(kind -> kindWord(kind).length())
                .max()
                .orElse(0);
        return Math.max(104, 54 + 7 * longest);
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
        return TableColumns.withFixedWidth(column);
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
        return TableColumns.withWeight(6, TableColumns.withFixedWidth(column));
    }

    private String linked(LedgerLine row) {
        return row.reversedBy()
                .map(by -> TEXTS.get("reversed", formats.time(by.at())))
                .or(() -> row.reverses().map(of -> TEXTS.get("reverses", formats.time(of.at()))))
                .orElse("");
    }

    private void bind() {
        model.list().onChange(() -> table.show(model.list().pages()));
        table.show(model.list().pages());
        table.menu((row, show) -> show.accept(actions(row)));
        model.newestProperty().subscribe(_ -> table.pages().reread());
    }

    /** Sets further actions on a line, the first ones in its menu. */
    void offer(Function<LedgerLine, List<ConsoleAction>> actions) {
        others = actions;
    }

    /** The actions on a line, of its menu and of the palette. */
    List<ConsoleAction> actions(LedgerLine row) {
        CreditTransaction line = row.line();
        List<ConsoleAction> offered = new ArrayList<>(others.apply(row));
        UUID id = line.generation();
        if (id != null) {
            offered.add(new ConsoleAction(
                    TEXTS.get("open.generation"), MaterialDesignI.IMAGE_OUTLINE, () -> openGeneration.accept(id)));
            offered.add(model.list().narrowingAction("generation", ValueFormats.shortId(id)));
        }
        offered.add(model.list().narrowingAction("user", line.userId()));
        offered.add(model.list().narrowingAction("kind", line.kind().name().toLowerCase(Locale.ROOT)));
        offered.add(model.list().narrowingAction("by", line.actor()));
        return offered;
    }

    /** The placeholder for a view without lines, whatever the filter. */
    Node noLines() {
        LedgerPreset view = model.list().viewProperty().get();
        return view == LedgerPreset.LEDGER
                ? EmptyState.nothingYet(TEXTS.get("empty.ledger"), TEXTS.get("empty.ledger.detail"))
                : EmptyState.goodNews(TEXTS.get("good." + view), TEXTS.get("good.detail"));
    }

    private static String kindWord(Kind kind) {
        return TEXTS.get("kind." + kind);
    }

    private static void showKind(ToneChip chip, Kind kind) {
        chip.show(kindIcon(kind), kindWord(kind), kindTone(kind));
    }

    private static Ikon kindIcon(Kind kind) {
        return switch (kind) {
            case DEDUCT -> MaterialDesignM.MINUS_CIRCLE_OUTLINE;
            case REFUND -> MaterialDesignC.CASH_REFUND;
            case GRANT -> MaterialDesignG.GIFT_OUTLINE;
            case ADJUST -> MaterialDesignT.TUNE_VARIANT;
        };
    }

    private static SemanticColor kindTone(Kind kind) {
        return switch (kind) {
            case DEDUCT -> SemanticColor.SLATE;
            case REFUND, GRANT -> SemanticColor.GREEN;
            case ADJUST -> SemanticColor.AMBER;
        };
    }
}
