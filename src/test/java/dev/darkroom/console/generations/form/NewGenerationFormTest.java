package dev.darkroom.console.generations.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.generations.GenerationsTestBench;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.generation.SeededGenerations;
import java.util.List;
import java.util.Objects;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NewGenerationFormTest extends ConsoleWindowTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private GenerationsTestBench bench;
    private NewGenerationModel model;
    private ConsoleShell shell;

    @BeforeAll
    static void seed() {
        new SeededGenerations(DATABASE.get()).users("ana.kovac", "ben");
    }

    @BeforeEach
    void open() {
        bench = new GenerationsTestBench(DATABASE.get());
        shell = showShell(1000, 700);
        onFx(() -> {
            model = bench.form(Runnable::run, Platform::runLater);
            NewGenerationForm form = new NewGenerationForm(model, (_, _) -> {}, shell.overlays());
            shell.overlays().open(form, form.first(), form.main(), form::isEdited);
        });
        await("the form", () -> scene().lookup(".new-generation .user .text-field") != null);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void users_are_offered_as_their_name_is_typed() {
        robot.write("kov");
        await("an offer", () -> user().isShowing());
        picture("new-generation-user-light");
        robot.push(KeyCode.DOWN).push(KeyCode.ENTER);
        await("ana", () -> model.userProperty().get().equals("ana.kovac") && !user().isShowing());
        assertThat(fx(() -> shell.overlays().isOpen())).isTrue();
    }

    @Test
    void a_model_is_found_by_a_part_of_its_name_and_escape_leaves_the_form_open() {
        ComboBox<?> models = (ComboBox<?>) scene().lookup(".new-generation .combo-box");
        onFx(() -> models.requestFocus());
        robot.push(KeyCode.DOWN);
        await("the list", models::isShowing);
        robot.write("kling");
        pictures("new-generation-models");
        robot.push(KeyCode.ENTER);
        await("the model", () -> model.modelProperty().get().endpointId().contains("kling"));
        assertThat(fx(models::isShowing)).isFalse();
        robot.push(KeyCode.DOWN);
        await("the list again", models::isShowing);
        robot.push(KeyCode.ESCAPE);
        await("closed", () -> !models.isShowing());
        assertThat(fx(() -> shell.overlays().isOpen())).isTrue();
    }

    @Test
    void a_whole_file_pasted_as_a_user_is_cut_in_its_sentence_and_the_buttons_stay_in_the_window() {
        onFx(() -> model.userProperty().set("x".repeat(108_000)));
        await("it is unknown", () -> model.problemsProperty().get().containsKey(NewGenerationModel.USER));
        assertThat(said()).as("not while it is being typed").isEmpty();
        robot.push(KeyCode.TAB).push(KeyCode.TAB);
        await("its sentence", () -> said().size() == 2);
        assertThat(said().getFirst()).startsWith("There is no account").hasSizeLessThan(140);
        assertThat(model.promptProperty().get()).isEmpty();
        settle();
        assertThat(fx(() -> {
                    var button = Objects.requireNonNull(scene().lookup(".create"));
                    return button.localToScene(button.getLayoutBounds()).getMaxY();
                }))
                .isLessThan(700);
        pictures("new-generation-long");
    }

    @Test
    void a_number_out_of_range_is_one_sentence() {
        onFx(() -> {
            model.userProperty().set("ben");
            model.promptProperty().set("a heron");
            Objects.requireNonNull(model.members().get("num_images")).set("-3");
        });
        settle();
        assertThat(fx(() -> model.problemsProperty().get())).containsOnlyKeys("num_images");
    }

    /** What the fields say is wrong, from the top. */
    private List<String> said() {
        return fx(() -> scene().getRoot().lookupAll(".problem").stream()
                .filter(Node::isVisible)
                .map(node -> ((Label) node).getText())
                .toList());
    }

    private ComboBox<?> user() {
        return (ComboBox<?>) scene().lookup(".new-generation .user");
    }
}
