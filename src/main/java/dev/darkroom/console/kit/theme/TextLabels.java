package dev.darkroom.console.kit.theme;

import javafx.scene.control.Label;

/** Creates labels with their style classes in one expression. */
public final class TextLabels {
    private TextLabels() {}

    public static Label styled(String text, String... styles) {
        Label label = new Label(text);
        label.getStyleClass().addAll(styles);
        return label;
    }

    /** Wraps onto as many lines as it needs. */
    public static Label wrapped(String text, String... styles) {
        Label label = styled(text, styles);
        label.setWrapText(true);
        label.setMinHeight(Label.USE_PREF_SIZE);
        return label;
    }

    /** Never truncated. */
    public static Label whole(String text, String... styles) {
        Label label = styled(text, styles);
        label.setMinWidth(Label.USE_PREF_SIZE);
        return label;
    }
}
