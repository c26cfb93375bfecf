package dev.darkroom.console.generations;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;

/** The keys of this screen. */
public final class GenerationKeys {
    public static final KeyCombination FILTER = new KeyCodeCombination(KeyCode.SLASH);
    public static final KeyCombination AGAIN = new KeyCodeCombination(KeyCode.F5);

    private GenerationKeys() {}
}
