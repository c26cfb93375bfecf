package dev.darkroom.console;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.WindowTheme;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The windows of the program: on one connection and of one look, each with a screen, filters, pin and place of its own. What
 * is remembered is how the one in front looks and how the last one was left; the program ends with that. FX thread only.
 */
final class ConsoleWindows {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleWindows.class);
    /** Px between a window and the one that is opened from it. */
    private static final double STEP = 32;

    private final ConsoleContext context;
    private final CompletableFuture<Boolean> closed;
    private final WindowTheme theme = new WindowTheme();
    private final BooleanProperty utc = new SimpleBooleanProperty();
    private final List<ConsoleWindow> open = new ArrayList<>();
    /** Where the one was that was closed while others stayed: the next one opens there. */
    private @Nullable WindowState place;

    private @Nullable ConsoleParts parts;
    private WindowState remembered;

    /** @param closed completed when the last window was closed */
    ConsoleWindows(ConsoleContext context, CompletableFuture<Boolean> closed) {
        this.context = context;
        this.closed = closed;
        WindowState state = context.window();
        remembered = state;
        theme.choiceProperty().set(state.theme());
        theme.contrastProperty().set(state.contrast());
        theme.scaleProperty().set(state.scale());
        utc.set(state.utc());
    }

    ConsoleContext context() {
        return context;
    }

    WindowTheme theme() {
        return theme;
    }

    BooleanProperty utcProperty() {
        return utc;
    }

    /** The first one, which brings everything up. */
    ConsoleWindow first(Stage stage) {
        ConsoleWindow console = add(stage, context.window());
        console.start();
        return console;
    }

    /** Everything is up: other windows can be opened from now on. */
    void started(ConsoleParts started) {
        parts = started;
    }

    /** One more, with the screen of the one that it is opened from. */
    void openFrom(ConsoleWindow console) {
        ConsoleParts up = parts;
        if (up != null) {
            WindowState state = console.state();
            WindowState there = place == null
                    ? state.another(state.x() + STEP, state.y() + STEP, state.width(), state.height())
                    : state.another(place.x(), place.y(), place.width(), place.height());
            place = null;
            add(new Stage(), there).attach(up);
        }
    }

    private ConsoleWindow add(Stage stage, WindowState state) {
        Thread.currentThread().setUncaughtExceptionHandler((_, failure) -> failed(failure));
        ConsoleWindow console = new ConsoleWindow(this, stage, state);
        open.add(console);
        stage.setOnHidden(_ -> closed(console));
        console.show();
        return console;
    }

    /** A mistake of ours in a window: told, written down, survived. */
    private void failed(Throwable failure) {
        LOG.error("Something went wrong in the window", failure);
        open.forEach(console -> console.tell("unexpected", "error.unexpected", failure));
    }

    private void closed(ConsoleWindow console) {
        if (open.remove(console)) {
            WindowState left = console.state();
            remember(left);
            place = left;
            console.close();
            if (open.isEmpty()) {
                closed.complete(true);
            }
        }
    }

    /** Keeps how this one looks now, unless another one is in front. */
    void remember(ConsoleWindow console) {
        if (open.size() == 1 || console.isFocused()) {
            remember(console.state());
        }
    }

    private void remember(WindowState state) {
        if (!state.equals(remembered)) {
            remembered = state;
            context.remember().accept(state);
        }
    }

    /** Closes all; the one from where that was asked for is remembered. */
    void quit(ConsoleWindow from) {
        List<ConsoleWindow> all = new ArrayList<>(open);
        all.remove(from);
        all.add(from);
        all.forEach(ConsoleWindow::hide);
    }

    String title() {
        return MessageTexts.SHELL.get("app.title", context.connection().name());
    }
}
