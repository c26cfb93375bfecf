package dev.darkroom.console.kit.layout;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.generation.action.BulkAction;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** The outcome of one item of a bulk action. */
public final class BulkItemCell extends ListCell<BulkAction.Item> {
    private final boolean begins;
    private final @Nullable Consumer<UUID> open;

    /**
     * @param begins whether the generations continue after the action, so that its success is not theirs
     * @param open shows the generation; null where the id is no link
     */
    public BulkItemCell(boolean begins, @Nullable Consumer<UUID> open) {
        this.begins = begins;
        this.open = open;
        getStyleClass().add("bulk-item");
    }

    @Override
    protected void updateItem(BulkAction.@Nullable Item item, boolean empty) {
        super.updateItem(item, empty);
        if (empty || item == null) {
            setGraphic(null);
            return;
        }
        Label state = new Label(
                MessageTexts.SHELL.get("bulk.item." + word(item.state())), IconButtons.icon(icon(item.state())));
        state.getStyleClass()
                .addAll("bulk-item-state", "tone-text", tone(item.state()).style());
        Labeled id = id(item.generation());
        Label user = TextLabels.styled(item.userId(), "muted");
        user.setMinWidth(90);
        user.setMaxWidth(90);
        Label outcome = new Label(MessageTexts.sentence(item.outcome()));
        outcome.setTooltip(new Tooltip(outcome.getText()));
        HBox.setHgrow(outcome, Priority.ALWAYS);
        HBox line = new HBox(10, state, id, user, outcome);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setPrefWidth(0);
        setGraphic(line);
    }

    private String word(BulkAction.ItemState state) {
        return begins && state == BulkAction.ItemState.DONE ? "BEGUN" : state.name();
    }

    private Labeled id(UUID generation) {
        Consumer<UUID> leads = open;
        Labeled id;
        if (leads == null) {
            id = new Label();
        } else {
            Hyperlink link = new Hyperlink();
            link.setOnAction(_ -> leads.accept(generation));
            id = link;
        }
        id.setText(ValueFormats.shortId(generation));
        id.getStyleClass().add("mono");
        id.setMinWidth(USE_PREF_SIZE);
        return id;
    }

    private Ikon icon(BulkAction.ItemState state) {
        return switch (state) {
            case OPEN -> MaterialDesignC.CLOCK_OUTLINE;
            case DONE -> begins ? MaterialDesignP.PLAY_CIRCLE_OUTLINE : MaterialDesignC.CHECK_CIRCLE_OUTLINE;
            case SKIPPED -> MaterialDesignD.DEBUG_STEP_OVER;
            case FAILED -> MaterialDesignC.CLOSE_CIRCLE_OUTLINE;
        };
    }

    private SemanticColor tone(BulkAction.ItemState state) {
        return switch (state) {
            case OPEN -> SemanticColor.NEUTRAL;
            case DONE -> begins ? SemanticColor.BLUE : SemanticColor.GREEN;
            case SKIPPED -> SemanticColor.AMBER;
            case FAILED -> SemanticColor.RED;
        };
    }
}
