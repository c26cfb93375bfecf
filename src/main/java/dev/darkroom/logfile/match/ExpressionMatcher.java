package dev.darkroom.logfile.match;

import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for an expression of a person in one text after the other, in each with a bound on how often its characters are read:
 * that, unlike a time, gives the same answer on a busy machine. Used by one thread.
 */
public final class ExpressionMatcher {
    /** A simple expression reads each character a few times at most, however long the text. */
    private static final long READS_OF_EACH = 20;

    private final Matcher matcher;
    private final long mostReads;
    private final BooleanSupplier stopped;

    /** @param mostReads of the characters of one text, more of a very long one */
    public ExpressionMatcher(Pattern pattern, long mostReads) {
        this(pattern, mostReads, () -> false);
    }

    /** @param stopped asked while it is matched; when it says yes, nothing is found any more */
    ExpressionMatcher(Pattern pattern, long mostReads, BooleanSupplier stopped) {
        matcher = pattern.matcher("");
        this.mostReads = mostReads;
        this.stopped = stopped;
    }

    public ExpressionMatcher reset(String text) {
        matcher.reset(new InterruptibleCharSequence(text, Math.max(mostReads, READS_OF_EACH * text.length()), stopped));
        return this;
    }

    /**
     * The next match.
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

    /** A text that aborts catastrophic backtracking: it counts how often it is read, and asks now and then whether to stop. */
    private static final class InterruptibleCharSequence implements CharSequence {
        private static final int READS_PER_CHECK = 1 << 10;

        private final String text;
        private final BooleanSupplier stopped;
        private long readsLeft;
        private int untilCheck = READS_PER_CHECK;

        /** Somebody wants the matching to end. */
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
