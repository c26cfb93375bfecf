package dev.darkroom.console.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.logs.reader.LogSource;
import dev.darkroom.logfile.query.LogFacet;
import dev.darkroom.logfile.query.LogFacet.FacetChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;

class LogFacetRailTest extends LogsScreenRig {
    private static final String[] MODELS = {"fal-ai/flux/dev", "fal-ai/flux-pro/v1.1", "fal-ai/minimax/speech-02-hd"};

    private final KeptLogMemory memory = new KeptLogMemory();

    /** Of each of thirty runs ten records of its own and two of the main thread; ten of others. */
    private void write() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int run = 0; run < 30; run++) {
            String model = run < 20 ? MODELS[run % 3] : "fal-ai/rare-model-" + (run < 24 ? "a" : run);
            String id = " run-%08x".formatted(0x8f3c1a2e + run);
            line(text, run, "main" + id, "DB-CREATE", "Creating new generation record in database");
            line(
                    text,
                    run,
                    "main" + id,
                    "DB-CREATE",
                    "Generation data: user_id=ana, model_id=" + model + ", status=PENDING");
            for (int i = 0; i < 10; i++) {
                line(
                        text,
                        run,
                        id.strip(),
                        i % 2 == 0 ? "GENERATION-PROCESSING" : "STORAGE-UPLOAD",
                        i == 0 ? "Model: " + model + ", Prompt length: 214" : "Processing file " + i + "/10");
            }
        }
        for (int i = 0; i < 10; i++) {
            line(
                    text,
                    40,
                    i < 6 ? "scheduler-" + i : "HikariPool-1 housekeeper",
                    "DB-STATUS",
                    "Status update completed");
        }
        Files.writeString(folder.resolve("backend.log"), text);
    }

    private static void line(StringBuilder text, int second, String thread, String category, String message) {
        text.append("2026-11-23 13:44:%02d.123 INFO  [%s] darkroom.%s - 🔍 [%s] %s%n"
                .formatted(second, thread, category, category, message));
    }

    /** With a key held, which the robot of a toolkit without a display does not tell of. */
    private void click(KeyCode held, String name) {
        onFx(() -> {
            Label label = (Label) scene().getRoot().lookupAll(".facet-name").stream()
                    .filter(node -> node instanceof Label one && name.equals(one.getText()))
                    .findFirst()
                    .orElseThrow();
            label.fireEvent(mouse(MouseEvent.MOUSE_CLICKED, 1, 1, held, false));
        });
    }

    private FacetChoice choice(LogFacet facet) {
        return fx(() -> model.filterProperty().get().facet(facet));
    }

    private boolean text(String words) {
        return scene().getRoot().lookupAll(".label").stream()
                .anyMatch(node -> node instanceof Label label && words.equals(label.getText()));
    }

    private void awaitShown(int records) {
        await(records + " records", () -> shown() == records);
    }

    @Test
    void threads_and_models_are_found_when_unfolded_and_a_click_chooses_ctrl_adds_alt_excludes() throws IOException {
        write();
        open(1440, 900, memory);
        awaitShown(370);
        assertThat(look().facets().counts()).as("nobody looks at them").isEmpty();

        robot.clickOn(".facet-toggle.thread");
        await("its values", () -> text("run-*") && text("HikariPool-1 housekeeper"));
        robot.clickOn(".facet-toggle.model");
        await("its values", () -> text("fal-ai/flux/dev"));
        assertThat(memory.unfolded).containsExactlyInAnyOrder(LogFacet.values());
        assertThat(look().facets().counts().get(LogFacet.THREAD).byValue())
                .containsEntry("run-*", 300L)
                .containsEntry("main run-*", 60L)
                .containsEntry("scheduler-*", 6L)
                .containsEntry("HikariPool-1 housekeeper", 4L);
        pictures("logs-facets");

        robot.clickOn("run-*");
        awaitShown(300);
        assertThat(look().facets().counts().get(LogFacet.THREAD).of("main run-*"))
                .as("its own condition does not touch its counts")
                .isEqualTo(60);
        assertThat(look().facets().counts().get(LogFacet.MODEL).of("-")).isZero();
        assertThat(look().categories().of("DB-CREATE")).isZero();
        click(KeyCode.CONTROL, "scheduler-*");
        awaitShown(306);
        assertThat(text("thread run-*, scheduler-*")).isTrue();
        click(KeyCode.ALT, "run-*");
        awaitShown(6);
        click(KeyCode.CONTROL, "run-*");
        awaitShown(306);

        robot.clickOn("fal-ai/flux/dev");
        awaitShown(70);
        assertThat(look().facets().counts().get(LogFacet.THREAD).of("main run-*"))
                .isEqualTo(7);
        pictures("logs-facets-chosen");
        robot.clickOn("fal-ai/flux/dev");
        awaitShown(306);
        click(KeyCode.ALT, "fal-ai/flux/dev");
        awaitShown(236);
        assertThat(choice(LogFacet.MODEL)).isEqualTo(FacetChoice.ALL.with("fal-ai/flux/dev", false));

        onFx(() -> model.selection().only(5));
        press(KeyCode.C);
        awaitShown(370);
        assertThat(node(".log-chips", Region.class).isVisible()).isFalse();
    }

    @Test
    void enter_on_a_box_shows_it_alone_as_a_click_on_its_name_does() throws IOException {
        memory.unfolded.add(LogFacet.THREAD);
        write();
        open(1440, 900, memory);
        await("its values", () -> text("run-*"));
        onFx(() -> {
            scene().getRoot().lookupAll(".check-box").stream()
                    .filter(box -> "run-*".equals(box.getAccessibleText()))
                    .forEach(Node::requestFocus);
        });
        press(KeyCode.ENTER);
        awaitShown(300);
    }

    @Test
    void what_was_unfolded_is_so_at_the_next_start_follows_the_log_and_says_when_there_is_nothing() throws IOException {
        memory.unfolded.add(LogFacet.THREAD);
        Path plain = Files.writeString(folder.resolve("plain.log"), "2026-11-23 13:44:29,123 - a.b - INFO - nothing\n");
        write();
        open(1440, 900, memory);
        await("its values", () -> text("run-*"));
        robot.clickOn("scheduler-*");
        awaitShown(6);
        append("2026-11-23 13:50:00.000 INFO  [scheduler-9] a - 🔍 [GENERATION] one more\n");
        awaitShown(7);
        await(
                "it is counted",
                () -> look().facets().counts().get(LogFacet.THREAD).of("scheduler-*") == 7);
        onFx(() -> {
            model.clear();
            model.show(LogSource.file(plain));
        });
        await("a sentence", () -> text("no threads in this log"));
        picture("logs-facets-none");
    }

    @Test
    void a_click_on_a_category_or_level_chooses_ctrl_adds_alt_excludes() {
        open(1440, 900);
        awaitShown(200);
        robot.clickOn("GENERATION");
        awaitShown(80);
        click(KeyCode.CONTROL, "DB");
        awaitShown(120);
        click(KeyCode.ALT, "GENERATION");
        awaitShown(40);
        robot.clickOn("DB");
        awaitShown(200);
        click(KeyCode.ALT, "DB");
        awaitShown(160);
        onFx(() -> model.clear());
        awaitShown(200);
        robot.clickOn("WARN");
        awaitShown(20);
        click(KeyCode.CONTROL, "ERROR");
        awaitShown(40);
        click(KeyCode.ALT, "WARN");
        awaitShown(20);
    }
}
