package dev.darkroom.console.kit.dialog;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.Node;
import javafx.stage.FileChooser;

/** Asks the user where to save a file. */
public final class SaveFileDialog {
    private SaveFileDialog() {}

    /**
     * Blocks until the user has chosen a file or cancelled.
     *
     * @param within a node of the waiting window
     * @param name the suggested file name
     */
    public static Optional<Path> choose(
            Node within, String title, String name, FileChooser.ExtensionFilter... endings) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.getExtensionFilters().setAll(endings);
        chooser.setInitialFileName(name);
        return Optional.ofNullable(chooser.showSaveDialog(within.getScene().getWindow()))
                .map(File::toPath);
    }
}
