package dev.darkroom.console.logs;

import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Region;

/** A canvas that is drawn once a pulse, outside the layout of its parent, so that drawing it moves nothing else. */
final class Paper extends Region {
    private final Canvas canvas;
    private final Runnable draw;

    Paper(Canvas canvas, Runnable draw) {
        this.canvas = canvas;
        this.draw = draw;
        setManaged(false);
        setMouseTransparent(true);
        getChildren().add(canvas);
    }

    void redraw() {
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(Math.max(1, getWidth()));
        canvas.setHeight(Math.max(1, getHeight()));
        draw.run();
    }
}
