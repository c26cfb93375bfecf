package dev.darkroom.logfile.parse;

import dev.darkroom.logging.LogMark;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Gives back the mark that was meant where its UTF-8 was read as Windows-1252 or Windows-1254, whether the bytes that have
 * no character there were dropped, kept as control characters or replaced.
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

    /** Spaces that do not break are often lost or made plain on the way. */
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
     * The mark that was meant, or the text as it is.
     *
     * @param mark what stands before the category
     * @param text what stands behind it: 📝 and 📁 lose the one byte in which they differ, and only a path is about paths
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
