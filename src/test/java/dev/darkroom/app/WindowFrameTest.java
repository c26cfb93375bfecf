package dev.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConnectionBadge;
import dev.darkroom.console.ConsoleContext.ConsoleParts;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.logging.LogSettings;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.sandbox.fal.FalSandbox;
import dev.darkroom.sandbox.fal.FalSandboxSettings;
import dev.darkroom.sandbox.storage.StorageSandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Features that belong to no single screen, over all the real ones: the pin, the shortcuts and their help, and a second
 * console.
 */
class WindowFrameTest extends ConsoleWindowTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String PICTURE = "fal-ai/flux/schnell";

    @TempDir
    private static Path folder;

    private static FalSandbox fal;
    private static StorageSandbox storage;
    private static UUID lost;
    private static UUID other;
    private LoggingService logging;
    private ConsoleApplication console;
    private ConsoleParts parts;
    private ConsoleShell shell;
    private Stage window;

    @BeforeAll
    static void fill() {
        fal = FalSandbox.start(FalSandboxSettings.defaults().withDirectory(folder.resolve("fal")));
        storage = StorageSandbox.in(folder.resolve("storage")).start();
        SeededGenerations seed = new SeededGenerations(DATABASE.get()).engines().users("kim", "lee");
        String failed = "status = 'FAILED', finished_at = now(), attempt = 2, error_kind = 'FINAL', error_code = '422',"
                + " error = 'The prompt was refused.', " + SeededGenerations.request();
        lost = seed.one("kim", PICTURE, 4, Duration.ofMinutes(5), failed);
        other = seed.one("kim", PICTURE, 4, Duration.ofMinutes(6), failed);
        seed.one("lee", PICTURE, 4, Duration.ofMinutes(7), failed);
    }

    @BeforeEach
    void open() {
        logging =
                LoggingService.start(LogSettings.in(folder.resolve("home/logs")).withTerminal(null));
        console = StandInServices.console(
                StandInServices.environment(
                        DATABASE.settings(), storage.url().toString(), storage.serviceKey(), fal.url(), fal.key()),
                folder.resolve("home"),
                logging);
        parts = console.start((_, _) -> {});
        shell = showShell(new ConnectionBadge("env", ConnectionBadge.Kind.PRODUCTION, false), 1440, 900);
        onFx(() -> {
            shell.attach(parts, "generations");
            shell.requestFocus();
        });
        await("the list", () -> scene().lookup(".keyed-table") != null);
    }

    @AfterEach
    void closeAll() {
        onFx(() -> shell.leave());
        console.close();
        logging.close();
    }

    @AfterAll
    static void closeTheServices() {
        storage.close();
        fal.close();
    }

    private void screen(String id) {
        onFx(() -> shell.open(NavigationTarget.screen(id)));
        settle();
    }

    private List<?> rows(String selector) {
        return scene().lookup(selector) instanceof TableView<?> table ? List.copyOf(table.getItems()) : List.of();
    }

    private boolean says(String text) {
        return scene().getRoot().lookupAll("*").stream()
                .anyMatch(node -> node instanceof Labeled label
                        && label.getText() != null
                        && label.getText().contains(text)
                        && isSeen(node));
    }

    private long chips() {
        return scene().getRoot().lookupAll(".pin-chip").stream()
                .filter(node -> isSeen(node))
                .count();
    }

    @Test
    void one_pin_narrows_all_lists_and_doctor_and_overview_says_that_it_is_not() {
        screen("generations");
        onFx(() -> shell.open(new NavigationTarget("generations", lost.toString())));
        await(
                "its acts",
                () -> shell.current().orElseThrow().actions().stream()
                        .anyMatch(action -> action.title().equals("Pin request")));
        robot.push(KeyCode.CONTROL, KeyCode.P);
        await("one row", () -> chips() == 2 && rows(".keyed-table").size() == 1);

        screen("credits");
        await("its ledger", () -> chips() == 2 && says("1 of 1"));
        picture("pin-credits-light");
        screen("files");
        await("no file of it", () -> chips() == 2 && says("Nothing here matches the pin"));
        pictures("pin-files");
        screen("logs");
        await("its lines", () -> chips() == 2);
        picture("pin-logs-light");
        screen("overview");
        await("not narrowed", () -> says("Overview is not narrowed to it"));
        pictures("pin-overview");
        screen("doctor");
        await("its findings", () -> shell.current().orElseThrow().id().equals("doctor"));
        assertThat(fx(() -> says("is not narrowed to it"))).isFalse();
        pictures("pin-doctor");
        screen("activity");
        await("nobody did anything to it", () -> chips() == 2 && says("Nothing here matches the pin"));
        assertThat(fx(() -> says("is not narrowed to it"))).isFalse();
        screen("settings");
        assertThat(fx(() -> says("is not narrowed to it"))).isFalse();

        onFx(() -> shell.pin(PinnedSubject.user("lee")));
        screen("logs");
        await("lines name no users", () -> says("Logs is not narrowed to it"));
        screen("overview");
        await("everybody", () -> says("User lee is pinned. Overview is not narrowed to it: it shows everything."));
        screen("credits");
        await("the account", () -> chips() == 2 && says("2 of 2"));
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.P);
        await("everything", () -> chips() == 0 && says("5 of 5"));
        assertThat(other).isNotEqualTo(lost);
    }

    @Test
    void every_key_that_does_something_stands_in_the_help_and_none_does_two_things() {
        onFx(() -> shell.open(new NavigationTarget("generations", lost.toString())));
        await(
                "its acts",
                () -> shell.current().orElseThrow().actions().stream()
                        .anyMatch(action -> action.title().equals("Pin request")));
        for (String id : List.of("overview", "generations", "credits", "files", "logs", "activity", "settings")) {
            screen(id);
            List<ConsoleAction> all = fx(shell::actions);
            Map<KeyCombination, List<String>> byKey = all.stream()
                    .filter(action -> action.key() != null)
                    .collect(Collectors.groupingBy(
                            ConsoleAction::key, Collectors.mapping(ConsoleAction::title, Collectors.toList())));
            assertThat(byKey)
                    .as("keys on %s", id)
                    .allSatisfy((key, titles) -> assertThat(titles).hasSize(1));
            robot.push(KeyCode.F1);
            await("the help", () -> shell.overlays().isOpen());
            Set<String> shown = fx(() -> scene().getRoot().lookupAll(".key-help .key").stream()
                    .map(node -> ((Label) node).getText())
                    .collect(Collectors.toCollection(TreeSet::new)));
            assertThat(shown)
                    .as("help on %s", id)
                    .containsAll(byKey.keySet().stream()
                            .map(KeyCombination::getDisplayText)
                            .toList());
            picture("keys-" + id + "-light");
            robot.push(KeyCode.ESCAPE);
            await("closed", () -> !shell.overlays().isOpen());
        }
    }

    @Test
    void a_second_console_on_the_same_services_has_a_filter_and_a_pin_of_its_own() {
        ConsoleShell second = fx(() -> {
            ConsoleShell made = new ConsoleShell(
                    new ConnectionBadge("env", ConnectionBadge.Kind.PRODUCTION, false),
                    feed(),
                    theme(),
                    ValueFormats.utc());
            window = new Stage();
            window.setScene(new Scene(made.root(), 1000, 700));
            window.show();
            made.attach(parts, "generations");
            made.pin(PinnedSubject.user("lee"));
            return made;
        });
        await(
                "lee alone",
                () -> second.lookup(".keyed-table") instanceof TableView<?> table
                        && table.getItems().size() == 1);
        await("all here", () -> rows(".keyed-table").size() == 3);
        for (String id : List.of("overview", "credits", "files", "logs", "settings", "generations")) {
            onFx(() -> second.open(NavigationTarget.screen(id)));
            settle();
        }
        onFx(() -> {
            second.leave();
            window.hide();
        });
        screen("logs");
        await("its log goes on", () -> scene().lookup(".log-lines") != null);
        assertThat(fx(() -> scene().getRoot().lookupAll(".banner").stream()
                        .filter(Node::isVisible)
                        .toList()))
                .isEmpty();
    }
}
