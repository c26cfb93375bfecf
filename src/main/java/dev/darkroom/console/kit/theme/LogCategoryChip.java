package dev.darkroom.console.kit.theme;

import javafx.scene.control.Label;

/** The category of a log line in its colour. An unknown tag always gets the same colour. */
public final class LogCategoryChip extends Label {
    private static final SemanticColor[] UNKNOWN = {
        SemanticColor.PINK, SemanticColor.LIME, SemanticColor.TEAL, SemanticColor.ROSE
    };

    public LogCategoryChip(String tag) {
        super(tag);
        getStyleClass().setAll("label", "category", tone(tag).style());
    }

    /** Returns the colour of a tag, or of its family. */
    public static SemanticColor tone(String tag) {
        if (tag.equals("GENERATION-PROCESSING")) {
            return SemanticColor.BLUE;
        }
        String family = tag.indexOf('-') < 0 ? tag : tag.substring(0, tag.indexOf('-'));
        return switch (family) {
            case "GENERATION" -> SemanticColor.VIOLET;
            case "STORAGE" -> SemanticColor.CYAN;
            case "DB" -> SemanticColor.BRONZE;
            default -> UNKNOWN[Math.floorMod(tag.hashCode(), UNKNOWN.length)];
        };
    }
}
