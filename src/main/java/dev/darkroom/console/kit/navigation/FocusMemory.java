package dev.darkroom.console.kit.navigation;

import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.Scene;
import org.jspecify.annotations.Nullable;

/** Remembers the last focused node, to restore the focus when the user leaves a part of the window. FX thread only. */
public final class FocusMemory {
    private final Node part;
    private final Predicate<Node> counted;
    private @Nullable Node last;

    /**
     * @param part a node of the window that is observed
     * @param counted accepts the nodes to return to
     */
    public FocusMemory(Node part, Predicate<Node> counted) {
        this.part = part;
        this.counted = counted;
        part.sceneProperty().flatMap(Scene::focusOwnerProperty).subscribe(owner -> {
            if (owner != null && counted.test(owner)) {
                last = owner;
            }
        });
    }

    /** @param otherwise receives the focus if that node is gone */
    public void giveBack(Node otherwise) {
        Node node = last;
        boolean isThere =
                node != null && node.getScene() != null && node.getScene() == part.getScene() && counted.test(node);
        (node != null && isThere ? node : otherwise).requestFocus();
    }
}
