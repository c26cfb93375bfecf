package dev.darkroom.logfile.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses a stream into a file on its own thread, which starts when the first bytes are requested, so that they can be
 * read by position while more arrive. The stream is open from the start, so its file may be renamed or deleted meanwhile.
 */
final class BackgroundDecompressor implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final long POLL_MILLIS = 50;

    private final Path file;
    private final InputStream stream;
    private final UnpackedLogCopy copy;
    private boolean started;
    private boolean complete;
    private long available;
    private long nanos;
    private @Nullable String damage;
    private @Nullable IOException failure;

    /** @param stream of the raw file, compressed or not */
    BackgroundDecompressor(Path file, InputStream stream, UnpackedLogCopy copy) {
        this.file = file;
        this.stream = stream;
        this.copy = copy;
    }

    /**
     * Waits until {@code wanted} bytes are available, or all if there are fewer; returns the number available.
     *
     * @param waiting called periodically during the wait; an exception from it ends the wait
     */
    long await(long wanted, Runnable waiting) throws IOException {
        start();
        while (true) {
            synchronized (this) {
                if (failure != null) {
                    throw new IOException(failure.getMessage(), failure);
                }
                if (complete || available >= wanted) {
                    return available;
                }
                try {
                    wait(POLL_MILLIS);
                } catch (InterruptedException exception) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("Nobody waits for " + file + " any more.");
                }
            }
            waiting.run();
        }
    }

    private synchronized void start() {
        if (!started) {
            started = true;
            Thread.ofPlatform().daemon().name("log-unpack").start(this::run);
        }
    }

    private void run() {
        long start = System.nanoTime();
        try (stream;
                InputStream bytes = ByteSource.plain(stream)) {
            copy(bytes);
            finish(start, null, null);
        } catch (EOFException | ZipException _) {
            // The bytes before the damage are kept: half a log is better than none.
            finish(start, file + " is damaged or cut off: only what stands before the damage was read.", null);
        } catch (IOException exception) {
            finish(start, null, exception);
        } catch (RuntimeException | Error defect) {
            finish(
                    start,
                    null,
                    new IOException(file + " could not be unpacked: " + defect, defect)); // no reader may wait forever
        }
    }

    private void copy(InputStream bytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
            copy.write(ByteBuffer.wrap(buffer, 0, count));
            synchronized (this) {
                available += count;
                notifyAll();
            }
        }
    }

    private synchronized void finish(long start, @Nullable String damaged, @Nullable IOException failed) {
        damage = damaged;
        failure = failed;
        nanos = System.nanoTime() - start;
        complete = true;
        notifyAll();
    }

    synchronized boolean isComplete() {
        return complete;
    }

    synchronized @Nullable String damage() {
        return damage;
    }

    /** Returns how long decompression took, or 0 while it is running. */
    synchronized long nanos() {
        return nanos;
    }

    /** The thread ends with its next write, or, if blocked on the stream, when the stream is closed. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            started = true;
            complete = true;
            notifyAll();
        }
        try (copy) {
            stream.close();
        }
    }
}
