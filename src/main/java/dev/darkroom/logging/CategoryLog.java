package dev.darkroom.logging;

import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.MessageFormatter;

/** Writes one line of the engine's log: mark, category, text. The category decides the logger. */
public final class CategoryLog {
    private CategoryLog() {}

    public static void info(Category category, Mark mark, String text, Object... arguments) {
        line(Level.INFO, category, mark, null, text, arguments);
    }

    public static void warning(Category category, Mark mark, String text, Object... arguments) {
        line(Level.WARN, category, mark, null, text, arguments);
    }

    /** An error with its full context: the stack trace goes below the line. */
    public static void error(Category category, Mark mark, Throwable cause, String text, Object... arguments) {
        line(Level.ERROR, category, mark, cause, text, arguments);
    }

    private static void line(
            Level level,
            Category category,
            Mark mark,
            @org.jspecify.annotations.Nullable Throwable cause,
            String text,
            Object... arguments) {
        String message = MessageFormatter.arrayFormat(text, arguments).getMessage();
        LoggerFactory.getLogger("darkroom." + category.tag())
                .atLevel(level)
                .setCause(cause)
                .log(mark.emoji() + " [" + category.tag() + "] " + message);
    }
}
