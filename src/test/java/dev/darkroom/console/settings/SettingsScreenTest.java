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
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SettingsScreenTest extends ConsoleWindowTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

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
            attach(shell, new SettingsScreen(model, theme(), feed()));
            return null;
        });
    }

    private static SettingsModel.Sandbox sandbox() {
        return new SettingsModel.Sandbox(() -> 20, _ -> {}, () -> "", _ -> {});
    }
}
