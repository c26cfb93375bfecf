package dev.darkroom.system;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes lines of comma-separated values (RFC 4180) that a spreadsheet displays and never executes. */
public final class CsvLines {
    private static final String STARTS_FORMULA = "=+-@\t\r";

    private CsvLines() {}

    /** Formats a line: text is made harmless, numbers stay numbers, null becomes empty. */
    public static String line(@Nullable Object... values) {
        return Arrays.stream(values).map(CsvLines::cell).collect(Collectors.joining(",")) + "\r\n";
    }

    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof Number ? value.toString() : quoted(harmless(value.toString()));
    }

    /** Prefixes text that a spreadsheet would take for a formula with an apostrophe, which prevents that. */
    private static String harmless(String text) {
        return !text.isEmpty() && STARTS_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String quoted(String text) {
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }
}
