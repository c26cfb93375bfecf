package dev.darkroom.console.kit.task;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Work running in the background. Once it is cancelled its result is not delivered; it is not interrupted, because an interrupt
 * closes the socket below a virtual thread, and with it a connection of the small database pool.
 */
public final class LoadingTask {
    private volatile boolean over;
    private volatile @Nullable Future<?> work;

    LoadingTask() {}

    void started(Future<?> future) {
        work = future;
        if (over) {
            future.cancel(false);
        }
    }

    /** Cancels, from any thread; work that has not started never does. */
    public void cancel() {
        over = true;
        Future<?> future = work;
        if (future != null) {
            future.cancel(false);
        }
    }

    /** On the FX thread: returns true once, if the result is still wanted. */
    boolean arrive() {
        boolean wanted = !over;
        over = true;
        return wanted;
    }
}
