package dev.darkroom.logfile.index;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** Some of the records of a {@link IndexSegment}, a bit each, with the number of those before each word. */
public final class SegmentBits {
    public static final int WORDS = IndexSegment.SIZE >> 6;

    private final long[] words;
    private final int[] before = new int[WORDS + 1];

    public SegmentBits(long[] words) {
        this.words = words;
        for (int i = 0; i < WORDS; i++) {
            before[i + 1] = before[i] + Long.bitCount(words[i]);
        }
    }

    /** Bits for the first {@code count} records. */
    public static long[] first(int count) {
        long[] words = new long[WORDS];
        Arrays.fill(words, 0, count >> 6, -1L);
        if ((count & 63) != 0) {
            words[count >> 6] = (1L << (count & 63)) - 1;
        }
        return words;
    }

    public int size() {
        return before[WORDS];
    }

    /** The place in the piece of the {@code number}th of these records. */
    public int select(int number) {
        int word = Arrays.binarySearch(before, number);
        // Words without a bit repeat the number: the last of the equal ones holds it.
        word = word < 0 ? -word - 2 : word;
        while (before[word + 1] <= number) {
            word++;
        }
        long left = words[word];
        for (int skip = number - before[word]; skip > 0; skip--) {
            left &= left - 1;
        }
        return (word << 6) + Long.numberOfTrailingZeros(left);
    }

    /** How many of these records stand before the place {@code at}. */
    public int rank(int at) {
        return before[at >> 6] + Long.bitCount(words[at >> 6] & (1L << (at & 63)) - 1);
    }

    public void forEach(IntConsumer taker) {
        forEach(words, taker);
    }

    public static void forEach(long[] words, IntConsumer taker) {
        for (int word = 0; word < WORDS; word++) {
            for (long left = words[word]; left != 0; left &= left - 1) {
                taker.accept((word << 6) + Long.numberOfTrailingZeros(left));
            }
        }
    }
}
