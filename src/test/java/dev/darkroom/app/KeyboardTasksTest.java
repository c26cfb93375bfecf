package dev.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConnectionBadge;
import dev.darkroom.console.ConsoleContext.ConsoleParts;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.logging.LogSettings;
import dev.darkroom.logging.LoggingService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.PopupWindow;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * An administrator's most frequent tasks, by keyboard alone in the whole window, each from the screen shown at startup. A
 * gesture is a key with its modifiers, or a text that is typed.
 */
class KeyboardTasksTest extends ConsoleWindowTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String USER = "ana.kovac";
    private static final String PICTURE = "fal-ai/flux/schnell";

    @TempDir
    private static Path folder;

    private static StandInServices services;
    private static EngineServices engine;
    private static UUID finished;
    private static int windows;
    private String user;
    private UUID failed;
    private UUID waiting;
    private int gestures;
    private LoggingService logging;
    private ConsoleApplication console;
    private ConsoleShell shell;

    @BeforeAll
    static void fillTheServices() {
        services = new StandInServices(folder);
        engine = services.engine(DATABASE.settings());
        engine.ledger.grant(USER, 1_000, "a purse", "test");
        engine.engine.start();
        finished = StandInServices.generate(engine, USER, PICTURE, "a heron at dawn");
        engine.engine.pause();
    }

    @AfterAll
    static void closeTheServices() {
        engine.close();
        services.close();
    }

    @BeforeEach
    void openTheWindow() {
        user = "kim-" + ++windows;
        SeededGenerations rows = new SeededGenerations(DATABASE.get()).users(user);
        failed = rows.one(
                user,
                PICTURE,
                4,
                Duration.ofMinutes(5),
                "status = 'FAILED', finished_at = now(), attempt = 1, stage = 'SUBMITTED', refunded = true,"
                        + " error = 'fal.ai answered 503.', error_kind = 'RETRYABLE', error_code = '503', "
                        + SeededGenerations.request());
        waiting = rows.one(user, PICTURE, 4, Duration.ofMinutes(1), "");
        logging =
                LoggingService.start(LogSettings.in(folder.resolve("home/logs")).withTerminal(null));
        console = StandInServices.console(services.environment(DATABASE.settings()), folder.resolve("home"), logging);
        ConsoleParts parts = console.start((_, _) -> {});
        shell = showShell(new ConnectionBadge("env", ConnectionBadge.Kind.PRODUCTION, false), 1440, 900);
        onFx(() -> shell.attach(parts, "overview"));
        await("the first screen", () -> isOn("overview"));
    }

    @AfterEach
    void closeTheWindow() throws Exception {
        onFx(() -> shell.leave());
        console.close();
        logging.close();
    }

    @Test
    void a_picture_that_never_came_is_found_by_its_user_and_made_again_in_eleven() {
        palette(user);
        await("what was ordered", () -> isOn("generations") && isShown(failed));
        press(KeyCode.DOWN);
        press(KeyCode.DOWN);
        press(KeyCode.ENTER);
        await("it is shown", () -> inspected(failed));
        act("retry");
        reason("kim waits for it");
        await("it waits again", () -> status(failed) == GenerationStatus.PENDING);
        assertThat(gestures).isEqualTo(11);
    }

    @Test
    void a_generation_is_found_by_its_id_in_three() {
        palette(finished.toString());
        await("it is shown", () -> inspected(finished));
        assertThat(gestures).isEqualTo(3);
    }

    @Test
    void a_failed_one_is_made_again_in_eight() {
        palette(failed.toString());
        await("it is shown", () -> inspected(failed));
        act("retry");
        reason("fal.ai is back");
        await("it waits again", () -> status(failed) == GenerationStatus.PENDING);
        assertThat(gestures).isEqualTo(8);
    }

    @Test
    void a_waiting_one_is_cancelled_in_eight() {
        palette(waiting.toString());
        await("it is shown", () -> inspected(waiting));
        act("cancel");
        reason("ordered by mistake");
        await("it is cancelled", () -> status(waiting) == GenerationStatus.CANCELLED);
        assertThat(gestures).isEqualTo(8);
    }

    @Test
    void what_failed_of_a_model_is_listed_in_four() {
        press(KeyCode.CONTROL, KeyCode.DIGIT2);
        await("the list", () -> isOn("generations") && isShown(failed));
        type("/");
        write("status:failed model:schnell");
        press(KeyCode.ENTER);
        await("what failed", () -> isShown(failed) && !isShown(waiting));
        assertThat(gestures).isEqualTo(4);
    }

    @Test
    void an_action_on_more_than_a_hundred_rows_of_a_real_service_wants_their_number() {
        String crowd = "crowd-" + windows;
        SeededGenerations rows = new SeededGenerations(DATABASE.get()).users(crowd);
        for (int row = 0; row < 101; row++) {
            rows.one(crowd, PICTURE, 4, Duration.ofMinutes(1), "");
        }
        press(KeyCode.CONTROL, KeyCode.DIGIT2);
        await("the list", () -> isOn("generations"));
        type("/");
        write("user:" + crowd);
        press(KeyCode.ENTER);
        await(
                "the crowd's",
                () -> scene().lookup(".keyed-table") instanceof TableView<?> table
                        && table.getItems().size() == 101);
        onFx(() -> ((TableView<?>) scene().lookup(".keyed-table"))
                .getSelectionModel()
                .selectAll());
        act("cancel");
        await("the dialog", () -> shell.overlays().isOpen() && scene().getFocusOwner() instanceof TextField);
        write("ordered by a broken script");
        assertThat(scene().lookup(".dialog-foot .filled").isDisabled()).isTrue();
        press(KeyCode.TAB);
        write("101");
        assertThat(scene().lookup(".dialog-foot .filled").isDisabled()).isFalse();
    }

    @Test
    void credits_are_granted_in_nine() {
        long before = engine.ledger.balance(USER).orElseThrow();
        press(KeyCode.CONTROL, KeyCode.DIGIT3);
        await("credits", () -> isOn("credits"));
        act("grant");
        await("the form", () -> shell.overlays().isOpen());
        write(USER);
        press(KeyCode.TAB);
        write("25");
        press(KeyCode.TAB);
        write("goodwill");
        press(KeyCode.ENTER);
        await("granted", () -> engine.ledger.balance(USER).orElseThrow() == before + 25);
        assertThat(gestures).isLessThanOrEqualTo(10);
    }

    @Test
    void the_log_of_a_generation_is_read_in_six() {
        palette(finished.toString());
        await("it is shown", () -> inspected(finished));
        act("open logs");
        await("its lines", () -> isOn("logs"));
        assertThat(gestures).isEqualTo(6);
    }

    @Test
    void everything_is_checked_in_four() {
        press(KeyCode.CONTROL, KeyCode.DIGIT6);
        await("doctor", () -> isOn("doctor"));
        act("run doctor");
        await("checked", () -> texts().stream().anyMatch(text -> text.startsWith("Refunded twice")));
        assertThat(gestures).isEqualTo(4);
    }

    @Test
    void a_filter_is_kept_as_a_view_in_seven() {
        press(KeyCode.CONTROL, KeyCode.DIGIT2);
        type("/");
        write("user:" + user);
        press(KeyCode.ENTER);
        await("kim's", () -> isShown(failed));
        press(KeyCode.CONTROL, KeyCode.S);
        await("the dialog", () -> shell.overlays().isOpen());
        write("Orders of kim");
        press(KeyCode.ENTER);
        await("the tab", () -> texts().contains("Orders of kim"));
        assertThat(gestures).isEqualTo(7);
    }

    @Test
    void who_did_what_and_why_is_read_in_one() {
        engine.actions.cancel(waiting, "asked for by mail", "lee");
        press(KeyCode.CONTROL, KeyCode.DIGIT7);
        await("the line", () -> texts().contains("asked for by mail"));
        assertThat(gestures).isEqualTo(1);
    }

    private void press(KeyCode... keys) {
        gestures++;
        robot.push(keys);
        settle();
    }

    private void type(String key) {
        gestures++;
        robot.write(key);
        settle();
    }

    private void write(String text) {
        gestures++;
        robot.write(text, 0);
        settle();
    }

    /** Opens the first thing that is found. */
    private void palette(String text) {
        press(KeyCode.CONTROL, KeyCode.K);
        write(text);
        await("something found", () -> !hits().isEmpty());
        press(KeyCode.ENTER);
    }

    /** An action of what is shown, as soon as it is offered. */
    private void act(String name) {
        press(KeyCode.CONTROL, KeyCode.K);
        write(name);
        await(
                name,
                () -> hits().stream()
                        .anyMatch(hit -> hit.toLowerCase(Locale.ROOT).startsWith(name)));
        press(KeyCode.ENTER);
    }

    private void reason(String text) {
        await("the dialog", () -> shell.overlays().isOpen() && scene().getFocusOwner() instanceof TextField);
        write(text);
        press(KeyCode.ENTER);
    }

    private List<String> hits() {
        return Window.getWindows().stream()
                .filter(window -> window instanceof PopupWindow && window.isShowing())
                .flatMap(window -> window.getScene().getRoot().lookupAll(".palette .list-cell").stream())
                .filter(node -> node instanceof ListCell<?> cell && !cell.isEmpty())
                .map(node -> node.lookupAll(".label").stream()
                        .map(label -> ((Labeled) label).getText())
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private boolean isOn(String screen) {
        return shell.current().map(ConsoleScreen::id).orElse("").equals(screen);
    }

    private boolean inspected(UUID id) {
        Node shown = scene().lookup(".inspector-id");
        return shown instanceof Labeled label
                && isSeen(label)
                && id.toString().startsWith(label.getText())
                && !label.getText().isEmpty();
    }

    private boolean isShown(UUID id) {
        return texts().contains(id.toString().substring(0, 8));
    }

    private List<String> texts() {
        return scene().getRoot().lookupAll("*").stream()
                .filter(node -> node instanceof Labeled && isSeen(node))
                .map(node -> ((Labeled) node).getText())
                .filter(text -> text != null && !text.isBlank())
                .toList();
    }

    private static GenerationStatus status(UUID id) {
        return engine.generations.find(id).orElseThrow().status();
    }
}
