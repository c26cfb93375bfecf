package dev.darkroom.console.generations.bulk;

import dev.darkroom.console.generations.DetailsSections;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.dialog.ReadingDialog;
import dev.darkroom.console.kit.layout.BulkItemCell;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.generation.action.BulkAction;
import java.util.List;
import javafx.scene.control.ListView;

/** What became of each item of a bulk act, those that failed first. */
final class BulkResultDialog extends ReadingDialog {

    BulkResultDialog(BulkAction bulk, List<BulkAction.Item> items, Runnable onClose) {
        super("outcomes", GenerationMessages.get("bulk.outcomes.title", bulk.what()), onClose);
        getStylesheets().add(GenerationMessages.STYLE);
        ListView<BulkAction.Item> list = new ListView<>();
        list.getItems().setAll(items);
        list.setCellFactory(_ -> new BulkItemCell(bulk.begins(), null));
        list.setPrefHeight(360);
        read(list);
        if (items.size() < bulk.counts().all()) {
            read(DetailsSections.muted(
                    GenerationMessages.get("bulk.outcomes.first", ValueFormats.number(items.size()))));
        }
    }
}
