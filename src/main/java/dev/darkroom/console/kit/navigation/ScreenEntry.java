package dev.darkroom.console.kit.navigation;

import java.util.Optional;
import javafx.scene.input.KeyCombination;
import org.kordamp.ikonli.Ikon;

/**
 * How a screen stands in the rail.
 *
 * @param id a word that never changes: other screens and saved settings name the screen by it
 * @param lower whether it stands at the lower end
 * @param key its own key, where that is not the one of its place
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
