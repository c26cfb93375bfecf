package dev.darkroom.console.generations;

import java.util.UUID;
import java.util.function.Consumer;

/** The jumps from a generation to other screens, supplied by the code that builds this screen. */
public record GenerationNavigation(Consumer<UUID> openLogs, Consumer<String> openUser, Consumer<UUID> openFile) {
    /** The same jumps, running {@code first} beforehand. */
    public GenerationNavigation after(Runnable first) {
        return new GenerationNavigation(after(first, openLogs), after(first, openUser), after(first, openFile));
    }

    private static <T> Consumer<T> after(Runnable first, Consumer<T> then) {
        return value -> {
            first.run();
            then.accept(value);
        };
    }
}
