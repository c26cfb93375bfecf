package dev.darkroom.console;

import dev.darkroom.console.kit.list.SavedViewStore;
import java.util.function.Consumer;

/**
 * What the console needs to open its first window.
 *
 * @param connection shown as the chip in the top bar
 * @param window the remembered window state, {@link WindowState#DEFAULT} on the first start
 * @param views the saved views, shared by all windows
 * @param remember persists changed window state; called on the FX thread and does not block
 * @param start starts everything behind the window while the window is already showing
 * @param closed called on the calling thread of {@link ConsoleWindow#launch} after the last window was closed
 */
public record ConsoleContext(
        ConnectionBadge connection,
        WindowState window,
        SavedViewStore views,
        Consumer<WindowState> remember,
        Start start,
        Runnable closed) {

    /** The slow part of startup, on a background thread. An exception is shown as a sentence, with a way to retry. */
    @FunctionalInterface
    public interface Start {
        ConsoleParts start(Progress progress) throws Exception;
    }

    /** Reports the current step, from any thread; {@code fraction} is 0 to 1, negative when unknown. */
    @FunctionalInterface
    public interface Progress {
        void step(String sentence, double fraction);
    }
}
