package dev.darkroom.logfile;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Some bytes to be looked for, eight places at a time, by the one of them that is rare in logs, or by the two that are least
 * frequent. Knows the case of ASCII letters alone.
 */
final class Needle {
    /** The most frequent characters of logs, most frequent first. */
    private static final String FREQUENT = " eaotinr0s1-2:5c4.l3d[]u9m8g67pAfEThSIONRk/bvywF";

    private static final ValueLayout.OfLong WORD = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final byte[] folds;
    private final int first;
    private final int second;
    private final long firstPattern;
    private final long secondPattern;
    private final long firstFold;
    private final long secondFold;
    private final boolean alone;

    /** @param text not empty */
    Needle(String text, boolean ignoreCase) {
        bytes = text.getBytes(StandardCharsets.UTF_8);
        folds = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            if (ignoreCase && ((bytes[i] | 0x20) >= 'a' && (bytes[i] | 0x20) <= 'z')) {
                bytes[i] |= 0x20;
                folds[i] = 0x20;
            }
        }
        first = rarest(-1);
        second = bytes.length == 1 ? first : rarest(first);
        alone = bytes.length == 1 || rarity(first) == FREQUENT.length();
        firstPattern = Bytes.repeated(bytes[first]);
        secondPattern = Bytes.repeated(bytes[second]);
        firstFold = Bytes.repeated(folds[first]);
        secondFold = Bytes.repeated(folds[second]);
    }

    private int rarest(int except) {
        int best = -1;
        for (int i = 0; i < bytes.length; i++) {
            if (i != except && (best < 0 || rarity(i) > rarity(best))) {
                best = i;
            }
        }
        return best;
    }

    private int rarity(int at) {
        int place = FREQUENT.indexOf(bytes[at]);
        return place < 0 ? FREQUENT.length() : place;
    }

    /** Whether it has a character of ASCII that few lines of a log have. */
    static boolean hasRare(String text) {
        return text.chars().anyMatch(c -> c < 0x80 && FREQUENT.indexOf(c) < 0);
    }

    /** The first place where it stands wholly within {@code [from, to)}, or {@code to}. */
    int find(byte[] b, int from, int to) {
        if (alone) {
            return findRare(b, from, to);
        }
        int last = to - bytes.length;
        int i = from;
        for (; i + 7 <= last; i += 8) {
            long candidates = Bytes.zeros(((Bytes.word(b, i + first) | firstFold) ^ firstPattern)
                    | ((Bytes.word(b, i + second) | secondFold) ^ secondPattern));
            if (candidates != 0) {
                int found = check(b, i, candidates);
                if (found >= 0) {
                    return found;
                }
            }
        }
        return findSlowly(b, i, to);
    }

    private int findRare(byte[] b, int from, int to) {
        int last = to - bytes.length;
        int i = from;
        for (; i + 7 <= last; i += 8) {
            long candidates = Bytes.zeros((Bytes.word(b, i + first) | firstFold) ^ firstPattern);
            if (candidates != 0) {
                int found = check(b, i, candidates);
                if (found >= 0) {
                    return found;
                }
            }
        }
        return findSlowly(b, i, to);
    }

    /**
     * Whether it stands in the first {@code length} bytes of a block that was read past the heap: only where it does must the
     * block be copied there, which for rare texts saves as much as the search costs.
     */
    boolean isIn(MemorySegment block, int length) {
        long last = length - bytes.length;
        long i = 0;
        for (; i + 7 <= last; i += 8) {
            long wrong = (block.get(WORD, i + first) | firstFold) ^ firstPattern;
            if (!alone) {
                wrong |= (block.get(WORD, i + second) | secondFold) ^ secondPattern;
            }
            if (Bytes.zeros(wrong) != 0 && isAmong(block, i, Math.min(i + 8, last + 1))) {
                return true;
            }
        }
        return isAmong(block, i, last + 1);
    }

    private boolean isAmong(MemorySegment block, long from, long to) {
        for (long i = from; i < to; i++) {
            if (isAt(block, i)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(MemorySegment block, long at) {
        for (int i = 0; i < bytes.length; i++) {
            if ((block.get(JAVA_BYTE, at + i) | folds[i]) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private int findSlowly(byte[] b, int from, int to) {
        for (int i = from; i <= to - bytes.length; i++) {
            if (isAt(b, i)) {
                return i;
            }
        }
        return to;
    }

    private int check(byte[] b, int at, long candidates) {
        for (long left = candidates; left != 0; left &= left - 1) {
            int place = at + Bytes.index(left);
            if (isAt(b, place)) {
                return place;
            }
        }
        return -1;
    }

    private boolean isAt(byte[] b, int at) {
        for (int i = 0; i < bytes.length; i++) {
            if ((b[at + i] | folds[i]) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
