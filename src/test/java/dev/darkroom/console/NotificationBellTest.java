package dev.darkroom.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.kit.dialog.NotificationEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.stage.Window;
import org.controlsfx.control.PopOver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ui")
class NotificationBellTest extends ConsoleWindowTest {
    private final List<String> undone = new ArrayList<>();

    @Test
    void what_is_undone_under_the_bell_is_offered_once_and_the_list_goes() {
        ConsoleShell shell = showShell(1000, 700);
        onFx(() -> {
            shell.toast(NotificationEntry.Kind.DONE, "The limit is 7 from now on.", () -> undone.add("limit"));
            shell.bell().open();
        });
        await("the list", () -> popOver() != null && bounds().getWidth() > 100);
        Bounds before = fx(this::bounds);
        assertThat(before.getMaxX())
                .as("right edge of the list, in the window")
                .isLessThanOrEqualTo(fx(
                        () -> scene().getWindow().getX() + scene().getWindow().getWidth()));
        picture("bell-undo");

        onFx(() -> ((Button) list().lookup(".undo")).fire());
        await("gone", () -> popOver() == null);
        assertThat(undone).containsExactly("limit");
        onFx(() -> shell.bell().open());
        await("the list again", () -> popOver() != null && list() != null);
        assertThat(fx(() -> list().lookup(".undo").isDisabled())).isTrue();
    }

    @Test
    void a_list_opened_by_keyboard_begins_with_the_newest_notification() {
        ConsoleShell shell = showShell(1000, 700);
        onFx(() -> {
            shell.toast(NotificationEntry.Kind.DONE, "The limit is 7 from now on.", () -> {});
            for (int number = 0; number < 29; number++) {
                shell.note(new NotificationEntry(Instant.now(), NotificationEntry.Kind.WARNING, "Warning " + number));
            }
            shell.bell().open();
        });
        await("the list", () -> popOver() != null && bounds().getWidth() > 100);
        settle();
        ScrollPane scroll = fx(() -> (ScrollPane) popOver().getScene().getRoot().lookup(".scroll-pane"));
        assertThat(fx(scroll::isFocused)).isTrue();
        assertThat(fx(scroll::getVvalue)).isZero();
        picture("bell-newest");
    }

    @Test
    void what_asks_first_is_offered_until_somebody_agreed() {
        List<Runnable> asked = new ArrayList<>();
        ConsoleShell shell = showShell(1000, 700);
        onFx(() -> {
            shell.toast(new NotificationEntry(
                    Instant.now(),
                    NotificationEntry.Kind.DONE,
                    "Granted.",
                    new NotificationEntry.UndoOffer(onTaken -> asked.add(onTaken))));
            ((Button) scene().lookup(".toast .undo")).fire();
        });
        assertThat(fx(() -> scene().lookup(".toast .undo").isDisabled())).isFalse();

        onFx(() -> {
            ((Button) scene().lookup(".toast .undo")).fire();
            asked.getLast().run();
        });

        assertThat(asked).hasSize(2);
        assertThat(fx(() -> shell.bell().undoAction().refused())).isTrue();
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
}
