package dev.darkroom.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleContext.ConsoleParts;
import dev.darkroom.console.EngineVitals.EngineMode;
import dev.darkroom.console.generations.StateLabels;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.navigation.ConsoleScreen.CountBadge;
import dev.darkroom.console.kit.navigation.IdentitySearch;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.kit.theme.DisplayState;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import dev.darkroom.message.CodedMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.stage.PopupWindow;
import javafx.stage.Window;
import org.controlsfx.control.PopOver;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;

class ConsoleShellTest extends ConsoleWindowTest {
    private static final Instant NOON = Instant.parse("2026-02-03T12:00:00Z");

    private static final DisplayState FAILED = StateLabels.state(GenerationDiagnosis.State.FAILED);

    private final EmptyScreen first = new EmptyScreen("first", "First", MaterialDesignC.COG_OUTLINE, false);
    private final EmptyScreen second = new EmptyScreen("second", "Second", MaterialDesignF.FOLDER_OUTLINE, false);
    private final EmptyScreen settings = new EmptyScreen("settings", "Settings", MaterialDesignC.COG_OUTLINE, true);
    private volatile CountDownLatch searchAnswers = new CountDownLatch(0);
    private final AtomicReference<EngineMode> engine = new AtomicReference<>(EngineMode.RUNNING);

    private final AtomicReference<List<ServiceCircuitBreaker.Pause>> pauses = new AtomicReference<>(List.of());
    private final AtomicReference<String> faults = new AtomicReference<>("");

    private ConsoleShell shell() {
        return shell(1000, 700);
    }

    private ConsoleShell shell(double width, double height) {
        ConsoleShell shell = showShell(width, height);
        onFx(() -> {
            shell.attach(
                    new ConsoleParts(
                            _ -> List.of(first, second, settings),
                            () -> new EngineVitals(engine.get(), 38, "PostgreSQL 18", 0, pauses.get(), faults.get(), 2),
                            engine::set,
                            text -> answer(
                                    new IdentitySearch.Hit(
                                            MaterialDesignC.COG_OUTLINE,
                                            "found " + text,
                                            "user",
                                            new NavigationTarget("second", text)),
                                    new IdentitySearch.Hit(
                                            FAILED.icon(),
                                            "60cc9f3d",
                                            FAILED,
                                            "t.mbeki",
                                            new NavigationTarget("second", text)))),
                    "");
            shell.requestFocus();
        });
        return shell;
    }

    /** Once the test lets it. */
    private List<IdentitySearch.Hit> answer(IdentitySearch.Hit... hits) throws InterruptedException {
        searchAnswers.await();
        return List.of(hits);
    }

    @Test
    void keys_and_history_move_between_screens() {
        ConsoleShell shell = shell();
        assertThat(fx(() -> shell.current())).contains(first);

        robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
        await("second screen", () -> shell.current().orElseThrow() == second);
        assertThat(first.hidden).isEqualTo(1);
        assertThat(second.shown).isEqualTo(1);

        robot.push(KeyCode.ALT, KeyCode.LEFT);
        await("back", () -> shell.current().orElseThrow() == first);
        robot.push(KeyCode.ALT, KeyCode.RIGHT);
        await("forward", () -> shell.current().orElseThrow() == second);
    }

    @Test
    void where_there_can_be_no_engine_there_is_no_switch_for_it() {
        ConsoleShell shell = showShell(1000, 700);
        onFx(() -> {
            shell.attach(
                    new ConsoleParts(
                            _ -> List.of(first),
                            () -> new EngineVitals(null, 0, "PostgreSQL", 3),
                            null,
                            _ -> List.of()),
                    "");
        });
        await(
                "what the status bar says",
                () -> scene().getRoot().lookupAll(".label").stream()
                        .anyMatch(node -> node instanceof Labeled label && "PostgreSQL".equals(label.getText())));
        assertThat(fx(() -> scene().lookup(".engine-switch").isVisible())).isFalse();
    }

    @Test
    void the_palette_finds_screens_and_things() {
        ConsoleShell shell = shell();
        robot.push(KeyCode.CONTROL, KeyCode.K);
        await("the field has the focus", () -> scene().getFocusOwner() instanceof TextField);
        settle();
        picture("palette-open");
        robot.write("seco");
        picture("palette-typed");
        robot.push(KeyCode.ENTER);
        await("second screen", () -> shell.current().orElseThrow() == second);
    }

