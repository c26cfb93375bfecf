package dev.darkroom.logfile.source;

import dev.darkroom.logfile.source.UnpackFolder.UnpackedLogCopy;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses a stream into a file on its own thread, which starts when the first bytes are requested, so that they can be
 * read by position while more arrive. The stream is open from the start, so its file may be renamed or deleted meanwhile.
 */
final class BackgroundDecompressor implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final long POLL_MILLIS = 50;

    /** How long more bytes are gathered when there are already some. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A pipe through which nothing came for so long is read like a file that may grow. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path file;
    private final InputStream stream;
    private final UnpackedLogCopy copy;
    private final boolean pipe;
    private boolean started;
    private boolean complete;
    private boolean silent;
    private long available;
    private long nanos;
    private @Nullable String damage;
    private @Nullable IOException failure;

    /** @param stream of the raw file, compressed or not */
    BackgroundDecompressor(Path file, InputStream stream, UnpackedLogCopy copy, boolean pipe) {
        this.file = file;
        this.stream = stream;
        this.copy = copy;
        this.pipe = pipe;
    }

    boolean isPipe() {
        return pipe;
    }

    /**
     * Waits until {@code wanted} bytes are available, or all if there are fewer; returns the number available.
     *
     * @param waiting called periodically during the wait; an exception from it ends the wait
     */
    long await(long wanted, Runnable waiting) throws IOException {
        return await(wanted, waiting, _ -> false);
    }

    /**
     * As {@link #await(long, Runnable)}, but waits only a moment when more than {@code from} bytes are available, and no longer
     * than that for a pipe that became silent.
     */
    long awaitSome(long from, long wanted, Runnable waiting) throws IOException {
        return await(
                wanted, waiting, nanos -> silent || (available > from ? nanos >= GATHER_NANOS : isSilent(from, nanos)));
    }

    private boolean isSilent(long from, long nanos) {
        silent = pipe && from > 0 && nanos >= SILENCE_NANOS;
        return silent;
    }

    /** Returns the number of bytes available now. */
    long arrived() throws IOException {
        return await(0, () -> {});
    }

    /** @param enough whether to stop after so many nanoseconds */
    private long await(long wanted, Runnable waiting, LongPredicate enough) throws IOException {
        start();
        long since = System.nanoTime();
        while (true) {
            synchronized (this) {
                if (failure != null) {
                    throw new IOException(failure.getMessage(), failure);
                }
                if (complete || available >= wanted || enough.test(System.nanoTime() - since)) {
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

    /** Returns whether all is decompressed, or nothing comes through the pipe for now. */
    synchronized boolean isCaughtUp() {
        return complete || silent;
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
