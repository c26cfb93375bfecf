package dev.darkroom.command;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Standard output in large pieces, which remembers that its reader has gone away ({@code | head}): that is no error. */
final class LogsOutput extends BufferedOutputStream {
    private boolean closed;

    LogsOutput(OutputStream out, int buffer) {
        super(out, buffer);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            super.write(bytes, from, length);
        } catch (IOException exception) {
            closed = true;
            throw exception;
        }
    }

    /** Whether the reader has gone away. */
    boolean closed() {
        return closed;
    }

    void line(String text) {
        try {
            byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
            write(bytes, 0, bytes.length);
        } catch (IOException _) {
            closed = true;
        }
    }

    /** Hands everything on; false if nobody reads any more. */
    boolean flushed() {
        try {
            flush();
        } catch (IOException _) {
            closed = true;
        }
        return !closed;
    }
}
