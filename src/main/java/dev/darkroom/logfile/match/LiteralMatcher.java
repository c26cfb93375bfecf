package dev.darkroom.logfile.match;

import dev.darkroom.logfile.parse.ByteScanner;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds a byte string, testing eight positions at a time for its one byte that is rare in logs, or for its two least frequent
 * bytes; off the heap, through the C library, starting from its rarest pair. Ignores case for ASCII letters only. Not
 * thread-safe.
 */
final class LiteralMatcher {
    /** The most frequent characters of logs, most frequent first. */
    private static final String FREQUENT = " eaotinr0s1-2:5c4.l3d[]u9m8g67pAfEThSIONRk/bvywF";

    private final byte[] bytes;
    private final byte[] folds;
    private final int first;
    private final int second;
    private final long firstPattern;
    private final long secondPattern;
    private final long firstFold;
    private final long secondFold;
    private final boolean alone;

    /**
     * The start of a part without case-insensitive letters that begins with a rare pair, for the C library to find; -1 if none.
     */
    private final int part;

    /** That part, once a native search has used it. */
    private @Nullable MemorySegment forC;

    /** @param text not empty */
    LiteralMatcher(String text, boolean ignoreCase) {
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
        firstPattern = ByteScanner.repeated(bytes[first]);
        secondPattern = ByteScanner.repeated(bytes[second]);
        firstFold = ByteScanner.repeated(folds[first]);
        secondFold = ByteScanner.repeated(folds[second]);
        part = text.indexOf(0) < 0 ? rarestPair() : -1;
    }

    /**
     * Returns the position of the rarest pair of adjacent case-sensitive characters, or 0 for a single such character;
     * otherwise -1.
     */
    private int rarestPair() {
        if (bytes.length == 1) {
            return folds[0] == 0 ? 0 : -1;
        }
        int best = -1;
        for (int i = 0; i < bytes.length - 1; i++) {
            if (folds[i] == 0
                    && folds[i + 1] == 0
                    && (best < 0 || rarity(i) + rarity(i + 1) > rarity(best) + rarity(best + 1))) {
                best = i;
            }
        }
        return best;
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

    /** Returns whether the text has an ASCII character that few log lines contain. */
    static boolean hasRare(String text) {
        return text.chars().anyMatch(c -> c < 0x80 && FREQUENT.indexOf(c) < 0);
    }

    /** Returns the first position where it occurs entirely within {@code [from, to)}, or {@code to}. */
    int find(byte[] b, int from, int to) {
        if (alone) {
            return findRare(b, from, to);
        }
        int last = to - bytes.length;
        int i = from;
        for (; i + 7 <= last; i += 8) {
            long candidates = ByteScanner.zeros(((ByteScanner.word(b, i + first) | firstFold) ^ firstPattern)
                    | ((ByteScanner.word(b, i + second) | secondFold) ^ secondPattern));
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
            long candidates = ByteScanner.zeros((ByteScanner.word(b, i + first) | firstFold) ^ firstPattern);
            if (candidates != 0) {
                int found = check(b, i, candidates);
                if (found >= 0) {
                    return found;
                }
            }
        }
        return findSlowly(b, i, to);
    }

    /** Returns whether it can be searched off the heap. */
    boolean isForC() {
        return part >= 0;
    }

    /** Searches off the heap, from {@code from} to the end; requires {@link #isForC}. */
    int find(NativeBytes b, int from, int to) {
        MemorySegment wanted = forC();
        int last = to - bytes.length;
        int i = b.indexOf(wanted, from + part) - part;
        while (i <= last && !isAt(b, i)) {
            i = b.indexOf(wanted, i + part + 1) - part;
        }
        return i <= last ? i : to;
    }

    private MemorySegment forC() {
        if (forC == null) {
            int end = part;
            while (end < bytes.length && folds[end] == 0) {
                end++;
            }
            forC = NativeBytes.text(bytes, part, end);
        }
        return forC;
    }

    private boolean isAt(NativeBytes b, int at) {
        for (int i = 0; i < bytes.length; i++) {
            if ((b.get(at + i) | folds[i]) != bytes[i]) {
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
            int place = at + ByteScanner.index(left);
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
