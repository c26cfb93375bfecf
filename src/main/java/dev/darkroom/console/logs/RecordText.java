package dev.darkroom.console.logs;

import dev.darkroom.logfile.LogRecord;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A record as text. */
final class RecordText {
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    private static final Pattern ENGINE = Pattern.compile("engine-[0-9a-f]{4}@\\S+");

    private RecordText() {}

    /** Who wrote it, in the log of all engines; empty elsewhere. */
    static String engine(LogRecord record) {
        Matcher name = ENGINE.matcher(record.thread());
        return name.lookingAt() ? name.group() : "";
    }

    /** In the shape of the engine's own files, whatever it was read from. */
    static String whole(LogRecord record) {
        StringBuilder text = new StringBuilder();
        if (record.time() != null) {
            text.append(DATE_TIME.format(record.time())).append(' ');
        }
        text.append(record.level()).append(' ');
        if (!record.thread().isEmpty()) {
            text.append('[').append(record.thread()).append("] ");
        }
        text.append(record.mark());
        if (record.category() != null) {
            text.append(" [").append(record.category()).append("] ");
        }
        text.append(record.text());
        return record.trace().isEmpty()
                ? text.toString()
                : text.append('\n').append(record.trace()).toString();
    }

    /** Invisible, misleading and undecodable characters as visible marks; tabs as spaces. */
    static String visible(String text, int most) {
        StringBuilder result = new StringBuilder(Math.min(text.length(), most));
        for (int i = 0; i < text.length() && result.length() < most; i++) {
            char c = text.charAt(i);
            if (c == '\t') {
                result.append("    ");
            } else if (c < 0x20) {
                result.append((char) (0x2400 + c));
            } else if (c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069 || c == 0x200E || c == 0x200F) {
                result.append('‹')
                        .append(Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT))
                        .append('›');
            } else {
                result.append(c);
            }
        }
        return text.length() > most ? result.append('…').toString() : result.toString();
    }
}
