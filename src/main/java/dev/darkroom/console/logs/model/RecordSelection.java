package dev.darkroom.console.logs.model;

import dev.darkroom.logfile.query.LogSelection;
import java.util.BitSet;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import org.jspecify.annotations.Nullable;

/** The selected records, by number: the one clicked last, and those added with Shift and Ctrl. FX thread. */
public final class RecordSelection {
    private final ReadOnlyIntegerWrapper lead = new ReadOnlyIntegerWrapper(-1);
    private final BitSet all = new BitSet();
    private int anchor = -1;

    /** -1 when nothing is selected. */
    ReadOnlyIntegerProperty leadProperty() {
        return lead.getReadOnlyProperty();
    }

    public int lead() {
        return lead.get();
    }

    public boolean has(int record) {
        return all.get(record);
    }

    public int count() {
        return all.cardinality();
    }

    /** The records in their order. */
    public int[] records() {
        return all.stream().toArray();
    }

    /** Returns the next record of a selection after or before the lead, wrapping around; -1 if the selection is empty. */
    public int next(@Nullable LogSelection among, boolean forward) {
        if (among == null || among.size() == 0) {
            return -1;
        }
        int from = lead.get();
        int place = forward ? among.placeOf(from + 1) : among.placeOf(Math.max(0, from)) - 1;
        return among.record(Math.floorMod(from < 0 && !forward ? -1 : place, among.size()));
    }

    public void none() {
        all.clear();
        anchor = -1;
        lead.set(-1);
    }

    public void only(int record) {
        all.clear();
        all.set(record);
        anchor = record;
        lead.set(record);
    }

    /** Adds or removes a record. */
    public void toggle(int record) {
        all.flip(record);
        anchor = record;
        lead.set(all.get(record) ? record : all.previousSetBit(record));
    }

    /** Selects all records shown between the last one clicked without Shift and this one. */
    public void extend(int record, LogSelection shown) {
        if (anchor < 0) {
            only(record);
            return;
        }
        int from = shown.placeOf(Math.min(anchor, record));
        int to = shown.placeOf(Math.max(anchor, record));
        all.clear();
        for (int place = from; place <= Math.min(to, shown.size() - 1); place++) {
            all.set(shown.record(place));
        }
        lead.set(record);
    }

    public void everything(LogSelection shown) {
        all.clear();
        for (int place = 0; place < shown.size(); place++) {
            all.set(shown.record(place));
        }
    }
}
