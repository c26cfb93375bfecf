package dev.darkroom.logfile.match;

import java.util.regex.Pattern;

/** Compiles the regular expressions that users write; rejects those that no limit on matching could keep in check. */
public final class SearchExpression {
    static final int MAX_LENGTH = 2_000;
    static final int MAX_DEPTH = 50;

    private SearchExpression() {}

    /**
     * Compiles an expression.
     *
     * @param flags of {@link Pattern}
     * @throws java.util.regex.PatternSyntaxException when its syntax is invalid or incomplete
     * @throws ExpressionException when it is rejected
     */
    public static Pattern compile(String expression, int flags) {
        if (expression.length() > MAX_LENGTH) {
            throw new ExpressionException(ExpressionException.Reason.LENGTH);
        }
        if ((flags & Pattern.LITERAL) == 0) {
            new ExpressionShape(expression, (flags & Pattern.COMMENTS) != 0).check();
        }
        try {
            return Pattern.compile(expression, flags);
        } catch (StackOverflowError _) {
            throw new ExpressionException(ExpressionException.Reason.NESTING);
        }
    }
}
