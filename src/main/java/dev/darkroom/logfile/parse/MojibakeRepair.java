package dev.darkroom.logfile.parse;

import dev.darkroom.logging.LogMark;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Restores the intended mark where its UTF-8 was decoded as Windows-1252, Windows-1254 or ISO-8859-1, whether the bytes without
 * a character there were dropped, kept as control characters or replaced.
 */
public final class MojibakeRepair {
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
