package dev.darkroom.console.kit.navigation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where one has been, for going back and forward. */
public final class NavigationHistory {
    private static final int LONGEST = 100;

    private final Deque<NavigationTarget> behind = new ArrayDeque<>();
    private final Deque<NavigationTarget> ahead = new ArrayDeque<>();
    private @Nullable NavigationTarget here;

    /** Goes somewhere new; the way forward is forgotten. */
    public void go(NavigationTarget target) {
        if (target.equals(here)) {
            return;
        }
        if (here != null) {
            behind.push(here);
        }
        if (behind.size() > LONGEST) {
            behind.removeLast();
        }
        ahead.clear();
        here = target;
    }

    public Optional<NavigationTarget> back() {
        return move(behind, ahead);
    }

    public Optional<NavigationTarget> forward() {
        return move(ahead, behind);
    }

    private Optional<NavigationTarget> move(Deque<NavigationTarget> from, Deque<NavigationTarget> to) {
        if (here == null || from.isEmpty()) {
            return Optional.empty();
        }
        to.push(here);
        here = from.pop();
        return Optional.of(here);
    }
}
