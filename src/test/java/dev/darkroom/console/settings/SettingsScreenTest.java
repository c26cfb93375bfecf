package dev.darkroom.console.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.kit.text.WindowLanguage;
import dev.darkroom.console.kit.theme.WindowTheme.ThemeChoice;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.action.QuotaService;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.controlsfx.control.ToggleSwitch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SettingsScreenTest extends ConsoleWindowTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private ConsoleShell shell;
    private final BooleanProperty utc = new SimpleBooleanProperty();
    private final AtomicReference<WindowLanguage> language = new AtomicReference<>();
    private final AtomicReference<FaultRates> faults = new AtomicReference<>(FaultRates.NONE);

    @Test
    void theme_and_contrast_are_chosen_by_mouse_and_by_keys() {
        open();
        await("it is shown", () -> scene().lookup(".segmented-button .toggle-button") != null);
        robot.clickOn("Light");
        await("light", () -> theme().choiceProperty().get() == ThemeChoice.LIGHT);
        robot.clickOn("Light");
        assertThat(fx(() -> theme().choiceProperty().get())).isEqualTo(ThemeChoice.LIGHT);
        robot.clickOn(".toggle-switch .thumb-area");
        await("strong", () -> theme().contrastProperty().get());
        picture("settings-contrast-light");
        Node contrast = scene().lookup(".toggle-switch");
        onFx(() -> contrast.requestFocus());
        robot.push(KeyCode.SPACE);
        await("as before", () -> !theme().contrastProperty().get());
        pictures("settings");
    }

    @Test
    void a_wide_window_has_two_columns_of_cards_and_a_narrow_one_has_one() {
        open(1600, 1000);
        await("two columns", () -> columns() == 2);
        System.gc(); // what places the cards is held by nothing else
        onFx(() -> theme().scaleProperty().set(2));
        await("one column", () -> columns() == 1);
        onFx(() -> theme().scaleProperty().set(1));
        await("two columns again", () -> columns() == 2);
        pictures("settings-wide");
    }

    private long columns() {
        return scene().getRoot().lookupAll(".settings-cards > .column").stream()
                .filter(column -> !((VBox) column).getChildren().isEmpty())
                .count();
    }

    private void open() {
        open(1000, 700);
    }

    private void open(double width, double height) {
        ModelCatalog models = ModelCatalog.builtIn();
        QuotaLimitsModel limits = new QuotaLimitsModel(
                new QuotaService(DATABASE.get(), models),
                models,
                new GenerationQueries(DATABASE.get(), StuckThresholds.of(models, 1)),
                feed(),
                "kim");
        SettingsModel model = new SettingsModel(
                WindowLanguage.SYSTEM,
                language::set,
                limits,
                List.of(new SettingsModel.Place("settings", Path.of("settings.json"))),
                sandbox());
        shell = showShell(width, height);
        onFx(() -> attach(shell, new SettingsScreen(model, theme(), utc, feed(), new VBox(), List::of)));
    }

    @Test
    void another_language_is_kept_and_shown_from_the_next_start_on() {
        open();
        assertThat(fx(() -> isSaid("Takes effect at the next start."))).isFalse();
        onFx(() -> {
            ComboBox<WindowLanguage> choice = languages();
            assertThat(choice.getConverter().toString(choice.getValue())).isEqualTo("System default");
            choice.setValue(WindowLanguage.GERMAN);
        });
        assertThat(language.get()).isEqualTo(WindowLanguage.GERMAN);
        await("when", () -> isSaid("Takes effect at the next start."));
        picture("settings-language-light");
    }

    @SuppressWarnings("unchecked")
    private ComboBox<WindowLanguage> languages() {
        return (ComboBox<WindowLanguage>) scene().getRoot().lookupAll(".combo-box").stream()
                .filter(node -> node instanceof ComboBox<?> box && box.getValue() instanceof WindowLanguage)
                .findFirst()
                .orElseThrow();
    }

    private SettingsModel.Sandbox sandbox() {
        return new SettingsModel.Sandbox(
                () -> 20,
                _ -> {},
                Arrays.stream(SandboxFault.values())
                        .map(fault -> new SettingsModel.Fault(fault.word(), fault.side() == SandboxFault.Side.STORAGE))
                        .toList(),
                () -> faults.get().text(),
                text -> faults.set(FaultRates.parse(text)));
    }

    @Test
    void every_fault_is_found_by_its_words_and_ticked_with_its_rate() {
        open();
        await("the faults", () -> lines().size() == SandboxFault.values().length);
        onFx(() -> ((TextField) scene().lookup(".fault-search")).setText("answer lost"));
        assertThat(fx(this::lines)).isEmpty();
        onFx(() -> ((TextField) scene().lookup(".fault-search")).setText("before the answer"));
        assertThat(fx(() -> lines().stream().map(this::tick).map(CheckBox::getText)))
                .containsExactly("submit-answer-lost", "upload-answer-lost");
        onFx(() -> {
            Node line = lines().getFirst();
            tick(line).setSelected(true);
            TextField rate = (TextField) line.lookup(".fault-rate");
            rate.setText("0.5");
            rate.fireEvent(new ActionEvent());
        });
        assertThat(faults.get().text()).isEqualTo("submit-answer-lost=0.5");
        onFx(() -> {
            ((TextField) lines().getFirst().lookup(".fault-rate")).setText("much");
            lines().getFirst().lookup(".fault-rate").fireEvent(new ActionEvent());
            ((ScrollPane) scene().lookup(".keyboard-scroll")).setVvalue(0.8);
        });
        assertThat(faults.get().text()).isEqualTo("submit-answer-lost=0.5");
        pictures("settings-faults");
        onFx(() -> tick(lines().getFirst()).setSelected(false));
        assertThat(faults.get()).isEqualTo(FaultRates.NONE);
    }

    private List<Node> lines() {
        return scene().getRoot().lookupAll(".fault-line").stream()
                .filter(Node::isVisible)
                .toList();
    }

    private CheckBox tick(Node line) {
        return (CheckBox) line.lookup(".check-box");
    }

    private Slider scale() {
        return (Slider) scene().lookup(".slider");
    }

    @Test
    void the_arrow_keys_change_the_size_of_text_at_once() {
        open();
        await("it is shown", () -> scene().lookup(".slider") != null);
        onFx(() -> scale().requestFocus());
        robot.push(KeyCode.RIGHT);
        robot.push(KeyCode.RIGHT);
        await("120 %", () -> theme().scaleProperty().get() == 1.2);
        robot.push(KeyCode.LEFT);
        await("110 %", () -> theme().scaleProperty().get() == 1.1);
    }

    @Test
    void a_click_on_the_track_changes_the_size_of_text_at_once() {
        open();
        await("it is shown", () -> scene().lookup(".slider") != null);
        onFx(() -> scale().requestFocus());
        robot.clickOn(scale());
        await("the middle", () -> theme().scaleProperty().get() == 1.4);
    }

    @Test
    void times_in_utc_are_chosen_here() {
        open();
        await("it is shown", () -> scene().lookup(".toggle-switch") != null);
        ToggleSwitch inUtc = fx(() -> (ToggleSwitch) scene().getRoot().lookupAll(".toggle-switch").stream()
                .filter(box -> ((ToggleSwitch) box).getText().contains("UTC"))
                .findFirst()
                .orElseThrow());
        robot.clickOn(inUtc.lookup(".thumb-area"));
        await("chosen", utc::get);
        assertThat(fx(inUtc::isSelected)).isTrue();
    }

    @Test
    void the_palette_offers_what_the_cards_do() {
        open();
        assertThat(offered(shell)).contains("No faults", "Copy path", "Language: Deutsch");
        run(shell, "Language: Deutsch");
        assertThat(language.get()).isEqualTo(WindowLanguage.GERMAN);
        run(shell, "Copy path");
        assertThat(fx(() -> Clipboard.getSystemClipboard().getString())).isEqualTo("settings.json");
    }
}
