package dev.darkroom.console.kit.layout;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** How parts of a window are and were the last time, by their ids. FX thread only. */
public final class RememberedParts<S> {
    private final Map<String, S> left = new HashMap<>();
    private final Map<String, Supplier<S>> open = new HashMap<>();

    /** Before the screens are made. */
    public void restore(Map<String, S> states) {
        left.putAll(states);
    }

    /** To be kept for the next start. */
    public Map<String, S> current() {
        open.forEach((id, state) -> left.put(id, state.get()));
        return Map.copyOf(left);
    }

    /** How the part was the last time; from now on it is asked how it is. */
    public Optional<S> opened(String id, Supplier<S> state) {
        open.put(id, state);
        return Optional.ofNullable(left.get(id));
    }
}
