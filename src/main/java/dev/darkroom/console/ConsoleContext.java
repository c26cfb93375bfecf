package dev.darkroom.console;

import dev.darkroom.console.kit.list.SavedViewStore;
import java.util.function.Consumer;

/**
 * What the console needs to open its window.
 *
 * @param connection what the chip in the top bar says
 * @param window how the window was left, {@link WindowState#FIRST} the first time
 * @param views those that somebody saved, for all windows
 * @param remember keeps the state of a window that has changed; called on the FX thread and does not wait
 * @param start brings up everything behind the window while it already shows
 * @param closed called on the calling thread of {@link ConsoleWindow#launch} after the last window was closed
 */
public record ConsoleContext(
        ConnectionBadge connection,
        WindowState window,
        SavedViewStore views,
        Consumer<WindowState> remember,
        Start start,
        Runnable closed) {

    /** The slow part of starting, on a background thread. What it throws is shown as a sentence, with a way to try again. */
    @FunctionalInterface
    public interface Start {
        ConsoleParts start(Progress progress) throws Exception;
    }

    /** Says what is being done, from any thread; {@code fraction} is 0 to 1, negative when nobody knows. */
    @FunctionalInterface
    public interface Progress {
        void step(String sentence, double fraction);
    }
}
