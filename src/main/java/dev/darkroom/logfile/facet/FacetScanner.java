package dev.darkroom.logfile.facet;

import dev.darkroom.logfile.index.IndexSegment;
import dev.darkroom.logfile.index.IndexedLogFile;
import dev.darkroom.logfile.index.ScanBuffer;
import dev.darkroom.logfile.parse.ByteScanner;
import dev.darkroom.logfile.parse.LogLineHead;
import dev.darkroom.logfile.query.LogFacet;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Reads the heads of the records of a segment, as many at once as fit into the buffer. Not thread-safe. */
final class FacetScanner {
    /**
     * The results for records {@code [from, count)} of a segment; their threads are already in {@code bytes}, while their
     * models depend on the records before.
     *
     * @param runs the generation of each record, 0 for none
     * @param named the model that each record names
     */
    record Scanned(MemorySegment bytes, int from, int count, long end, int[] runs, byte[] named) {}

    private final IndexedLogFile file;
    private final FacetHead head;
    private final byte[] buffer = new byte[ScanBuffer.SIZE];

    FacetScanner(IndexedLogFile file, FacetNames threads, FacetNames models) {
        this.file = file;
        head = new FacetHead(threads, models);
    }

    /** @param end the end of the last of the {@code count} records */
    Scanned scan(IndexSegment piece, MemorySegment bytes, int from, int count, long end) throws IOException {
        Scanned scanned = new Scanned(bytes, from, count, end, new int[count - from], new byte[count - from]);
        for (int record = from; record < count; ) {
            record = scanSome(piece, record, scanned);
        }
        return scanned;
    }

    /** Scans the records from {@code first} on that fit into the buffer together; returns the next record. */
    private int scanSome(IndexSegment piece, int first, Scanned into) throws IOException {
        long from = piece.offset(first);
        int next = piece.before(from + buffer.length + 1, first, into.count);
        if (next == into.count - 1 && into.end <= from + buffer.length) {
            next = into.count;
        }
        if (next == first) {
            long to = first + 1 < into.count ? piece.offset(first + 1) : into.end;
            long begin = file.source().skipHole(from, to);
            take(first, 0, file.source().read(begin, buffer, 0, (int) Math.min(LogLineHead.MAX, to - begin)), into);
            return first + 1;
        }
        long to = next < into.count ? piece.offset(next) : into.end;
        int read = file.source().read(from, buffer, 0, (int) (to - from));
        int start = 0;
        for (int record = first; record < next; record++) {
            int end = record + 1 < next ? (int) (piece.offset(record + 1) - from) : read;
            take(record, Math.min(start, read), Math.min(end, read), into);
            start = end;
        }
        return next;
    }

    private void take(int record, int start, int end, Scanned into) {
        head.read(buffer, start, ByteScanner.indexOf(buffer, start, end, (byte) '\n'));
        FacetSegment.set(into.bytes, LogFacet.THREAD, record, head.thread);
        into.runs[record - into.from] = head.run;
        into.named[record - into.from] = (byte) head.model;
    }
}
