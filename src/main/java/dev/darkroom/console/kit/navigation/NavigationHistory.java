package dev.darkroom.console.kit.navigation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The visited places, for going back and forward to each in the state in which it was left. */
public final class NavigationHistory {
    private static final int MAX_LENGTH = 100;

    private final Deque<Stop> backStops = new ArrayDeque<>();
    private final Deque<Stop> forwardStops = new ArrayDeque<>();
    private @Nullable Stop current;

    /** @param restore restores what was shown there; null for what the target describes */
    public record Stop(NavigationTarget target, @Nullable Runnable restore) {}

    /** Records navigation to a new place and clears the forward history. {@code restore} restores what is shown before leaving. */
    public void go(NavigationTarget target, @Nullable Runnable restore) {
        if (current != null && target.equals(current.target())) {
            return;
        }
        if (current != null) {
            backStops.push(new Stop(current.target(), restore));
        }
        if (backStops.size() > MAX_LENGTH) {
            backStops.removeLast();
        }
        forwardStops.clear();
        current = new Stop(target, null);
    }

    public Optional<Stop> back(@Nullable Runnable restore) {
        return move(backStops, forwardStops, restore);
    }

    public Optional<Stop> forward(@Nullable Runnable restore) {
        return move(forwardStops, backStops, restore);
    }

    private Optional<Stop> move(Deque<Stop> from, Deque<Stop> to, @Nullable Runnable restore) {
        if (current == null || from.isEmpty()) {
            return Optional.empty();
        }
        to.push(new Stop(current.target(), restore));
        current = from.pop();
        return Optional.of(current);
    }
}
