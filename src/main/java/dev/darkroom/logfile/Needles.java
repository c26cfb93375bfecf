package dev.darkroom.logfile;

import java.util.Collection;

/** Several needles, any of which is wanted. Used by one thread. */
final class Needles {
    private final Needle[] needles;

    /** Where each of them stands next in the bytes last begun. */
    private final int[] next;

    private byte[] bytes = new byte[0];
    private int end;

    Needles(Collection<String> texts, boolean ignoreCase) {
        needles = texts.stream().map(text -> new Needle(text, ignoreCase)).toArray(Needle[]::new);
        next = new int[needles.length];
    }

    /** Begins to look in {@code [from, to)}. */
    void begin(byte[] b, int from, int to) {
        bytes = b;
        end = to;
        for (int i = 0; i < needles.length; i++) {
            next[i] = needles[i].find(b, from, to);
        }
    }

    /** The first place from {@code from} on where one of them stands, or the end of the bytes. */
    int find(int from) {
        int nearest = end;
        for (int i = 0; i < needles.length; i++) {
            if (next[i] < from) {
                next[i] = needles[i].find(bytes, from, end);
            }
            nearest = Math.min(nearest, next[i]);
        }
        return nearest;
    }

    boolean isIn(byte[] b, int from, int to) {
        for (Needle needle : needles) {
            if (needle.find(b, from, to) < to) {
                return true;
            }
        }
        return false;
    }
}
