package dev.darkroom.console.kit.task;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Work that runs in the background. Once cancelled nothing of it arrives any more; it is not interrupted, because an
 * interrupt closes the socket below a virtual thread, and with it a connection of the database's small pool.
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

    /** From any thread; work that has not begun never does. */
    public void cancel() {
        over = true;
        Future<?> future = work;
        if (future != null) {
            future.cancel(false);
        }
    }

    /** On the FX thread: true once, when the result is still wanted. */
    boolean arrive() {
        boolean wanted = !over;
        over = true;
        return wanted;
    }
}
