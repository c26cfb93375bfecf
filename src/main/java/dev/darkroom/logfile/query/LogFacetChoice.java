package dev.darkroom.logfile.query;

import java.util.HashSet;
import java.util.Set;

/**
 * Which values of a facet are wanted.
 *
 * @param without whether all but the values are wanted, else only they
 * @param values {@link LogFacetCounts#NONE} stands for records without one, {@link LogFacetCounts#OTHER} for those that are
 *     too many to be told apart
 */
public record LogFacetChoice(boolean without, Set<String> values) {
    /** No condition. */
    public static final LogFacetChoice ALL = new LogFacetChoice(true, Set.of());

    public LogFacetChoice {
        values = Set.copyOf(values);
    }

    public boolean isAll() {
        return equals(ALL);
    }

    public boolean accepts(String value) {
        return values.contains(value) != without;
    }

    /** Only this value, or, when it is so already, all again. */
    public LogFacetChoice only(String value) {
        LogFacetChoice only = new LogFacetChoice(false, Set.of(value));
        return only.equals(this) ? ALL : only;
    }

    /** With this value or without it. */
    public LogFacetChoice with(String value, boolean wanted) {
        Set<String> changed = new HashSet<>(values);
        if (wanted == without) {
            changed.remove(value);
        } else {
            changed.add(value);
        }
        return new LogFacetChoice(without, changed);
    }
}
