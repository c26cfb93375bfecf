package dev.darkroom.logfile.match;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for an expression of a person in one text after the other, in each for a limited time. Used by one thread. */
public final class ExpressionMatcher {
    private final Matcher matcher;
    private final Duration limit;
    private final BooleanSupplier stopped;

    /** @param limit for one text */
    public ExpressionMatcher(Pattern pattern, Duration limit) {
        this(pattern, limit, () -> false);
    }

    /** @param stopped asked while it is matched; when it says yes, nothing is found any more */
    ExpressionMatcher(Pattern pattern, Duration limit, BooleanSupplier stopped) {
        matcher = pattern.matcher("");
        this.limit = limit;
        this.stopped = stopped;
    }

    public ExpressionMatcher reset(String text) {
        matcher.reset(new InterruptibleCharSequence(text, limit, stopped));
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

    /** A text that aborts catastrophic backtracking: now and then it looks at the time, and asks whether to stop. */
    private static final class InterruptibleCharSequence implements CharSequence {
        private static final int READS_PER_CHECK = 1 << 10;

        private final String text;
        private final long limitNanos;
        private final BooleanSupplier stopped;
        private int readsLeft = READS_PER_CHECK;
        private long begun;

        /** Somebody wants the matching to end. */
        static final class Stopped extends RuntimeException {
            private static final long serialVersionUID = 1;

            Stopped() {
                super(null, null, false, false);
            }
        }

        InterruptibleCharSequence(String text, Duration limit, BooleanSupplier stopped) {
            this.text = text;
            this.limitNanos = limit.toNanos();
            this.stopped = stopped;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (--readsLeft == 0) {
                check();
            }
            return text.charAt(index);
        }

        /** The clock starts here and not at the beginning: most texts end before, and for them it is never read. */
        private void check() {
            readsLeft = READS_PER_CHECK;
            if (stopped.getAsBoolean()) {
                throw new Stopped();
            }
            long now = System.nanoTime();
            if (begun == 0) {
                begun = now;
            } else if (now - begun > limitNanos) {
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
