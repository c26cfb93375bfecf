package dev.darkroom.logfile.search;

import dev.darkroom.logfile.index.IndexSegment;
import dev.darkroom.logfile.index.IndexedLogFile;
import dev.darkroom.logfile.index.LeftOutRecords;
import dev.darkroom.logfile.index.ScanBuffer;
import dev.darkroom.logfile.index.SegmentBits;
import dev.darkroom.logfile.index.StateCounts;
import dev.darkroom.logfile.match.ExpressionException;
import dev.darkroom.logfile.match.LiteralMatchers;
import dev.darkroom.logfile.match.NativeBytes;
import dev.darkroom.logfile.match.TextSearch;
import dev.darkroom.logfile.parse.ByteScanner;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Searches the records of a segment, as many at once as fit into the buffer. Not thread-safe. */
final class SegmentSearch {
    private final IndexedLogFile file;
    private final TextSearch text;
    private final LeftOutRecords leftOut;
    private final @Nullable LiteralMatchers needles;
    private final StateCounts.Sum sum = new StateCounts.Sum();
    private final byte[] bytes = new byte[ScanBuffer.SIZE];
    /** The off-heap buffer for literals that can be searched natively. */
    private final @Nullable NativeBytes memory;

    private long[] bits = new long[SegmentBits.WORDS];
    private boolean any;

    SegmentSearch(IndexedLogFile file, TextSearch text, LeftOutRecords leftOut) {
        this.file = file;
        this.text = text;
        this.leftOut = leftOut;
        needles = text.needles();
        memory = needles != null && needles.areForC() ? new NativeBytes(bytes.length) : null;
    }

    /** @param end the end of the last of the {@code count} records */
    SegmentMatches search(IndexSegment piece, int count, long end) throws IOException {
        any = false;
        for (int record = 0; record < count; ) {
            record = searchSome(piece, record, count, end);
        }
        long[] found = any ? bits : null;
        if (any) {
            bits = new long[SegmentBits.WORDS];
        }
        return SegmentMatches.of(count, end, found, sum.take());
    }

    /** Searches the records from {@code first} on that fit into the buffer together; returns the next record. */
    private int searchSome(IndexSegment piece, int first, int count, long end) throws IOException {
        long from = piece.offset(first);
        int next = piece.before(from + bytes.length + 1, first, count);
        if (next == count - 1 && end <= from + bytes.length) {
            next = count;
        }
        if (next == first) {
            long to = first + 1 < count ? piece.offset(first + 1) : end;
            if (lookInFile(from, to)) {
                found(piece, first);
            }
            return first + 1;
        }
        long to = next < count ? piece.offset(next) : end;
        int length = (int) (to - from);
        if (needles == null) {
            searchEach(piece, first, next, from, file.source().read(from, bytes, 0, length));
        } else {
            searchNeedles(needles, piece, first, next, from, length);
        }
        return next;
    }

    /** Searches the {@code read} bytes in the buffer record by record. */
    private void searchEach(IndexSegment piece, int first, int next, long from, int read) {
        int start = 0;
        for (int record = first; record < next; record++) {
            int end = record + 1 < next ? (int) (piece.offset(record + 1) - from) : read;
            if (end <= read && findShown(from + start, start, end)) {
                found(piece, record);
            }
            start = end;
        }
    }

    private void searchNeedles(LiteralMatchers wanted, IndexSegment piece, int first, int next, long from, int length)
            throws IOException {
        NativeBytes outside = memory;
        int read = outside == null
                ? file.source().read(from, bytes, 0, length)
                : file.source().read(from, outside.buffer(length));
        if (outside != null && !outside.end(read)) {
            outside.copy(0, read, bytes);
            outside = null;
        }
        if (from + length > piece.uncoloredEnd() && isColored(outside, read)) {
            if (outside != null) {
                outside.copy(0, read, bytes);
            }
            searchEach(piece, first, next, from, read);
            return;
        }
        piece.noteUncolored(from, from + read);
        wanted.begin(bytes, outside, read);
        int record = first;
        for (int at = wanted.find(0); at < read; ) {
            record = piece.before(from + at + 1, record, next);
            int start = (int) (piece.offset(record) - from);
            int end = record + 1 < next ? (int) Math.min(piece.offset(record + 1) - from, read) : read;
            if (text.needlesSuffice() || confirm(from + start, outside, start, end)) {
                found(piece, record);
            }
            at = wanted.find(end);
        }
    }

    private boolean isColored(@Nullable NativeBytes outside, int read) {
        return outside == null ? ByteScanner.indexOf(bytes, 0, read, ByteScanner.ESCAPE) < read : outside.hasEscape();
    }

    private boolean confirm(long place, @Nullable NativeBytes outside, int start, int end) {
        if (leftOut.has(place)) {
            return false;
        }
        if (outside != null) {
            outside.copy(start, end, bytes);
        }
        try {
            return text.confirm(bytes, start, end);
        } catch (ExpressionException refused) {
            leftOut.add(place, refused);
            return false;
        }
    }

    private boolean findShown(long place, int start, int end) {
        if (leftOut.has(place)) {
            return false;
        }
        try {
            return text.findShown(bytes, start, end);
        } catch (ExpressionException refused) {
            leftOut.add(place, refused);
            return false;
        }
    }

    /** As {@link #findShown}, for a record that does not fit into the buffer. */
    private boolean lookInFile(long from, long to) throws IOException {
        if (leftOut.has(from)) {
            return false;
        }
        try {
            return text.findShown(file.source(), from, to);
        } catch (ExpressionException refused) {
            leftOut.add(from, refused);
            return false;
        }
    }

    private void found(IndexSegment piece, int record) {
        any = true;
        bits[record >> 6] |= 1L << (record & 63);
        sum.add(piece.state(record));
    }
}
