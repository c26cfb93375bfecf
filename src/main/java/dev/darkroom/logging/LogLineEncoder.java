package dev.darkroom.logging;

import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.event.Level;

/**
 * Formats a line: {@code 2026-11-23 13:44:29.123 INFO  [thread] logger - 🚀 [CATEGORY] text}, followed by the stack trace. Times
 * are in the system's time zone. Used by one thread at a time.
 */
public final class LogLineEncoder extends EncoderBase<LogLine> {
    private static final byte[] NOTHING = {};

    private final LogLineTime times = new LogLineTime();
    private boolean colours;
    private String engine = "";

    /** Sets whether to add terminal colors; off by default. */
    public void setColours(boolean colours) {
        this.colours = colours;
    }

    /** Sets the name of this process, written before that of the thread; none by default. */
    public void setEngine(String name) {
        engine = name + " ";
    }

    @Override
    public byte[] encode(LogLine line) {
        return format(line).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the record as written to a file, including its stack trace. */
    public String format(LogLine line) {
        StringBuilder out =
                new StringBuilder(160 + line.text().length() + line.trace().length());
        begin(out, colours ? TerminalColors.QUIET : "");
        times.append(out, line.time());
        begin(out, colours ? TerminalColors.of(line.level()) : "");
        String level = line.level().name();
        out.append(' ').append(level).append(" ".repeat(5 - level.length()));
        begin(out, colours ? TerminalColors.END + TerminalColors.QUIET : "");
        out.append(" [")
                .append(engine)
                .append(line.thread())
                .append("] ")
                .append(line.logger())
                .append(" - ");
        begin(out, colours ? TerminalColors.END : "");
        message(out, line);
        return out.append('\n').append(line.trace()).toString();
    }

    private void message(StringBuilder out, LogLine line) {
        LogCategory category = line.category();
        if (!colours || category == null) {
            out.append(line.message());
            return;
        }
        if (line.mark() != null) {
            out.append(line.mark().emoji()).append(' ');
        }
        out.append(TerminalColors.of(category))
                .append('[')
                .append(category.tag())
                .append(']');
        out.append(TerminalColors.END).append(' ').append(line.text());
    }

    private static void begin(StringBuilder out, String colour) {
        out.append(colour);
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    /** Terminal colors, close to those of the console, and when to use them. */
    static final class TerminalColors {
        static final String END = "\u001b[0m";
        static final String QUIET = "\u001b[90m";
        private static final String VIOLET = "\u001b[38;5;141m";
        private static final String BLUE = "\u001b[38;5;75m";
        private static final String CYAN = "\u001b[38;5;44m";
        private static final String OCHRE = "\u001b[38;5;179m";

        private TerminalColors() {}

        static String of(Level level) {
            return switch (level) {
                case ERROR -> "\u001b[1;31m";
                case WARN -> "\u001b[33m";
                case INFO -> "\u001b[32m";
                case DEBUG, TRACE -> QUIET;
            };
        }

        static String of(LogCategory category) {
            return switch (category) {
                case GENERATION -> VIOLET;
                case GENERATION_PROCESSING -> BLUE;
                case STORAGE, STORAGE_FILE, STORAGE_UPLOAD, STORAGE_URL -> CYAN;
                case DB_CREATE, DB_UPDATE, DB_STATUS -> OCHRE;
            };
        }

        /**
         * Returns whether to use colors: {@code NO_COLOR} disables them (no-color.org), {@code CLICOLOR_FORCE} enables them,
         * and a dumb terminal disables them; otherwise they are used if standard output is a terminal.
         */
        static boolean wanted(Map<String, String> environment, boolean terminal) {
            if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
                return false;
            }
            String force = environment.getOrDefault("CLICOLOR_FORCE", "0");
            return !force.equals("0") || (terminal && !"dumb".equals(environment.get("TERM")));
        }
    }
}
