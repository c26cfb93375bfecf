package dev.darkroom.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM or Ctrl+C for a command that runs until then: it closes everything on its own thread, in order, and the process
 * ends with 0 instead of the number of the signal. When something does not let it come to that, as a start that waits for a
 * silent database, the process ends all the same after a while.
 */
final class StopSignal implements AutoCloseable {
    /** How long closing everything may take. */
    static final Duration CLOSING = Duration.ofSeconds(20);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration atMost;
    private volatile boolean inOrder;

    /** @param atMost how long after the signal the process lives */
    StopSignal(String thread, Duration atMost) {
        this.atMost = atMost;
        Runtime.getRuntime().addShutdownHook(new Thread(this::arrived, thread));
    }

    void await() throws InterruptedException {
        asked.await();
    }

    /** Everything is closed as it should be. */
    void endedInOrder() {
        inOrder = true;
    }

    /** The last thing that a command does: the process may go now. */
    @Override
    public void close() {
        closed.countDown();
    }

    /** The signal arrives here, and the process lives for as long as this does. */
    private void arrived() {
        asked.countDown();
        try {
            if (!closed.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("Not everything could be closed within " + atMost.toSeconds() + " s.");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (inOrder) {
            Runtime.getRuntime().halt(0);
        }
    }
}
