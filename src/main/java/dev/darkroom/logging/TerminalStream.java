package dev.darkroom.logging;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;

/** Collects the bytes of a batch of lines for the terminal; closing it leaves the terminal open. */
final class TerminalStream extends BufferedOutputStream {
    private static final int BUFFER = 1 << 16;

    TerminalStream(PrintStream terminal) {
        super(terminal, BUFFER);
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
