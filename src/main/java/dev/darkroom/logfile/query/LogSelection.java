package dev.darkroom.logfile.query;

/** Record numbers in ascending order. Thread-safe; does not change when the log grows. */
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

    /** Returns an empty selection. */
    public static LogSelection none() {
        return NONE;
    }

    public abstract int size();

    /** Returns the number of the record at this position. */
    public final int record(int place) {
        if (place < 0 || place >= size()) {
            throw new IndexOutOfBoundsException("Place " + place + " of " + size());
        }
        return recordAt(place);
    }

    public abstract int recordAt(int place);

    /** Returns the position of a record, or of the next one after it if the selection does not contain it. */
    public abstract int placeOf(int record);
}
