package dev.darkroom.console.logs.model;

import dev.darkroom.logfile.query.LogSelection;
import java.util.BitSet;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The selected records, by number: the one clicked last, and those added with Shift and Ctrl. However many are selected at
 * once, no operation visits them all. FX thread.
 */
public final class RecordSelection {
    private final ReadOnlyIntegerWrapper lead = new ReadOnlyIntegerWrapper(-1);
    private SelectedRecords selected = SelectedRecords.NONE;
    private int anchor = -1;

    /** -1 when nothing is selected. */
    ReadOnlyIntegerProperty leadProperty() {
        return lead.getReadOnlyProperty();
    }

    public int lead() {
        return lead.get();
    }

    public boolean has(int record) {
        return selected.has(record);
    }

    public int count() {
        return selected.count();
    }

    /** The records selected now; further changes do not affect them. */
    public SelectedRecords records() {
        return selected;
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
        select(SelectedRecords.NONE, -1, -1);
    }

    /** Selects one record, or none if it is negative. */
    public void only(int record) {
        if (record < 0) {
            none();
        } else {
            select(SelectedRecords.NONE.toggled(record), record, record);
        }
    }

    /** Adds or removes a record. */
    public void toggle(int record) {
        SelectedRecords changed = selected.toggled(record);
        select(changed, changed.has(record) ? record : changed.nearest(record), record);
    }

    /** Selects all records shown between the last one clicked without Shift and this one. */
    public void extend(int record, LogSelection shown) {
        if (anchor < 0) {
            only(record);
            return;
        }
        int from = shown.placeOf(Math.min(anchor, record));
        int to = shown.placeOf(Math.max(anchor, record) + 1);
        select(new SelectedRecords(shown, from, to, new BitSet()), record, anchor);
    }

    /** Selects all records shown; the last one clicked remains the lead if it is among them. */
    public void everything(LogSelection shown) {
        SelectedRecords all = new SelectedRecords(shown, 0, shown.size(), new BitSet());
        int first = shown.size() == 0 ? -1 : shown.record(0);
        int kept = all.has(lead.get()) ? lead.get() : first;
        select(all, kept, kept);
    }

    private void select(SelectedRecords records, int newLead, int newAnchor) {
        selected = records;
        anchor = newAnchor;
        lead.set(newLead);
    }

    /**
     * Selected records: a range of those shown, and single ones added to it or taken out of it. Does not change, so any thread
     * may use it.
     *
     * @param shown the records that the range is taken from
     * @param from the first place of the range
     * @param to the place after the last one
     * @param changed the numbers of the records added or taken out
     */
    public record SelectedRecords(LogSelection shown, int from, int to, BitSet changed) {
        static final SelectedRecords NONE = new SelectedRecords(LogSelection.none(), 0, 0, new BitSet());

        boolean has(int record) {
            return record >= 0 && isInRange(record) != changed.get(record);
        }

        private boolean isInRange(int record) {
            int place = shown.placeOf(record);
            return place >= from && place < to && shown.record(place) == record;
        }

        public int count() {
            return to
                    - from
                    + changed.stream().map(record -> isInRange(record) ? -1 : 1).sum();
        }

        /** Returns their numbers in order. */
        public IntStream numbers() {
            IntStream range = IntStream.range(from, to).map(shown::record);
            return changed.isEmpty()
                    ? range
                    : IntStream.concat(
                                    range.filter(record -> !changed.get(record)),
                                    changed.stream().filter(record -> !isInRange(record)))
                            .sorted();
        }

        private SelectedRecords toggled(int record) {
            BitSet other = (BitSet) changed.clone();
            other.flip(record);
            return new SelectedRecords(shown, from, to, other);
        }

        /** Returns the closest selected record before this one, else after it; -1 if none is selected. */
        private int nearest(int record) {
            int before = lastBefore(record);
            return before < 0 ? firstAfter(record) : before;
        }

        private int lastBefore(int record) {
            int place = Math.min(to, shown.placeOf(record)) - 1;
            while (place >= from && !has(shown.record(place))) {
                place--;
            }
            int added = changed.previousSetBit(record);
            while (added >= 0 && !has(added)) {
                added = changed.previousSetBit(added - 1);
            }
            return Math.max(added, place < from ? -1 : shown.record(place));
        }

        private int firstAfter(int record) {
            int place = Math.max(from, shown.placeOf(record));
            while (place < to && !has(shown.record(place))) {
                place++;
            }
            int added = changed.nextSetBit(record);
            while (added >= 0 && !has(added)) {
                added = changed.nextSetBit(added + 1);
            }
            int inRange = place < to ? shown.record(place) : -1;
            return added < 0 || inRange < 0 ? Math.max(added, inRange) : Math.min(added, inRange);
        }
    }
}
