package dev.darkroom.console.kit.navigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleWindowTest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

class KeyboardShortcutsTest extends ConsoleWindowTest {
    @Test
    void escape_closes_from_a_text_that_can_only_be_read_and_not_from_one_that_was_typed() {
        AtomicInteger closed = new AtomicInteger();
        ConsoleAction close =
                new ConsoleAction("Close", MaterialDesignC.CLOSE, KeyboardShortcuts.CLOSE, closed::incrementAndGet);
        TextArea text = fx(() -> new TextArea("{\"seed\": 1}"));
        show(() -> new StackPane(text), 300, 200);
        onFx(() -> {
            scene().addEventHandler(
                            KeyEvent.KEY_PRESSED, key -> KeyboardShortcuts.dispatch(scene(), key, List.of(close)));
            text.requestFocus();
        });
        settle();
        robot.type(KeyCode.ESCAPE);
        settle();
        assertThat(closed).hasValue(0);

        onFx(() -> text.setEditable(false));
        robot.type(KeyCode.ESCAPE);
        await("closed", () -> closed.get() == 1);
    }
}
