package dev.darkroom.console.kit.theme;

import javafx.geometry.Insets;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/**
 * Places the vertical scroll bar in the right margin of the content, so that cards end at the same edge with and without the
 * bar. The margin must be wider than the bar.
 */
public final class ScrollBarMargin {
    private ScrollBarMargin() {}

    /** Call after the content is set. */
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
