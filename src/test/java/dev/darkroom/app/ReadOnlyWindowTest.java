package dev.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.console.ConnectionBadge;
import dev.darkroom.console.ConsoleContext.ConsoleParts;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.database.DatabaseDump;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.database.SelectOnlyUser;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.event.EventBus;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.engine.RunQuota;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import dev.darkroom.http.RecordingProxy;
import dev.darkroom.logging.LogSettings;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.StoredFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The complete window on a read-only connection, with real services behind it: every button of every screen is pressed, and
 * neither the database nor fal.ai nor the storage receives a request to change anything.
 */
class ReadOnlyWindowTest extends ConsoleWindowTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String USER = "ana.kovac";
    private static final String PICTURE = "fal-ai/flux/schnell";
    /** What a press has begun in the background is on its way by then. */
    private static final Duration AFTER_A_PRESS = Duration.ofMillis(60);

    @TempDir
    private static Path folder;

    private static final List<UUID> SEEDED = new ArrayList<>();
    private static StandInServices services;
    private static UUID finished;
    private static StoredFile file;
    private RecordingProxy falProxy;
    private RecordingProxy storageProxy;
    private LoggingService logging;
    private ConsoleApplication desk;
    private ConsoleShell shell;

    @BeforeAll
    static void fillTheServices() {
        services = new StandInServices(folder);
        try (EngineServices darkroom = services.engine(DATABASE.settings())) {
            darkroom.ledger.grant(USER, 1_000, "a purse", "test");
            darkroom.quotas.set(RunQuota.Scope.MODEL, PICTURE, 7, "a test", "lee");
            darkroom.engine.start();
            finished = StandInServices.generate(darkroom, USER, PICTURE, "a heron at dawn");
            file = darkroom.files.ofGeneration(finished).getFirst();
        }
        seed();
    }

    @BeforeEach
    void openTheProxies() {
        falProxy = new RecordingProxy(URI.create(services.fal.url()));
        storageProxy = new RecordingProxy(services.storage.url());
        logging =
                LoggingService.start(LogSettings.in(folder.resolve("home/logs")).withTerminal(null));
    }

    /** One for each thing that could be done with it: waits, was lost with its engine, is held, failed and kept its credits. */
    private static void seed() {
        SEEDED.clear();
        SeededGenerations seed = new SeededGenerations(DATABASE.get()).engines().users("kim");
        SEEDED.add(seed.one("kim", PICTURE, 4, Duration.ofSeconds(60), ""));
        SEEDED.add(seed.one(
                "kim",
                PICTURE,
                4,
                Duration.ofHours(2),
                SeededGenerations.processing(SeededGenerations.DEAD_ENGINE, GenerationStage.SUBMITTED)));
        SEEDED.add(seed.one(
                "kim",
                PICTURE,
                4,
                Duration.ofHours(1),
                "attempt = 1, stage = 'SUBMITTING', submit_started_at = created_at, hold = 'SUBMIT_UNKNOWN'"));
        SEEDED.add(seed.one(
                "kim",
                PICTURE,
                4,
                Duration.ofMinutes(5),
                "status = 'FAILED', finished_at = now(), attempt = 1, stage = 'SUBMITTED', error = 'fal.ai answered 503.',"
                        + " error_kind = 'RETRYABLE', error_code = '503', " + SeededGenerations.request()));
    }

    @AfterEach
    void closeAll() throws Exception {
        if (desk != null) {
            onFx(() -> shell.leave());
            desk.close();
        }
        logging.close();
        falProxy.close();
        storageProxy.close();
    }

    @AfterAll
    static void closeTheServices() {
        services.close();
    }

    @Test
    void every_button_of_every_screen_is_pressed_and_nothing_anywhere_changes() {
        // The owner of the tables, whom the server would let do anything.
        open(DATABASE.settings());
        Map<String, List<String>> before = DatabaseDump.of(DATABASE.get());
        assertThat(before.get("darkroom.generation")).hasSize(5);

        List<String> pressed = walk();

        assertThat(pressed).hasSizeGreaterThan(60);
        assertThat(DatabaseDump.of(DATABASE.get())).isEqualTo(before);
        assertThat(storageProxy.passed())
                .isNotEmpty()
                .allMatch(passed -> passed.method().equals("GET")
                        || passed.method().equals("POST")
                                && (passed.path().contains("/object/sign/generations")
                                        || passed.path().contains("/object/list-v2/generations")))
                .anyMatch(passed -> passed.method().equals("POST"));
        assertThat(falProxy.passed()).allMatch(passed -> passed.method().equals("GET"));
    }

    @Test
    void a_user_who_may_only_select_sees_every_screen_without_an_error() {
        try (SelectOnlyUser viewer = new SelectOnlyUser(DATABASE.get())) {
            open(viewer.settings());
            for (NavigationTarget target : targets()) {
                show(target);
                pause(Duration.ofMillis(700));
                assertThat(errors()).as("errors on %s", target).isEmpty();
            }
            show(new NavigationTarget("generations", finished.toString()));
            await(
                    "what is known of it",
                    () -> scene().lookup(".generation-details") != null && button("Retry\u2026") != null);
            pause(Duration.ofSeconds(1));
            pictures("read-only-window");
            closeWindowOf();
        }
    }

    @Test
    void what_cannot_work_is_not_offered_or_says_why() {
        open(DATABASE.settings());
        show(new NavigationTarget("generations", SEEDED.getLast().toString()));
        await(
                "its acts",
                () -> button("Retry\u2026") != null
                        && "This connection is read-only."
                                .equals(button("Retry\u2026").getAccessibleHelp()));
        assertThat(texts()).contains("read-only");
        assertThat(fx(() -> button("New generation"))).isNull();
        assertThat(fx(() -> scene().lookup(".engine-switch").isVisible())).isFalse();
        assertThat(fx(() -> button("Retry\u2026").getAccessibleHelp())).isEqualTo("This connection is read-only.");
        assertThat(fx(() -> button("Refund\u2026").getAccessibleHelp())).isEqualTo("This connection is read-only.");
    }

    @Test
    void a_pause_begun_in_another_process_stands_over_every_screen_and_in_the_rows_that_wait() {
        open(DATABASE.settings());
        ServiceCircuitBreaker elsewhere =
                new ServiceCircuitBreaker(DATABASE.get(), new EventBus(), Map.of(), Duration.ofSeconds(10));
        elsewhere.beginPause(
                ServiceCircuitBreaker.Service.STORAGE,
                ServiceCircuitBreaker.Cause.REFUSED,
                CodedMessage.quoted("Signature verification failed (403)."),
                Duration.ZERO);
        try {
            for (String screen : List.of("overview", "credits", "files", "logs", "settings", "generations")) {
                show(NavigationTarget.screen(screen));
                await("the banner over " + screen, this::tellsOfTheStorage);
            }
            show(new NavigationTarget("generations", "user:kim"));
            await(
                    "the reason in the row",
                    () -> textsIn(scene().getRoot())
                            .contains("paused by storage: Signature verification failed (403)."));
            picture("pause-read-only");
        } finally {
            elsewhere.reportSuccess(ServiceCircuitBreaker.Service.STORAGE, Duration.ZERO);
        }
        await("the banner gone", () -> !tellsOfTheStorage());
    }

    private boolean tellsOfTheStorage() {
        return nodes(".banner").stream()
                .flatMap(banner -> textsIn(banner).stream())
                .anyMatch(text -> text.startsWith("Storage has refused all requests since ")
                        && text.contains(": Signature verification failed (403). "));
    }

    @Test
    void no_engine_starts_on_it() {
        try (ConnectionSession session = ConnectionSession.open(env(DATABASE.settings()), folders(), _ -> {})) {
            assertThat(session.services()).isEmpty();
            assertThatThrownBy(session::engine)
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("The connection env is read-only, but an engine writes: choose another connection.");
        }
    }

    private List<String> walk() {
        ButtonWalk walk = fx(() -> new ButtonWalk(scene()));
        for (NavigationTarget target : targets()) {
            show(target);
            pause(Duration.ofMillis(700));
            selectAll();
            walk.again();
            while (fx(walk::next)) {
                pause(AFTER_A_PRESS);
                settle();
                back(target);
            }
            runActions(target);
        }
        pause(Duration.ofSeconds(2));
        return walk.pressed();
    }

    /** What the screen does by keys and in the palette. */
    private void runActions(NavigationTarget target) {
        for (ConsoleAction action :
                fx(() -> shell.current().map(ConsoleScreen::actions).orElse(List.of()))) {
            onFx(() -> {
                ButtonWalk.run(action.run());
                shell.overlays().close();
                shell.pinProperty().set(null);
                closeOtherWindows();
            });
            back(target);
        }
    }

    /** A jump led away: what was not pressed here yet comes next. */
    private void back(NavigationTarget target) {
        if (!target.screen()
                .equals(fx(() -> shell.current().map(ConsoleScreen::id).orElse("")))) {
            show(target);
            pause(Duration.ofMillis(400));
        }
    }

    private List<NavigationTarget> targets() {
        List<NavigationTarget> targets = new ArrayList<>();
        targets.add(NavigationTarget.screen("overview"));
        targets.add(NavigationTarget.screen("generations"));
        targets.add(new NavigationTarget("generations", finished.toString()));
        SEEDED.forEach(id -> targets.add(new NavigationTarget("generations", id.toString())));
        targets.add(NavigationTarget.screen("credits"));
        targets.add(new NavigationTarget("credits", USER));
        targets.add(NavigationTarget.screen("files"));
        targets.add(new NavigationTarget("files", "file:" + file.id()));
        targets.add(NavigationTarget.screen("logs"));
        targets.add(NavigationTarget.screen("doctor"));
        targets.add(NavigationTarget.screen("activity"));
        targets.add(NavigationTarget.screen("settings"));
        return targets;
    }

    private void open(DatabaseSettings database) {
        ConnectionResolver.Chosen chosen = env(database);
        desk = new ConsoleApplication(
                chosen, folders(), logging, new UserSettingsFile(folders().settingsFile()));
        ConsoleParts parts = desk.start((_, _) -> {});
        shell = showShell(new ConnectionBadge("env", ConnectionBadge.Kind.PRODUCTION, true), 1440, 900);
        onFx(() -> shell.attach(parts, "generations"));
        await("the list", () -> scene().lookup(".keyed-table") != null);
    }

    private ConnectionResolver.Chosen env(DatabaseSettings database) {
        Map<String, String> known = new HashMap<>(StandInServices.environment(
                database,
                storageProxy.url().toString(),
                services.storage.serviceKey(),
                falProxy.url().toString(),
                services.fal.key()));
        known.put("DARKROOM_READ_ONLY", "true");
        ProcessEnvironment environment = new ProcessEnvironment(known);
        return new ConnectionResolver(folders(), UserSettings.DEFAULT, environment).choose("env");
    }

    private AppDirectories folders() {
        return StandInServices.directories(folder.resolve("home"));
    }

    private void show(NavigationTarget target) {
        onFx(() -> shell.open(target));
        settle();
    }

    private void selectAll() {
        onFx(() -> {
            nodes(".table-view").stream()
                    .filter(node -> node instanceof TableView<?> && node.isVisible())
                    .forEach(node -> ((TableView<?>) node).getSelectionModel().selectAll());
        });
        settle();
    }

    private Button button(String text) {
        return nodes(".button").stream()
                .filter(node -> node instanceof Button button && text.equals(button.getText()))
                .map(Button.class::cast)
                .findFirst()
                .orElse(null);
    }

    /** What banners and toasts in the colours of an error say. */
    private List<String> errors() {
        return fx(() -> java.util.stream.Stream.of(".banner", ".toast", ".error-text")
                .flatMap(style -> nodes(style).stream())
                .filter(node -> node.isVisible() && !textsIn(node).isEmpty())
                .flatMap(node -> textsIn(node).stream())
                .toList());
    }

    private List<String> texts() {
        return fx(() -> textsIn(scene().getRoot()));
    }

    private static List<String> textsIn(Node node) {
        return node.lookupAll(".label").stream()
                .filter(found -> found instanceof Labeled && found.isVisible())
                .map(found -> ((Labeled) found).getText())
                .filter(text -> text != null && !text.isBlank())
                .toList();
    }

    private List<Node> nodes(String selector) {
        return List.copyOf(scene().getRoot().lookupAll(selector));
    }

    /** Before its user is dropped. */
    private void closeWindowOf() {
        onFx(() -> shell.leave());
        desk.close();
    }

    private static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
