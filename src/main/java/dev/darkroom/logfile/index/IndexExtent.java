package dev.darkroom.logfile.index;

/**
 * How much of a file is indexed when a pass over its records begins: what is added meanwhile is left to the next pass.
 *
 * @param size the number of records
 * @param end the position in the file where the last of them ends
 */
public record IndexExtent(RecordIndex index, int size, long end) {
    public static IndexExtent of(IndexedLogFile file) {
        long end = file.indexed();
        return new IndexExtent(
                file.index(), file.index().before(end, file.index().size()) + 1, end);
    }

    public int segmentCount() {
        return size + IndexSegment.SIZE - 1 >> IndexSegment.BITS;
    }

    /** Returns the number of records in a segment. */
    public int records(int segment) {
        return Math.min(IndexSegment.SIZE, size - (segment << IndexSegment.BITS));
    }

    /** Returns the position where the last record of a segment ends. */
    public long end(int segment) {
        int next = segment + 1 << IndexSegment.BITS;
        return next < size ? index.offset(next) : end;
    }
}
