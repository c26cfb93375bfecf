package dev.darkroom.logfile.match;

import dev.darkroom.logfile.parse.ByteScanner;
import dev.darkroom.logfile.parse.LogLineHead;
import dev.darkroom.logfile.source.ByteSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Searches the bytes of a record, excluding its last newline. Not thread-safe. */
public abstract class TextSearch {
    /** Longer records are searched in parts of this size, which overlap by a quarter. */
    static final int PIECE = 4 << 20;

    /** A match that reads more characters than this in one part is abandoned: about 50 ms. */
    private static final long MAX_READS = 10_000_000;

    private final @Nullable LiteralMatchers needles;
    private byte[] piece = new byte[0];

    /** @param needles literals of which every matching record contains at least one; null if none are known */
    TextSearch(@Nullable LiteralMatchers needles) {
        this.needles = needles;
    }

    public static TextSearch of(Pattern pattern) {
        return of(pattern, () -> false);
    }

    /** @param stopped polled while a regular expression runs; once it returns true, nothing more is found */
    public static TextSearch of(Pattern pattern, BooleanSupplier stopped) {
        RegexLiteralExtractor.Known known = RegexLiteralExtractor.of(pattern);
        LiteralMatchers needles = known == null
                ? null
                : new LiteralMatchers(known.any(), (pattern.flags() & Pattern.CASE_INSENSITIVE) != 0);
        return known != null && known.all() ? new Literal(needles) : new Regex(needles, pattern, stopped);
    }

    /** Returns the literals to search for first. */
    @Nullable
    public LiteralMatchers needles() {
        return needles;
    }

    /** Returns whether a record that contains a literal matches without further checks. */
    public boolean needlesSuffice() {
        return false;
    }

    private boolean find(byte[] bytes, int from, int to) {
        return (needles == null || needles.isIn(bytes, from, to)) && confirm(bytes, from, to);
    }

    /**
     * As {@link #findShown(byte[], int, int)}, for bytes in which a literal was already found, as they are.
     *
     * @throws ExpressionException when that takes too long or too much memory
     */
    public abstract boolean confirm(byte[] bytes, int from, int to);

    /**
     * Searches a record, also as it is shown: without its terminal color codes, which often stand within what is searched for.
     *
     * @throws ExpressionException when that takes too long or too much memory
     */
    public boolean findShown(byte[] bytes, int from, int to) {
        if (find(bytes, from, to)) {
            return true;
        }
        if (ByteScanner.indexOf(bytes, from, to, ByteScanner.ESCAPE) == to) {
            return false;
        }
        byte[] shown = LogLineHead.withoutColours(bytes, from, to);
        return find(shown, 0, shown.length);
    }

    /** As {@link #findShown(byte[], int, int)}, for a record of any length. */
    public boolean findShown(ByteSource source, long from, long to) throws IOException {
        if (piece.length == 0) {
            piece = new byte[PIECE];
        }
        for (long at = from; at < to; at += PIECE / 4 * 3) {
            int count = source.read(at, piece, 0, (int) Math.min(PIECE, to - at));
            if (findShown(piece, 0, count)) {
                return true;
            }
            if (at + count >= to || count == 0) {
                return false;
            }
        }
        return false;
    }

    private static final class Literal extends TextSearch {
        Literal(@Nullable LiteralMatchers needles) {
            super(needles);
        }

        @Override
        public boolean needlesSuffice() {
            return true;
        }

        @Override
        public boolean confirm(byte[] bytes, int from, int to) {
            return true;
        }
    }

    private static final class Regex extends TextSearch {
        private final ExpressionMatcher matcher;

        Regex(@Nullable LiteralMatchers needles, Pattern pattern, BooleanSupplier stopped) {
            super(needles);
            matcher = new ExpressionMatcher(pattern, MAX_READS, stopped);
        }

        @Override
        public boolean confirm(byte[] bytes, int from, int to) {
            int end = to > from && bytes[to - 1] == '\n' ? to - 1 : to;
            return matcher.reset(new String(bytes, from, end - from, StandardCharsets.UTF_8))
                    .find();
        }
    }
}