    @Test
    void what_is_chosen_in_the_palette_stays_chosen_when_the_search_answers() {
        shell();
        robot.push(KeyCode.CONTROL, KeyCode.K);
        await("the field has the focus", () -> scene().getFocusOwner() instanceof TextField);
        searchAnswers = new CountDownLatch(1);
        robot.write("sec");
        await("the actions", () -> found().size() > 1);
        robot.push(KeyCode.DOWN);
        String chosen = fx(ConsoleShellTest::chosen);
        searchAnswers.countDown();
        await("what was found", () -> found().contains("found sec | user"));
        assertThat(fx(ConsoleShellTest::chosen)).isEqualTo(chosen);
        robot.write("o");
        await("another text begins at the first line", () -> found().contains("found seco | user"));
        assertThat(fx(ConsoleShellTest::chosen)).isNotEqualTo(chosen);
    }

    private static String chosen() {
        return Window.getWindows().stream()
                .filter(PopupWindow.class::isInstance)
                .flatMap(window -> window.getScene().getRoot().lookupAll(".palette").stream())
                .filter(ListView.class::isInstance)
                .map(list ->
                        String.valueOf(((ListView<?>) list).getSelectionModel().getSelectedItem()))
                .map(entry -> entry.replaceAll("(?s).*title=(.*?), state=.*", "$1"))
                .findFirst()
                .orElse("");
    }

    @Test
    void the_palette_shows_the_state_of_what_it_found_beside_its_name() {
        shell();
        robot.push(KeyCode.CONTROL, KeyCode.K);
        await("the field has the focus", () -> scene().getFocusOwner() instanceof TextField);
        robot.write("60cc");
        await("what was found", () -> found().contains("60cc9f3d | Failed | t.mbeki"));
        settle();
        picture("palette-found-light");
    }

    private static List<String> found() {
        return Window.getWindows().stream()
                .filter(PopupWindow.class::isInstance)
                .flatMap(window -> window.getScene().getRoot().lookupAll(".palette .list-cell").stream())
                .map(cell -> cell.lookupAll(".label").stream()
                        .map(label -> ((Label) label).getText())
                        .collect(Collectors.joining(" | ")))
                .toList();
    }

    @Test
    void a_question_mark_shows_all_keys_and_escape_closes_them() {
        ConsoleShell shell = shell();
        robot.push(KeyCode.F1);
        await("help", () -> shell.overlays().isOpen());
        assertThat(fx(() -> scene().getRoot().lookupAll(".key-help .key").stream()
                        .map(node -> ((Labeled) node).getText())
                        .toList()))
                .as("what is typed stands as a key")
                .contains("Enter", "F1", "?")
                .as("without a list there is nothing to filter or to inspect")
                .doesNotContain("user:ana", "Space");
        picture("key-help");
        robot.push(KeyCode.ESCAPE);
        await("closed", () -> !shell.overlays().isOpen());
        robot.write("?");
        await("help again", () -> shell.overlays().isOpen());
    }

    @Test
    void a_sign_in_the_frame_says_that_faults_are_on_and_leads_to_them() {
        ConsoleShell shell = shell();
        assertThat(fx(() -> scene().lookup(".faults-on").isVisible())).isFalse();
        faults.set("file-gone=0.1,storage-down=90s");
        await("the sign", () -> scene().lookup(".faults-on").isVisible());
        assertThat(fx(() -> ((Button) scene().lookup(".faults-on")).getTooltip().getText()))
                .contains("file-gone=0.1\nstorage-down=90s");
        pictures("faults-on");
        robot.clickOn(".faults-on");
        await("settings", () -> shell.current().orElseThrow() == settings);
        faults.set("");
        await("it is gone", () -> !scene().lookup(".faults-on").isVisible());
    }

    @Test
    void a_second_console_on_the_same_sandbox_is_told_in_the_status_bar() {
        shell();
        await(
                "the count of consoles",
                () -> scene().getRoot().lookupAll(".status-bar .label").stream()
                        .filter(Node::isVisible)
                        .anyMatch(node -> node instanceof Labeled label
                                && "2 consoles on this sandbox".equals(label.getText())
                                && label.getTooltip().getText().contains("demo traffic")));
    }

