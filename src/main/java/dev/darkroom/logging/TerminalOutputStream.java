package dev.darkroom.logging;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Writes batches of lines to a terminal or a pipe on a thread of its own. Nobody waits long for a reader that has stopped
 * reading, such as a pager or a terminal after Ctrl+S: the log files and all threads that log go on without it. When it reads
 * again, it gets what was queued and the number of bytes that it missed. Closing it leaves the terminal open.
 */
final class TerminalOutputStream extends BufferedOutputStream {
    private static final int BUFFER = 1 << 16;
    private static final int QUEUED_BATCHES = 256;
    private static final long PATIENCE_MILLIS = 1_000;

    TerminalOutputStream(PrintStream terminal) {
        super(new BatchQueue(terminal), BUFFER);
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }

    private record Batch(byte[] bytes, CountDownLatch written) {}

    /** Gets all bytes from the buffer before it. Used by one thread at a time. */
    private static final class BatchQueue extends OutputStream {
        private final BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(QUEUED_BATCHES);
        private final ByteArrayOutputStream next = new ByteArrayOutputStream();
        private final PrintStream terminal;
        private long dropped;
        private boolean stalled;

        BatchQueue(PrintStream terminal) {
            this.terminal = terminal;
            Thread.ofPlatform().name("log-terminal").daemon().start(this::writeBatches);
        }

        @Override
        public void write(int value) {
            next.write(value);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            next.write(bytes, from, length);
        }

        @Override
        public void flush() {
            if (next.size() == 0) {
                return;
            }
            if (dropped > 0 && queue.isEmpty()) {
                byte[] gap = (dropped + " bytes of the log were not shown here\n").getBytes(StandardCharsets.UTF_8);
                queue.add(new Batch(gap, new CountDownLatch(1)));
                dropped = 0;
            }
            Batch batch = new Batch(next.toByteArray(), new CountDownLatch(1));
            next.reset();
            if (dropped > 0 || !queue.offer(batch)) {
                dropped += batch.bytes.length;
            } else if (!stalled || queue.size() == 1) {
                stalled = !isWrittenSoon(batch);
            }
        }

        /** Gives a reader that is behind a last moment. */
        @Override
        public void close() {
            Batch last = new Batch(new byte[0], new CountDownLatch(1));
            if (queue.offer(last)) {
                isWrittenSoon(last);
            }
        }

        private static boolean isWrittenSoon(Batch batch) {
            try {
                return batch.written.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private void writeBatches() {
            try {
                while (true) {
                    Batch batch = queue.take();
                    terminal.write(batch.bytes, 0, batch.bytes.length);
                    terminal.flush();
                    batch.written.countDown();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
