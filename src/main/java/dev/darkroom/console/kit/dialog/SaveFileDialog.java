package dev.darkroom.console.kit.dialog;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.Node;
import javafx.stage.FileChooser;

/** Asks a person where a file shall go. */
public final class SaveFileDialog {
    private SaveFileDialog() {}

    /**
     * Blocks until a place is chosen or not.
     *
     * @param within a node of the window that waits
     * @param name what is suggested
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