    @Test
    void the_engine_switch_shows_and_changes_the_mode() {
        shell();
        await("engine known", () -> scene().lookup(".engine-switch").isVisible());
        onFx(() -> ((EngineSwitch) scene().lookup(".engine-switch")).show());
        picture("engine-menu");
        onFx(() -> ((EngineSwitch) scene().lookup(".engine-switch"))
                .getItems()
                .get(1)
                .fire());
        await(
                "paused",
                () -> engine.get() == EngineMode.PAUSED
                        && ((Labeled) scene().lookup(".engine-switch .label.word"))
                                .getText()
                                .equals("Engine paused"));
        picture("engine-paused");
    }

    @Test
    void a1_a_pause_of_a_service_stands_over_every_screen_until_it_ends_and_is_noted_twice_under_the_bell() {
        ConsoleShell shell = shell();
        await("engine known", () -> word().equals("Engine running"));

        pauses.set(List.of(pause(ServiceCircuitBreaker.Cause.REFUSED, NOON)));
        await("the banner", () -> !banners().isEmpty());
        assertThat(fx(this::banners))
                .containsExactly("Storage has refused all requests since 2026-02-03 12:00: Check the key. Nothing new"
                        + " is sent until it recovers; engines check every few seconds.");
        assertThat(fx(() -> scene().lookup(".banner").getStyleClass())).contains(SemanticColor.RED.style());
        assertThat(fx(this::word)).isEqualTo("Paused because of storage");
        assertThat(fx(() -> scene().lookup(".engine-switch").getStyleClass())).contains(SemanticColor.AMBER.style());
        assertThat(fx(() -> noted(1))).isTrue();
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
        await("second screen", () -> shell.current().orElseThrow() == second);
        assertThat(fx(this::banners)).hasSize(1);
        pictures("pause");

        pauses.set(List.of(pause(ServiceCircuitBreaker.Cause.SILENT, NOON)));
        await("another cause", () -> banners().getFirst().startsWith("Storage has not answered since "));
        assertThat(fx(() -> scene().lookup(".banner").getStyleClass())).contains(SemanticColor.AMBER.style());
        assertThat(fx(this::banners)).hasSize(1);
        assertThat(fx(() -> noted(1))).isTrue();

        pauses.set(List.of());
        await("the end", () -> banners().getFirst().startsWith("Storage is available again"));
        assertThat(fx(() -> scene().lookup(".banner").getStyleClass())).contains(SemanticColor.GREEN.style());
        pictures("pause-over");
        Node close = fx(() -> scene().lookup(".banner .icon-button"));
        robot.clickOn(close);
        await("closed", () -> banners().isEmpty());
        assertThat(fx(this::word)).isEqualTo("Engine running");
        assertThat(fx(() -> noted(2))).isTrue();

        robot.clickOn(bell());
        await("what was told, the newest first", () -> told().size() == 2);
        assertThat(fx(this::told)).last().asString().startsWith("Storage has refused all requests");
        assertThat(fx(() -> noted(2))).isFalse();
        pictures("bell");
        robot.push(KeyCode.ESCAPE);
        await("closed", () -> told().isEmpty());
    }

    @Test
    void a_banner_moves_nothing_under_the_mouse_and_covers_nothing_once_the_mouse_has_left() {
        shell();
        await("engine known", () -> word().equals("Engine running"));
        Bounds screen = fx(this::screen);
        robot.moveTo(content());
        await("the mouse is there", content()::isHover);

        pauses.set(List.of(pause(ServiceCircuitBreaker.Cause.REFUSED, NOON)));
        await("the banner", () -> !banners().isEmpty());
        assertThat(fx(this::screen)).isEqualTo(screen);

        robot.moveTo(bell());
        await("room for the banner", () -> !screen().equals(screen));
        assertThat(fx(this::screen).getMinY())
                .isEqualTo(fx(() -> bounds(scene().lookup(".window-banners")).getMaxY()));
        assertThat(fx(this::screen).getMaxY()).isEqualTo(screen.getMaxY());
        robot.moveTo(content());
        Node close = fx(() -> scene().lookup(".banner .icon-button"));
        robot.clickOn(close);
        await("no room without a banner", () -> screen().equals(screen));
    }

    private Node content() {
        return fx(() -> scene().lookup(".window-banners")
                .getParent()
                .getChildrenUnmodifiable()
                .getFirst());
    }

