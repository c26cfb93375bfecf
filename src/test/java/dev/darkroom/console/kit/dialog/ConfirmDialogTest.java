package dev.darkroom.console.kit.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

class ConfirmDialogTest extends ConsoleWindowTest {
    private final List<String> done = new ArrayList<>();
    private final ConfirmationRequest question = ConfirmationRequest.of(
                    "Delete files", "3 files, 12 MB.", "Delete 3 files")
            .withReason()
            .mustType("3")
            .destroying();

    private ConsoleShell ask(ConfirmationRequest asked) {
        ConsoleShell shell = showShell(1000, 700);
        onFx(() -> shell.overlays().confirm(asked, done::add));
        settle();
        return shell;
    }

    @Test
    void the_act_waits_for_a_reason_and_for_the_count_to_be_typed() {
        ConsoleShell shell = ask(question);
        Button act = (Button) fx(() -> scene().lookup(".filled"));
        assertThat(fx(() -> scene().getFocusOwner())).isInstanceOf(TextField.class);

        robot.write("asked by mail");
        assertThat(fx(act::isDisabled)).isTrue();
        robot.push(KeyCode.TAB);
        robot.write("3");
        await("allowed", () -> !act.isDisabled());
        picture("confirm-destroys");
        onFx(() -> act.fire());

        assertThat(done).containsExactly("asked by mail");
        assertThat(fx(() -> shell.overlays().isOpen())).isFalse();
    }

    @Test
    void long_texts_of_a_change_stand_beside_each_other_and_are_not_cut() {
        ask(question.costs(new ConfirmationRequest.Price(
                "Balance of a.user.with.a.long.name",
                "The answer to the submit was lost",
                "refunds the credits; fal.ai may still bill one run",
                "")));
        List<Bounds> cells = fx(() -> Stream.of(".label", ".value")
                .flatMap(cell -> scene().lookup(".prices").lookupAll(cell).stream())
                .map(node -> node.localToScene(node.getLayoutBounds()))
                .toList());
        assertThat(cells).hasSize(6);
        for (Bounds one : cells) {
            assertThat(cells).filteredOn(other -> overlap(one, other)).containsExactly(one);
        }
        assertThat(fx(() -> scene().lookup(".prices").lookupAll(".label").stream()
                        .map(Labeled.class::cast)
                        .filter(Labeled::isTextTruncated)
                        .toList()))
                .isEmpty();
        picture("confirm-long");
    }

    /** Cells that only touch do not. */
    private static boolean overlap(Bounds one, Bounds other) {
        return one.getMaxX() - 1 > other.getMinX()
                && other.getMaxX() - 1 > one.getMinX()
                && one.getMaxY() - 1 > other.getMinY()
                && other.getMaxY() - 1 > one.getMinY();
    }

    @Test
    void an_act_that_is_sure_to_be_refused_stays_disabled_and_says_why() {
        ask(ConfirmationRequest.of("Reverse", "+50 of ana.", "Book \u221250")
                .withReason(new ConfirmationRequest.ReasonField("(kept in the ledger)", "Enter a reason."))
                .refused("The balance is too low."));
        Button act = (Button) fx(() -> scene().lookup(".filled"));
        robot.write("asked by mail");
        robot.push(KeyCode.ENTER);
        settle();
        assertThat(fx(act::isDisabled)).isTrue();
        assertThat(fx(act::getAccessibleHelp)).isEqualTo("The balance is too low.");
        assertThat(done).isEmpty();
    }

    @Test
    void a2_enter_in_a_field_does_the_act_when_it_may_be_done_and_else_leaves_the_dialog_open() {
        ConsoleShell shell = ask(question);
        robot.push(KeyCode.ENTER);
        settle();
        assertThat(fx(() -> shell.overlays().isOpen())).isTrue();

        robot.write("asked by mail");
        robot.push(KeyCode.ENTER);
        settle();
        assertThat(fx(() -> shell.overlays().isOpen())).isTrue();
        assertThat(done).isEmpty();

        robot.push(KeyCode.TAB);
        robot.write("3");
        robot.push(KeyCode.ENTER);
        await("done", () -> !shell.overlays().isOpen());
        assertThat(done).containsExactly("asked by mail");
    }

    @Test
    void enter_on_a_button_presses_that_button() {
        ConsoleShell shell = ask(
                ConfirmationRequest.of("Retry", "It costs nothing.", "Retry").withReason());
        robot.write("asked by mail");
        robot.push(KeyCode.TAB);
        assertThat(fx(() -> ((Button) scene().getFocusOwner()).isCancelButton()))
                .isTrue();
        robot.push(KeyCode.ENTER);
        await("cancelled", () -> !shell.overlays().isOpen());
        assertThat(done).isEmpty();
    }

    @Test
    void without_a_field_enter_and_escape_cancel() {
        for (KeyCode key : List.of(KeyCode.ENTER, KeyCode.ESCAPE)) {
            ConsoleShell shell =
                    ask(ConfirmationRequest.of("Cancel generation", "Nothing is refunded.", "Cancel generation"));
            robot.push(key);
            await("closed by " + key, () -> !shell.overlays().isOpen());
            onFx(() -> scene().getWindow().hide());
        }
        assertThat(done).isEmpty();
    }

    @Test
    void tab_stays_inside_the_dialog() {
        ConsoleShell shell = ask(question);
        for (int i = 0; i < 6; i++) {
            robot.push(KeyCode.TAB);
            assertThat(fx(() -> {
                        var owner = scene().getFocusOwner();
                        while (owner != null && !owner.getStyleClass().contains("dialog")) {
                            owner = owner.getParent();
                        }
                        return owner;
                    }))
                    .isNotNull();
        }
        assertThat(fx(() -> shell.overlays().isOpen())).isTrue();
    }
}
