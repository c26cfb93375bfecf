package dev.darkroom.logfile.match;

import dev.darkroom.logfile.parse.ByteScanner;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Finds the id of a generation: in full, or as its run's thread {@code run-8f3c1a2e}, which carries the first eight characters.
 */
public final class GenerationSearch extends TextSearch {
    private static final int SHORT_ID = 8;

    private final byte[] id;
    private final byte[] run;

    public GenerationSearch(String id) {
        super(new LiteralMatchers(List.of(run(id), id), false));
        this.id = id.getBytes(StandardCharsets.UTF_8);
        run = run(id).getBytes(StandardCharsets.UTF_8);
    }

    private static String run(String id) {
        return "run-" + id.substring(0, Math.min(SHORT_ID, id.length()));
    }

    @Override
    public boolean confirm(byte[] bytes, int from, int to) {
        return findWord(bytes, from, to, run) || findWord(bytes, from, to, id);
    }

    private static boolean findWord(byte[] bytes, int from, int to, byte[] word) {
        for (int at = ByteScanner.indexOf(bytes, from, to, word);
                at >= 0;
                at = ByteScanner.indexOf(bytes, at + 1, to, word)) {
            int end = at + word.length;
            if ((at == from || !isWord(bytes[at - 1])) && (end == to || !isWord(bytes[end]))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWord(byte b) {
        return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }
}
