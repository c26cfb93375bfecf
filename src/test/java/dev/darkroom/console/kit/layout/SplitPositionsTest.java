package dev.darkroom.console.kit.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleWindowTest;
import javafx.scene.control.Button;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ui")
class SplitPositionsTest extends ConsoleWindowTest {
    @Test
    void keys_move_the_edge_beside_the_pane_that_has_the_focus() {
        SplitPane split = fx(() -> new SplitPane(pane("a"), pane("b"), pane("c")));
        show(
                () -> {
                    SplitPositions.moveByKeys(split);
                    return split;
                },
                900,
                300);
        onFx(() -> split.setDividerPositions(0.3, 0.6));
        settle();
        double[] before = fx(split::getDividerPositions);

        press(split, 0, KeyCode.RIGHT);
        press(split, 2, KeyCode.LEFT);

        double[] after = fx(split::getDividerPositions);
        assertThat(after[0]).isGreaterThan(before[0]);
        assertThat(after[1]).isLessThan(before[1]);
    }

    private static StackPane pane(String word) {
        return new StackPane(new Button(word));
    }

    private void press(SplitPane split, int part, KeyCode arrow) {
        onFx(() -> ((StackPane) split.getItems().get(part))
                .getChildren()
                .getFirst()
                .requestFocus());
        robot.press(KeyCode.ALT, KeyCode.SHIFT, arrow).release(arrow, KeyCode.SHIFT, KeyCode.ALT);
        settle();
    }
}
