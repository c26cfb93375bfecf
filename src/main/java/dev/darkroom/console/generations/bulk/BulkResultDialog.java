package dev.darkroom.console.generations.bulk;

import dev.darkroom.console.generations.DetailsSections;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.generation.action.BulkAction;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;

/** What became of each item of a bulk act, those that failed first. */
final class BulkResultDialog extends VBox {
    private final Button close = new Button(GenerationMessages.get("bulk.close"));

    BulkResultDialog(BulkAction bulk, List<BulkAction.Item> items, Runnable onClose) {
        getStylesheets().add(GenerationMessages.STYLE);
        getStyleClass().addAll("dialog", "outcomes");
        Label title = new Label(GenerationMessages.get("bulk.outcomes.title", bulk.what()));
        title.getStyleClass().add("dialog-title");
        ListView<BulkAction.Item> list = new ListView<>();
        list.getItems().setAll(items);
        list.setCellFactory(_ -> new Line());
        list.setPrefHeight(360);
        VBox body = new VBox(title, list);
        if (items.size() < bulk.counts().all()) {
            body.getChildren()
                    .add(DetailsSections.muted(
                            GenerationMessages.get("bulk.outcomes.first", ValueFormats.number(items.size()))));
        }
        body.getStyleClass().add("dialog-body");
        close.setCancelButton(true);
        close.setOnAction(_ -> onClose.run());
        HBox foot = new HBox(close);
        foot.setAlignment(Pos.CENTER_RIGHT);
        foot.getStyleClass().add("dialog-foot");
        getChildren().setAll(body, foot);
    }

    Button first() {
        return close;
    }

    private static final class Line extends ListCell<BulkAction.Item> {
        @Override
        protected void updateItem(BulkAction.Item item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setGraphic(null);
                return;
            }
            Label state = new Label(
                    GenerationMessages.get("bulk.item." + item.state().name()), IconButtons.icon(icon(item.state())));
            state.getStyleClass().addAll("tone-text", tone(item.state()).style());
            state.setMinWidth(84);
            Label id = DetailsSections.mono(ValueFormats.shortId(item.generation()));
            id.setMinWidth(USE_PREF_SIZE);
            Label user = new Label(item.userId());
            user.getStyleClass().add("muted");
            user.setMinWidth(90);
            user.setMaxWidth(90);
            Label outcome = new Label(MessageTexts.said(item.outcome()));
            outcome.setTooltip(new Tooltip(outcome.getText()));
            HBox.setHgrow(outcome, Priority.ALWAYS);
            HBox line = new HBox(10, state, id, user, outcome);
            line.setAlignment(Pos.CENTER_LEFT);
            line.setPrefWidth(0);
            setGraphic(line);
        }

        private static Ikon icon(BulkAction.ItemState state) {
            return switch (state) {
                case OPEN -> MaterialDesignC.CLOCK_OUTLINE;
                case DONE -> MaterialDesignC.CHECK_CIRCLE_OUTLINE;
                case SKIPPED -> MaterialDesignD.DEBUG_STEP_OVER;
                case FAILED -> MaterialDesignC.CLOSE_CIRCLE_OUTLINE;
            };
        }

        private static SemanticColor tone(BulkAction.ItemState state) {
            return switch (state) {
                case OPEN -> SemanticColor.NEUTRAL;
                case DONE -> SemanticColor.GREEN;
                case SKIPPED -> SemanticColor.AMBER;
                case FAILED -> SemanticColor.RED;
            };
        }
    }
}
