package dev.darkroom.console.kit.theme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleWindowTest;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;

class ShowingSubscriptionTest extends ConsoleWindowTest {
    private final DoubleProperty scale = new SimpleDoubleProperty(1);
    private final List<Number> heard = new ArrayList<>();

    @Test
    void a_value_is_followed_while_the_node_is_shown_and_caught_up_with_afterwards() {
        StackPane node = fx(() -> {
            StackPane made = new StackPane();
            ShowingSubscription.follow(made, scale, heard::add);
            return made;
        });
        assertThat(heard).containsExactly(1.0);
        onFx(() -> scale.set(1.5));
        assertThat(heard).containsExactly(1.0);
        show(() -> node, 200, 200);
        await("the change meanwhile", () -> heard.equals(List.of(1.0, 1.5)));
        onFx(() -> scale.set(2));
        assertThat(heard).containsExactly(1.0, 1.5, 2.0);
    }

    @Test
    void a_closed_window_is_not_kept_by_the_value_that_it_followed() {
        WeakReference<Stage> window = fx(() -> {
            StackPane node = new StackPane();
            // As a screen does, the handler holds its node and so the window.
            ShowingSubscription.follow(node, scale, _ -> node.requestLayout());
            Stage stage = new Stage();
            stage.setScene(new Scene(node, 200, 200));
            stage.show();
            return new WeakReference<>(stage);
        });
        onFx(() -> window.get().hide());
        await("it is gone", () -> {
            System.gc();
            return window.get() == null;
        });
        assertThat(scale.get()).isEqualTo(1);
    }
}
