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
}
