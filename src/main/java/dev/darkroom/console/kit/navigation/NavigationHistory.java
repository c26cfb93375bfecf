package dev.darkroom.console.kit.navigation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where one has been, for going back and forward to it as it was left. */
public final class NavigationHistory {
    private static final int LONGEST = 100;

    private final Deque<Stop> behind = new ArrayDeque<>();
    private final Deque<Stop> ahead = new ArrayDeque<>();
    private @Nullable Stop here;

    /** @param restore shows what was shown there when it was left; null for what the target says */
    public record Stop(NavigationTarget target, @Nullable Runnable restore) {}

    /** Goes somewhere new; the way forward is forgotten. {@code left} restores what is shown here by now. */
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
