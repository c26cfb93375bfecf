package dev.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConnectionBadge;
import dev.darkroom.console.ConsoleContext.ConsoleParts;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.event.EventBus;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.engine.RunQuota;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import dev.darkroom.logging.LogSettings;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.StoredFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.text.Text;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The complete window in another language, over rows of every state: every screen is shown, every button pressed, and no
 * visible text contains an English sentence. Text from users and services is data and stays as it is.
 */
class TranslatedWindowTest extends ConsoleWindowTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String USER = "ana.kovac";
    private static final String PICTURE = "fal-ai/flux/schnell";
    /** Words that English sentences are held together by, and that mean nothing in German. */
    private static final Pattern ENGLISH = Pattern.compile(
            "\\b(the|is|not|of|with|are|and|it|this|has|have|from|for|that|which|nothing|its|be|been|when|must|cannot|could"
                    + "|there|only|again|what|who|your|you|no|by|or|to)\\b",
            Pattern.CASE_INSENSITIVE);
    /** In a Chinese text single Latin words are names and units; three in a row are a sentence. */
    private static final Pattern LATIN = Pattern.compile("(?<![\\w./:-])[A-Za-z]['a-z]+(?: [A-Za-z]['a-z]+){2,}");
    /** What was said by people and services, and by the stand-ins: it is quoted. */
    private static final Pattern DATA = Pattern.compile(
            "a heron at dawn|the web app|Reiher \\d?|\\b7\\b|\u201e[^\u201c]*\u201c|\u201c[^\u201d]*\u201d|flux/schnell|FLUX schnell"
                    + "|engine-[0-9a-f]{4}@.*|[a-z]+:(?= |$)");

    @TempDir
    private static Path folder;

    private static final List<UUID> SHOWN = new ArrayList<>();
    private static StandInServices services;
    private static StoredFile file;
    private final Set<String> seen = new TreeSet<>();
    private LoggingService logging;
    private ConsoleApplication desk;
    private ConsoleShell shell;
    private Locale before;

    @BeforeAll
    static void fillTheServices() {
        services = new StandInServices(folder);
        try (EngineServices darkroom = services.engine(DATABASE.settings())) {
            darkroom.ledger.grant(USER, 1_000, "Guthaben", "test");
            darkroom.quotas.set(RunQuota.Scope.MODEL, PICTURE, 7, "Test", "lee");
            darkroom.engine.start();
            UUID finished = StandInServices.generate(darkroom, USER, PICTURE, "Reiher 1");
            file = darkroom.files.ofGeneration(finished).getFirst();
            SHOWN.add(finished);
            darkroom.signedUrls.renew(darkroom.generations.find(finished).orElseThrow(), "lee");
            SHOWN.add(StandInServices.generate(darkroom, USER, PICTURE, "gore"));
        }
        seed();
    }

    private static void seed() {
        SeededGenerations seed = new SeededGenerations(DATABASE.get()).engines().users("kim");
        String failure = "error_kind = 'RETRYABLE', error_code = '503', error = 'fal.ai answers 503 to everything.',"
                + " error_said = '[\"fal.away\", 503]'";
        for (String set : List.of(
                "",
                SeededGenerations.processing(SeededGenerations.DEAD_ENGINE, GenerationStage.SUBMITTED),
                SeededGenerations.processing(SeededGenerations.ENGINE, GenerationStage.SUBMITTED)
                        + ", fal_status = 'IN_PROGRESS', fal_started_at = now() - interval '1 hour'",
                SeededGenerations.processing(SeededGenerations.ENGINE, GenerationStage.STORING),
                "attempt = 1, stage = 'SUBMITTING', submit_started_at = created_at, hold = 'SUBMIT_UNKNOWN'",
                "attempt = 1, next_attempt_at = now() + interval '1 hour', " + failure,
                "status = 'FAILED', finished_at = now(), attempt = 1, stage = 'SUBMITTED', " + failure + ", "
                        + SeededGenerations.request(),
                "status = 'FAILED', finished_at = now(), attempt = 2, refunded = true, " + failure,
                "status = 'CANCELLED', finished_at = now(), refunded = true",
                "status = 'COMPLETED', finished_at = now(), delivered = true")) {
            SHOWN.add(seed.one("kim", PICTURE, 4, Duration.ofMinutes(5), set));
        }
        DATABASE.get().useTransaction(handle -> handle.execute("""
                        insert into stored_file (id, generation_id, position, state, name, source_url, bucket, path, error)
                        values (gen_random_uuid(), ?, 0, 'MISSING', '0-7.png', 'https://fal.media/7.png', 'generations', 'kim/0-7.png',
                                '["file.page", "0-7.png", "text/html"]')
                        """, SHOWN.getLast()));
    }

    @AfterEach
    void closeAll() throws Exception {
        if (desk != null) {
            onFx(() -> shell.leave());
            desk.close();
        }
        logging.close();
        Locale.setDefault(before);
    }

    @AfterAll
    static void closeTheServices() {
        services.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "zh"})
    void no_english_sentence_is_left_in_a_window_of_another_language(String language) {
        open(Locale.of(language));
        ServiceCircuitBreaker elsewhere =
                new ServiceCircuitBreaker(DATABASE.get(), new EventBus(), Map.of(), Duration.ofSeconds(10));
        elsewhere.beginPause(
                ServiceCircuitBreaker.Service.STORAGE,
                ServiceCircuitBreaker.Cause.REFUSED,
                CodedMessage.of("access.key", CodedMessage.of("key.EXPIRED")),
                Duration.ZERO);
        walk();
        elsewhere.reportSuccess(ServiceCircuitBreaker.Service.STORAGE, Duration.ZERO);

        assertThat(recordedActions())
                .contains("NEW_LINK")
                .allMatch(action ->
                        MessageTexts.of("activity").find("action." + action).isPresent());
        Pattern english = language.equals("de") ? ENGLISH : LATIN;
        assertThat(seen).hasSizeGreaterThan(200);
        assertThat(seen.stream()
                        .filter(text -> english.matcher(DATA.matcher(text).replaceAll(""))
                                .find())
                        .toList())
                .isEmpty();
    }

    private static List<String> recordedActions() {
        return DATABASE.get()
                .read(handle -> handle.createQuery("select distinct action from operator_action")
                        .mapTo(String.class)
                        .list());
    }

    private void walk() {
        ButtonWalk walk = fx(() -> new ButtonWalk(scene()));
        String screen = "";
        Set<String> acted = new HashSet<>();
        Set<String> pictured = new HashSet<>();
        for (NavigationTarget target : targets()) {
            show(target);
            pause(Duration.ofMillis(500));
            read();
            selectAll();
            if (!target.screen().equals(screen)) {
                screen = target.screen();
                walk.again();
            }
            while (fx(walk::next)) {
                pause(Duration.ofMillis(25));
                settle();
                read();
                back(target);
            }
            for (ConsoleAction action :
                    fx(() -> shell.current().map(ConsoleScreen::actions).orElse(List.of()))) {
                if (!acted.add(screen + action.title())) {
                    continue; // what is done to one of the rows names it in its remark
                }
                onFx(() -> ButtonWalk.run(action.run()));
                pause(Duration.ofMillis(25));
                read();
                onFx(() -> {
                    shell.overlays().close();
                    shell.pinProperty().set(null);
                    closeOtherWindows();
                });
                back(target);
            }
            if (pictured.add(screen)) {
                picture("translated-" + screen + "-" + Locale.getDefault().getLanguage());
            }
        }
    }

    private List<NavigationTarget> targets() {
        List<NavigationTarget> targets = new ArrayList<>();
        targets.add(NavigationTarget.screen("overview"));
        targets.add(NavigationTarget.screen("generations"));
        SHOWN.forEach(id -> targets.add(new NavigationTarget("generations", id.toString())));
        targets.add(new NavigationTarget("generations", "user:nobody color:red"));
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

    /** What can be read now, hints included; code and what was typed are data. */
    private void read() {
        seen.addAll(fx(() -> Window.getWindows().stream()
                .filter(window -> window.getScene() != null)
                .flatMap(window -> window.getScene().getRoot().lookupAll("*").stream())
                .flatMap(TranslatedWindowTest::texts)
                .filter(text -> text != null && !text.isBlank())
                .toList()));
    }

    private static boolean isIn(Node node, String style) {
        return node != null && (node.getStyleClass().contains(style) || isIn(node.getParent(), style));
    }

    private static Stream<String> texts(Node node) {
        if (node.getStyleClass().contains("log-lines") || isIn(node, "record-lines")) {
            return Stream.empty(); // what stands in the log, which is English
        }
        Stream<String> text = switch (node) {
            case Labeled labeled -> Stream.ofNullable(labeled.getText());
            case TextInputControl input -> Stream.ofNullable(input.getPromptText());
            case Text plain -> isRepeated(plain) ? Stream.empty() : Stream.of(plain.getText());
            default -> Stream.empty();
        };
        return Stream.of(
                        text,
                        hintsOf(node),
                        Stream.ofNullable(node.getAccessibleText()),
                        Stream.ofNullable(node.getAccessibleHelp()))
                .flatMap(each -> each);
    }

    /** Typed text is data; a label's text was read as a whole, and what is drawn of it may be cut in the middle of a word. */
    private static boolean isRepeated(Text text) {
        if (text.getParent() instanceof Labeled labeled && labeled.getGraphic() != text) {
            return true;
        }
        for (Node above = text.getParent(); above != null; above = above.getParent()) {
            if (above instanceof TextInputControl) {
                return true;
            }
        }
        return false;
    }

    private void back(NavigationTarget target) {
        if (!target.screen()
                .equals(fx(() -> shell.current().map(ConsoleScreen::id).orElse("")))) {
            show(target);
            pause(Duration.ofMillis(400));
        }
    }

    private void open(Locale locale) {
        before = Locale.getDefault();
        Locale.setDefault(locale);
        logging =
                LoggingService.start(LogSettings.in(folder.resolve("home/logs")).withTerminal(null));
        desk = StandInServices.console(services.environment(DATABASE.settings()), folder.resolve("home"), logging);
        ConsoleParts parts = desk.start((_, _) -> {});
        shell = showShell(new ConnectionBadge("env", ConnectionBadge.Kind.PRODUCTION, false), 1440, 900);
        onFx(() -> shell.attach(parts, ""));
        show(NavigationTarget.screen("generations"));
        await("the list", () -> scene().lookup(".keyed-table") != null);
    }

    private void show(NavigationTarget target) {
        onFx(() -> shell.open(target));
        settle();
    }

    private void selectAll() {
        onFx(() -> {
            scene().getRoot().lookupAll(".table-view").stream()
                    .filter(node -> node instanceof TableView<?> && node.isVisible())
                    .forEach(node -> ((TableView<?>) node).getSelectionModel().selectAll());
        });
        settle();
    }

    private static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
