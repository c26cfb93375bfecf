package dev.darkroom.logfile.query;

import dev.darkroom.logfile.parse.ByteScanner;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.parse.LogLineHead;
import dev.darkroom.logfile.parse.LogTimestampParser;
import dev.darkroom.logging.LogMark;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One record for display: its parsed head, usually the first line, and the lines below it. Invalid UTF-8 becomes replacement
 * characters and a damaged mark is shown as intended; the original bytes remain in the file.
 *
 * @param number of the record in its file, from 0
 * @param offset of its first byte in the (unpacked) file
 * @param length in bytes, including its last newline
 * @param time as written, without a zone; null where the line has none
 * @param category without brackets; null where the line has none
 * @param mark the emoji or whatever stands in its place; empty where there is none
 * @param thread empty where the line has none, as is {@code logger}
 * @param generation the first characters of its id, if the thread name contains them; otherwise null
 * @param text the part of the line after mark and category
 * @param trace the lines below it
 * @param cut whether text or trace were too long and are truncated
 */
public record LogRecord(
        long number,
        long offset,
        long length,
        @Nullable LocalDateTime time,
        LogLevel level,
        @Nullable String category,
        String mark,
        String thread,
        String logger,
        @Nullable String generation,
        String text,
        String trace,
        boolean cut) {
    /** The most bytes of a record that are held in memory. */
    public static final int MAX_BYTES = 64 << 10;

    private static final String RUN = "run-";

    /** Parses a record from its first bytes, or from all of them. */
    public static LogRecord of(long number, long offset, long length, byte[] bytes, int from, int to, boolean cut) {
        int shown = Math.min(to, from + MAX_BYTES);
        int newline = ByteScanner.indexOf(bytes, from, shown, (byte) '\n');
        boolean coloured = ByteScanner.indexOf(bytes, from, newline, ByteScanner.ESCAPE) < newline;
        byte[] line =
                coloured ? LogLineHead.withoutColours(bytes, from, newline) : Arrays.copyOfRange(bytes, from, shown);
        int lineEnd = coloured ? line.length : newline - from;
        LogLineHead head = new LogLineHead();
        head.parse(line, 0, lineEnd, line.length);
        if (head.end > lineEnd) {
            lineEnd = ByteScanner.indexOf(line, head.end, line.length, (byte) '\n');
            newline = from + lineEnd;
        }
        String thread = head.string(head.threadFrom, head.threadTo);
        String text = string(line, head.text, lineEnd);
        String mark = head.string(head.message, head.categoryFrom < 0 ? head.text : head.categoryFrom - 1);
        return new LogRecord(
                number,
                offset,
                length,
                LogTimestampParser.dateTime(head.time),
                head.level,
                head.category(),
                MojibakeRepair.repair(mark.strip(), text),
                thread,
                head.string(head.loggerFrom, head.loggerTo),
                generation(thread),
                text,
                newline < shown ? string(bytes, newline + 1, shown) : "",
                cut || shown < to);
    }

    /** Returns this record under another number. */
    public LogRecord numbered(long other) {
        return new LogRecord(
                other, offset, length, time, level, category, mark, thread, logger, generation, text, trace, cut);
    }

    /** Returns the text and the lines below it. */
    public String wholeText() {
        return trace.isEmpty() ? text : text + "\n" + trace;
    }

    private static @Nullable String generation(String thread) {
        int at = thread.lastIndexOf(RUN);
        if (at < 0) {
            return null;
        }
        String id = thread.substring(at + RUN.length());
        int end = id.indexOf(' ');
        return end < 0 ? id : id.substring(0, end);
    }

    private static String string(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--;
        }
        return new String(bytes, from, Math.max(0, end - from), StandardCharsets.UTF_8);
    }

    /**
     * Restores the intended mark where its UTF-8 was decoded as Windows-1252, Windows-1254 or ISO-8859-1, whether the bytes without
     * a character there were dropped, kept as control characters or replaced.
     */
    public static final class MojibakeRepair {
        private static final char SELECTOR = '\ufe0f';
        private static final String UNDEFINED = "\ufffd";
        private static final Map<String, EnumSet<LogMark>> DAMAGED = new HashMap<>();

        static {
            for (LogMark mark : LogMark.values()) {
                for (String page : new String[] {"windows-1252", "windows-1254", "ISO-8859-1"}) {
                    addForms(mark, mark.emoji(), page);
                    addForms(mark, mark.emoji().replace(String.valueOf(SELECTOR), ""), page);
                }
            }
        }

        private MojibakeRepair() {}

        private static void addForms(LogMark mark, String emoji, String page) {
            byte[] bytes = emoji.getBytes(StandardCharsets.UTF_8);
            add(mark, decode(bytes, page, _ -> ""));
            add(mark, decode(bytes, page, control -> control));
            add(mark, decode(bytes, page, _ -> UNDEFINED));
            add(mark, decode(bytes, page, _ -> "?"));
        }

        /** Adds a damaged form; non-breaking spaces are often lost on the way, or replaced by normal ones. */
        private static void add(LogMark mark, String form) {
            for (String space : new String[] {"\u00a0", " ", ""}) {
                DAMAGED.computeIfAbsent(form.replace("\u00a0", space).strip(), _ -> EnumSet.noneOf(LogMark.class))
                        .add(mark);
            }
        }

        private static String decode(byte[] bytes, String page, UnaryOperator<String> undefined) {
            StringBuilder text = new StringBuilder();
            for (byte b : bytes) {
                String one = new String(new byte[] {b}, Charset.forName(page));
                text.append(one.equals(UNDEFINED) ? undefined.apply(String.valueOf((char) (b & 0xFF))) : one);
            }
            return text.toString();
        }

        /**
         * Returns the intended mark, or the mark unchanged.
         *
         * @param mark the text before the category
         * @param text the text after it: 📝 and 📁 lose the one byte in which they differ, and only 📁 is about paths
         */
        public static String repair(String mark, String text) {
            EnumSet<LogMark> meant = DAMAGED.get(mark);
            if (meant == null) {
                return mark;
            }
            if (meant.contains(LogMark.PATH) && text.contains("path")) {
                return LogMark.PATH.emoji();
            }
            return meant.iterator().next().emoji();
        }
    }
}
