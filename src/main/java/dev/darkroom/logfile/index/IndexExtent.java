package dev.darkroom.logfile.index;

/**
 * How much of a file is indexed when a pass over its records begins: what comes meanwhile is for the next pass.
 *
 * @param size records
 * @param end the place in the file where the last of them ends
 */
public record IndexExtent(RecordIndex index, int size, long end) {
    public static IndexExtent of(IndexedLogFile file) {
        long end = file.indexed();
        return new IndexExtent(
                file.index(), file.index().before(end, file.index().size()) + 1, end);
    }

    public int pieces() {
        return size + IndexSegment.SIZE - 1 >> IndexSegment.BITS;
    }

    /** Records in a piece. */
    public int records(int piece) {
        return Math.min(IndexSegment.SIZE, size - (piece << IndexSegment.BITS));
    }

    /** The place where the last record of a piece ends. */
    public long end(int piece) {
        int next = piece + 1 << IndexSegment.BITS;
        return next < size ? index.offset(next) : end;
    }
}
