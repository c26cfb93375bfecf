package dev.darkroom.logfile.match;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds any of several literals. Not thread-safe. */
public final class LiteralMatchers {
    private final LiteralMatcher[] needles;

    /** The next position of each literal in the current bytes. */
    private final int[] next;

    private byte[] bytes = new byte[0];
    private @Nullable NativeBytes outside;
    private int end;

    LiteralMatchers(Collection<String> texts, boolean ignoreCase) {
        needles =
                texts.stream().map(text -> new LiteralMatcher(text, ignoreCase)).toArray(LiteralMatcher[]::new);
        next = new int[needles.length];
    }

    /** Returns whether they can be searched off the heap, which is faster. */
    public boolean areForC() {
        return NativeBytes.areSearchable() && Arrays.stream(needles).allMatch(LiteralMatcher::isForC);
    }

    /** Starts a search in the first {@code to} bytes of an array, or of the off-heap bytes given in its place. */
    public void begin(byte[] b, @Nullable NativeBytes instead, int to) {
        bytes = b;
        outside = instead;
        end = to;
        Arrays.fill(next, -1);
    }

    /** Returns the first position from {@code from} on where any of them occurs, or the end of the bytes. */
    public int find(int from) {
        int nearest = end;
        for (int i = 0; i < needles.length; i++) {
            if (next[i] < from) {
                next[i] = outside == null ? needles[i].find(bytes, from, end) : needles[i].find(outside, from, end);
            }
            nearest = Math.min(nearest, next[i]);
        }
        return nearest;
    }

    boolean isIn(byte[] b, int from, int to) {
        for (LiteralMatcher needle : needles) {
            if (needle.find(b, from, to) < to) {
                return true;
            }
        }
        return false;
    }
}
