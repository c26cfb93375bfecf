package dev.darkroom.logfile.parse;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Decides which lines without a time begin a record. After a record with a time none do: they are its stack trace or the rest
 * of its message. Before the first time of a file every line is a record, except the lines of Java and Python stack traces.
 */
public final class RecordBoundaryRule {
    private static final byte[] TRACEBACK = ascii("Traceback (most recent call last):");
    private static final byte[][] CONTINUED = {
        ascii("Caused by: "),
        ascii("During handling of the above exception"),
        ascii("The above exception was the direct cause"),
        TRACEBACK,
    };

    private boolean timed;
    private boolean traceback;
    private boolean traceEnded;
    private boolean any;

    /** Notes a line that begins with a time. */
    public void timed() {
        timed = true;
        any = true;
    }

    /** Returns whether every later line without a time belongs to the record before it. */
    public boolean isTimed() {
        return timed;
    }

    /** Returns whether this line without a time begins a record. */
    public boolean begins(byte[] b, int from, int to) {
        boolean begins = !timed && !(continues(b, from, to) && any);
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
