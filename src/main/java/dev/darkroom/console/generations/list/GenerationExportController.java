package dev.darkroom.console.generations.list;

import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.GenerationsModel;
import dev.darkroom.console.kit.dialog.SaveFileDialog;
import dev.darkroom.console.kit.layout.ExportBar;
import dev.darkroom.console.kit.layout.ExportModel;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.generation.query.GenerationExport;
import dev.darkroom.generation.query.GenerationFilter;
import java.nio.file.Path;
import javafx.scene.Node;

/** Exports what the list's view and filter match, loaded or not, and shows the progress. FX thread. */
final class GenerationExportController {
    private final GenerationsModel model;
    private final ExportModel exports;
    private final ExportBar bar;

    GenerationExportController(GenerationsModel model, FxEventBridge feed) {
        this.model = model;
        exports = new ExportModel(feed);
        bar = new ExportBar(exports, () -> 0);
    }

    Node bar() {
        return bar;
    }

    ConsoleAction action() {
        return ConsoleAction.export(
                GenerationMessages.get("export"),
                () -> SaveFileDialog.choose(bar, GenerationMessages.get("export"), "generations.csv")
                        .ifPresent(this::exportTo));
    }

    void exportTo(Path file) {
        GenerationFilter filter = model.list().currentFilter();
        GenerationExport export = model.export();
        exports.start(file, progress -> export.write(filter, file, progress));
    }
}
