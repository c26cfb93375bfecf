package dev.darkroom.console.overview;

import dev.darkroom.console.kit.navigation.ConsoleAction;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;

/** The oldest generations that need attention, each with its problem and a button to open it. */
final class NeedsAttentionList {
    private static final MessageTexts TEXTS = MessageTexts.of("overview");

    private static final int SHOWN = 8;

    private final OverviewNavigation navigation;
    private final boolean readOnly;
    private final CardTable<AttentionRow> table;
    private final Hyperlink recover = new Hyperlink();
    private List<GenerationRow> safe = List.of();

    /** A row; {@code matter} describes the problem. */
    record AttentionRow(UUID id, DisplayState state, String model, String matter, SafeAction action) {}

    /** @param readOnly disables the action buttons, which then show the reason */
    NeedsAttentionList(OverviewNavigation navigation, boolean readOnly) {
        this.navigation = navigation;
        this.readOnly = readOnly;
        table = new CardTable<>(
                "attention",
                TEXTS.get("attention"),
                TEXTS.get("attention.none"),
                AttentionRow::id,
                List.of(
                        Column.node(NeedsAttentionList::state),
                        Column.node(row -> {
                            Label id = CardTable.label(ValueFormats.shortId(row.id()));
                            id.getStyleClass().add("mono");
                            return id;
                        }),
                        new Column<>("", HPos.LEFT, true, NeedsAttentionList::cause),
                        Column.node(this::buttons)));
        recover.setId("recover-safe");
        recover.setMinWidth(Region.USE_PREF_SIZE);
        recover.managedProperty().bind(recover.visibleProperty());
        recover.setOnAction(_ -> recovering().run().run());
        table.addToHead(CardTable.guarded(recover, recovering().refusal()));
    }

    /** The actions on all rows, then those on each. */
    List<ConsoleAction> actions() {
        List<ConsoleAction> actions = new ArrayList<>(isRecoveryOffered() ? List.of(recovering()) : List.of());
        for (AttentionRow row : table.rows()) {
            actions.add(showing(row));
            acting(row).ifPresent(actions::add);
        }
        return actions;
    }

    private ConsoleAction recovering() {
        return new ConsoleAction(
                        TEXTS.get("attention.recover", ValueFormats.number(safe.size())),
                        MaterialDesignL.LIFEBUOY,
                        () -> navigation.recoverAll().accept(safe))
                .on("", CardTable.readOnly(readOnly));
    }

    /** A single generation has a button in its row. */
    private boolean isRecoveryOffered() {
        return safe.size() > 1;
    }

    private ConsoleAction showing(AttentionRow row) {
        return new ConsoleAction(
                        TEXTS.get("show"),
                        MaterialDesignI.IMAGE_OUTLINE,
                        () -> navigation.generations().accept(row.id().toString()))
                .on(about(row), Optional.empty());
    }

    /** The safe action, if there is one. */
    private Optional<ConsoleAction> acting(AttentionRow row) {
        return row.action() == SafeAction.NONE
                ? Optional.empty()
                : Optional.of(new ConsoleAction(
                                TEXTS.get("act." + row.action()),
                                MaterialDesignL.LIFEBUOY,
                                () -> navigation.requestAction().accept(row.id(), row.action()))
                        .on(about(row), CardTable.readOnly(readOnly)));
    }

    private static String about(AttentionRow row) {
        return ValueFormats.shortId(row.id()) + " " + row.matter();
    }

    /** Returns the problem with its model below it. */
    private static Node cause(AttentionRow row) {
        return CardTable.twoLines(
                CardTable.shortened(row.matter()), List.of(CardTable.lower(ValueFormats.model(row.model()))));
    }

    private Node buttons(AttentionRow row) {
        HBox buttons = new HBox(CardTable.button("open-" + row.id(), showing(row)));
        buttons.getStyleClass().add("row-buttons");
        acting(row).ifPresent(act -> buttons.getChildren().add(CardTable.button("act-" + row.id(), act)));
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
        recover.setVisible(isRecoveryOffered());
        recover.setText(recovering().title());
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
