package dev.darkroom.logfile.parse;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Decides which lines without a time begin a record. After a record with a time, only lines whose form marks a new record do; the others
 * are its stack trace or the rest of its message. Before the first time of a file every line is a record, except the lines of
 * Java and Python stack traces.
 */
public final class RecordBoundaryRule {
    private static final byte[] TRACEBACK = ascii("Traceback (most recent call last):");
    private static final byte[][] CONTINUED = {
        ascii("Caused by: "),
        ascii("During handling of the above exception"),
        ascii("The above exception was the direct cause"),
        TRACEBACK,
    };

    /** The first bytes of the lines that can begin a record after one with a time, with or without a time of their own. */
    private static final boolean[] BEGINNINGS = new boolean[256];

    static {
        for (int b = 0; b < BEGINNINGS.length; b++) {
            BEGINNINGS[b] = LogLineHead.isLetter((byte) b) || (b >= '0' && b <= '9');
        }
        for (int b : new int[] {0, ByteScanner.ESCAPE, 0xEF, '{', '[', '#', ':'}) {
            BEGINNINGS[b] = true;
        }
    }

    private boolean timed;
    private boolean traceback;
    private boolean traceEnded;
    private boolean any;

    /** Notes a line that begins with a time. */
    public void timed() {
        timed = true;
        any = true;
    }

    /** Returns whether a later line without a time belongs to the record before it, unless its form says otherwise. */
    public boolean isTimed() {
        return timed;
    }

    /** Returns false if the line cannot begin a record, judged quickly, so that most lines of stack traces are not parsed. */
    public boolean mayBegin(byte[] b, int from, int to) {
        if (!timed) {
            return true;
        }
        return from < to
                && BEGINNINGS[b[from] & 0xFF]
                && (b[from] != '[' || isDigit(b, from + 1, to))
                && (!LogLineHead.isLetter(b[from]) || mayBeginWithWord(b, from, to));
    }

    private static boolean isDigit(byte[] b, int at, int to) {
        return at < to && b[at] >= '0' && b[at] <= '9';
    }

    /** Looks behind the first word for what follows a level, a field, a host, a container or a month there. */
    private static boolean mayBeginWithWord(byte[] b, int from, int to) {
        int i = from + 1;
        while (i < to && (LogLineHead.isCategory(b[i]) || (b[i] == ':' && b[from] >= 'a'))) {
            i++;
        }
        int next = LevelWordParser.skipSpaces(b, i, to);
        if (next == to) {
            return false;
        }
        byte first = b[next];
        return next == i
                ? first == ':' || first == '='
                : first == '-' || first == '|' || (first >= '0' && first <= '9');
    }

    /** Returns whether this line without a time begins a record, given its parsed head. */
    public boolean begins(LogLineHead head, byte[] b, int from, int to) {
        boolean begins = head.begins || (!timed && !(continues(b, from, to) && any));
        any = true;
        return begins;
    }

    private boolean continues(byte[] b, int from, int to) {
        boolean empty = from == to || b[from] == '\r';
        boolean indented = !empty && (b[from] == ' ' || b[from] == '\t');
        if (startsWithAny(b, from, to)) {
            traceback = ByteScanner.startsWith(b, from, to, TRACEBACK);
            traceEnded = !traceback;
            return true;
        }
        if (traceback) {
            // The first line that is not indented names the exception and ends the trace.
            traceback = indented || empty;
            traceEnded = !traceback;
            return true;
        }
        if (empty && traceEnded) {
            return true;
        }
        traceEnded = false;
        return indented;
    }

    private static boolean startsWithAny(byte[] b, int from, int to) {
        for (byte[] start : CONTINUED) {
            if (ByteScanner.startsWith(b, from, to, start)) {
                return true;
            }
        }
        return false;
    }

    public void write(DataOutputStream out) throws IOException {
        out.writeBoolean(timed);
        out.writeBoolean(traceback);
        out.writeBoolean(traceEnded);
        out.writeBoolean(any);
    }

    public static RecordBoundaryRule read(DataInputStream in) throws IOException {
        RecordBoundaryRule read = new RecordBoundaryRule();
        read.timed = in.readBoolean();
        read.traceback = in.readBoolean();
        read.traceEnded = in.readBoolean();
        read.any = in.readBoolean();
        return read;
    }

    public RecordBoundaryRule copy() {
        RecordBoundaryRule copy = new RecordBoundaryRule();
        copy.timed = timed;
        copy.traceback = traceback;
        copy.traceEnded = traceEnded;
        copy.any = any;
        return copy;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
