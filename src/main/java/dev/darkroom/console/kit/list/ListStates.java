package dev.darkroom.console.kit.list;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What the lists of a window show and showed the last time, by the ids of their tables. FX thread only. */
public final class ListStates {
    private final Map<String, ListState> left = new HashMap<>();
    private final Map<String, Supplier<ListState>> open = new HashMap<>();

    /** Before the screens are made. */
    public void restore(Map<String, ListState> states) {
        left.putAll(states);
    }

    /** To be kept for the next start. */
    public Map<String, ListState> current() {
        open.forEach((list, state) -> left.put(list, state.get()));
        return Map.copyOf(left);
    }

    /** What the list showed the last time; from now on it is asked what it shows. */
    Optional<ListState> opened(String list, Supplier<ListState> state) {
        open.put(list, state);
        return Optional.ofNullable(left.get(list));
    }
}
