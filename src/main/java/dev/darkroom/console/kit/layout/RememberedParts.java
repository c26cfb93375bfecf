package dev.darkroom.console.kit.layout;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The current and last states of parts of a window, by id. FX thread only. */
public final class RememberedParts<S> {
    private final Map<String, S> stored = new HashMap<>();
    private final Map<String, Supplier<S>> open = new HashMap<>();

    /** Restores the states; call before the screens are created. */
    public void restore(Map<String, S> states) {
        stored.putAll(states);
    }

    /** Returns the states to keep for the next start. */
    public Map<String, S> current() {
        open.forEach((id, state) -> stored.put(id, state.get()));
        return Map.copyOf(stored);
    }

    /** Returns the part's last state; {@code state} supplies the current one from now on. */
    public Optional<S> opened(String id, Supplier<S> state) {
        open.put(id, state);
        return Optional.ofNullable(stored.get(id));
    }
}
