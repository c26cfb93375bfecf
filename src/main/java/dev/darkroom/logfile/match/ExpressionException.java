package dev.darkroom.logfile.match;

import java.util.Locale;

/** Thrown when a user's regular expression is rejected, before or during matching; the message is a sentence. */
public final class ExpressionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** The reason for the rejection. */
    public enum Reason {
        LENGTH("The expression is longer than %,d characters: shorten it.", SearchExpression.MAX_LENGTH),
        NESTING("The expression is nested more than %,d levels deep: simplify it.", SearchExpression.MAX_DEPTH),
        EMPTY("The expression has too many ways to match nothing: leave out what may be empty."),
        TIME("The expression takes too long on one record: simplify it, above all a repetition within a repetition."),
        MEMORY("The expression needs too much memory for one record: simplify it.");

        private final String sentence;

        Reason(String sentence, Object... figures) {
            this.sentence = String.format(Locale.ROOT, sentence, figures);
        }

        /** Returns the key of its translations. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ExpressionException(Reason reason) {
        super(reason.sentence);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
