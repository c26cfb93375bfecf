package dev.darkroom.console;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where one has been, for going back and forward. */
final class Trail {
    private static final int LONGEST = 100;

    private final Deque<Target> behind = new ArrayDeque<>();
    private final Deque<Target> ahead = new ArrayDeque<>();
    private @Nullable Target here;

    /** Goes somewhere new; the way forward is forgotten. */
    void go(Target target) {
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

    Optional<Target> back() {
        return move(behind, ahead);
    }

    Optional<Target> forward() {
        return move(ahead, behind);
    }

    private Optional<Target> move(Deque<Target> from, Deque<Target> to) {
        if (here == null || from.isEmpty()) {
            return Optional.empty();
        }
        to.push(here);
        here = from.pop();
        return Optional.of(here);
    }
}
