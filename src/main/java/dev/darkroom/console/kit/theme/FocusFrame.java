package dev.darkroom.console.kit.theme;

import javafx.scene.layout.Region;

/** A focus ring over a pane whose content covers its own background; visible while the pane has the keyboard focus. */
public final class FocusFrame extends Region {
    public FocusFrame() {
        getStyleClass().add("focus-frame");
        setMouseTransparent(true);
        setManaged(false);
    }
}
