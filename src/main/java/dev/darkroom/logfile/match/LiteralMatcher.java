package dev.darkroom.logfile.match;

import dev.darkroom.logfile.parse.ByteScanner;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Some bytes to be looked for, eight places at a time, by the one of them that is rare in logs, or by the two that are least
 * frequent; outside of the heap, from their rarest pair on, by C. Knows the case of ASCII letters alone. Used by one
 * thread.
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

    /** Where a part of it begins that has one case and a rare pair in front, for C to look for; -1 if there is none. */
    private final int part;

    /** That part, once C has looked for it. */
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

    /** Where the rarest two characters of one case stand side by side, or 0 if there is but one character; else -1. */
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

    /** Whether it can be looked for outside of the heap. */
    boolean isForC() {
        return part >= 0;
    }

    /** The same outside of the heap, from {@code from} to the end, if it {@link #isForC}. */
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
