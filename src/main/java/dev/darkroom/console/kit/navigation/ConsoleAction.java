package dev.darkroom.console.kit.navigation;

import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;

/** Something a person can do: in the palette by its title, by its key when it has one. */
public record ConsoleAction(
        String title, Ikon icon, @Nullable KeyCombination key, Runnable run) {
    public ConsoleAction(String title, Ikon icon, Runnable run) {
        this(title, icon, null, run);
    }

    /** {@code Ctrl+E} and the like, empty without a key. */
    public String keyText() {
        return key == null ? "" : key.getDisplayText();
    }
}
