package dev.darkroom.logfile.query;

import java.util.SortedMap;

/** The number of records per value of a facet, as far as the pass has got; 0 for a value without matching records. */
public record LogFacetCounts(SortedMap<String, Long> byValue) {
    /** The value of records that have none. */
    public static final String NONE = "-";

    /** Stands for all values that are too many to be distinguished. */
    public static final String OTHER = "…";

    public long of(String value) {
        return byValue.getOrDefault(value, 0L);
    }

    /** Returns whether any record has a value. */
    public boolean hasValues() {
        return byValue.keySet().stream().anyMatch(value -> !value.equals(NONE));
    }
}
