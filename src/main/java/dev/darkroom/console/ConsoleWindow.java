package dev.darkroom.console;

import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.task.FxChannel;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.WindowTheme;
import dev.darkroom.logging.DefectReport;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The window: opens at once, shows how the rest comes up, and remembers where it was. */
public final class ConsoleWindow {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleWindow.class);
    private static final String STARTING = "starting";

    private final ConsoleContext context;
    private final FxEventBridge feed = new FxEventBridge();
    private final WindowTheme theme = new WindowTheme();
    private final ConsoleShell shell;
    private final Stage stage;
    private final DefectReport.Listening defects = DefectReport.listen(this::failedBehind);

    /** On the FX thread. */
    ConsoleWindow(ConsoleContext context, Stage stage) {
        this.context = context;
        this.stage = stage;
        WindowState window = context.window();
        theme.choiceProperty().set(window.theme());
        theme.contrastProperty().set(window.contrast());
        theme.scaleProperty().set(window.scale());
        shell = new ConsoleShell(context.connection(), feed, theme, ValueFormats.local());
        shell.utcProperty().set(window.utc());
        shell.overviewProperty().set(window.overview());
        shell.railFoldedProperty().set(window.railFolded());
        shell.tables().restore(window.tables());
    }

    /** Opens the window and returns when it was closed. Needs a display. */
    public static void launch(ConsoleContext context) {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        Platform.startup(() -> {
            try {
                open(context, closed);
            } catch (RuntimeException | Error exception) {
                closed.completeExceptionally(exception); // nobody could close a window that never opened
            }
        });
        try {
            closed.join();
        } finally {
            context.closed().run();
            Platform.exit();
        }
    }

    private static void open(ConsoleContext context, CompletableFuture<Boolean> closed) {
        Stage stage = new Stage();
        ConsoleWindow console = new ConsoleWindow(context, stage);
        stage.setOnHidden(_ -> {
            console.close();
            closed.complete(true);
        });
        console.show();
    }

    void show() {
        Thread.currentThread().setUncaughtExceptionHandler((_, failure) -> failed(failure));
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        Scene scene = new Scene(
                shell.root(),
                Math.min(context.window().width(), screen.getWidth()),
                Math.min(context.window().height(), screen.getHeight()));
        theme.dress(scene);
        stage.setTitle(MessageTexts.SHELL.get("app.title", context.connection().name()));
        stage.getIcons().setAll(icons());
        stage.setMinWidth(WindowState.LEAST_WIDTH);
        stage.setMinHeight(WindowState.LEAST_HEIGHT);
        stage.setScene(scene);
        place(context.window());
        stage.show();
        start();
    }

    private void start() {
        MessageBanner banner = MessageBanner.working(MessageTexts.SHELL.get("starting"));
        shell.banners().show(STARTING, banner);
        FxChannel<Step> steps = feed.latest(
                _ -> STARTING,
                list -> banner.progress(
                        list.getLast().sentence(), list.getLast().fraction()));
        feed.load(
                () -> context.start().start((sentence, fraction) -> steps.offer(new Step(sentence, fraction))),
                parts -> {
                    steps.close();
                    shell.banners().remove(STARTING);
                    shell.attach(parts, context.window().screen());
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

    private record Step(String sentence, double fraction) {}

    /** A mistake of ours outside of the window, written down there. On any thread. */
    private void failedBehind(Throwable failure) {
        feed.fx(() -> shell.error("background", MessageTexts.SHELL.get("error.background", ErrorMessages.of(failure))));
    }

    /** A mistake of ours in the window: told, written down, survived. */
    private void failed(Throwable failure) {
        LOG.error("Something went wrong in the window", failure);
        shell.error("unexpected", MessageTexts.SHELL.get("error.unexpected", ErrorMessages.of(failure)));
    }

    void close() {
        defects.close();
        context.remember().accept(state());
        shell.leave();
        feed.close();
    }

    private WindowState state() {
        return new WindowState(
                stage.getX(),
                stage.getY(),
                stage.getScene().getWidth(),
                stage.getScene().getHeight(),
                stage.isMaximized(),
                shell.railFoldedProperty().get(),
                theme.choiceProperty().get(),
                theme.contrastProperty().get(),
                theme.scaleProperty().get(),
                shell.utcProperty().get(),
                shell.current().map(ConsoleScreen::id).orElse(context.window().screen()),
                shell.overviewProperty().get(),
                shell.tables().current());
    }

    /** Where it was, when that is still on a screen. */
    private void place(WindowState window) {
        boolean visible = !Double.isNaN(window.x())
                && !Screen.getScreensForRectangle(window.x(), window.y(), 100, 100)
                        .isEmpty();
        if (visible) {
            stage.setX(window.x());
            stage.setY(window.y());
        }
        stage.setMaximized(window.maximized());
    }

    private static List<Image> icons() {
        return Stream.of(16, 32, 48, 64, 128, 256)
                .map(size -> "/icons/darkroom-" + size + ".png")
                .map(name -> new Image(Objects.requireNonNull(ConsoleWindow.class.getResourceAsStream(name), name)))
                .toList();
    }
}
