package dev.darkroom.console;

import dev.darkroom.console.ConsoleContext.ConsoleParts;
import dev.darkroom.console.kit.dialog.ConfirmDialog;
import dev.darkroom.console.kit.dialog.ConfirmationRequest;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.dialog.ModalLayer;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.task.FxChannel;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.logging.DefectReport;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A console window: opens at once, shows the progress of startup, and provides its state to be remembered. */
public final class ConsoleWindow {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleWindow.class);
    private static final String STARTING = "starting";
    private static final String QUIT_QUESTION = "quit-question";
    /** At most this much recent window state is lost when the program is killed from outside. */
    private static final Duration REMEMBER_INTERVAL = Duration.ofSeconds(2);

    private final ConsoleWindows windows;
    private final WindowState initialState;
    private final FxEventBridge feed = new FxEventBridge();
    private final ConsoleShell shell;
    private final Stage stage;
    private long shownAt;
    private final DefectReport.Listening defects =
            DefectReport.listen(failure -> feed.fx(() -> reportDefect("background", "error.background", failure)));

    /** Must be called on the FX thread. */
    ConsoleWindow(ConsoleWindows windows, Stage stage, WindowState initialState) {
        this.windows = windows;
        this.initialState = initialState;
        this.stage = stage;
        shell = new ConsoleShell(windows.context().connection(), feed, windows.theme(), ValueFormats.local());
        shell.utcProperty().bindBidirectional(windows.utcProperty());
        shell.overviewProperty().set(initialState.overview());
        shell.railFoldedProperty().set(initialState.railFolded());
        shell.tables().restore(initialState.tables());
        shell.splits().restore(initialState.splits());
        shell.listStates().restore(initialState.lists());
        shell.windowBounds().restore(initialState.beside());
        shell.useViews(windows.context().views());
    }

    /** Opens the first window and returns when the last one has been closed. Needs a display. */
    public static void launch(ConsoleContext context) {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        Platform.startup(() -> {
            try {
                new ConsoleWindows(context, closed).openFirst(new Stage());
            } catch (RuntimeException | Error exception) {
                closed.completeExceptionally(exception); // a window that never opened cannot be closed by the user
            }
        });
        try {
            closed.join();
        } finally {
            context.closed().run();
            Platform.exit();
        }
    }

    void show() {
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        Scene scene = new Scene(
                shell.root(),
                Math.min(initialState.width(), screen.getWidth()),
                Math.min(initialState.height(), screen.getHeight()));
        windows.theme().dress(scene);
        stage.setTitle(windows.title());
        stage.getIcons().setAll(icons());
        stage.setMinWidth(WindowState.MIN_WIDTH);
        stage.setMinHeight(WindowState.MIN_HEIGHT);
        stage.setScene(scene);
        stage.setOnCloseRequest(event -> {
            event.consume();
            requestClose();
        });
        restorePosition();
        stage.show();
        shownAt = uptimeMillis();
    }

    /** Starts everything behind the windows. */
    void start() {
        MessageBanner banner = MessageBanner.working(MessageTexts.SHELL.get("starting"));
        shell.banners().show(STARTING, banner);
        FxChannel<Step> steps = feed.latest(
                _ -> STARTING,
                list -> banner.progress(
                        list.getLast().sentence(), list.getLast().fraction()));
        feed.load(
                () -> windows.context()
                        .start()
                        .start((sentence, fraction) -> steps.offer(new Step(sentence, fraction))),
                parts -> {
                    long servicesAt = uptimeMillis();
                    steps.close();
                    shell.banners().remove(STARTING);
                    windows.setParts(parts);
                    attach(parts);
                    shell.current().ifPresent(screen -> logStartupTimes(screen, servicesAt));
                },
                exception -> {
                    steps.close();
                    LOG.error("The console could not start", exception);
                    shell.banners()
                            .show(
                                    STARTING,
                                    MessageBanner.error(ErrorMessages.of(exception))
                                            .with(new ConsoleAction(
                                                    MessageTexts.SHELL.get("retry"),
                                                    MaterialDesignR.REFRESH,
                                                    this::start)));
                });
    }

    /** Logs the startup times once the first screen reports its status. */
    private void logStartupTimes(ConsoleScreen screen, long servicesAt) {
        screen.status().addListener(new InvalidationListener() {
            @Override
            public void invalidated(Observable status) {
                if (!screen.status().isEmpty()) {
                    status.removeListener(this);
                    LOG.info(
                            "Started: window after {} ms, services after {} ms, first screen after {} ms",
                            shownAt,
                            servicesAt,
                            uptimeMillis());
                }
            }
        });
    }

    /** Milliseconds since the JVM began. */
    private static long uptimeMillis() {
        return ManagementFactory.getRuntimeMXBean().getUptime();
    }

    private record Step(String sentence, double fraction) {}

    /** Shows the screens and starts to remember the window's state. */
    void attach(ConsoleParts parts) {
        shell.useWindows(new ConsoleShell.WindowControls(
                () -> windows.openFrom(this), this::requestClose, () -> confirmQuit(() -> windows.quit(this))));
        shell.attach(parts, initialState.screen());
        feed.every(REMEMBER_INTERVAL, () -> windows.remember(this));
    }

    /** Shows a defect of this program as a banner. */
    void reportDefect(String key, String sentence, Throwable failure) {
        shell.error(key, MessageTexts.SHELL.get(sentence, ErrorMessages.of(failure)));
    }

    void hide() {
        stage.hide();
    }

    private void requestClose() {
        if (windows.isLast(this)) {
            confirmQuit(this::hide);
        } else {
            hide();
        }
    }

    /** Quits, after a question while the engine of this program has generations in flight. */
    private void confirmQuit(Runnable quit) {
        int inFlight = shell.inFlight();
        if (inFlight == 0) {
            quit.run();
            return;
        }
        ModalLayer overlays = shell.overlays();
        if (overlays.lookup("." + QUIT_QUESTION) == null) {
            MessageTexts texts = MessageTexts.SHELL;
            ConfirmDialog question = new ConfirmDialog(
                    ConfirmationRequest.of(
                                    texts.get("quit"),
                                    texts.get("quit.flight", ValueFormats.number(inFlight), inFlight),
                                    texts.get("quit"))
                            .dismissedBy(texts.get("quit.stay")),
                    _ -> quit.run(),
                    overlays::close);
            question.getStyleClass().add(QUIT_QUESTION);
            overlays.open(question); // over an open dialog, which may hold typed text or be sending
        }
    }

    boolean isFocused() {
        return stage.isFocused();
    }

    void close() {
        defects.close();
        shell.leave();
        feed.close();
        shell.utcProperty().unbindBidirectional(windows.utcProperty());
    }

    /** Returns the current state. */
    WindowState state() {
        return new WindowState(
                stage.getX(),
                stage.getY(),
                stage.getScene().getWidth(),
                stage.getScene().getHeight(),
                stage.isMaximized(),
                shell.railFoldedProperty().get(),
                windows.theme().choiceProperty().get(),
                windows.theme().contrastProperty().get(),
                windows.theme().scaleProperty().get(),
                shell.utcProperty().get(),
                shell.current().map(ConsoleScreen::id).orElse(initialState.screen()),
                shell.overviewProperty().get(),
                shell.tables().current(),
                shell.splits().current(),
                shell.listStates().current(),
                shell.windowBounds().current());
    }

    /** Restores the previous position if it is still on a screen. */
    private void restorePosition() {
        boolean visible = !Double.isNaN(initialState.x())
                && !Screen.getScreensForRectangle(initialState.x(), initialState.y(), 100, 100)
                        .isEmpty();
        if (visible) {
            stage.setX(initialState.x());
            stage.setY(initialState.y());
        }
        stage.setMaximized(initialState.maximized());
    }

    private static List<Image> icons() {
        return Stream.of(16, 32, 48, 64, 128, 256)
                .map(size -> "/icons/darkroom-" + size + ".png")
                .map(name -> new Image(Objects.requireNonNull(ConsoleWindow.class.getResourceAsStream(name), name)))
                .toList();
    }
}
