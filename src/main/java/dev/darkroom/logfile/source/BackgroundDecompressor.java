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
 * Writes a stream of bytes into a file, on a thread of its own that starts when somebody wants the first of them, so that
 * they can be read by position while more come. The stream is open from the start: its file may be renamed or deleted.
 */
final class BackgroundDecompressor implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final long BEAT_MILLIS = 50;

    private final Path file;
    private final InputStream stream;
    private final UnpackedLogCopy copy;
    private boolean begun;
    private boolean whole;
    private long there;
    private long nanos;
    private @Nullable String damage;
    private @Nullable IOException failure;

    /** @param stream of the file as it is, packed or not */
    BackgroundDecompressor(Path file, InputStream stream, UnpackedLogCopy copy) {
        this.file = file;
        this.stream = stream;
        this.copy = copy;
    }

    /**
     * Waits until there are {@code wanted} bytes, or all; gives how many there are.
     *
     * @param waiting called now and then meanwhile; what it throws ends the wait
     */
    long await(long wanted, Runnable waiting) throws IOException {
        begin();
        while (true) {
            synchronized (this) {
                if (failure != null) {
                    throw new IOException(failure.getMessage(), failure);
                }
                if (whole || there >= wanted) {
                    return there;
                }
                try {
                    wait(BEAT_MILLIS);
                } catch (InterruptedException exception) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("Nobody waits for " + file + " any more.");
                }
            }
            waiting.run();
        }
    }

    private synchronized void begin() {
        if (!begun) {
            begun = true;
            Thread.ofPlatform().daemon().name("log-unpack").start(this::run);
        }
    }

    private void run() {
        long start = System.nanoTime();
        try (stream;
                InputStream bytes = ByteSource.plain(stream)) {
            copy(bytes);
            end(start, null, null);
        } catch (EOFException | ZipException _) {
            // What stands before a damage is kept: half a log is better than none.
            end(start, file + " is damaged or cut off: only what stands before the damage was read.", null);
        } catch (IOException exception) {
            end(start, null, exception);
        } catch (RuntimeException | Error defect) {
            end(
                    start,
                    null,
                    new IOException(file + " could not be unpacked: " + defect, defect)); // nobody may wait for ever
        }
    }

    private void copy(InputStream bytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
            copy.write(ByteBuffer.wrap(buffer, 0, count));
            synchronized (this) {
                there += count;
                notifyAll();
            }
        }
    }

    private synchronized void end(long start, @Nullable String damaged, @Nullable IOException failed) {
        damage = damaged;
        failure = failed;
        nanos = System.nanoTime() - start;
        whole = true;
        notifyAll();
    }

    synchronized boolean isWhole() {
        return whole;
    }

    synchronized @Nullable String damage() {
        return damage;
    }

    /** How long it took, 0 before it is over. */
    synchronized long nanos() {
        return nanos;
    }

    /** The thread ends with its next write, and with the stream when that keeps it waiting. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            begun = true;
            whole = true;
            notifyAll();
        }
        try (copy) {
            stream.close();
        }
    }
}