    private static Bounds bounds(Node node) {
        return node.localToScene(node.getLayoutBounds());
    }

    private Bounds screen() {
        return bounds(content());
    }

    @Test
    void a_pause_that_ended_and_began_again_between_two_looks_is_noted_as_another_one() {
        shell();
        pauses.set(List.of(pause(ServiceCircuitBreaker.Cause.SILENT, NOON)));
        await("the first", () -> noted(1));
        pauses.set(List.of(pause(ServiceCircuitBreaker.Cause.SILENT, NOON.plusSeconds(60))));
        await("its end and the second", () -> noted(3));
        assertThat(fx(this::banners)).hasSize(1).first().asString().contains("since 2026-02-03 12:01");
    }

    @Test
    void what_goes_on_stands_on_top_under_the_bell_with_its_progress_until_it_has_ended() {
        ConsoleShell shell = shell();
        onFx(() -> {
            shell.bell().progress("bulk", "The retry is running: 3 of 12", 0.25);
            shell.bell().progress("bulk", "The retry is running: 6 of 12", 0.5);
            shell.toast(NotificationEntry.Kind.INFORMATION, "The sky is blue");
        });
        assertThat(fx(() -> noted(2))).isTrue();
        robot.clickOn(bell());
        await("both", () -> told().size() == 2);
        assertThat(fx(this::told)).containsExactly("The retry is running: 6 of 12", "The sky is blue");
        assertThat(fx(() -> bars())).containsExactly(0.5);
        pictures("bell-progress");

        onFx(() -> shell.bell().progressEnded("bulk", NotificationEntry.Kind.DONE, "The retry has ended: 12 of 12"));
        await("its end", () -> told().contains("The retry has ended: 12 of 12") && bars().isEmpty());
        robot.push(KeyCode.ESCAPE);
        await("closed", () -> told().isEmpty());
    }

    @Test
    void many_notices_stand_one_below_the_other_with_their_times_whole() {
        ConsoleShell shell = shell();
        onFx(() -> {
            for (int i = 1; i <= 6; i++) {
                shell.toast(
                        NotificationEntry.Kind.WARNING,
                        "The storage has not answered for " + i + " minutes, and what is finished waits for it.");
            }
        });
        robot.clickOn(bell());
        await("all are seen", () -> told().size() == 6 && times().stream().allMatch(time -> isWhole(time)));
        pictures("bell-many");
    }

    private List<Labeled> times() {
        return Window.getWindows().stream()
                .filter(PopOver.class::isInstance)
                .flatMap(window -> window.getScene().getRoot().lookupAll(".notice .mono").stream())
                .map(Labeled.class::cast)
                .toList();
    }

    private static boolean isWhole(Labeled time) {
        Bounds view = time.getScene()
                .getRoot()
                .lookup(".viewport")
                .localToScene(time.getScene().getRoot().lookup(".viewport").getLayoutBounds());
        return time.getWidth() >= time.prefWidth(-1) && view.contains(time.localToScene(time.getLayoutBounds()));
    }

    private List<Double> bars() {
        return Window.getWindows().stream()
                .filter(PopOver.class::isInstance)
                .flatMap(window -> window.getScene().getRoot().lookupAll(".progress-bar").stream())
                .map(node -> ((ProgressBar) node).getProgress())
                .toList();
    }

    private static ServiceCircuitBreaker.Pause pause(ServiceCircuitBreaker.Cause cause, Instant since) {
        return new ServiceCircuitBreaker.Pause(
                ServiceCircuitBreaker.Service.STORAGE, cause, CodedMessage.quoted("Check the key."), since, since);
    }

    private String word() {
        return scene().lookup(".engine-switch .label.word") instanceof Labeled label ? label.getText() : "";
    }

    private List<String> banners() {
        return scene().getRoot().lookupAll(".banner .label").stream()
                .map(node -> ((Labeled) node).getText())
                .toList();
    }

    private Node bell() {
        return fx(() -> scene().getRoot().lookupAll(".button").stream()
                .filter(node -> String.valueOf(node.getAccessibleText()).startsWith("Notifications"))
                .findFirst()
                .orElseThrow());
    }

