package dev.darkroom.logfile.query;

import java.util.HashSet;
import java.util.Set;

/**
 * The values of a facet that a query accepts.
 *
 * @param excluding true to exclude the values, false to accept only these
 * @param values {@link LogFacetCounts#NONE} stands for records without a value, {@link LogFacetCounts#OTHER} for the values
 *     that are too many to be distinguished
 */
public record LogFacetChoice(boolean excluding, Set<String> values) {
    /** No condition. */
    public static final LogFacetChoice ALL = new LogFacetChoice(true, Set.of());

    public LogFacetChoice {
        values = Set.copyOf(values);
    }

    public boolean isAll() {
        return equals(ALL);
    }

    public boolean accepts(String value) {
        return values.contains(value) != excluding;
    }

    /** Returns a choice of only this value, or of everything if only this value is chosen already. */
    public LogFacetChoice only(String value) {
        LogFacetChoice only = new LogFacetChoice(false, Set.of(value));
        return only.equals(this) ? ALL : only;
    }

    /** Returns this choice with the value added or removed. */
    public LogFacetChoice with(String value, boolean wanted) {
        Set<String> changed = new HashSet<>(values);
        if (wanted == excluding) {
            changed.remove(value);
        } else {
            changed.add(value);
        }
        return new LogFacetChoice(excluding, changed);
    }
}
