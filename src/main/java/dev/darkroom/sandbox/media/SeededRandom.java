package dev.darkroom.sandbox.media;

import dev.darkroom.system.ContentHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Random numbers that depend on words alone, so that the same words give the same numbers on every machine. */
public final class SeededRandom {
    private SeededRandom() {}

    public static SplittableRandom of(String... words) {
        return new SplittableRandom(
                ByteBuffer.wrap(sha256(String.join("\u0000", words))).getLong());
    }

    public static byte[] sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] sha256(byte[] bytes) {
        return ContentHash.sha256().digest(bytes);
    }

    /** Returns a number from 0 to 1 for a grid point, uncorrelated with its neighbours. */
    static double at(long seed, long point) {
        long z = seed + point * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
    }
}