    /** The sentences below the bell. */
    private List<String> told() {
        return Window.getWindows().stream()
                .filter(PopOver.class::isInstance)
                .flatMap(window -> window.getScene().getRoot().lookupAll(".content .label").stream())
                .map(node -> ((Labeled) node).getText())
                .filter(text -> text.startsWith("The ") || text.startsWith("Storage "))
                .toList();
    }

    private boolean noted(int unread) {
        return scene().getRoot().lookupAll(".button").stream()
                .anyMatch(node -> ("Notifications, " + unread + " unread").equals(node.getAccessibleText()));
    }

    @Test
    void every_button_without_a_word_says_what_it_does() {
        ConsoleShell shell = shell();
        onFx(() -> {
            shell.toast(NotificationEntry.Kind.DONE, "Something happened");
            shell.error("x", "Something is wrong.");
        });
        settle();
        List<Node> silent = new ArrayList<>();
        for (Node node : fx(() -> scene().getRoot().lookupAll(".button"))) {
            Button button = (Button) node;
            boolean word = button.getText() != null && !button.getText().isBlank();
            if (!word
                    && (button.getAccessibleText() == null
                            || button.getAccessibleText().isBlank())) {
                silent.add(button);
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void control_f_goes_to_the_filter_of_any_screen_and_control_comma_to_the_settings() {
        ConsoleShell shell = shell();
        robot.push(KeyCode.CONTROL, KeyCode.F);
        await("the filter", () -> first.filtered == 1);
        robot.push(KeyCode.CONTROL, KeyCode.COMMA);
        await("the settings", () -> shell.current().orElseThrow() == settings);
    }

    @Test
    void a_screen_that_needs_more_room_than_there_is_pushes_nothing_out_of_the_window() {
        ConsoleShell shell = shell();
        ((Region) first.node()).setMinSize(3000, 2000);
        settle();
        for (String part : List.of(".rail", ".top-bar", ".status-bar")) {
            Bounds seen = fx(
                    () -> scene().lookup(part).localToScene(scene().lookup(part).getLayoutBounds()));
            assertThat(seen.getMinX()).as(part).isGreaterThanOrEqualTo(0);
            assertThat(seen.getMaxX()).as(part).isLessThanOrEqualTo(1000);
            assertThat(seen.getMaxY()).as(part).isLessThanOrEqualTo(700);
        }
        assertThat(shell.getWidth()).isEqualTo(1000);
    }

    @Test
    void a_count_stays_within_the_folded_rail() {
        ConsoleShell shell = shell(1400, 800);
        onFx(() -> {
            first.count(CountBadge.attention(36));
            second.count(CountBadge.attention(203_670));
        });
        settle();
        onFx(() -> shell.railFoldedProperty().set(true));
        settle();
        picture("rail-folded-counts");
        List<Node> counts = fx(() -> scene().getRoot().lookupAll(".rail .count").stream()
                .filter(Node::isVisible)
                .toList());
        assertThat(counts).hasSize(2);
        for (Node count : counts) {
            assertThat(fx(() -> inScene(count).getMaxX())).isLessThanOrEqualTo(52);
        }
        assertThat(counts.stream().map(count -> ((Labeled) count).getText())).containsExactlyInAnyOrder("36", "99+");
    }

    @Test
    void the_top_bar_fits_the_window_at_the_largest_text() {
        onFx(() -> theme().scaleProperty().set(2));
        faults.set("file-gone=0.1");
        shell(1440, 900);
        await("engine known", () -> scene().lookup(".engine-switch").isVisible());
        settle();
        picture("top-bar-200");
        for (Node part : fx(() -> ((Region) scene().lookup(".top-bar")).getChildrenUnmodifiable())) {
            assertThat(fx(() -> inScene(part).getMaxX())).isLessThanOrEqualTo(1440);
        }
    }

    private static Bounds inScene(Node node) {
        return node.localToScene(node.getLayoutBounds());
    }

    @Test
    void a_wide_window_unfolds_the_rail_unless_the_user_folded_it() {
        ConsoleShell shell = showShell(1400, 800);
        settle();
        assertThat(fx(() -> scene().lookup(".rail").getLayoutBounds().getWidth()))
                .isEqualTo(200);
        onFx(() -> shell.railFoldedProperty().set(true));
        settle();
        assertThat(fx(() -> scene().lookup(".rail").getLayoutBounds().getWidth()))
                .isEqualTo(52);
    }
}
