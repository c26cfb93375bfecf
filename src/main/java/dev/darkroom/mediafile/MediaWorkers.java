package dev.darkroom.mediafile;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws files on a few platform threads, because native decoders pin the carriers of virtual threads. A file that takes too
 * long is abandoned: the caller gets its exception, while the thread counts as busy until it really ends. Thread-safe.
 */
public final class MediaWorkers {
    private static final Logger LOG = LoggerFactory.getLogger(MediaWorkers.class);
    private static final Duration TIME_LIMIT = Duration.ofSeconds(15);
    /** The time a decoder may need to notice that its deadline has passed. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Semaphore threads;
    private final Duration timeLimit;

    public MediaWorkers() {
        this(2, TIME_LIMIT);
    }

    MediaWorkers(int threads, Duration timeLimit) {
        this.threads = new Semaphore(threads, true);
        this.timeLimit = timeLimit;
    }

    @FunctionalInterface
    interface Drawing<T> {
        T draw(DrawingDeadline deadline) throws IOException;
    }

    /**
     * Draws a file; blocks until it is drawn.
     *
     * @throws MediaRefusedException when it cannot be drawn, whatever the decoder threw
     * @throws InterruptedIOException when the caller is interrupted
     */
    <T> T run(Drawing<T> drawing) throws IOException {
        try {
            if (!threads.tryAcquire(3 * timeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw MediaRefusedException.of(MediaRefusal.Reason.BUSY);
            }
            return await(start(drawing));
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException)
                    new InterruptedIOException("Drawing a file was interrupted.").initCause(exception);
        }
    }

    private record Running<T>(FutureTask<T> task, DrawingDeadline deadline) {}

    private <T> Running<T> start(Drawing<T> drawing) {
        DrawingDeadline deadline = new DrawingDeadline(timeLimit);
        FutureTask<T> task = new FutureTask<>(() -> drawing.draw(deadline));
        try {
            Thread.ofPlatform().daemon().name("media-drawing").start(() -> {
                try {
                    task.run();
                } finally {
                    threads.release();
                }
            });
        } catch (OutOfMemoryError error) {
            threads.release(); // no thread could be created
            throw new MediaRefusedException(MediaRefusal.of(MediaRefusal.Reason.MEMORY), error);
        }
        return new Running<>(task, deadline);
    }

    private <T> T await(Running<T> running) throws InterruptedException {
        DrawingDeadline deadline = running.deadline();
        try {
            return running.task().get(timeLimit.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException exception) {
            throw refused(Objects.requireNonNullElse(exception.getCause(), exception), deadline);
        } catch (TimeoutException _) {
            LOG.warn("Gave up drawing a file after {} s", timeLimit.toSeconds());
            throw deadline.refused();
        } finally {
            deadline.expire();
        }
    }

    /** Translates a failure: decoders are given arbitrary stored files, and fail in any way on those they do not understand. */
    private static MediaRefusedException refused(Throwable cause, DrawingDeadline deadline) {
        if (cause instanceof MediaRefusedException refused) {
            return refused;
        }
        if (deadline.isExpired()) {
            return deadline.refused();
        }
        return new MediaRefusedException(
                switch (cause) {
                    case OutOfMemoryError _ -> MediaRefusal.of(MediaRefusal.Reason.MEMORY);
                    case StackOverflowError _ -> MediaRefusal.of(MediaRefusal.Reason.DAMAGED);
                    case Error error -> error(error);
                    default -> MediaRefusal.of(MediaRefusal.Reason.DAMAGED);
                },
                cause);
    }

    private static MediaRefusal error(Error error) {
        LOG.error("Drawing a file failed", error);
        return MediaRefusal.of(MediaRefusal.Reason.ERROR, error.getClass().getSimpleName());
    }

    /** The deadline for drawing one file. The drawing thread checks it between rows and blocks; any thread may end it early. */
    static final class DrawingDeadline {
        private final Duration limit;
        private final long endNanos;
        private volatile boolean expired;

        DrawingDeadline(Duration limit) {
            this.limit = limit;
            endNanos = System.nanoTime() + limit.toNanos();
        }

        boolean isExpired() {
            return expired || System.nanoTime() - endNanos > 0;
        }

        void expire() {
            expired = true;
        }

        void check() {
            if (isExpired()) {
                throw refused();
            }
        }

        MediaRefusedException refused() {
            return MediaRefusedException.of(MediaRefusal.Reason.TIME, limit.toSeconds());
        }
    }
}
