package dev.darkroom.logfile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds the number of a category by its bytes, without making a string of each. Used by one thread. */
final class TagCache {
    private static final int SLOTS = 512;

    private final Tags tags;
    private final byte[][] names = new byte[SLOTS][0];
    private final int[] numbers = new int[SLOTS];

    TagCache(Tags tags) {
        this.tags = tags;
    }

    int number(byte[] b, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + b[i];
        }
        int slot = (hash ^ hash >>> 9) & (SLOTS - 1);
        byte[] name = names[slot];
        if (!Arrays.equals(name, 0, name.length, b, from, to)) {
            name = Arrays.copyOfRange(b, from, to);
            names[slot] = name;
            numbers[slot] = tags.number(new String(name, StandardCharsets.US_ASCII));
        }
        return numbers[slot];
    }
}
