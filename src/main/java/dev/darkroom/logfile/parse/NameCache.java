package dev.darkroom.logfile.parse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.ToIntFunction;

/** Looks up the number of a name by its bytes, without creating a string each time. Not thread-safe. */
public final class NameCache {
    private static final int SLOTS = 512;

    private final ToIntFunction<String> known;
    private final byte[][] names = new byte[SLOTS][0];
    private final int[] numbers = new int[SLOTS];

    /** @param known returns the number of a name that is not empty */
    public NameCache(ToIntFunction<String> known) {
        this.known = known;
    }

    public int number(byte[] b, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + b[i];
        }
        int slot = (hash ^ hash >>> 9) & (SLOTS - 1);
        byte[] name = names[slot];
        if (name.length == 0 || !Arrays.equals(name, 0, name.length, b, from, to)) {
            name = Arrays.copyOfRange(b, from, to);
            names[slot] = name;
            numbers[slot] = known.applyAsInt(new String(name, StandardCharsets.UTF_8));
        }
        return numbers[slot];
    }
}
