package dev.darkroom.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A lock file shared by processes; the operating system releases it when the process ends, even after a kill. */
public final class ProcessLock implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** On POSIX, closing any other channel of the file would release the lock held through the first. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private FileLock lock;

    private ProcessLock(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes the exclusive lock without waiting; empty when this or another process holds it. */
    public static Optional<ProcessLock> tryTake(Path file) throws IOException {
        return open(file, false);
    }

    /**
     * Takes the shared lock without waiting; empty when another process holds it exclusively, or this process holds it in any
     * way.
     */
    public static Optional<ProcessLock> tryShare(Path file) throws IOException {
        return open(file, true);
    }

    /** Takes the exclusive lock; empty when it does not become free within the limit. */
    public static Optional<ProcessLock> take(Path file, Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        Optional<ProcessLock> lock = tryTake(file);
        while (lock.isEmpty() && System.nanoTime() < end && ThreadPause.of(PAUSE)) {
            lock = tryTake(file);
        }
        return lock;
    }

    public static boolean isHeldHere(Path file) {
        return HELD_HERE.contains(key(file));
    }

    private static Optional<ProcessLock> open(Path file, boolean shared) throws IOException {
        if (!HELD_HERE.add(key(file))) {
            return Optional.empty();
        }
        FileChannel channel = null;
        FileLock lock = null;
        try {
            channel = PrivateFiles.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock = channel.tryLock(0, Long.MAX_VALUE, shared);
            return lock == null ? Optional.empty() : Optional.of(new ProcessLock(key(file), channel, lock));
        } finally {
            if (lock == null) {
                close(key(file), channel);
            }
        }
    }

    private static Path key(Path file) {
        return file.toAbsolutePath().normalize();
    }

    /** Downgrades the exclusive lock to a shared one. */
    public void share() throws IOException {
        lock.release();
        FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true);
        if (shared == null) {
            throw new IOException("another process took the lock in between");
        }
        lock = shared;
    }

    /** Releases a shared lock and returns whether this was its last holder. */
    public boolean closeAsLast() throws IOException {
        try (this) {
            lock.release();
            return channel.tryLock() != null;
        }
    }

    @Override
    public void close() throws IOException {
        close(file, channel);
    }

    private static void close(Path file, @Nullable FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
