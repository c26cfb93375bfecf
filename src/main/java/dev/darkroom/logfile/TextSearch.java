package dev.darkroom.logfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for something in the bytes of a record, its last newline not included. Used by one thread. */
abstract class TextSearch {
    /** Longer records are searched in pieces of this size, which overlap by a quarter. */
    static final int PIECE = 4 << 20;

    private byte[] piece = new byte[0];

    /** A pattern without special characters is looked for as bytes, any other as a regular expression. */
    static TextSearch of(Pattern pattern) {
        return isLiteral(pattern) ? new Literal(pattern.pattern()) : new Regex(pattern);
    }

    private static boolean isLiteral(Pattern pattern) {
        int flags = pattern.flags() & ~Pattern.MULTILINE;
        return !pattern.pattern().isEmpty()
                && (flags == Pattern.LITERAL
                        || (flags == 0 && pattern.pattern().chars().noneMatch(c -> "\\[](){}.*+?^$|".indexOf(c) >= 0)));
    }

    abstract boolean find(byte[] bytes, int from, int to);

    boolean find(ByteSource source, long from, long to) throws IOException {
        if (piece.length == 0) {
            piece = new byte[PIECE];
        }
        for (long at = from; at < to; at += PIECE / 4 * 3) {
            int count = source.read(at, piece, 0, (int) Math.min(PIECE, to - at));
            if (find(piece, 0, count)) {
                return true;
            }
            if (at + count >= to || count == 0) {
                return false;
            }
        }
        return false;
    }

    private static final class Literal extends TextSearch {
        private final byte[] wanted;

        Literal(String wanted) {
            this.wanted = wanted.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        boolean find(byte[] bytes, int from, int to) {
            return Bytes.indexOf(bytes, from, to, wanted) >= 0;
        }
    }

    private static final class Regex extends TextSearch {
        private final Matcher matcher;

        Regex(Pattern pattern) {
            matcher = pattern.matcher("");
        }

        @Override
        boolean find(byte[] bytes, int from, int to) {
            int end = to > from && bytes[to - 1] == '\n' ? to - 1 : to;
            try {
                return matcher.reset(new String(bytes, from, end - from, StandardCharsets.UTF_8))
                        .find();
            } catch (StackOverflowError _) {
                throw new UncheckedIOException(new IOException("The expression " + matcher.pattern()
                        + " needs too much memory for a record of " + (to - from) + " bytes: simplify it."));
            }
        }
    }
}
