package dev.darkroom.logfile.match;

import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Matches a user's expression against one text after another, with a limit on how often the characters of each are read: unlike
 * a timeout, that gives the same result on a busy machine. Not thread-safe.
 */
public final class ExpressionMatcher {
    /** A simple expression reads each character a few times at most, however long the text. */
    private static final long READS_OF_EACH = 20;

    private final Matcher matcher;
    private final long maxReads;
    private final BooleanSupplier stopped;

    /** @param maxReads the most character reads per text; a very long text is allowed more */
    public ExpressionMatcher(Pattern pattern, long mostReads) {
        this(pattern, mostReads, () -> false);
    }

    /** @param stopped polled during matching; once it returns true, nothing more is found */
    ExpressionMatcher(Pattern pattern, long mostReads, BooleanSupplier stopped) {
        matcher = pattern.matcher("");
        this.maxReads = mostReads;
        this.stopped = stopped;
    }

    public ExpressionMatcher reset(String text) {
        matcher.reset(new InterruptibleCharSequence(text, Math.max(maxReads, READS_OF_EACH * text.length()), stopped));
        return this;
    }

    /**
     * Finds the next match.
     *
     * @throws ExpressionException when that takes too long or too much memory
     */
    public boolean find() {
        try {
            return matcher.find();
        } catch (InterruptibleCharSequence.Stopped _) {
            return false;
        } catch (StackOverflowError _) {
            throw new ExpressionException(ExpressionException.Reason.MEMORY);
        }
    }

    public int start() {
        return matcher.start();
    }

    public int end() {
        return matcher.end();
    }

    /** A text that aborts catastrophic backtracking: it counts the reads and periodically checks whether to stop. */
    private static final class InterruptibleCharSequence implements CharSequence {
        private static final int READS_PER_CHECK = 1 << 10;

        private final String text;
        private final BooleanSupplier stopped;
        private long readsLeft;
        private int untilCheck = READS_PER_CHECK;

        /** Signals that matching was cancelled. */
        static final class Stopped extends RuntimeException {
            private static final long serialVersionUID = 1;

            Stopped() {
                super(null, null, false, false);
            }
        }

        InterruptibleCharSequence(String text, long mostReads, BooleanSupplier stopped) {
            this.text = text;
            this.readsLeft = mostReads;
            this.stopped = stopped;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (--untilCheck == 0) {
                check();
            }
            return text.charAt(index);
        }

        private void check() {
            untilCheck = READS_PER_CHECK;
            readsLeft -= READS_PER_CHECK;
            if (stopped.getAsBoolean()) {
                throw new Stopped();
            }
            if (readsLeft < 0) {
                throw new ExpressionException(ExpressionException.Reason.TIME);
            }
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
