package dev.darkroom.console.kit.layout;

import dev.darkroom.console.kit.dialog.SaveFileDialog;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.task.FxEventBridge;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.Node;

/** Exports what a list's view and filter match, loaded or not, and shows the progress. FX thread. */
public final class ListExportController {
    private final String title;
    private final String fileName;
    private final Supplier<Optional<String>> refusal;
    private final Function<Path, ExportModel.Work> work;
    private final ExportModel exports;
    private final ExportBar bar;

    /**
     * @param refusal returns why nothing may be exported now
     * @param work creates the export of what the list shows now to a file
     */
    public ListExportController(
            FxEventBridge feed,
            String title,
            String fileName,
            Supplier<Optional<String>> refusal,
            Function<Path, ExportModel.Work> work) {
        this.title = title;
        this.fileName = fileName;
        this.refusal = refusal;
        this.work = work;
        exports = new ExportModel(feed);
        bar = new ExportBar(exports, () -> 0);
    }

    public Node bar() {
        return bar;
    }

    public ConsoleAction action() {
        return ConsoleAction.export(title, () -> refusal.get().ifPresentOrElse(exports::refuse, this::chooseFile));
    }

    private void chooseFile() {
        SaveFileDialog.choose(bar, title, fileName).ifPresent(this::exportTo);
    }

    public void exportTo(Path file) {
        exports.start(file, work.apply(file));
    }
}
