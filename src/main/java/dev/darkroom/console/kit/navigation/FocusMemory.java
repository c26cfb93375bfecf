package dev.darkroom.console.kit.navigation;

import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.Scene;
import org.jspecify.annotations.Nullable;

/** Remembers the last focused node, to restore the focus when the user leaves a part of the window. FX thread only. */
public final class FocusMemory {
    private final Node part;
    private final Predicate<Node> accepted;
    private @Nullable Node last;

    /**
     * @param part a node of the window that is observed
     * @param accepted accepts the nodes to return to
     */
    public FocusMemory(Node part, Predicate<Node> accepted) {
        this.part = part;
        this.accepted = accepted;
        part.sceneProperty().flatMap(Scene::focusOwnerProperty).subscribe(owner -> {
            if (owner != null && accepted.test(owner)) {
                last = owner;
            }
        });
    }

    /** @param fallback receives the focus if that node is gone */
    public void restoreFocus(Node fallback) {
        Node node = last;
        boolean isThere =
                node != null && node.getScene() != null && node.getScene() == part.getScene() && accepted.test(node);
        (node != null && isThere ? node : fallback).requestFocus();
    }
}
