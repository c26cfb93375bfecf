package dev.darkroom.logfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.query.LogSelection;
import java.util.ArrayList;
import java.util.List;

/** Converts selections to lists. */
public final class SelectionLists {
    private SelectionLists() {}

    /** The numbers of its records, each of which knows its place. */
    public static List<Integer> numbers(LogSelection selection) {
        List<Integer> numbers = new ArrayList<>();
        for (int place = 0; place < selection.size(); place++) {
            numbers.add(selection.record(place));
            assertThat(selection.placeOf(selection.record(place))).isEqualTo(place);
        }
        return numbers;
    }
}
