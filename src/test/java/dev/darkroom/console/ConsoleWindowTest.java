package dev.darkroom.console;

import dev.darkroom.console.ConsoleContext.ConsoleParts;
import dev.darkroom.console.EngineVitals.EngineMode;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.table.HoverTooltip;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.WindowTheme;
import dev.darkroom.console.kit.theme.WindowTheme.ThemeChoice;
import dev.darkroom.suite.SuiteOutput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import javafx.stage.PopupWindow;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Base class for tests of visible elements: a toolkit without a display, a styled window of any size, a robot for mouse and
 * keyboard, waiting for conditions, and screenshots in {@code target/screenshots}.
 */
@Tag("ui")
public abstract class ConsoleWindowTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static boolean started;

    protected final FxRobot robot = new FxRobot();
    private @Nullable FxEventBridge feed;
    private @Nullable WindowTheme theme;
    private @Nullable Stage stage;

    @BeforeAll
    static synchronized void startToolkit() {
        if (!started) {
            started = true;
            Platform.setImplicitExit(false);
            Platform.startup(() -> {});
        }
    }

    @BeforeEach
    void openFeed() {
        // What a window of the test before met is not this one's failure.
        WaitForAsyncUtils.clearExceptions();
        feed = new FxEventBridge();
        theme = fx(() -> {
            WindowTheme fresh = new WindowTheme();
            fresh.choiceProperty().set(ThemeChoice.LIGHT);
            return fresh;
        });
    }

    @AfterEach
    void closeWindow() {
        onFx(() -> {
            // Windows that a test has opened beside its own would take the keys of the next one.
            List.copyOf(Window.getWindows()).forEach(Window::hide);
        });
        feed().close();
    }

    protected final FxEventBridge feed() {
        return Objects.requireNonNull(feed);
    }

    protected final WindowTheme theme() {
        return Objects.requireNonNull(theme);
    }

    /** A shell on the sandbox in a window of this size; add screens with {@link ConsoleShell#attach}. */
    protected final ConsoleShell showShell(double width, double height) {
        return showShell(new ConnectionBadge("sandbox", ConnectionBadge.Kind.SANDBOX, false), width, height);
    }

    /** The same on another connection. */
    protected final ConsoleShell showShell(ConnectionBadge connection, double width, double height) {
        ConsoleShell[] shell = new ConsoleShell[1];
        show(
                () -> {
                    shell[0] = new ConsoleShell(connection, feed(), theme(), ValueFormats.utc());
                    return shell[0].root();
                },
                width,
                height);
        return shell[0];
    }

    /** This screen alone in the shell, beside an engine that runs. On the FX thread. */
    protected static void attach(ConsoleShell shell, ConsoleScreen screen) {
        shell.attach(
                new ConsoleParts(
                        _ -> List.of(screen),
                        () -> new EngineVitals(EngineMode.RUNNING, 38, "PostgreSQL 18, embedded", 0),
                        _ -> {},
                        _ -> List.of()),
                screen.id());
    }

    /** The titles of what the palette offers on the current screen and does not refuse. */
    protected static List<String> offered(ConsoleShell shell) {
        return fx(() -> shell.current().orElseThrow().actions().stream()
                .filter(action -> !action.refused())
                .map(ConsoleAction::title)
                .toList());
    }

    /** Runs the first action of the current screen with this title. */
    protected static void run(ConsoleShell shell, String title) {
        onFx(() -> {
            shell.current().orElseThrow().actions().stream()
                    .filter(action -> action.title().equals(title) && !action.refused())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no action " + title))
                    .run()
                    .run();
        });
    }

    /** The visible nodes of this kind that hang over an edge of the window. */
    protected final List<Node> overTheEdge(String selector) {
        return fx(() -> scene().getRoot().lookupAll(selector).stream()
                .filter(Node::isVisible)
                .filter(node -> {
                    Bounds seen = node.localToScene(node.getLayoutBounds());
                    return seen.getMinX() < 0 || seen.getMaxX() > scene().getWidth();
                })
                .toList());
    }

    /** Shows a node in a window of this size, which may be larger than the screen. */
    protected final Scene show(Supplier<? extends Parent> root, double width, double height) {
        return fx(() -> {
            Parent node = root.get();
            if (node instanceof Region region) {
                region.setMinSize(width, height);
                region.setMaxSize(width, height);
            }
            Scene scene = new Scene(node, width, height);
            theme().dress(scene);
            Stage window = new Stage();
            window.setX(0);
            window.setY(0);
            window.setScene(scene);
            window.show();
            window.toFront();
            window.requestFocus();
            stage = window;
            return scene;
        });
    }

    /** Both themes in turn: {@code name-light.png} and {@code name-dark.png}. */
    protected final void pictures(String name) {
        for (ThemeChoice choice : new ThemeChoice[] {ThemeChoice.LIGHT, ThemeChoice.DARK}) {
            onFx(() -> theme().choiceProperty().set(choice));
            picture(name + "-" + choice.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    /** Saves what the window shows now. */
    protected final Path picture(String name) {
        settle();
        SuiteOutput.text(name, fx(this::shownTexts));
        return PngFiles.save(fx(this::composed), name);
    }

    /** Everything that can be read in the windows, hints included. */
    private List<String> shownTexts() {
        return Window.getWindows().stream()
                .map(Window::getScene)
                .filter(Objects::nonNull)
                .flatMap(shown -> shown.getRoot().lookupAll("*").stream())
                .flatMap(ConsoleWindowTest::textsOf)
                .toList();
    }

    private static Stream<String> textsOf(Node node) {
        Stream<String> text = switch (node) {
            case Labeled labeled -> Stream.ofNullable(labeled.getText());
            case TextInputControl input -> Stream.of(input.getText(), input.getPromptText());
            case Text plain -> Stream.of(plain.getText());
            default -> Stream.empty();
        };
        return Stream.concat(text, hintsOf(node)).filter(Objects::nonNull);
    }

    /** The tooltip of a control, made or not. */
    protected static Stream<String> hintsOf(Node node) {
        if (!(node instanceof Control control)) {
            return Stream.empty();
        }
        Tooltip hint = control.getTooltip();
        return Stream.of(hint == null ? HoverTooltip.textOf(control) : Objects.toString(hint.getText(), ""))
                .filter(text -> !text.isEmpty());
    }

    /** The window with the menus and lists that hang over it. */
    private Image composed() {
        Scene scene = scene();
        Canvas canvas = new Canvas(scene.getWidth(), scene.getHeight());
        canvas.getGraphicsContext2D().drawImage(scene.snapshot(null), 0, 0);
        SnapshotParameters clear = new SnapshotParameters();
        clear.setFill(Color.TRANSPARENT);
        for (Window window : Window.getWindows()) {
            if (window instanceof PopupWindow popup && popup.isShowing()) {
                Image image = popup.getScene().getRoot().snapshot(clear, null);
                Point2D at = new Point2D(popup.getX(), popup.getY())
                        .subtract(
                                scene.getWindow().getX() + scene.getX(),
                                scene.getWindow().getY() + scene.getY());
                canvas.getGraphicsContext2D().drawImage(image, at.getX(), at.getY());
            }
        }
        return canvas.snapshot(null, null);
    }

    /** Whether neither it nor anything around it is hidden: a list keeps cells that it does not show. */
    protected static boolean isSeen(Node node) {
        for (Node up = node; up != null; up = up.getParent()) {
            if (!up.isVisible()) {
                return false;
            }
        }
        return true;
    }

    /**
     * An event of the primary button, for what the robot without a display does not reach.
     *
     * @param held the modifier key, null for none
     */
    protected static MouseEvent mouse(
            EventType<MouseEvent> type, double x, double y, @Nullable KeyCode held, boolean down) {
        return new MouseEvent(
                type,
                x,
                y,
                x,
                y,
                MouseButton.PRIMARY,
                1,
                false,
                held == KeyCode.CONTROL,
                held == KeyCode.ALT,
                false,
                down,
                false,
                false,
                false,
                false,
                true,
                null);
    }

    protected final Scene scene() {
        return Objects.requireNonNull(stage, "show something first").getScene();
    }

    /** Whether a label says just this. On the FX thread. */
    protected final boolean isSaid(String text) {
        return scene().getRoot().lookupAll(".label").stream()
                .anyMatch(node -> node instanceof Label label && label.isVisible() && text.equals(label.getText()));
    }

    /** Lets layout and pending events run: two pulses. */
    protected final void settle() {
        for (int pulse = 0; pulse < 2; pulse++) {
            CompletableFuture<Boolean> passed = new CompletableFuture<>();
            onFx(() -> {
                Scene scene = scene();
                Runnable[] once = new Runnable[1];
                once[0] = () -> {
                    scene.removePostLayoutPulseListener(once[0]);
                    passed.complete(true);
                };
                scene.addPostLayoutPulseListener(once[0]);
                Platform.requestNextPulse();
            });
            get(passed);
        }
    }

    /** All but the one of the test. On the FX thread. */
    protected final void closeOtherWindows() {
        List.copyOf(Window.getWindows()).stream()
                .filter(window -> window != stage)
                .forEach(Window::hide);
    }

    /** What a test does on the FX thread. */
    protected interface FxWork {
        void run() throws Exception;
    }

    /** Runs on the FX thread. */
    protected static void onFx(FxWork work) {
        fx(() -> {
            work.run();
            return null;
        });
    }

    /** Runs on the FX thread and hands the result over. */
    protected static <T extends @Nullable Object> T fx(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        if (Platform.isFxApplicationThread()) {
            try {
                return work.call();
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
        }
        Platform.runLater(() -> {
            try {
                result.complete(work.call());
            } catch (Exception | AssertionError failure) {
                result.completeExceptionally(failure);
            }
        });
        return get(result);
    }

    /** Types the name that is asked for when a view is saved or renamed. */
    protected final void nameView(ConsoleShell shell, String name) {
        await("the question for a name", () -> shell.overlays().isOpen());
        onFx(() -> ((TextField) scene().lookup("#view-name")).setText(name));
        robot.type(KeyCode.ENTER);
        await("answered", () -> !shell.overlays().isOpen());
        settle();
    }

    /** Does what a click on the item of that text would; on the FX thread. */
    protected static void fire(Collection<? extends MenuItem> menu, String text) {
        menu.stream()
                .filter(item -> text.equals(item.getText()) && !item.isDisable())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no item " + text))
                .fire();
    }

    /** Waits until this is so on the FX thread, and until it is laid out, so that a click finds it where it is seen. */
    protected final void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!fx(condition::getAsBoolean)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("This did not come true within 20 s: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
        if (stage != null) {
            settle();
        }
    }

    private static <T extends @Nullable Object> T get(CompletableFuture<T> result) {
        try {
            return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException exception) {
            throw new AssertionError(exception.getCause());
        } catch (TimeoutException | InterruptedException exception) {
            throw new AssertionError("The FX thread did not answer", exception);
        }
    }
}
