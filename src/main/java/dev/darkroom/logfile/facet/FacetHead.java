package dev.darkroom.logfile.facet;

import dev.darkroom.logfile.parse.ByteScanner;
import dev.darkroom.logfile.parse.LogLineHead;
import dev.darkroom.logfile.parse.NameCache;
import java.nio.charset.StandardCharsets;

/**
 * The facets found in the first line of a record: the family of its thread, the generation it is about (from the thread, else
 * from an id in its text), and the model if the line names one. Not thread-safe.
 */
final class FacetHead {
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
