package dev.darkroom.console.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.kit.theme.ThemeChoice;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.action.QuotaService;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.query.GenerationQueries;
import java.nio.file.Path;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Slider;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.controlsfx.control.ToggleSwitch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SettingsScreenTest extends ConsoleWindowTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private final BooleanProperty utc = new SimpleBooleanProperty();

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
        fx(() -> {
            contrast.requestFocus();
            return null;
        });
        robot.push(KeyCode.SPACE);
        await("as before", () -> !theme().contrastProperty().get());
        pictures("settings");
    }

    private void open() {
        ModelCatalog models = ModelCatalog.builtIn();
        LimitsModel limits = new LimitsModel(
                new QuotaService(DATABASE.get(), models),
                models,
                new GenerationQueries(DATABASE.get(), StuckThresholds.of(models, 1)),
                feed(),
                "kim");
        SettingsModel model = new SettingsModel(
                limits, List.of(new SettingsModel.Place("settings", Path.of("settings.json"))), sandbox());
        ConsoleShell shell = showShell(1000, 700);
        fx(() -> {
            attach(shell, new SettingsScreen(model, theme(), utc, feed(), new VBox()));
            return null;
        });
    }

    private static SettingsModel.Sandbox sandbox() {
        return new SettingsModel.Sandbox(() -> 20, _ -> {}, () -> "", _ -> {});
    }

    private Slider scale() {
        return (Slider) scene().lookup(".slider");
    }

    @Test
    void the_arrow_keys_change_the_size_of_text_at_once() {
        open();
        await("it is shown", () -> scene().lookup(".slider") != null);
        fx(() -> {
            scale().requestFocus();
            return null;
        });
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
        fx(() -> {
            scale().requestFocus();
            return null;
        });
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
}
