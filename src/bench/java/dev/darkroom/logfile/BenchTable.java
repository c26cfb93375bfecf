package dev.darkroom.logfile;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Measures candidates in turns and prints a Markdown table of their medians. */
final class BenchTable {
    /** Gives milliseconds. */
    interface Measured extends Callable<Double> {}

    /** @param most how many times the time of {@code against} it may take, or milliseconds where that is null */
    private record Row(String what, Row against, double most, Measured measured, List<Double> times) {
        double median() {
            List<Double> sorted = times.stream().sorted().toList();
            return sorted.get(sorted.size() / 2);
        }
    }

    private final List<Row> rows = new ArrayList<>();

    /** Something of others. */
    void add(String what, Measured measured) {
        rows.add(new Row(what, null, 0, measured, new ArrayList<>()));
    }

    void addWithin(String what, double milliseconds, Measured measured) {
        rows.add(new Row(what, null, milliseconds, measured, new ArrayList<>()));
    }

    void addAgainst(String what, String against, double most, Measured measured) {
        Row other = rows.stream()
                .filter(row -> row.what.equals(against))
                .findFirst()
                .orElseThrow();
        rows.add(new Row(what, other, most, measured, new ArrayList<>()));
    }

    /** Leaves only the rows with this in their name, and those they are compared with. */
    void keep(String part) {
        List<Row> wanted = rows.stream().filter(row -> row.what.contains(part)).toList();
        rows.removeIf(row -> !wanted.contains(row)
                && wanted.stream().noneMatch(one -> one.against != null && one.against.what.equals(row.what)));
    }

    /** The first round warms up and does not count. */
    void measure(int rounds) throws Exception {
        for (int round = 0; round <= rounds; round++) {
            for (Row row : rows) {
                double time = row.measured.call();
                if (round > 0) {
                    row.times.add(time);
                }
            }
        }
    }

    void print() {
        System.out.printf("%n| what | time | compared | aim |%n|---|---:|---|---|%n");
        for (Row row : rows) {
            String compared = row.against == null || Double.isNaN(row.against.median())
                    ? ""
                    : "%.2f × %s".formatted(row.median() / row.against.median(), row.against.what);
            String aim = row.against != null
                    ? "≤ %.2f".formatted(row.most)
                    : row.most > 0 ? "≤ %.0f ms".formatted(row.most) : "";
            System.out.printf("| %s | %s | %s | %s |%n", row.what, time(row.median()), compared, aim);
        }
    }

    private static String time(double millis) {
        return Double.isNaN(millis)
                ? "not installed"
                : millis < 100 ? "%.1f ms".formatted(millis) : "%.2f s".formatted(millis / 1000);
    }
}
