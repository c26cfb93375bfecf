package dev.darkroom.console.kit.navigation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The visited places, for going back and forward to each in the state in which it was left. */
public final class NavigationHistory {
    private static final int LONGEST = 100;

    private final Deque<Stop> behind = new ArrayDeque<>();
    private final Deque<Stop> ahead = new ArrayDeque<>();
    private @Nullable Stop here;

    /** @param restore restores what was shown there; null for what the target describes */
    public record Stop(NavigationTarget target, @Nullable Runnable restore) {}

    /** Records navigation to a new place and clears the forward history. {@code left} restores what is shown before leaving. */
    public void go(NavigationTarget target, @Nullable Runnable left) {
        if (here != null && target.equals(here.target())) {
            return;
        }
        if (here != null) {
            behind.push(new Stop(here.target(), left));
        }
        if (behind.size() > LONGEST) {
            behind.removeLast();
        }
        ahead.clear();
        here = new Stop(target, null);
    }

    public Optional<Stop> back(@Nullable Runnable left) {
        return move(behind, ahead, left);
    }

    public Optional<Stop> forward(@Nullable Runnable left) {
        return move(ahead, behind, left);
    }

    private Optional<Stop> move(Deque<Stop> from, Deque<Stop> to, @Nullable Runnable left) {
        if (here == null || from.isEmpty()) {
            return Optional.empty();
        }
        to.push(new Stop(here.target(), left));
        here = from.pop();
        return Optional.of(here);
    }
}
