package dev.darkroom.logfile.parse;

import java.nio.charset.StandardCharsets;

/** Finds the number of a category in brackets by comparing three words with those seen before. Used by one thread. */
final class CategoryLookup {
    private static final int SLOTS = 256;
    private static final int LONGEST = 23;
    private static final long CLOSE = ByteScanner.repeated((byte) ']');

    private final CategoryDictionary tags;
    private final long[] words = new long[SLOTS * 4];

    CategoryLookup(CategoryDictionary tags) {
        this.tags = tags;
    }

    /** {@link CategoryDictionary#NONE} if what stands in the brackets is no category; -1 for one so long that others must look. */
    int number(byte[] b, int from, int end) {
        long first = ByteScanner.word(b, from);
        long second = 0;
        long third = 0;
        int length;
        long found = ByteScanner.zeros(first ^ CLOSE);
        if (found != 0) {
            length = ByteScanner.index(found);
            first &= ByteScanner.low(length);
        } else {
            second = ByteScanner.word(b, from + 8);
            found = ByteScanner.zeros(second ^ CLOSE);
            if (found != 0) {
                length = 8 + ByteScanner.index(found);
                second &= ByteScanner.low(length - 8);
            } else {
                third = ByteScanner.word(b, from + 16);
                found = ByteScanner.zeros(third ^ CLOSE);
                length = found == 0 ? LONGEST + 1 : 16 + ByteScanner.index(found);
                third &= ByteScanner.low(length - 16);
            }
        }
        if (length > LONGEST || from + length >= end) {
            return -1;
        }
        return number(b, from, length, first, second, third | (long) length << 56);
    }

    private int number(byte[] b, int from, int length, long first, long second, long third) {
        long hash = (first ^ second * 31 ^ third) * 0x9E3779B97F4A7C15L;
        int slot = (int) (hash >>> 56) * 4;
        if (words[slot] != first || words[slot + 1] != second || words[slot + 2] != third) {
            words[slot + 3] = learn(b, from, length);
            words[slot] = first;
            words[slot + 1] = second;
            words[slot + 2] = third;
        }
        return (int) words[slot + 3];
    }

    private int learn(byte[] b, int from, int length) {
        return LineHead.isTag(b, from, from + length)
                ? tags.number(new String(b, from, length, StandardCharsets.US_ASCII))
                : CategoryDictionary.NONE;
    }
}
