package dev.darkroom.logfile.match;

import dev.darkroom.logfile.parse.ByteScanner;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Finds the id of a generation by its first characters: in full, or as its run's thread {@code run-8f3c1a2e}, which carries the
 * first eight characters.
 */
public final class GenerationSearch extends TextSearch {
    private static final int SHORT_ID = 8;
    private static final String RUN = "run-";

    private final byte[] id;
    private final byte[] run;

    public GenerationSearch(String id) {
        super(new LiteralMatchers(List.of(run(id), id), false));
        this.id = id.getBytes(StandardCharsets.UTF_8);
        run = run(id).getBytes(StandardCharsets.UTF_8);
    }

    private static String run(String id) {
        return RUN + id.substring(0, Math.min(SHORT_ID, id.length()));
    }

    @Override
    public boolean confirm(byte[] bytes, int from, int to) {
        return findWord(bytes, from, to, run, RUN.length()) || findWord(bytes, from, to, id, 0);
    }

    /** @param idAt where in the word the id begins */
    private static boolean findWord(byte[] bytes, int from, int to, byte[] word, int idAt) {
        for (int at = ByteScanner.indexOf(bytes, from, to, word);
                at >= 0;
                at = ByteScanner.indexOf(bytes, at + 1, to, word)) {
            int end = at + word.length;
            boolean whole = word.length - idAt >= SHORT_ID && (end == to || !isWord(bytes[end]));
            if ((at == from || !isWord(bytes[at - 1])) && (whole || isId(bytes, at + idAt, to))) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the word has the length of the first part of an id; a shorter or longer one is another number. */
    private static boolean isId(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && isWord(bytes[end])) {
            end++;
        }
        return end - from == SHORT_ID;
    }

    private static boolean isWord(byte b) {
        return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }
}
