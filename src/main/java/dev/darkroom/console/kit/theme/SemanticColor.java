package dev.darkroom.console.kit.theme;

import java.util.Locale;

/** A pair of text and fill colour that means something; the style sheets give both for light and dark. */
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

    /** The part of a token's name: {@code -dr-blue-text}, {@code -dr-blue-fill}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The style class that sets {@code -dr-tone} and {@code -dr-tone-fill} for a node and what is in it. */
    public String style() {
        return "tone-" + token();
    }
}
