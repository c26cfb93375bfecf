package dev.darkroom.console.generations;

import java.util.UUID;
import java.util.function.Consumer;

/** Where one can go from a generation; other screens are known to whoever builds this one. */
public record GenerationNavigation(Consumer<UUID> openLogs, Consumer<String> openUser, Consumer<UUID> openFile) {
    /** The same, each time after that was done. */
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
