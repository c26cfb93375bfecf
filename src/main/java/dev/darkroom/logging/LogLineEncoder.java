package dev.darkroom.logging;

import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

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
}
