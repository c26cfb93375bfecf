package dev.darkroom.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Handles SIGTERM or Ctrl+C for a command that runs until then: the command closes everything in order on its own thread, and
 * the process ends with 0 instead of the signal's number. If something prevents that, such as a start that waits for a silent
 * database, the process still ends after a timeout.
 */
final class StopSignal implements AutoCloseable {
    /** The maximum time for closing everything. */
    static final Duration CLOSING = Duration.ofSeconds(20);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration atMost;
    private volatile boolean inOrder;

    /** @param atMost how long the process stays alive after the signal */
    StopSignal(String thread, Duration atMost) {
        this.atMost = atMost;
        Runtime.getRuntime().addShutdownHook(new Thread(this::arrived, thread));
    }

    void await() throws InterruptedException {
        asked.await();
    }

    /** Records that everything has been closed properly. */
    void endedInOrder() {
        inOrder = true;
    }

    /** Lets the process end; called as the last step of a command. */
    @Override
    public void close() {
        closed.countDown();
    }

    /** The shutdown hook: keeps the process alive until it returns. */
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
