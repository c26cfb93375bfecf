package dev.darkroom.logfile.facet;

import dev.darkroom.logfile.index.IndexSegment;
import dev.darkroom.logfile.index.IndexedLogFile;
import dev.darkroom.logfile.index.ScanBuffer;
import dev.darkroom.logfile.parse.ByteScanner;
import dev.darkroom.logfile.parse.LogLineHead;
import dev.darkroom.logfile.parse.NameCache;
import dev.darkroom.logfile.query.LogFacet;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

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

    /**
     * The facets found in the first line of a record: the family of its thread, the generation it is about (from the thread,
     * else from an id in its text), and the model if the line names one. Not thread-safe.
     */
    private static final class FacetHead {
        private static final byte[] RUN = bytes("run-");
        private static final byte[] MODEL = bytes("Model: ");
        private static final byte[] DATA = bytes("Generation data: ");
        private static final byte[] MODEL_ID = bytes(" model_id=");
        private static final int MAX_MODEL_LENGTH = 200;

        /** The offsets of a UUID's other dashes from its first one. */
        private static final int[] DASHES = {5, 10, 15};

        private static final int ID = 8;
        private static final int UUID = 36;

        private final LogLineHead head = new LogLineHead();
        private final ThreadFamilies threads;
        private final NameCache models;

        int thread;

        /** Identifies the generation; 0 for none. */
        int run;

        /** The model named in the line, {@link FacetNames#NONE} for none. */
        int model;

        FacetHead(FacetNames threads, FacetNames models) {
            this.threads = new ThreadFamilies(threads);
            this.models = new NameCache(models::number);
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        void read(byte[] line, int from, int to) {
            head.parse(line, from, to);
            byte[] b = head.bytes;
            int end = b == line ? Math.min(to, head.text + LogLineHead.MAX) : b.length;
            thread = threads.number(b, head.threadFrom, head.threadTo);
            run = run(b, head.threadFrom, head.threadTo);
            if (run == 0) {
                run = id(b, head.text, end);
            }
            model = model(b, head.text, end);
        }

        private static int run(byte[] b, int from, int to) {
            int at = from < to ? ByteScanner.indexOf(b, from, to, RUN) : -1;
            return at < 0 ? 0 : key(b, at + RUN.length, to);
        }

        private static int id(byte[] b, int from, int end) {
            int last = end - (UUID - ID) + 1;
            for (int dash = ByteScanner.indexOf(b, from + ID, last, (byte) '-');
                    dash < last;
                    dash = ByteScanner.indexOf(b, dash + 1, last, (byte) '-')) {
                if (isUuid(b, dash)) {
                    int key = key(b, dash - ID, end);
                    if (key != 0) {
                        return key;
                    }
                }
            }
            return 0;
        }

        private static boolean isUuid(byte[] b, int dash) {
            for (int more : DASHES) {
                if (b[dash + more] != '-') {
                    return false;
                }
            }
            return true;
        }

        /** Returns the first eight digits of an id, which all records of a run share. */
        private static int key(byte[] b, int from, int to) {
            if (to - from < ID) {
                return 0;
            }
            int key = 0;
            for (int i = from; i < from + ID; i++) {
                if (!ThreadFamilies.isHex(b[i])) {
                    return 0;
                }
                key = key << 4 | Character.digit(b[i], 16);
            }
            return key == 0 ? -1 : key;
        }

        private int model(byte[] b, int text, int end) {
            int from = -1;
            if (text < end && b[text] == 'M' && ByteScanner.startsWith(b, text, end, MODEL)) {
                from = text + MODEL.length;
            } else if (text < end && b[text] == 'G' && ByteScanner.startsWith(b, text, end, DATA)) {
                int at = ByteScanner.indexOf(b, text, end, MODEL_ID);
                from = at < 0 ? -1 : at + MODEL_ID.length;
            }
            // The comma proves the name complete: a line still being written may end in the middle of it.
            int to = from < 0 ? end : ByteScanner.indexOf(b, from, end, (byte) ',');
            boolean named = from >= 0 && to < end && to > from && to - from <= MAX_MODEL_LENGTH;
            return named && ByteScanner.indexOf(b, from, to, (byte) ' ') == to
                    ? models.number(b, from, to)
                    : FacetNames.NONE;
        }
    }
}
