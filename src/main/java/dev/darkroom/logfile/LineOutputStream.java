package dev.darkroom.logfile;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Passes bytes on and remembers the last one, so that a record can begin on a line of its own: the last line of a file often
 * has no newline. Closing it leaves the target open.
 */
public final class LineOutputStream extends OutputStream {
    private final OutputStream out;
    private int last = '\n';

    public LineOutputStream(OutputStream out) {
        this.out = out;
    }

    /** Ends the current line, if there is one. */
    public void beginLine() throws IOException {
        if (last != '\n') {
            write('\n');
        }
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        last = b;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        last = length > 0 ? bytes[from + length - 1] : last;
    }
}
