package dev.darkroom.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * One line of the log as the terminal, the files and the console get it. The constructor takes secrets out of every
 * part and escapes what could pretend to be another line; no output ever sees the event behind it.
 *
 * @param text what stands behind mark and category
 * @param trace the stack trace, each line ended by a newline; empty without one
 * @param duration of what the line tells about, where the writer knew it
 */
public record LogLine(
        Instant time,
        Level level,
        @Nullable LogCategory category,
        @Nullable LogMark mark,
        String thread,
        String logger,
        String text,
        String trace,
        @Nullable String generation,
        @Nullable String user,
        @Nullable String stage,
        @Nullable Duration duration) {
    private static final String RUN = "run-";
    private static final int SHORT_ID = 8;

    public LogLine {
        thread = LogSanitizer.line(thread);
        logger = LogSanitizer.line(logger);
        text = LogSanitizer.line(text);
        trace = LogSanitizer.lines(trace);
        generation = generation == null ? null : LogSanitizer.line(generation);
        user = user == null ? null : LogSanitizer.line(user);
        stage = stage == null ? null : LogSanitizer.line(stage);
    }

    static LogLine of(ILoggingEvent event) {
        String message = String.valueOf(event.getFormattedMessage());
        LogCategory category = LogCategory.ofLogger(event.getLoggerName()).orElse(null);
        LogMark mark = LogMark.before(message).orElse(null);
        Map<String, String> context = event.getMDCPropertyMap();
        String generation = context.get(LogContext.GENERATION);
        IThrowableProxy thrown = event.getThrowableProxy();
        return new LogLine(
                event.getInstant(),
                Level.valueOf(event.getLevel().toString()),
                category,
                mark,
                thread(event.getThreadName(), generation),
                event.getLoggerName(),
                behind(message, mark, category),
                thrown == null ? "" : StackTrace.of(thrown),
                generation,
                context.get(LogContext.USER),
                context.get(LogContext.STAGE),
                duration(context.get(LogContext.DURATION)));
    }

    /** Mark, category and text, as they stand in the files. */
    public String message() {
        String begin = mark == null ? "" : mark.emoji() + " ";
        return category == null ? begin + text : begin + "[" + category.tag() + "] " + text;
    }

    private static String behind(String message, @Nullable LogMark mark, @Nullable LogCategory category) {
        String rest = mark == null ? message : message.substring(mark.emoji().length() + 1);
        String bracket = category == null ? "" : "[" + category.tag() + "] ";
        return rest.startsWith(bracket) ? rest.substring(bracket.length()) : rest;
    }

    /** A reader of the files finds the lines of one generation by the thread, so a foreign thread gets the run's name too. */
    private static String thread(@Nullable String name, @Nullable String generation) {
        String plain = name == null ? "" : name.replace('[', '(').replace(']', ')');
        if (generation == null) {
            return plain.isEmpty() ? "virtual" : plain;
        }
        String run = RUN + generation.substring(0, Math.min(SHORT_ID, generation.length()));
        if (plain.isEmpty() || plain.contains(run)) {
            return plain.isEmpty() ? run : plain;
        }
        return plain + " " + run;
    }

    private static @Nullable Duration duration(@Nullable String millis) {
        return millis == null ? null : Duration.ofMillis(Long.parseLong(millis));
    }
}
