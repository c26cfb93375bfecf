package dev.darkroom.logfile.query;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;

/** An attribute of records besides category and level, found by a separate pass, see {@link FacetPass}. */
public enum LogFacet {
    /** The thread family: the thread's name with its trailing number or id replaced by {@code *}. */
    THREAD,

    /** The model of the generation that a record is about. */
    MODEL;

    /**
     * The values of a facet that a query accepts.
     *
     * @param excluding true to exclude the values, false to accept only these
     * @param values {@link ValueCounts#NONE} stands for records without a value, {@link ValueCounts#OTHER} for the values
     *     that are too many to be distinguished
     */
    public record FacetChoice(boolean excluding, Set<String> values) {
        /** No condition. */
        public static final FacetChoice ALL = new FacetChoice(true, Set.of());

        public FacetChoice {
            values = Set.copyOf(values);
        }

        public boolean isAll() {
            return equals(ALL);
        }

        public boolean accepts(String value) {
            return values.contains(value) != excluding;
        }

        /** Returns a choice of only this value, or of everything if only this value is chosen already. */
        public FacetChoice only(String value) {
            FacetChoice only = new FacetChoice(false, Set.of(value));
            return only.equals(this) ? ALL : only;
        }

        /** Returns this choice with the value added or removed. */
        public FacetChoice with(String value, boolean wanted) {
            Set<String> changed = new HashSet<>(values);
            if (wanted == excluding) {
                changed.remove(value);
            } else {
                changed.add(value);
            }
            return new FacetChoice(excluding, changed);
        }
    }

    /** The number of records per value of a facet, as far as the pass has got; 0 for a value without matching records. */
    public record ValueCounts(SortedMap<String, Long> byValue) {
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

    /**
     * The values of all {@link LogFacet}s of a log. {@link #run} reads the heads of the records and resumes where it stopped,
     * so it is called again when the log has grown; until then queries know the facets of the scanned records only, and a facet
     * condition matches no others.
     */
    public interface FacetPass {
        /**
         * Scans the records not yet scanned, on all cores.
         *
         * @param cancelled polled frequently, on this thread and possibly on others; the pass stops when it returns true
         * @param progress called periodically on this thread, when there is new progress
         */
        void run(BooleanSupplier cancelled, Runnable progress) throws IOException;

        /** Returns the number of records scanned so far. */
        int scanned();
    }
}
