package dev.darkroom.logfile.query;

/** Numbers of records in order. Usable by several threads; does not change when the log grows. */
public abstract class LogSelection {
    private static final LogSelection NONE = new LogSelection() {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public int recordAt(int place) {
            throw new IndexOutOfBoundsException(place);
        }

        @Override
        public int placeOf(int record) {
            return 0;
        }
    };

    public LogSelection() {}

    /** Without any record. */
    public static LogSelection none() {
        return NONE;
    }

    public abstract int size();

    /** The number of the record at this place. */
    public final int record(int place) {
        if (place < 0 || place >= size()) {
            throw new IndexOutOfBoundsException("Place " + place + " of " + size());
        }
        return recordAt(place);
    }

    public abstract int recordAt(int place);

    /** The place of a record, or of the next one after it when it is not among these. */
    public abstract int placeOf(int record);
}
