package dev.darkroom.console;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Work that runs in the background. Once cancelled nothing of it arrives any more, whether it stops at once or not. */
public final class Loading {
    private volatile boolean over;
    private volatile @Nullable Future<?> work;

    Loading() {}

    void started(Future<?> future) {
        work = future;
        if (over) {
            future.cancel(true);
        }
    }

    /** From any thread; interrupts the work. */
    public void cancel() {
        over = true;
        Future<?> future = work;
        if (future != null) {
            future.cancel(true);
        }
    }

    /** Whether a result may still arrive. */
    public boolean isRunning() {
        return !over;
    }

    /** On the FX thread: true once, when the result is still wanted. */
    boolean arrive() {
        boolean wanted = !over;
        over = true;
        return wanted;
    }
}
