package dev.darkroom.generation.engine;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseFailure;
import dev.darkroom.logging.DefectReport;
import dev.darkroom.system.ThreadPause;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loop on a virtual thread: continues at once while there is work, otherwise waits for a wake-up or the poll interval. It
 * survives an unreachable database and defects in its turns. Safe for any thread.
 */
public final class EngineWorkLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineWorkLoop.class);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final String subject;
    private final Duration poll;
    private final Turn turn;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean closed;
    private @Nullable Thread thread;

    @FunctionalInterface
    public interface Turn {
        /** Returns true if there may be more to do. */
        boolean work() throws InterruptedException;
    }

    /**
     * @param subject the subject of the log messages
     * @param poll how long to wait before the next turn without a wake-up, and after a failure
     */
    public EngineWorkLoop(String subject, Duration poll, Turn turn) {
        this.subject = subject;
        this.poll = poll;
        this.turn = turn;
    }

    public synchronized void start(String name) {
        closed = false;
        thread = Thread.ofVirtual().name(name).start(this::run);
    }

    /** Hints that there may be work. */
    public void wake() {
        wake.release();
    }

    private void run() {
        while (!closed) {
            try {
                if (!turn.work() && wake.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            } catch (InterruptedException _) {
                return;
            } catch (DatabaseException failure) {
                LOG.warn(
                        failure.kind() == DatabaseFailure.CONTENTION
                                ? "{} waits for what another session has locked, trying again: {}"
                                : "{} cannot reach its database, trying again: {}",
                        subject,
                        failure.getMessage());
                ThreadPause.of(poll);
            } catch (RuntimeException | Error defect) {
                DefectReport.outlived(LOG, subject, defect);
                ThreadPause.of(poll);
            }
        }
    }

    /** Pauses before a retry; preserves an interrupt. */
    public static void pauseBeforeRetry() {
        ThreadPause.of(RETRY_DELAY);
    }

    /** Interrupts the current turn and waits for it to end. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
            thread = null;
        }
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join(STOP_TIMEOUT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
