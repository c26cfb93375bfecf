package dev.darkroom.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.layout.PageHeader;
import dev.darkroom.console.kit.theme.AppLogo;
import dev.darkroom.console.kit.theme.DisplayState;
import dev.darkroom.console.kit.theme.LogCategoryChip;
import dev.darkroom.console.kit.theme.LogMarkIcon;
import dev.darkroom.console.kit.theme.ToneChip;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogMark;
import javafx.geometry.Insets;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;

/** Draws the kit in both themes for visual inspection, and checks what can be checked automatically. */
class KitGalleryTest extends ConsoleWindowTest {
    @Test
    void the_shell_with_an_inspector() {
        ConsoleShell shell = showShell(1440, 900);
        onFx(() -> shell.attach(ConsoleDemo.parts(), "generations"));
        DemoScreen screen = (DemoScreen) fx(() -> shell.current().orElseThrow());
        await("rows", () -> !screen.table.getItems().isEmpty());
        await("engine", () -> scene().lookup(".engine-switch").isVisible());
        onFx(() -> {
            screen.table.getSelectionModel().select(4);
            screen.inspect(screen.table.getItems().get(4));
            screen.table
                    .pages()
                    .offer(java.util.stream.IntStream.range(0, 37)
                            .mapToObj(i -> new DemoScreen.Row(
                                    "new" + i, DisplayState.WAITING, "", "", 1, java.time.Duration.ZERO, ""))
                            .toList());
        });
        pictures("shell");
        onFx(() -> screen.retry());
        pictures("shell-confirm");
        onFx(() -> {
            shell.overlays().close();
            shell.toast(NotificationEntry.Kind.DONE, "Retrying 60cc9f3d");
            shell.toast(NotificationEntry.Kind.ERROR, "Supabase Storage refused the key of connection \"sandbox\".");
            shell.banners().show("x", MessageBanner.working("Starting PostgreSQL\u2026"));
            shell.error("y", "fal.ai answers 403: User is locked. Submitting is paused.");
        });
        pictures("shell-banners");
        assertThat(fx(() -> ((Button) scene().lookup(".live-state .pill")).getText()))
                .isEqualTo("37 new");
    }

    @Test
    void the_small_window_folds_the_rail() {
        ConsoleShell shell = showShell(1000, 700);
        onFx(() -> shell.attach(ConsoleDemo.parts(), "generations"));
        await("engine", () -> scene().lookup(".engine-switch").isVisible());
        pictures("shell-small");
        assertThat(fx(() -> scene().lookup(".rail").getLayoutBounds().getWidth()))
                .isEqualTo(52);
    }

    @Test
    void every_part_of_the_kit() {
        show(KitGalleryTest::gallery, 1000, 900);
        pictures("kit");
        onFx(() -> {
            theme().contrastProperty().set(true);
            theme().scaleProperty().set(1.3);
        });
        pictures("kit-contrast-large");
    }

    private static VBox gallery() {
        FlowPane states = flow();
        for (DisplayState state : DisplayState.values()) {
            states.getChildren().add(new ToneChip(state));
        }
        FlowPane tags = flow();
        for (LogCategory category : LogCategory.values()) {
            tags.getChildren().add(new LogCategoryChip(category.tag()));
        }
        tags.getChildren()
                .addAll(new LogCategoryChip("BILLING"), new LogCategoryChip("AUTH"), new LogCategoryChip("WEBHOOK-IN"));
        FlowPane marks = flow();
        for (LogMark mark : LogMark.values()) {
            marks.getChildren().add(new Label(mark.name(), LogMarkIcon.of(mark)));
        }
        VBox all = new VBox(12, new PageHeader("Kit").caption("everything"), states, tags, marks, buttons(), fields());
        all.getChildren()
                .addAll(
                        MessageBanner.error("PostgreSQL does not answer on port 5433."),
                        MessageBanner.warning("2-ridge.png is missing."),
                        MessageBanner.working("Exporting 1,204 rows\u2026"),
                        new HBox(
                                EmptyState.nothingMatches(() -> {}),
                                EmptyState.nothingYet("No files yet", "Files appear when a generation is stored."),
                                EmptyState.goodNews("Nothing is stuck", "Checked 4 s ago")));
        all.setPadding(new Insets(16));
        return all;
    }

    private static HBox buttons() {
        Button filled = new Button("Recover");
        filled.getStyleClass().add("filled");
        Button danger = new Button("Delete 3 files");
        danger.getStyleClass().addAll("filled", "danger");
        Button disabled = new Button("Refund");
        disabled.setDisable(true);
        javafx.scene.control.ToggleButton on = new javafx.scene.control.ToggleButton("1 h");
        on.setSelected(true);
        return new HBox(
                8,
                filled,
                danger,
                new Button("Plain"),
                disabled,
                on,
                new javafx.scene.control.ToggleButton("24 h"),
                new CopyButton("Copy", () -> ""),
                new CheckBox("Check"),
                new AppLogo(32));
    }

    private static HBox fields() {
        ComboBox<String> combo = new ComboBox<>();
        combo.getItems().addAll("1 hour", "1 day");
        combo.getSelectionModel().selectFirst();
        TextArea area = new TextArea("A prompt");
        area.setPrefSize(200, 60);
        return new HBox(8, new TextField("text"), combo, area, new ProgressBar(0.4));
    }

    private static FlowPane flow() {
        return new FlowPane(10, 6);
    }
}
