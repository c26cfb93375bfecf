package dev.darkroom.console.logs.text;

/**
 * One line of the view.
 *
 * @param text what is drawn, without time, level and category
 */
public record DisplayLine(Kind kind, String text) {
    public enum Kind {
        /** The first line of a record. */
        HEAD,
        /** What of it had no room. */
        WRAPPED,
        /** A line below it, such as one of a stack trace. */
        TRACE,
        /** Unfolds the lines that are not shown, or folds them again. */
        FOLD
    }
}
