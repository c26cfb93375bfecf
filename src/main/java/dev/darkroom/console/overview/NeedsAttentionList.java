package dev.darkroom.console.overview;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.DisplayState;
import dev.darkroom.console.kit.theme.ToneChip;
import dev.darkroom.console.overview.CardTable.Column;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.SafeAction;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.generation.query.GenerationPage.Line;
import dev.darkroom.generation.query.GenerationQueries;
import java.util.List;
import java.util.UUID;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** The oldest generations that need attention, each with its problem and a button to open it. */
final class NeedsAttentionList {
    private static final MessageTexts TEXTS = MessageTexts.of("overview");

    private static final int SHOWN = 8;

    private final CardTable<AttentionRow> table;
    private final Hyperlink recover = new Hyperlink();
    private List<GenerationRow> safe = List.of();

    /** A row; {@code matter} describes the problem. */
    record AttentionRow(UUID id, DisplayState state, String model, String matter, SafeAction action) {}

    /** @param readOnly disables the action buttons, which then show the reason */
    NeedsAttentionList(OverviewNavigation navigation, boolean readOnly) {
        table = new CardTable<>(
                "attention",
                TEXTS.get("attention"),
                TEXTS.get("attention.none"),
                List.of(
                        Column.node(NeedsAttentionList::state),
                        Column.node(row -> {
                            Label id = CardTable.label(ValueFormats.shortId(row.id()));
                            id.getStyleClass().add("mono");
                            return id;
                        }),
                        new Column<>("", HPos.LEFT, true, NeedsAttentionList::cause),
                        Column.node(row -> buttons(row, navigation, readOnly))));
        recover.setId("recover-safe");
        recover.setMinWidth(Region.USE_PREF_SIZE);
        recover.managedProperty().bind(recover.visibleProperty());
        recover.setOnAction(_ -> navigation.recoverAll().accept(safe));
        table.addToHead(CardTable.guarded(recover, readOnly));
    }

    /** Returns the problem with its model below it. */
    private static Node cause(AttentionRow row) {
        return CardTable.twoLines(
                CardTable.shortened(row.matter()), List.of(CardTable.lower(ModelFiguresTable.shortName(row.model()))));
    }

    /** Buttons to open the generation and perform its safe action. */
    private static Node buttons(AttentionRow row, OverviewNavigation navigation, boolean readOnly) {
        HBox buttons = new HBox(CardTable.button(
                "open-" + row.id(),
                TEXTS.get("show"),
                () -> navigation.generations().accept(row.id().toString())));
        buttons.getStyleClass().add("row-buttons");
        if (row.action() != SafeAction.NONE) {
            Button act = CardTable.button(
                    "act-" + row.id(),
                    TEXTS.get("act." + row.action()),
                    () -> navigation.requestAction().accept(row.id(), row.action()));
            buttons.getChildren().add(CardTable.guarded(act, readOnly));
        }
        return buttons;
    }

    CardTable<AttentionRow> node() {
        return table;
    }

    void show(OverviewFigures now) {
        long all = now.counts().of(GenerationPreset.ATTENTION);
        safe = now.attention().stream()
                .filter(line -> line.diagnosis().act() == SafeAction.RECOVER)
                .map(Line::row)
                .toList();
        // A single generation has a button in its row.
        recover.setVisible(safe.size() > 1);
        recover.setText(TEXTS.get("attention.recover", ValueFormats.number(safe.size())));
        table.show(
                now.attention().stream()
                        .limit(SHOWN)
                        .map(NeedsAttentionList::row)
                        .toList(),
                all == 0 ? "" : ValueFormats.count(all, GenerationQueries.COUNT_LIMIT));
    }

    private static AttentionRow row(Line line) {
        return new AttentionRow(
                line.row().id(),
                DisplayState.valueOf(line.state().name()),
                line.row().model(),
                MessageTexts.sentence(
                        line.diagnosis().brief().isEmpty()
                                ? line.diagnosis().title()
                                : line.diagnosis().brief()),
                line.diagnosis().act());
    }

    private static Node state(AttentionRow row) {
        ToneChip chip = new ToneChip(row.state());
        chip.setMinWidth(Label.USE_PREF_SIZE);
        return chip;
    }
}
