package dev.darkroom.command;

import java.util.concurrent.CountDownLatch;

/**
 * SIGTERM or Ctrl+C for a command that runs until then: it closes everything on its own thread, in order, and the process
 * ends with 0 instead of the number of the signal.
 */
final class StopSignal implements AutoCloseable {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean inOrder;

    StopSignal(String thread) {
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
            closed.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (inOrder) {
            Runtime.getRuntime().halt(0);
        }
    }
}
