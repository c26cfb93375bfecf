package dev.darkroom.logging;

import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/**
 * The shape of a line: {@code 2026-11-23 13:44:29.123 INFO  [thread] logger - 🚀 [CATEGORY] text}, the stack trace below.
 * Times are in the zone of the machine. Used by one thread at a time.
 */
public final class LogLineEncoder extends EncoderBase<LogLine> {
    private static final byte[] NOTHING = {};

    private final LogLineTime times = new LogLineTime();
    private boolean colours;
    private String engine = "";

    /** Whether to add the colours of a terminal; off at first. */
    public void setColours(boolean colours) {
        this.colours = colours;
    }

    /** The name of this process, before that of the thread; at first none. */
    public void setEngine(String name) {
        engine = name + " ";
    }

    @Override
    public byte[] encode(LogLine line) {
        return format(line).getBytes(StandardCharsets.UTF_8);
    }

    /** The record as it stands in a file, its stack trace included. */
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
