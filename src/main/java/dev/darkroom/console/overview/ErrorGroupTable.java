package dev.darkroom.console.overview;

import dev.darkroom.console.kit.filter.FilterTerm;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.table.HoverTooltip;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.ToneChip;
import dev.darkroom.console.kit.theme.WindowTheme;
import dev.darkroom.console.overview.CardTable.Column;
import dev.darkroom.metric.ErrorGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

/** Failures by cause and model, the most frequent first. */
final class ErrorGroupTable {
    private static final MessageTexts TEXTS = MessageTexts.of("overview");
    private static final int MAX_GROUPS = 8;

    private final OverviewModel model;
    private final WindowTheme theme;
    private final ValueFormats formats;
    private final OverviewNavigation navigation;
    private final CardTable<ErrorGroup> table;
    /** The time range of the figures shown. */
    private FilterText range = FilterText.EMPTY;

    private final Hyperlink showAll = new Hyperlink();
    private List<ErrorGroup> all = List.of();
    private boolean unfolded;

    ErrorGroupTable(OverviewModel model, WindowTheme theme, ValueFormats formats, OverviewNavigation navigation) {
        this.model = model;
        this.theme = theme;
        this.formats = formats;
        this.navigation = navigation;
        table = new CardTable<>(
                "errors",
                TEXTS.get("errors"),
                TEXTS.get("errors.none"),
                ErrorGroupTable::key,
                List.of(
                        new Column<>(TEXTS.get("errors.cause"), HPos.LEFT, true, this::cause),
                        new Column<>(TEXTS.get("errors.trend"), HPos.LEFT, false, this::trend),
                        Column.number(TEXTS.get("errors.count"), group -> ValueFormats.number(group.count())),
                        new Column<>(TEXTS.get("errors.last"), HPos.RIGHT, false, this::lastSeen),
                        Column.node(this::buttons)));
        showAll.setId("all-errors");
        showAll.setVisible(false);
        showAll.setOnAction(_ -> {
            showAll.setVisited(false);
            unfolded = !unfolded;
            table.startOver();
            showRows();
        });
        table.addToHead(showAll);
    }

    CardTable<ErrorGroup> node() {
        return table;
    }

    void show(OverviewFigures figures) {
        List<ErrorGroup> groups = figures.errors();
        range = figures.endedFilter(formats.zone());
        all = groups;
        showRows();
    }

    private void showRows() {
        boolean cut = all.size() > MAX_GROUPS;
        showAll.setVisible(cut);
        showAll.setText(TEXTS.get(unfolded ? "errors.fewer" : "errors.all"));
        table.show(
                unfolded ? all : all.stream().limit(MAX_GROUPS).toList(),
                cut && !unfolded ? TEXTS.get("rows.first", MAX_GROUPS, ValueFormats.number(all.size())) : "");
    }

    /** The error message with its model below; a click shows the generations. */
    private Node cause(ErrorGroup group) {
        String message = message(group);
        Hyperlink link = new Hyperlink(message);
        link.setId("show-" + key(group));
        link.setMinWidth(0);
        link.setOnAction(_ -> showing(group).run().run());
        HoverTooltip.set(link, group.code() + "\n" + message);
        List<Node> below = new ArrayList<>();
        knownChip(group).ifPresent(below::add);
        below.add(CardTable.lower(ValueFormats.model(group.model())));
        return CardTable.twoLines(link, below);
    }

    /** Returns the error message, or its code if there is none. */
    static String message(ErrorGroup group) {
        return group.message().isEmpty()
                ? group.code()
                : ValueFormats.firstLine(MessageTexts.sentence(group.message()));
    }

    private Optional<Node> knownChip(ErrorGroup group) {
        Optional<ErrorGroup.Known> known = group.known();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        ToneChip chip = group.hasRecurred()
                ? new ToneChip(MaterialDesignR.REPLAY, TEXTS.get("errors.back"), SemanticColor.AMBER)
                : new ToneChip(MaterialDesignC.CHECK, TEXTS.get("errors.known"), SemanticColor.STONE);
        chip.setMinWidth(Label.USE_PREF_SIZE);
        HoverTooltip.set(
                chip,
                TEXTS.get(
                        group.hasRecurred() ? "errors.back.tip" : "errors.known.tip",
                        known.get().by(),
                        formats.absolute(known.get().at())));
        return Optional.of(chip);
    }

    private Node lastSeen(ErrorGroup group) {
        Label last = CardTable.label(formats.time(group.lastSeen()));
        Label first = CardTable.label(TEXTS.get("errors.first", formats.time(group.firstSeen())));
        first.getStyleClass().add("muted");
        String both = TEXTS.get("errors.seen", formats.absolute(group.firstSeen()), formats.absolute(group.lastSeen()));
        List.of(last, first).forEach(label -> HoverTooltip.set(label, both));
        VBox lines = new VBox(last, first);
        lines.getStyleClass().add("two-lines");
        lines.setAlignment(Pos.CENTER_RIGHT);
        return lines;
    }

    private Node trend(ErrorGroup group) {
        MetricTrendLine line = new MetricTrendLine(theme, SemanticColor.RED);
        line.show(group.trend(), SemanticColor.RED);
        return line;
    }

    private Node buttons(ErrorGroup group) {
        HBox buttons = new HBox();
        buttons.getStyleClass().add("row-buttons");
        HBox retry = CardTable.button("retry-" + key(group), retrying(group));
        HoverTooltip.set((Button) IconButtons.unwrapped(retry), TEXTS.get("errors.retry.tip"));
        buttons.getChildren().add(retry);
        marking(group).ifPresent(marking -> {
            Button mark = IconButtons.iconButton(marking.icon(), marking.title(), marking.run());
            mark.setId("mark-" + key(group));
            buttons.getChildren().add(mark);
        });
        return buttons;
    }

    /** The actions on each group. */
    List<ConsoleAction> actions() {
        return table.rows().stream()
                .flatMap(group -> Stream.concat(Stream.of(showing(group), retrying(group)), marking(group).stream()))
                .toList();
    }

    private ConsoleAction showing(ErrorGroup group) {
        return new ConsoleAction(
                        TEXTS.get("show"),
                        MaterialDesignA.ALERT_CIRCLE_OUTLINE,
                        () -> navigation.generations().accept(filter(group)))
                .on(message(group), Optional.empty());
    }

    private ConsoleAction retrying(ErrorGroup group) {
        return new ConsoleAction(
                        TEXTS.get("errors.retry"),
                        MaterialDesignR.REFRESH,
                        () -> navigation.retryAll().accept(filter(group)))
                .on(message(group), CardTable.readOnly(model.isReadOnly()));
    }

    private Optional<ConsoleAction> marking(ErrorGroup group) {
        boolean known = group.known().isPresent() && !group.hasRecurred();
        return model.isReadOnly()
                ? Optional.empty()
                : Optional.of(new ConsoleAction(
                                TEXTS.get(known ? "errors.mark.new" : "errors.mark.known"),
                                known ? MaterialDesignU.UNDO : MaterialDesignC.CHECK,
                                known ? () -> model.markNew(group) : () -> model.markKnown(group))
                        .on(message(group), Optional.empty()));
    }

    private static String key(ErrorGroup group) {
        return group.fingerprint() + group.model();
    }

    /** The generations of a group that are still failed. */
    private String filter(ErrorGroup group) {
        return new FilterText(List.of(
                        FilterTerm.of("status", "failed"),
                        FilterTerm.of("model", group.model()),
                        FilterTerm.of("cause", group.fingerprint())))
                .with(range)
                .text();
    }
}
