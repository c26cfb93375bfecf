package dev.darkroom.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.kit.dialog.NotificationEntry;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.stage.Window;
import org.controlsfx.control.PopOver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ui")
class NotificationBellTest extends ConsoleWindowTest {
    private final List<String> undone = new ArrayList<>();

    @Test
    void what_was_undone_under_the_bell_says_so_and_the_list_stays_where_it_is() {
        ConsoleShell shell = showShell(1000, 700);
        fx(() -> {
            shell.toast(NotificationEntry.Kind.DONE, "The limit is 7 from now on.", () -> undone.add("limit"));
            shell.bell().open();
            return null;
        });
        await("the list", () -> popOver() != null && bounds().getWidth() > 100);
        Bounds before = fx(this::bounds);
        assertThat(before.getMaxX())
                .as("right edge of the list, in the window")
                .isLessThanOrEqualTo(fx(
                        () -> scene().getWindow().getX() + scene().getWindow().getWidth()));
        picture("bell-undo");

        fx(() -> {
            ((Button) list().lookup(".undo")).fire();
            return null;
        });
        await("said", () -> labels().contains("Undone"));

        assertThat(undone).containsExactly("limit");
        assertThat(fx(this::bounds).getMaxX()).isEqualTo(before.getMaxX());
        assertThat(fx(() -> list().lookup(".undo").isVisible())).isFalse();
    }

    private PopOver popOver() {
        return Window.getWindows().stream()
                .filter(PopOver.class::isInstance)
                .map(PopOver.class::cast)
                .findFirst()
                .orElse(null);
    }

    private Node list() {
        return popOver().getScene().getRoot().lookup(".notice-list");
    }

    private Bounds bounds() {
        Node border = popOver().getScene().getRoot().lookup(".border");
        return border.localToScreen(border.getLayoutBounds());
    }

    private List<String> labels() {
        return list().lookupAll(".label").stream()
                .filter(Node::isVisible)
                .map(node -> ((Label) node).getText())
                .toList();
    }
}
