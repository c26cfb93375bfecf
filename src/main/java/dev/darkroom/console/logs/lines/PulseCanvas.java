package dev.darkroom.console.logs.lines;

import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * A canvas drawn at most once per pulse, after and outside the layout pass: drawing moves no other node, and changes it causes
 * elsewhere (a layout requested during layout may be lost) take effect in the next pulse.
 */
public final class PulseCanvas extends Region {
    private final Canvas canvas;
    private final Runnable draw;
    private final Runnable pulse = this::pulse;
    private boolean dirty;

    public PulseCanvas(Canvas canvas, Runnable draw) {
        this.canvas = canvas;
        this.draw = draw;
        setManaged(false);
        setMouseTransparent(true);
        getChildren().add(canvas);
        sceneProperty().addListener((_, old, now) -> moved(old, now));
    }

    /** A focus ring over a pane whose content covers its own background; visible while the pane has the keyboard focus. */
    public static Region focusFrame() {
        Region frame = new Region();
        frame.getStyleClass().add("focus-frame");
        frame.setMouseTransparent(true);
        frame.setManaged(false);
        return frame;
    }

    private void moved(@Nullable Scene old, @Nullable Scene now) {
        if (old != null) {
            old.removePostLayoutPulseListener(pulse);
        }
        if (now != null) {
            now.addPostLayoutPulseListener(pulse);
            redraw();
        }
    }

    public void redraw() {
        if (!dirty) {
            dirty = true;
            Platform.requestNextPulse();
        }
    }

    private void pulse() {
        if (dirty) {
            dirty = false;
            draw.run();
        }
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(Math.max(1, getWidth()));
        canvas.setHeight(Math.max(1, getHeight()));
        redraw();
    }
}
