package dev.darkroom.console.logs.reader;

import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogRecord;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Formats a record as text for display. */
public final class LogRecordText {
    public static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    public static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    /** A whole id, but not the id of a file, which follows {@code ID=} in some lines. */
    public static final Pattern GENERATION_ID =
            Pattern.compile("(?<!ID=)\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b");

    /** The engine name that prefixes the thread in the log of all engines. */
    private static final Pattern ENGINE = Pattern.compile("engine-[0-9a-f]{4}@\\S+");

    private static final int DELETE = 0x7F;
    private static final char DELETE_MARK = '\u2421';

    private LogRecordText() {}

    /** The text after time, level and category, after the engine, and the logger where nothing else names the origin. */
    static String message(LogRecord record) {
        boolean plain = record.category() == null && record.mark().isEmpty();
        String text = plain && !record.logger().isEmpty() ? record.logger() + " - " + record.text() : record.text();
        Matcher engine = ENGINE.matcher(record.thread());
        return engine.lookingAt() ? engine.group() + "  " + text : text;
    }

    /** Replaces invisible, misleading and undecodable characters by visible marks, and tabs by spaces. */
    public static String visible(String text, int maxLength) {
        StringBuilder result = new StringBuilder(Math.min(text.length(), maxLength));
        for (int i = 0; i < text.length() && result.length() < maxLength; i++) {
            char c = text.charAt(i);
            if (c == '\t') {
                result.append("    ");
            } else if (c < 0x20) {
                result.append((char) (0x2400 + c));
            } else if (c == DELETE) {
                result.append(DELETE_MARK);
            } else if (hidden(c)) {
                result.append('‹')
                        .append(Integer.toHexString(c).toUpperCase(Locale.ROOT))
                        .append('›');
            } else {
                result.append(c);
            }
        }
        if (text.length() <= maxLength) {
            return result.toString();
        }
        // Drops half a surrogate pair.
        int end = result.length();
        if (end > 0 && Character.isHighSurrogate(result.charAt(end - 1))) {
            result.setLength(end - 1);
        }
        return result.append('…').toString();
    }

    /** C1 control characters, bidirectional controls, zero-width characters, and unusual line separators. */
    private static boolean hidden(char c) {
        return c >= 0x80 && c < 0xA0
                || c >= 0x200B && c <= 0x200F
                || c >= 0x2028 && c <= 0x202E
                || c >= 0x2060 && c <= 0x2069
                || c == 0x061C
                || c == 0xFEFF
                || c == 0x00AD;
    }

    /** Returns how many columns of a monospaced font this character takes. */
    static int columns(int character) {
        return character >= 0x1100
                        && (character <= 0x115F
                                || character >= 0x2E80 && character <= 0xA4CF
                                || character >= 0xAC00 && character <= 0xD7A3
                                || character >= 0xF900 && character <= 0xFAFF
                                || character >= 0xFE30 && character <= 0xFE6F
                                || character >= 0xFF00 && character <= 0xFF60
                                || character >= 0x1F300)
                ? 2
                : 1;
    }

    /** Wraps a text to this many columns, at a blank where one is near the end. */
    static List<String> wrapped(String text, int columns) {
        if (text.length() * 2 <= columns) {
            return List.of(text);
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (true) {
            int end = end(text, from, columns);
            if (end >= text.length()) {
                parts.add(text.substring(from));
                return parts;
            }
            int blank = text.lastIndexOf(' ', end);
            int cut = blank > from + (end - from) * 2 / 3 ? blank + 1 : end;
            parts.add(text.substring(from, cut));
            from = cut;
        }
    }

    private static int end(String text, int from, int columns) {
        int width = 0;
        int at = from;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            width += columns(character);
            if (width > columns) {
                return at > from ? at : at + Character.charCount(character);
            }
            at += Character.charCount(character);
        }
        return at;
    }

    /** Returns the record for a screen reader: what sighted users take in at a glance. */
    public static String spoken(LogRecord record) {
        String level = record.level() == LogLevel.NONE ? "" : record.level() + ", ";
        String time = record.time() == null ? "" : TIME.format(record.time()) + ", ";
        String category = record.category() == null ? "" : record.category() + ", ";
        long below = record.trace().lines().count();
        return level
                + category
                + visible(message(record), DisplayLine.MAX_LENGTH)
                + ", "
                + time
                + (below == 0 ? "" : LogMessages.TEXTS.get("trace.lines", below));
    }

    /**
     * Returns the generation the record is about: the whole id when its text contains it, else the prefix that its thread
     * names; empty when neither does.
     */
    public static String generation(LogRecord record) {
        Matcher matcher = GENERATION_ID.matcher(record.text());
        if (matcher.find()) {
            return matcher.group();
        }
        String fromThread = record.generation();
        return fromThread == null ? "" : fromThread;
    }
}
