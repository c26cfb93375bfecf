package dev.darkroom.logfile.match;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Several needles, any of which is wanted. Used by one thread. */
public final class LiteralMatchers {
    private final LiteralMatcher[] needles;

    /** Where each of them stands next in the bytes last begun. */
    private final int[] next;

    private byte[] bytes = new byte[0];
    private @Nullable NativeBytes outside;
    private int end;

    LiteralMatchers(Collection<String> texts, boolean ignoreCase) {
        needles =
                texts.stream().map(text -> new LiteralMatcher(text, ignoreCase)).toArray(LiteralMatcher[]::new);
        next = new int[needles.length];
    }

    /** Whether they can be looked for outside of the heap, which is faster. */
    public boolean areForC() {
        return NativeBytes.areSearchable() && Arrays.stream(needles).allMatch(LiteralMatcher::isForC);
    }

    /** Begins to look in the first {@code to} of some bytes, or instead of them of some outside of the heap. */
    public void begin(byte[] b, @Nullable NativeBytes instead, int to) {
        bytes = b;
        outside = instead;
        end = to;
        Arrays.fill(next, -1);
    }

    /** The first place from {@code from} on where one of them stands, or the end of the bytes. */
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
