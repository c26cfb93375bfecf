package dev.darkroom.logfile;

import java.util.Arrays;

/** Numbers of records in order, 4 bytes each. */
public final class LogSelection {
    private int[] records = new int[1024];
    private int size;

    LogSelection() {}

    /** Without any record. */
    public static LogSelection none() {
        return new LogSelection();
    }

    void add(int record) {
        if (size == records.length) {
            records = Arrays.copyOf(records, size + Math.max(size >> 1, 1024));
        }
        records[size++] = record;
    }

    public int size() {
        return size;
    }

    /** The number of the record at this place. */
    public int record(int place) {
        if (place < 0 || place >= size) {
            throw new IndexOutOfBoundsException("Place " + place + " of " + size);
        }
        return records[place];
    }

    /** The place of a record, or of the next one after it when it is not among these. */
    public int placeOf(int record) {
        int place = Arrays.binarySearch(records, 0, size, record);
        return place >= 0 ? place : -place - 1;
    }
}
