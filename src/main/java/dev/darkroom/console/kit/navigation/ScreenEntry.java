package dev.darkroom.console.kit.navigation;

import java.util.Optional;
import javafx.scene.input.KeyCombination;
import org.kordamp.ikonli.Ikon;

/**
 * A screen's entry in the navigation rail.
 *
 * @param id a constant word that identifies the screen to other screens and in saved settings
 * @param lower whether it is at the bottom
 * @param key its own shortcut, where that is not the one of its place
 */
public record ScreenEntry(String id, String title, Ikon icon, boolean lower, Optional<KeyCombination> key) {
    public static ScreenEntry upper(String id, String title, Ikon icon) {
        return new ScreenEntry(id, title, icon, false, Optional.empty());
    }

    public static ScreenEntry lower(String id, String title, Ikon icon) {
        return new ScreenEntry(id, title, icon, true, Optional.empty());
    }

    public ScreenEntry withKey(String own) {
        return new ScreenEntry(id, title, icon, lower, Optional.of(KeyCombination.valueOf(own)));
    }
}
