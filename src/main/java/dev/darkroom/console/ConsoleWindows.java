package dev.darkroom.console;

import dev.darkroom.console.ConsoleContext.ConsoleParts;
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
 * The windows of the program. They share one connection and theme; each has its own screen, filters, pin and position. The
 * state of the focused window is remembered, and finally that of the last one closed, which ends the program. FX thread only.
 */
final class ConsoleWindows {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleWindows.class);
    /** Offset in px of a new window from the one it is opened from. */
    private static final double STEP = 32;

    private final ConsoleContext context;
    private final CompletableFuture<Boolean> closed;
    private final WindowTheme theme = new WindowTheme();
    private final BooleanProperty utc = new SimpleBooleanProperty();
    private final List<ConsoleWindow> open = new ArrayList<>();
    /** Position of a window that was closed while others stayed open: the next one opens there. */
    private @Nullable WindowState vacatedPosition;

    private @Nullable ConsoleParts parts;
    private WindowState remembered;

    /** @param closed completed when the last window has been closed */
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

    /** Opens the first window, which starts everything behind the windows. */
    ConsoleWindow openFirst(Stage stage) {
        ConsoleWindow console = add(stage, context.window());
        console.start();
        return console;
    }

    /** Enables opening further windows, now that everything is up. */
    void setParts(ConsoleParts started) {
        parts = started;
    }

    /** Opens another window, with the screen of the one it is opened from. */
    void openFrom(ConsoleWindow console) {
        ConsoleParts up = parts;
        if (up != null) {
            WindowState state = console.state();
            WindowState there = vacatedPosition == null
                    ? state.forNewWindow(state.x() + STEP, state.y() + STEP, state.width(), state.height())
                    : state.forNewWindow(
                            vacatedPosition.x(),
                            vacatedPosition.y(),
                            vacatedPosition.width(),
                            vacatedPosition.height());
            vacatedPosition = null;
            add(new Stage(), there).attach(up);
        }
    }

    private ConsoleWindow add(Stage stage, WindowState state) {
        Thread.currentThread().setUncaughtExceptionHandler((_, failure) -> reportDefect(failure));
        ConsoleWindow console = new ConsoleWindow(this, stage, state);
        open.add(console);
        stage.setOnHidden(_ -> closed(console));
        console.show();
        return console;
    }

    /** Handles a defect of this program in a window: logs it, reports it and carries on. */
    private void reportDefect(Throwable failure) {
        LOG.error("Unexpected error in the window", failure);
        open.forEach(console -> console.reportDefect("unexpected", "error.unexpected", failure));
    }

    private void closed(ConsoleWindow console) {
        if (open.remove(console)) {
            WindowState left = console.state();
            remember(left);
            vacatedPosition = left;
            console.close();
            if (open.isEmpty()) {
                closed.complete(true);
            }
        }
    }

    /** Remembers this window's state, unless another window has the focus. */
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

    boolean isLast(ConsoleWindow console) {
        return open.equals(List.of(console));
    }

    /** Closes all windows, {@code from} last, so that its state is the one remembered. */
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
