package dev.darkroom.logfile.index;

import dev.darkroom.logfile.match.ExpressionException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the records on which an expression took too long or too much memory: a few very long records are left out of a search,
 * but with too many of them the expression is rejected. Thread-safe.
 */
public final class LeftOutRecords {
    private static final int MAX_COUNT = 8;

    private final AtomicInteger count = new AtomicInteger();
    private final Set<Long> places = ConcurrentHashMap.newKeySet();

    /** Returns whether the record at this position is left out; the end of a growing log is searched repeatedly. */
    public boolean has(long place) {
        return !places.isEmpty() && places.contains(place);
    }

    /** @throws ExpressionException {@code refused} when there are too many */
    public void add(long place, ExpressionException refused) {
        places.add(place);
        add(refused);
    }

    /** @throws ExpressionException {@code refused} when there are too many */
    public void add(ExpressionException refused) {
        if (count.incrementAndGet() > MAX_COUNT) {
            throw refused;
        }
    }

    public int count() {
        return count.get();
    }

    public static String sentence(int count) {
        return "The expression took too long on " + count + (count == 1 ? " record" : " records")
                + ", left out here: simplify it, above all a repetition within a repetition.";
    }
}
