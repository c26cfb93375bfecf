package dev.darkroom.console.kit.layout;

import javafx.scene.Node;
import javafx.scene.Scene;

/** What has to wait until the nodes of a window have their sizes. FX thread only. */
public final class LayoutPasses {
    private LayoutPasses() {}

    /** Runs once, after the layout pass that is under way or the next one; at once where there is no window to be laid out. */
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
