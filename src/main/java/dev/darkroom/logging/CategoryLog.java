package dev.darkroom.logging;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.MessageFormatter;

/**
 * Writes the engine's log lines: mark, category, text. The category determines the logger. Each {@code {}} in the text is
 * replaced by the next argument here, on the caller's thread, so arguments may change afterwards.
 */
public final class CategoryLog {
    private static final Map<LogCategory, Logger> LOGGERS = new EnumMap<>(Arrays.stream(LogCategory.values())
            .collect(Collectors.toMap(
                    Function.identity(), category -> LoggerFactory.getLogger(LogCategory.LOGGERS + category.tag()))));

    private CategoryLog() {}

    public static void info(LogCategory category, LogMark mark, String text, @Nullable Object... arguments) {
        line(Level.INFO, category, mark, null, text, arguments);
    }

    public static void warning(LogCategory category, LogMark mark, String text, @Nullable Object... arguments) {
        line(Level.WARN, category, mark, null, text, arguments);
    }

    /** Logs an error with its full context: the stack trace follows the line. */
    public static void error(
            LogCategory category, LogMark mark, Throwable cause, String text, @Nullable Object... arguments) {
        line(Level.ERROR, category, mark, cause, text, arguments);
    }

    private static void line(
            Level level,
            LogCategory category,
            LogMark mark,
            @Nullable Throwable cause,
            String text,
            @Nullable Object... arguments) {
        Logger logger = LOGGERS.get(category);
        if (logger != null && logger.isEnabledForLevel(level)) {
            String message = MessageFormatter.basicArrayFormat(text, arguments);
            logger.atLevel(level).setCause(cause).log(mark.emoji() + " [" + category.tag() + "] " + message);
        }
        LogContext.written();
    }
}
