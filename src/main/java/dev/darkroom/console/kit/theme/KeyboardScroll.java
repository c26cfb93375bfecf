package dev.darkroom.console.kit.theme;

import javafx.scene.Node;
import javafx.scene.control.ScrollPane;

/** Makes a scroll pane a Tab stop, scrolled by arrow and page keys, as long as its content does not fit. */
public final class KeyboardScroll {
    private KeyboardScroll() {}

    public static void install(ScrollPane scroll) {
        scroll.getStyleClass().add("keyboard-scroll");
        scroll.viewportBoundsProperty().subscribe(_ -> adapt(scroll));
        scroll.contentProperty().flatMap(Node::layoutBoundsProperty).subscribe(_ -> adapt(scroll));
    }

    private static void adapt(ScrollPane scroll) {
        Node content = scroll.getContent();
        scroll.setFocusTraversable(content != null
                && content.getLayoutBounds().getHeight()
                        > scroll.getViewportBounds().getHeight() + 1);
    }
}
