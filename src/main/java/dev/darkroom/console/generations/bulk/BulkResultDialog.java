package dev.darkroom.console.generations.bulk;

import dev.darkroom.console.generations.DetailsSections;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.layout.BulkItemCell;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.generation.action.BulkAction;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

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
        list.setCellFactory(_ -> new BulkItemCell(bulk.begins(), null));
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
}
