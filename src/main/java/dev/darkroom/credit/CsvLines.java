package dev.darkroom.credit;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Lines of comma-separated values (RFC 4180) that a spreadsheet shows and never runs. */
final class CsvLines {
    private static final String STARTS_FORMULA = "=+-@\t\r";

    private CsvLines() {}

    /** Texts are made harmless; numbers stay numbers. */
    static String line(Object... values) {
        return Arrays.stream(values)
                        .map(value -> value instanceof Number ? value.toString() : quoted(harmless(value.toString())))
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    /** A spreadsheet takes a text that begins like a formula for one; behind an apostrophe it does not. */
    private static String harmless(String text) {
        return !text.isEmpty() && STARTS_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String quoted(String text) {
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }
}
