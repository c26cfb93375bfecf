package dev.darkroom.logfile.index;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** A subset of the records of an {@link IndexSegment}: one bit per record, plus the number of set bits before each word. */
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

    /** Returns bits for the first {@code count} records. */
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

    /** Returns the position in the segment of the {@code number}th of these records. */
    public int select(int number) {
        int word = Arrays.binarySearch(before, number);
        // Words without bits repeat the count: of equal counts, the last one belongs to the word with the bit.
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

    /** Returns how many of these records are before position {@code at}. */
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
