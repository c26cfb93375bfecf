package dev.darkroom.console.kit.theme;

import java.util.Locale;

/** A pair of text and fill colours with a meaning; the style sheets define both for light and dark. */
public enum SemanticColor {
    NEUTRAL,
    SLATE,
    BLUE,
    CYAN,
    AMBER,
    ORANGE,
    GREEN,
    RED,
    STONE,
    VIOLET,
    BRONZE,
    PINK,
    LIME,
    TEAL,
    ROSE;

    /** The part of the token names: {@code -dr-blue-text}, {@code -dr-blue-fill}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The style class that sets {@code -dr-tone} and {@code -dr-tone-fill} for a node and its children. */
    public String style() {
        return "tone-" + token();
    }
}
