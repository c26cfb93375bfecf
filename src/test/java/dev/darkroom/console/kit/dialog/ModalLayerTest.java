package dev.darkroom.console.kit.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;

class ModalLayerTest extends ConsoleWindowTest {
    private final AtomicBoolean sending = new AtomicBoolean();
    private ConsoleShell shell;

    private VBox openForm() {
        return fx(() -> {
            TextField field = new TextField();
            Button send = new Button("Send");
            VBox form = new VBox(field, send);
            shell.overlays().open(form, field, send, () -> false, sending::get);
            return form;
        });
    }

    @Test
    void a_late_answer_closes_only_the_dialog_that_it_belongs_to() {
        shell = showShell(1000, 700);
        VBox sent = openForm();
        VBox typing = openForm();
        onFx(() -> shell.overlays().close(sent));
        assertThat(fx(() -> shell.overlays().isOpen() && typing.getScene() != null))
                .isTrue();
        onFx(() -> shell.overlays().close(typing));
        assertThat(fx(() -> shell.overlays().isOpen())).isFalse();
    }

    @Test
    void a_dialog_that_is_sending_refuses_escape() {
        shell = showShell(1000, 700);
        openForm();
        sending.set(true);
        robot.push(KeyCode.ESCAPE);
        settle();
        assertThat(fx(() -> shell.overlays().isOpen())).isTrue();
        sending.set(false);
        robot.push(KeyCode.ESCAPE);
        await("closed", () -> !shell.overlays().isOpen());
    }

    @Test
    void a_dialog_opened_over_another_one_leads_back_to_that() {
        shell = showShell(1000, 700);
        VBox below = openForm();
        settle();
        robot.write("typed");
        settle();
        VBox above = openForm();
        assertThat(fx(below::isDisabled)).isTrue();
        robot.push(KeyCode.ESCAPE);
        await("the first one", () -> above.getScene() == null && !below.isDisabled());
        assertThat(fx(() -> ((TextField) scene().getFocusOwner()).getText())).isEqualTo("typed");
        robot.push(KeyCode.ESCAPE);
        await("closed", () -> !shell.overlays().isOpen());
    }
}
