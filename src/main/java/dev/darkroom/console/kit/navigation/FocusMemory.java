package dev.darkroom.console.kit.navigation;

import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.Scene;
import org.jspecify.annotations.Nullable;

/** What had the focus last, to be given it back when a part of the window that took it is left. FX thread only. */
public final class FocusMemory {
    private final Node part;
    private final Predicate<Node> counted;
    private @Nullable Node last;

    /**
     * @param part stands in the window that is watched
     * @param counted whether a node is one to go back to
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

    /** @param otherwise gets it where that node is gone */
    public void giveBack(Node otherwise) {
        Node node = last;
        boolean isThere =
                node != null && node.getScene() != null && node.getScene() == part.getScene() && counted.test(node);
        (node != null && isThere ? node : otherwise).requestFocus();
    }
}
