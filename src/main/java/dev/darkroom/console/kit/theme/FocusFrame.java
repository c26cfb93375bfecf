package dev.darkroom.console.kit.theme;

import javafx.scene.layout.Region;

/** A frame over a pane whose content covers its own background; it is seen while the pane has the focus by keyboard. */
public final class FocusFrame extends Region {
    public FocusFrame() {
        getStyleClass().add("focus-frame");
        setMouseTransparent(true);
        setManaged(false);
    }
}
