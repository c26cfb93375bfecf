package dev.darkroom.logfile;

import java.nio.charset.StandardCharsets;

/**
 * Some bytes to be looked for, eight places at a time, by the one of them that is rare in logs, or by the two that are least
 * frequent; outside of the heap by the rarest. Knows the case of ASCII letters alone. Used by one thread.
 */
final class Needle {
    /** The most frequent characters of logs, most frequent first. */
    private static final String FREQUENT = " eaotinr0s1-2:5c4.l3d[]u9m8g67pAfEThSIONRk/bvywF";

    /** With more candidates, one in so many bytes, looking for the rarest byte outside of the heap is the slower way. */
    private static final int SPARSE = 96;

    private final byte[] bytes;
    private final byte[] folds;
    private final int first;
    private final int second;
    private final long firstPattern;
    private final long secondPattern;
    private final long firstFold;
    private final long secondFold;
    private final boolean alone;

    /** Bytes looked through outside of the heap, more by some at the start, and places looked at more closely. */
    private long seen = 1 << 16;

    private long candidates;

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

    /** Whether its rarest byte is one, and rare enough as far as is known, to be looked for outside of the heap. */
    boolean isSparse() {
        return folds[first] == 0 && candidates * SPARSE < seen;
    }

    /** The same outside of the heap, where it must be {@link #isSparse}. */
    int find(NativeBytes b, int from, int to) {
        int end = to - bytes.length + first + 1;
        int found = to;
        for (int i = b.indexOf(bytes[first], from + first, end); i < end; i = b.indexOf(bytes[first], i + 1, end)) {
            candidates++;
            if (isAt(b, i - first)) {
                found = i - first;
                break;
            }
        }
        seen += found - from;
        return found;
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
