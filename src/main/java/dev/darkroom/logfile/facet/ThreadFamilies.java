package dev.darkroom.logfile.facet;

import dev.darkroom.logfile.parse.ByteScanner;
import dev.darkroom.logfile.parse.NameCache;
import java.nio.charset.StandardCharsets;

/**
 * Maps threads to families: the thread's name with its trailing number or id replaced by {@code *}. Every generation has its
 * own thread ({@code run-b2e94c65}), and other threads append the name of the run to their own. Not thread-safe.
 */
final class ThreadFamilies {
    private static final int ID = 8;
    private static final int ID_WITH_DIGIT = 6;

    /** The length of a UUID, and of its last part. */
    private static final int UUID = 36;

    private static final int UUID_END = 12;
    private static final byte[] RUN = {' ', 'r', 'u', 'n', '-'};

    private final FacetNames names;
    private final NameCache whole;
    private final NameCache stems;

    ThreadFamilies(FacetNames names) {
        this.names = names;
        whole = new NameCache(names::number);
        stems = new NameCache(stem -> names.number(stem + "*"));
    }

    int number(byte[] b, int from, int to) {
        if (from >= to) {
            return FacetNames.NONE;
        }
        int stem = stem(b, from, to);
        if (stem == to) {
            return whole.number(b, from, to);
        }
        int own = stem - RUN.length;
        if (own > from && ByteScanner.startsWith(b, own, stem, RUN)) {
            int ownStem = stem(b, from, own);
            if (ownStem < own) {
                String name = new String(b, from, ownStem - from, StandardCharsets.UTF_8);
                return names.number(name + "* run-*");
            }
        }
        return stem == from ? names.number("*") : stems.number(b, from, stem);
    }

    /** Returns where the trailing number or id begins; {@code to} if there is none. */
    private static int stem(byte[] b, int from, int to) {
        int digits = to;
        while (digits > from && isDigit(b[digits - 1])) {
            digits--;
        }
        int id = to;
        boolean digit = false;
        while (id > from && isHex(b[id - 1])) {
            id--;
            digit |= isDigit(b[id]);
        }
        boolean apart = id == from || !isLetter(b[id - 1]);
        if (!apart || to - id < (digit ? ID_WITH_DIGIT : ID)) {
            return digits;
        }
        boolean uuid = to - id == UUID_END && to - from >= UUID && b[id - 1] == '-' && b[to - UUID + ID] == '-';
        return uuid ? to - UUID : id;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean isHex(byte b) {
        return isDigit(b) || (b >= 'a' && b <= 'f');
    }

    private static boolean isLetter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }
}
