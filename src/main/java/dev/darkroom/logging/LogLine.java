package dev.darkroom.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import dev.darkroom.secret.SecretRedactor;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * One log line as delivered to the terminal, the files and the console. The constructor redacts secrets in every part and
 * escapes whatever could pass for another line; no output ever sees the original event.
 *
 * @param text the part after mark and category
 * @param trace the stack trace, each line ended by a newline; empty without one
 * @param duration of what the line reports, if its writer knew it
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
    private static final Pattern HEAD = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}) (ERROR|WARN|INFO|DEBUG|TRACE) +\\[[^]]*] (\\S+) - ");
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
                textAfter(message, mark, category),
                thrown == null ? "" : StackTrace.of(thrown),
                generation,
                context.get(LogContext.USER),
                context.get(LogContext.STAGE),
                duration(context.get(LogContext.DURATION)));
    }

    /** Reads a record of a file as {@link LogLineEncoder} formats it; empty for one that somebody else has written. */
    public static Optional<LogLine> parse(String generation, String record) {
        Matcher head = HEAD.matcher(record);
        return head.lookingAt()
                ? Optional.of(parse(
                        LogLineTime.parse(head.group(1)),
                        Level.valueOf(head.group(2)),
                        LogCategory.ofLogger(head.group(3)).orElse(null),
                        generation,
                        record.stripTrailing()))
                : Optional.empty();
    }

    /** Reads a record as {@link LogLineEncoder} formats it, with what was stored beside it. */
    public static LogLine parse(
            Instant time, Level level, @Nullable LogCategory category, @Nullable String generation, String record) {
        int end = record.indexOf('\n');
        String first = end < 0 ? record : record.substring(0, end);
        int begin = first.indexOf(" [");
        int thread = first.indexOf("] ", begin);
        int logger = first.indexOf(" - ", thread);
        boolean complete = begin >= 0 && thread >= 0 && logger >= 0;
        String message = complete ? first.substring(logger + 3) : first;
        LogMark mark = LogMark.before(message).orElse(null);
        return new LogLine(
                time,
                level,
                category,
                mark,
                complete ? first.substring(begin + 2, thread) : "",
                complete ? first.substring(thread + 2, logger) : "",
                textAfter(message, mark, category),
                end < 0 ? "" : record.substring(end + 1) + "\n",
                generation,
                null,
                null,
                null);
    }

    /** Returns mark, category and text, as written to the files. */
    public String message() {
        String begin = mark == null ? "" : mark.emoji() + " ";
        return category == null ? begin + text : begin + "[" + category.tag() + "] " + text;
    }

    private static String textAfter(String message, @Nullable LogMark mark, @Nullable LogCategory category) {
        String rest = mark == null ? message : message.substring(mark.emoji().length() + 1);
        String bracket = category == null ? "" : "[" + category.tag() + "] ";
        return rest.startsWith(bracket) ? rest.substring(bracket.length()) : rest;
    }

    /**
     * Returns the thread name. Readers of the files find the lines of a generation by thread, so the run's name is appended to
     * any other thread's name.
     */
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

    /**
     * A throwable with its causes in Java's usual format. Further lines of a multi-line message are indented, so that none of
     * them can pass for the first line of a record.
     */
    private static final class StackTrace {
        private final StringBuilder text = new StringBuilder(1024);

        private StackTrace() {}

        static String of(IThrowableProxy thrown) {
            StackTrace trace = new StackTrace();
            trace.add(thrown, "", "");
            return trace.text.toString();
        }

        private void add(IThrowableProxy thrown, String indent, String caption) {
            text.append(indent).append(caption).append(name(thrown)).append('\n');
            if (thrown.isCyclic()) {
                return;
            }
            frames(thrown, indent);
            for (IThrowableProxy suppressed : thrown.getSuppressed()) {
                add(suppressed, indent + "\t", "Suppressed: ");
            }
            if (thrown.getCause() != null) {
                add(thrown.getCause(), indent, "Caused by: ");
            }
        }

        private static String name(IThrowableProxy thrown) {
            String known = thrown.getOverridingMessage();
            String name = known != null
                    ? known
                    : thrown.getClassName() + (thrown.getMessage() == null ? "" : ": " + thrown.getMessage());
            String shown = name.replace("\r\n", "\n").replace("\n", "\n\t");
            return thrown.isCyclic() ? "[CIRCULAR REFERENCE: " + shown + "]" : shown;
        }

        private void frames(IThrowableProxy thrown, String indent) {
            StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
            int common = thrown.getCommonFrames();
            for (int i = 0; i < frames.length - common; i++) {
                text.append(indent)
                        .append('\t')
                        .append(frames[i].getSTEAsString())
                        .append('\n');
            }
            if (common > 0) {
                text.append(indent).append("\t... ").append(common).append(" more\n");
            }
        }
    }

    /** Makes text safe for the log: without secrets, and without characters that could forge a line or control a terminal. */
    private static final class LogSanitizer {
        private LogSanitizer() {}

        /**
         * Sanitizes a single line: line breaks become the two characters {@code \n}, other control characters {@code \u001b}.
         * Tabs stay.
         */
        static String line(String text) {
            return escape(SecretRedactor.text(text), false);
        }

        /** Sanitizes several lines: newlines stay, everything else is as in a single line. */
        static String lines(String text) {
            return text.isEmpty() ? text : escape(SecretRedactor.text(text), true);
        }

        private static String escape(String text, boolean newlines) {
            for (int i = 0; i < text.length(); i++) {
                if (mustEscape(text.charAt(i), newlines)) {
                    return escapeFrom(i, text, newlines);
                }
            }
            return text;
        }

        private static String escapeFrom(int start, String text, boolean newlines) {
            StringBuilder result = new StringBuilder(text.length() + 16).append(text, 0, start);
            for (int i = start; i < text.length(); i++) {
                char c = text.charAt(i);
                if (!mustEscape(c, newlines)) {
                    result.append(c);
                } else if (c == '\n') {
                    result.append("\\n");
                } else if (c == '\r') {
                    result.append("\\r");
                } else {
                    result.append(String.format("\\u%04x", (int) c));
                }
            }
            return result.toString();
        }

        /** C0 and C1 controls, and the two Unicode characters that some editors show as a line break. */
        private static boolean mustEscape(char c, boolean newlines) {
            if (c >= ' ') {
                return c >= 0x7f && (c <= 0x9f || c == '\u2028' || c == '\u2029');
            }
            return c != '\t' && !(newlines && c == '\n');
        }
    }
}
