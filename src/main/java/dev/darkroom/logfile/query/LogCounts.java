package dev.darkroom.logfile.query;

import dev.darkroom.logfile.parse.CategoryDictionary;
import dev.darkroom.logfile.parse.LogLevel;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The number of records per category and level.
 *
 * @param byCategory the counts in the order of {@link LogLevel}; the category of records without one is {@code -}
 */
public record LogCounts(SortedMap<String, long[]> byCategory) {
    /** Returns the count of all records. */
    public long total() {
        return byCategory.values().stream().mapToLong(LogCounts::sum).sum();
    }

    /** Returns the count of this level. */
    public long of(LogLevel level) {
        return byCategory.values().stream()
                .mapToLong(counts -> counts[level.ordinal()])
                .sum();
    }

    /** Returns the count of exactly this category, {@code -} for records without one. */
    public long of(String category) {
        long[] counts = byCategory.get(category);
        return counts == null ? 0 : sum(counts);
    }

    /** Returns these counts with the given categories added, as 0 where they have no records. */
    public LogCounts with(Set<String> categories) {
        SortedMap<String, long[]> result = new TreeMap<>(byCategory);
        categories.forEach(category -> result.putIfAbsent(category, new long[LogLevel.values().length]));
        return new LogCounts(result);
    }

    public static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    /** Accumulates the states of records. Not thread-safe. */
    public static final class Sum {
        private long[] byState = new long[256];

        public void add(short state) {
            add(state, 1);
        }

        public void add(short state, long count) {
            int at = state & 0xFFFF;
            if (at >= byState.length) {
                byState = Arrays.copyOf(byState, Integer.highestOneBit(at) * 2);
            }
            byState[at] += count;
        }

        public LogCounts counts(CategoryDictionary tags) {
            SortedMap<String, long[]> result = new TreeMap<>();
            for (int state = 0; state < byState.length; state++) {
                if (byState[state] > 0) {
                    int tag = state >>> 3;
                    String name = tag == CategoryDictionary.NONE
                            ? "-"
                            : tag == CategoryDictionary.OTHER ? "…" : tags.name(tag);
                    long[] counts = result.computeIfAbsent(name, _ -> new long[LogLevel.values().length]);
                    counts[state & 7] += byState[state];
                }
            }
            return new LogCounts(result);
        }
    }
}
