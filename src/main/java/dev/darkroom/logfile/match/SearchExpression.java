package dev.darkroom.logfile.match;

import java.util.regex.Pattern;

/** Compiles the regular expressions that people write; those that no deadline could hold in check are refused. */
public final class SearchExpression {
    static final int LONGEST = 2_000;
    static final int DEEPEST = 50;

    private SearchExpression() {}

    /**
     * Compiles an expression.
     *
     * @param flags of {@link Pattern}
     * @throws java.util.regex.PatternSyntaxException when it is wrong or not complete
     * @throws ExpressionException when it is refused
     */
    public static Pattern compile(String expression, int flags) {
        if (expression.length() > LONGEST) {
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
