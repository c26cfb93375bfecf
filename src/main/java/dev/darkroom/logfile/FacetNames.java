package dev.darkroom.logfile;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The values of a facet, each with a number that a byte holds. Usable by several threads. */
final class FacetNames {
    static final int NONE = 0;

    /** In place of a number when there are more values than numbers. */
    static final int OTHER = 255;

    /** More values are not told apart. */
    static final int MOST = 250;

    static final int NUMBERS = 256;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final String[] names = new String[NUMBERS];

    FacetNames() {
        names[NONE] = FacetCounts.NONE;
        names[OTHER] = FacetCounts.OTHER;
    }

    synchronized int number(String name) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        if (numbers.size() == MOST) {
            return OTHER;
        }
        int number = numbers.size() + 1;
        numbers.put(name, number);
        names[number] = name;
        return number;
    }

    /** Which numbers are wanted. */
    synchronized boolean[] accepted(FacetChoice choice) {
        boolean[] accepted = new boolean[NUMBERS];
        accepted[NONE] = choice.accepts(FacetCounts.NONE);
        accepted[OTHER] = choice.accepts(FacetCounts.OTHER);
        for (int number = 1; number <= numbers.size(); number++) {
            accepted[number] = choice.accepts(names[number]);
        }
        return accepted;
    }

    /** What was counted, by name; of numbers that stand for no name of their own only those that {@code occur}. */
    synchronized FacetCounts counts(long[] byNumber, boolean[] occur) {
        SortedMap<String, Long> counts = new TreeMap<>();
        for (int number = 0; number < NUMBERS; number++) {
            boolean named = number != NONE && number <= numbers.size();
            if (named || occur[number]) {
                counts.put(names[number], byNumber[number]);
            }
        }
        return new FacetCounts(counts);
    }
}
