package dev.darkroom.logfile;

import java.util.function.BooleanSupplier;

/** A text that asks now and then whether to go on: some expressions would look at one line for years. */
final class StoppableText implements CharSequence {
    private static final int PATIENCE = 1 << 14;

    private final String text;
    private final BooleanSupplier stopped;
    private int left = PATIENCE;

    /** Ends the matching. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stopped() {
            super(null, null, false, false);
        }
    }

    StoppableText(String text, BooleanSupplier stopped) {
        this.text = text;
        this.stopped = stopped;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (--left == 0) {
            left = PATIENCE;
            if (stopped.getAsBoolean()) {
                throw new Stopped();
            }
        }
        return text.charAt(index);
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
