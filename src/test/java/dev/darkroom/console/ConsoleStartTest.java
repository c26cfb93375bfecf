package dev.darkroom.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.kit.dialog.ModalLayer;
import dev.darkroom.console.kit.list.ListState;
import dev.darkroom.console.kit.list.SavedViewStore;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.FuzzyMatcher;
import dev.darkroom.console.kit.table.TableLayout;
import dev.darkroom.console.kit.theme.WindowTheme.ThemeChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsoleStartTest extends ConsoleWindowTest {
    private final List<WindowState> remembered = new ArrayList<>();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private final Stage stage = fx(Stage::new);

    private ConsoleWindow open(WindowState state, ConsoleContext.Start start) {
        ConnectionBadge production = new ConnectionBadge("live", ConnectionBadge.Kind.PRODUCTION, true);
        ConsoleContext context = new ConsoleContext(
                production, state, new SavedViewStore(List.of(), _ -> {}), remembered::add, start, () -> {});
        return fx(() -> new ConsoleWindows(context, closed).openFirst(stage));
    }

    @AfterEach
    void close() {
        onFx(() -> {
            stage.hide();
            others().forEach(Stage::hide);
        });
    }

    private List<String> texts() {
        return stage.getScene().getRoot().lookupAll(".label").stream()
                .filter(Node::isVisible)
                .map(label -> String.valueOf(((Labeled) label).getText()))
                .toList();
    }

    @Test
    void the_window_shows_what_it_waits_for_and_then_its_screens() {
        CountDownLatch database = new CountDownLatch(1);
        open(WindowState.DEFAULT, progress -> {
            progress.step("Starting PostgreSQL\u2026", 0.4);
            database.await();
            return ConsoleDemo.parts();
        });
        await("progress", () -> texts().contains("Starting PostgreSQL\u2026"));
        PngFiles.save(fx(() -> stage.getScene().snapshot(null)), "starting");
        assertThat(fx(this::texts)).contains("live", "read-only").doesNotContain("Generations");

        database.countDown();
        await("screens", () -> texts().contains("Generations"));
        assertThat(fx(this::texts)).doesNotContain("Starting PostgreSQL\u2026");
    }

    @Test
    void a_failed_start_is_told_without_secrets_and_can_be_tried_again() {
        AtomicInteger attempt = new AtomicInteger();
        open(WindowState.DEFAULT, _ -> {
            if (attempt.incrementAndGet() == 1) {
                throw new IllegalStateException("No connection to postgres://admin:hunter22@db:5432.");
            }
            return ConsoleDemo.parts();
        });
        await("failure", () -> texts().stream().anyMatch(text -> text.startsWith("No connection")));
        assertThat(fx(this::texts)).noneMatch(text -> text.contains("hunter22"));

        onFx(() -> ((Button) stage.getScene().lookup(".banner > .button")).fire());
        await("screens", () -> texts().contains("Generations"));
        assertThat(attempt).hasValue(2);
    }

    @Test
    void the_window_comes_back_as_it_was_left() {
        open(left("credits"), _ -> ConsoleDemo.parts());
        await("Credits", () -> screenOf(stage).equals("Credits"));
        press(stage, KeyCode.DIGIT4, false);
        await("Files", () -> screenOf(stage).equals("Files"));
        onFx(() -> stage.hide());

        assertThat(remembered).containsExactly(left("files"));
        assertThat(closed).isCompletedWithValue(true);
    }

    @Test
    void how_the_window_looks_is_remembered_though_nobody_closes_it() {
        open(WindowState.DEFAULT, _ -> ConsoleDemo.parts());
        await("screens", () -> stage.getScene().lookup(".rail-entry") != null);
        press(stage, KeyCode.DIGIT3, false);
        await(
                "Credits are remembered",
                () -> !remembered.isEmpty() && remembered.getLast().screen().equals("credits"));
        assertThat(closed).isNotDone();
    }

    private static WindowState left(String screen) {
        TableLayout ledger = new TableLayout(List.of("by"), Map.of("reason", 310.0), "", false);
        return new WindowState(
                20,
                30,
                1000,
                720,
                false,
                true,
                ThemeChoice.DARK,
                true,
                1.2,
                true,
                screen,
                "7d",
                Map.of("ledger", ledger),
                Map.of("credits", 0.3),
                Map.of("ledger", new ListState("LEDGER", "", "user:ana", false)),
                Map.of());
    }

    @Test
    void another_window_has_a_screen_of_its_own_and_the_same_look_and_closes_alone() {
        open(WindowState.DEFAULT, _ -> ConsoleDemo.parts());
        await("screens", () -> stage.getScene().lookup(".rail-entry") != null);
        press(stage, KeyCode.DIGIT3, false);
        await("Credits", () -> screenOf(stage).equals("Credits"));
        press(stage, KeyCode.N, true);
        await("another window", () -> others().size() == 1);
        Stage other = fx(() -> others().getFirst());
        await("its screens", () -> screenOf(other).equals("Credits"));
        press(other, KeyCode.DIGIT4, false);
        await("Files there", () -> screenOf(other).equals("Files"));
        assertThat(fx(() -> screenOf(stage))).isEqualTo("Credits");
        assertThat(fx(other::getX)).isNotEqualTo(fx(stage::getX));

        press(other, KeyCode.EQUALS, false);
        await(
                "larger text in both",
                () -> stage.getScene().getStylesheets().equals(other.getScene().getStylesheets()) && size(stage) > 13);

        press(other, KeyCode.W, true);
        await("closed", () -> others().isEmpty());
        assertThat(stage.isShowing()).isTrue();
        assertThat(closed).isNotDone();
        press(stage, KeyCode.N, true);
        await("one more", () -> others().size() == 1);

        press(stage, KeyCode.Q, false);
        confirmQuit();
        await("both are closed", () -> closed.isDone());
        assertThat(fx(this::others)).isEmpty();
        assertThat(remembered).last().extracting(WindowState::screen).isEqualTo("credits");
    }

    @Test
    void closing_the_last_window_asks_while_this_engine_has_generations_in_flight() {
        open(WindowState.DEFAULT, _ -> ConsoleDemo.parts());
        await("the engine", () -> texts().contains("38 in flight here"));
        onFx(() -> stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST)));
        await("the question", () -> texts().stream().anyMatch(text -> text.startsWith("38 generations are in flight")));
        PngFiles.save(fx(() -> stage.getScene().snapshot(null)), "quit-in-flight");
        assertThat(stage.isShowing()).isTrue();
        assertThat(closed).isNotDone();

        confirmQuit();
        await("closed", () -> closed.isDone());
    }

    @Test
    void the_question_before_closing_leaves_an_open_dialog_as_it_is_also_while_it_is_sending() {
        open(WindowState.DEFAULT, _ -> ConsoleDemo.parts());
        await("the engine", () -> texts().contains("38 in flight here"));
        TextField typed = fx(() -> new TextField("a heron at dawn"));
        for (boolean sending : new boolean[] {false, true}) {
            ModalLayer layer = (ModalLayer) stage.getScene().getRoot();
            Button send = fx(() -> new Button("Send"));
            VBox form = fx(() -> new VBox(typed, send));
            onFx(() -> {
                layer.open(form, typed, send, () -> true, () -> sending);
                for (int click = 0; click < 2; click++) {
                    stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST));
                }
            });
            await(
                    "the question",
                    () -> texts().stream().anyMatch(text -> text.startsWith("38 generations are in flight")));
            assertThat(fx(() -> layer.lookupAll(".quit-question"))).hasSize(1);
            onFx(() -> {
                layer.lookupAll(".quit-question .button").stream()
                        .map(Button.class::cast)
                        .filter(Button::isCancelButton)
                        .findFirst()
                        .orElseThrow()
                        .fire();
            });
            assertThat(fx(() -> layer.lookup(".quit-question"))).isNull();
            assertThat(fx(() -> form.getScene() != null && !form.isDisabled())).isTrue();
            onFx(() -> layer.close(form));
        }
        assertThat(stage.isShowing()).isTrue();
    }

    @Test
    void no_search_of_the_palette_finds_quitting_before_a_theme() {
        open(WindowState.DEFAULT, _ -> ConsoleDemo.parts());
        await("screens", () -> stage.getScene().lookup(".rail-entry") != null);
        ConsoleShell shell = fx(() -> (ConsoleShell) stage.getScene().lookup(".shell"));
        List<String> titles =
                fx(() -> shell.actions().stream().map(ConsoleAction::title).toList());
        assertThat(titles).last().isEqualTo("Quit");
        assertThat(FuzzyMatcher.filter("dark", titles, Function.identity()))
                .startsWith("Theme: Dark")
                .doesNotContain("Quit");
    }

    private void confirmQuit() {
        await("a question", () -> stage.getScene().lookup(".dialog-foot .filled") != null);
        onFx(() -> ((Button) stage.getScene().lookup(".dialog-foot .filled")).fire());
    }

    private static double size(Stage window) {
        return ((Labeled) window.getScene().lookup(".rail-entry .title"))
                .getFont()
                .getSize();
    }

    private static void press(Stage window, KeyCode code, boolean shift) {
        onFx(() -> {
            window.getScene()
                    .getRoot()
                    .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, true, false, false));
        });
    }

    private List<Stage> others() {
        return Window.getWindows().stream()
                .filter(window -> window instanceof Stage
                        && window != stage
                        && window.getScene().lookup(".rail") != null)
                .map(Stage.class::cast)
                .toList();
    }

    /** The entry of the rail that is chosen. */
    private static String screenOf(Stage window) {
        return window.getScene().getRoot().lookupAll(".rail-entry").stream()
                .filter(node -> node.getPseudoClassStates().contains(PseudoClass.getPseudoClass("selected")))
                .map(Node::getAccessibleText) // what the entry shows is made by its first layout
                .findFirst()
                .orElse("");
    }
}
