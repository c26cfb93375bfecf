package dev.darkroom.database.embedded;

import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A lock between processes, kept in a file; the system frees it when its process ends, however it ends. One process must
 * not open the same lock twice: on POSIX systems closing either one would free both.
 */
final class ProcessLock implements AutoCloseable {
    private static final long PAUSE = 20;

    private final FileChannel channel;
    private final FileLock lock;

    private ProcessLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Waits for the lock; null when others hold it longer than the limit. */
    static @Nullable ProcessLock take(Path file, boolean shared, Duration limit) throws IOException {
        FileChannel channel =
                PrivateFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long end = System.nanoTime() + limit.toNanos();
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
        while (lock == null && System.nanoTime() < end) {
            PollingWait.millis(PAUSE);
            lock = channel.tryLock(0, Long.MAX_VALUE, shared);
        }
        if (lock == null) {
            channel.close();
            return null;
        }
        return new ProcessLock(channel, lock);
    }

    /** Lets others in beside this one. */
    ProcessLock shared() throws IOException {
        lock.release();
        FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true);
        if (shared == null) {
            throw new IOException("another process took the lock in between");
        }
        return new ProcessLock(channel, shared);
    }

    /** Gives a shared lock up and says whether nobody else held it. */
    boolean releaseAsLast() throws IOException {
        try (channel) {
            lock.release();
            return channel.tryLock() != null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
