package dev.darkroom.console.kit.theme;

import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Window;

/**
 * Follows a value that outlives the window, such as the theme, only while a node is in a window that is shown: otherwise the
 * value would keep the node, and with it the whole closed window. FX thread only.
 */
public final class ShowingSubscription {
    private ShowingSubscription() {}

    /** Calls {@code then} now, and with each change; a change meanwhile is delivered when the node is shown again. */
    public static <T> void follow(Node node, ObservableValue<T> value, Consumer<? super T> then) {
        value.when(node.sceneProperty()
                        .flatMap(Scene::windowProperty)
                        .flatMap(Window::showingProperty)
                        .orElse(false))
                .subscribe(then);
    }
}
