package dev.darkroom.logging;

import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * The shape of a line: {@code 2026-11-23 13:44:29.123 INFO  [thread] logger - 🚀 [CATEGORY] text}, the stack trace below.
 * Times are in the zone of the machine. Used by one thread at a time.
 */
public final class LineEncoder extends EncoderBase<LogLine> {
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final byte[] NOTHING = {};

    private final ZoneId zone = ZoneId.systemDefault();
    private boolean colours;
    private long second = Long.MIN_VALUE;
    private String secondText = "";

    /** Whether to add the colours of a terminal; off at first. */
    public void setColours(boolean colours) {
        this.colours = colours;
    }

    @Override
    public byte[] encode(LogLine line) {
        return format(line).getBytes(StandardCharsets.UTF_8);
    }

    String format(LogLine line) {
        StringBuilder out =
                new StringBuilder(160 + line.text().length() + line.trace().length());
        begin(out, colours ? Colours.QUIET : "");
        time(out, line.time());
        begin(out, colours ? Colours.of(line.level()) : "");
        String level = line.level().name();
        out.append(' ').append(level).append(" ".repeat(5 - level.length()));
        begin(out, colours ? Colours.END + Colours.QUIET : "");
        out.append(" [")
                .append(line.thread())
                .append("] ")
                .append(line.logger())
                .append(" - ");
        begin(out, colours ? Colours.END : "");
        message(out, line);
        return out.append('\n').append(line.trace()).toString();
    }

    private void message(StringBuilder out, LogLine line) {
        Category category = line.category();
        if (!colours || category == null) {
            out.append(line.message());
            return;
        }
        if (line.mark() != null) {
            out.append(line.mark().emoji()).append(' ');
        }
        out.append(Colours.of(category)).append('[').append(category.tag()).append(']');
        out.append(Colours.END).append(' ').append(line.text());
    }

    private static void begin(StringBuilder out, String colour) {
        out.append(colour);
    }

    private void time(StringBuilder out, Instant time) {
        if (time.getEpochSecond() != second) {
            second = time.getEpochSecond();
            secondText = SECOND.format(LocalDateTime.ofInstant(time, zone));
        }
        int millis = time.getNano() / 1_000_000;
        out.append(secondText).append('.');
        out.append((char) ('0' + millis / 100));
        out.append((char) ('0' + millis / 10 % 10));
        out.append((char) ('0' + millis % 10));
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
