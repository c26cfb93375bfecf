package dev.darkroom.console.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.database.Database;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.action.QuotaService;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.engine.QuotaUsage;
import dev.darkroom.generation.engine.RunQuota;
import dev.darkroom.generation.query.GenerationQueries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QuotaLimitsCardTest extends ConsoleWindowTest {
    private static final String MODEL = "fal-ai/flux/dev";

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private final List<Runnable> undo = new ArrayList<>();
    private final ModelCatalog models = ModelCatalog.builtIn();

    @BeforeEach
    void without_limits() {
        DATABASE.get().useTransaction(handle -> handle.execute("delete from run_limit"));
    }

    @Test
    void a_limit_is_set_shown_with_its_load_changed_and_removed() {
        SeededGenerations seed = new SeededGenerations(DATABASE.get()).engines().users("ana.kovac");
        for (int i = 0; i < 3; i++) {
            seed.one(
                    "ana.kovac",
                    MODEL,
                    1,
                    Duration.ofSeconds(9),
                    SeededGenerations.processing(SeededGenerations.ENGINE, GenerationStage.SUBMITTED));
        }
        open(DATABASE.get(), false);
        await("nothing yet", () -> scene().lookup(".limits .empty-state") != null);

        set(MODEL, "20");
        await("its load", () -> isSaid("3 of 20 running"));
        assertThat(fx(() -> scene().lookup(".limit-row.tone-amber"))).isNull();
        set(MODEL, "3");
        await("it is full", () -> isSaid("3 of 3 running") && scene().lookup(".limit-row.tone-amber") != null);
        new QuotaService(DATABASE.get(), models).set(RunQuota.Scope.USER, "*", 50, "elsewhere", "lee");
        await("another console's", () -> isSaid("Every other user") && isSaid("busiest: 3 of 50 running"));
        pictures("settings-limits");

        robot.clickOn((Button) scene().lookup(".limit-remove"));
        await("gone", () -> !isSaid("3 of 3 running"));
        assertThat(limits()).extracting(load -> load.limit().name()).containsExactly("*");
    }

    @Test
    void a_change_can_be_taken_back_unless_somebody_has_changed_the_limit_once_more() {
        open(DATABASE.get(), false);
        await("nothing yet", () -> scene().lookup(".limits .empty-state") != null);
        set(MODEL, "20");
        await("told and shown", () -> undo.size() == 1 && runs("of 20 running"));
        set(MODEL, "30");
        await("told", () -> undo.size() == 2);
        await("shown", () -> runs("of 30 running"));

        onFx(() -> undo.getLast().run());
        await("what it was", () -> runs("of 20 running"));
        new QuotaService(DATABASE.get(), models).set(RunQuota.Scope.MODEL, MODEL, 50, "elsewhere", "lee");
        onFx(() -> undo.getFirst().run());
        await("it is said", () -> isSaid("The limit has been changed again since, so it stays as it is."));
        assertThat(limits()).extracting(load -> load.limit().atMost()).containsExactly(50);
    }

    @Test
    void enter_in_any_field_sets_the_limit() {
        open(DATABASE.get(), false);
        await("nothing yet", () -> scene().lookup(".limits .empty-state") != null);
        onFx(() -> {
            ((TextField) scene().lookup(".limit-number")).setText("4");
            scene().lookup(".limit-model").requestFocus();
        });
        robot.push(KeyCode.ENTER);
        await("set", () -> isSaid("0 of 4 running"));
    }

    @Test
    void what_is_wrong_is_a_sentence_and_nothing_is_set() {
        open(DATABASE.get(), false);
        await("nothing yet", () -> scene().lookup(".limits .empty-state") != null);
        set(MODEL, "many");
        await("the number", () -> isSaid("A limit is a whole number from 0 to 100,000."));
        set("no/such-model", "3");
        await("the model", () -> said().stream().anyMatch(text -> text.startsWith("There is no model \"no/such")));
        assertThat(limits()).isEmpty();
    }

    @Test
    void a_read_only_connection_shows_and_offers_no_change() {
        new QuotaService(DATABASE.get(), models).set(RunQuota.Scope.MODEL, MODEL, 7, "a test", "lee");
        open(DATABASE.get(), true);
        await("the limit", () -> isSaid(MODEL));
        assertThat(fx(() -> scene().getRoot().lookupAll(".button"))).isEmpty();
    }

    @Test
    void a_database_that_fails_is_told_in_a_sentence() {
        Database database = TestDatabase.gone();
        open(database, false);
        await("the sentence", () -> said().stream().anyMatch(text -> text.startsWith("Limits could not be read: ")));
    }

    private List<QuotaUsage.InUse> limits() {
        return new GenerationQueries(DATABASE.get(), StuckThresholds.of(models, 1)).runLimits();
    }

    private void open(Database database, boolean readOnly) {
        QuotaLimitsModel model = new QuotaLimitsModel(
                readOnly ? null : new QuotaService(database, models),
                models,
                new GenerationQueries(database, StuckThresholds.of(models, 1)),
                feed(),
                "kim");
        model.onChanged((_, back) -> undo.add(back));
        show(() -> new VBox(new QuotaLimitsCard(model)), 760, 500);
        onFx(() -> model.shown());
    }

    private void set(String model, String number) {
        onFx(() -> {
            ((ComboBox<String>) scene().lookup(".limit-model")).setValue(model);
            ((TextField) scene().lookup(".limit-number")).setText(number);
            ((Button) scene().lookup(".limit-set")).fire();
        });
    }

    private boolean runs(String end) {
        return said().stream().anyMatch(text -> text.endsWith(end));
    }

    private List<String> said() {
        return scene().getRoot().lookupAll(".label").stream()
                .filter(node -> node instanceof Label && node.isVisible())
                .map(node -> ((Label) node).getText())
                .toList();
    }
}
