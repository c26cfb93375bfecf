package dev.darkroom.console.kit.layout;

import javafx.scene.Node;
import javafx.scene.Scene;

/** Defers work until the nodes of a window have their sizes. FX thread only. */
public final class LayoutPasses {
    private LayoutPasses() {}

    /** Runs once, after the current or next layout pass; at once where there is no window to lay out. */
    public static void after(Node node, Runnable work) {
        Scene scene = node.getScene();
        if (scene == null) {
            work.run();
            return;
        }
        scene.addPostLayoutPulseListener(new Runnable() {
            @Override
            public void run() {
                scene.removePostLayoutPulseListener(this);
                work.run();
            }
        });
    }
}
