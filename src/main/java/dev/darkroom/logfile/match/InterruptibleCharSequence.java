package dev.darkroom.logfile.match;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A text that aborts catastrophic backtracking: now and then it looks at the time, and asks whether to stop. */
final class InterruptibleCharSequence implements CharSequence {
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
