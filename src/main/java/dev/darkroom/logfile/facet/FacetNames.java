package dev.darkroom.logfile.facet;

import dev.darkroom.logfile.query.LogFacet.FacetChoice;
import dev.darkroom.logfile.query.LogFacet.ValueCounts;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The values of a facet, each with a number that fits into a byte. Thread-safe. */
public final class FacetNames {
    static final int NONE = 0;

    /** The shared number of all values beyond {@link #MAX_VALUES}. */
    static final int OTHER = 255;

    /** The most values that are distinguished. */
    public static final int MAX_VALUES = 250;

    static final int NUMBERS = 256;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final String[] names = new String[NUMBERS];

    FacetNames() {
        names[NONE] = ValueCounts.NONE;
        names[OTHER] = ValueCounts.OTHER;
    }

    synchronized int number(String name) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        if (numbers.size() == MAX_VALUES) {
            return OTHER;
        }
        int number = numbers.size() + 1;
        numbers.put(name, number);
        names[number] = name;
        return number;
    }

    /**
     * The numbers that a choice accepts.
     *
     * @param names how many names existed when this was computed
     * @param ones for each number 1 if it is accepted, else 0
     */
    record Wanted(int names, long[] ones) {}

    synchronized int size() {
        return numbers.size();
    }

    synchronized Wanted wanted(FacetChoice choice) {
        long[] ones = new long[NUMBERS];
        ones[NONE] = choice.accepts(ValueCounts.NONE) ? 1 : 0;
        ones[OTHER] = choice.accepts(ValueCounts.OTHER) ? 1 : 0;
        for (int number = 1; number <= numbers.size(); number++) {
            ones[number] = choice.accepts(names[number]) ? 1 : 0;
        }
        return new Wanted(numbers.size(), ones);
    }

    /** Returns the counts by name; of the numbers that stand for no single name, only those that {@code occur}. */
    synchronized ValueCounts counts(long[] byNumber, boolean[] occur) {
        SortedMap<String, Long> counts = new TreeMap<>();
        for (int number = 0; number < NUMBERS; number++) {
            boolean named = number != NONE && number <= numbers.size();
            if (named || occur[number]) {
                counts.put(names[number], byNumber[number]);
            }
        }
        return new ValueCounts(counts);
    }
}
