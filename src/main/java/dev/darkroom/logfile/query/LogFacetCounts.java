package dev.darkroom.logfile.query;

import java.util.SortedMap;

/**
 * How many records there are per value of a facet, as far as the pass has come; 0 for a value that the query leaves
 * nothing of.
 */
public record LogFacetCounts(SortedMap<String, Long> byValue) {
    /** In place of the value of records without one. */
    public static final String NONE = "-";

    /** In place of the values that are too many to be told apart. */
    public static final String OTHER = "…";

    public long of(String value) {
        return byValue.getOrDefault(value, 0L);
    }

    /** Whether some record has a value. */
    public boolean hasValues() {
        return byValue.keySet().stream().anyMatch(value -> !value.equals(NONE));
    }
}
