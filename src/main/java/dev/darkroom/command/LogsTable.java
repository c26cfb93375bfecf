package dev.darkroom.command;

import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogCounts;
import java.util.Arrays;
import java.util.List;

/** The table of {@code logs --stats}: a row per category, a column per level, sums at the end of both. */
final class LogsTable {
    private static final List<LogLevel> COLUMNS = List.of(
            LogLevel.TRACE,
            LogLevel.DEBUG,
            LogLevel.INFO,
            LogLevel.WARN,
            LogLevel.ERROR,
            LogLevel.CRITICAL,
            LogLevel.NONE);
    private static final int WIDTH = 10;

    private LogsTable() {}

    static String of(LogCounts counts) {
        int first = counts.byCategory().keySet().stream()
                .mapToInt(String::length)
                .max()
                .orElse(0);
        String format = "%-" + Math.max(first, "category".length()) + "s";
        StringBuilder table = new StringBuilder(format.formatted("category"));
        COLUMNS.forEach(level -> table.append(cell(level == LogLevel.NONE ? "none" : level.name())));
        table.append(cell("total"));
        long[] sums = new long[COLUMNS.size() + 1];
        counts.byCategory().forEach((category, byLevel) -> {
            long[] row = new long[sums.length];
            Arrays.setAll(
                    row,
                    i -> i < COLUMNS.size()
                            ? byLevel[COLUMNS.get(i).ordinal()]
                            : Arrays.stream(byLevel).sum());
            Arrays.setAll(sums, i -> sums[i] + row[i]);
            row(table, format.formatted(category), row);
        });
        row(table, format.formatted("total"), sums);
        return table.toString();
    }

    private static void row(StringBuilder table, String name, long[] values) {
        table.append('\n').append(name);
        Arrays.stream(values).forEach(value -> table.append(cell(Long.toString(value))));
    }

    private static String cell(String value) {
        return "  " + " ".repeat(Math.max(0, WIDTH - 2 - value.length())) + value;
    }
}
