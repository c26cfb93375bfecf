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
 * A loop on a virtual thread: goes on at once while there is work, else waits for a hint or until it is to look again. It
 * outlives a database that is away, and defects of its turns. Safe for any thread.
 */
public final class EngineWorkLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineWorkLoop.class);
    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration END = Duration.ofSeconds(5);

    private final String who;
    private final Duration poll;
    private final Turn turn;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean closed;
    private @Nullable Thread thread;

    @FunctionalInterface
    public interface Turn {
        /** True when there may be more to do. */
        boolean work() throws InterruptedException;
    }

    /**
     * @param who begins the sentences of the log
     * @param poll after so long it looks also without a hint, and after a failure
     */
    public EngineWorkLoop(String who, Duration poll, Turn turn) {
        this.who = who;
        this.poll = poll;
        this.turn = turn;
    }

    public synchronized void start(String name) {
        closed = false;
        thread = Thread.ofVirtual().name(name).start(this::run);
    }

    /** A hint that there may be work. */
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
                        who,
                        failure.getMessage());
                ThreadPause.of(poll);
            } catch (RuntimeException | Error defect) {
                DefectReport.outlived(LOG, who, defect);
                ThreadPause.of(poll);
            }
        }
    }

    /** Before the same is tried again; an interrupt is kept. */
    public static void rest() {
        ThreadPause.of(REST);
    }

    /** Interrupts the turn and waits for its end. */
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
            running.join(END);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
