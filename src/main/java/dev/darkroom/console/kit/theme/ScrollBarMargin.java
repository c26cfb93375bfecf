package dev.darkroom.console.kit.theme;

import javafx.geometry.Insets;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/**
 * Lets the vertical scroll bar stand in the right margin of what is scrolled, so that cards end at the same edge whether there is a
 * bar or not. The margin must be wider than the bar.
 */
public final class ScrollBarMargin {
    private ScrollBarMargin() {}

    /** Once the content is set. */
    public static void use(ScrollPane scroll) {
        VBox content = new VBox(scroll.getContent());
        scroll.setContent(content);
        scroll.viewportBoundsProperty().subscribe(viewport -> {
            Insets insets = scroll.getInsets();
            double bar = scroll.getWidth() - insets.getLeft() - insets.getRight() - viewport.getWidth();
            content.setPadding(new Insets(0, viewport.getWidth() > 0 ? -Math.max(0, bar) : 0, 0, 0));
        });
    }
}
