package dev.darkroom.console.logs.text;

import dev.darkroom.logfile.query.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which generation a record is about: the whole id when its text names it, else the beginning that its thread names. */
public final class GenerationIdText {
    public static final Pattern ID =
            Pattern.compile("(?<!ID=)\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b");

    private GenerationIdText() {}

    /** Empty when the record tells of none. A file's own id stands in some lines too, behind {@code ID=}. */
    public static String in(LogRecord record) {
        Matcher matcher = ID.matcher(record.text());
        if (matcher.find()) {
            return matcher.group();
        }
        String fromThread = record.generation();
        return fromThread == null ? "" : fromThread;
    }
}
