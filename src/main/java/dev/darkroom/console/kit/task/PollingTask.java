package dev.darkroom.console.kit.task;

import org.jspecify.annotations.Nullable;

/** Periodic background work that repeats until closed; on the FX thread. */
public final class PollingTask implements AutoCloseable {
    private @Nullable LoadingTask current;
    private boolean closed;

    /** The kind of the last failure, null after a success; also set in the background. */
    private volatile @Nullable Class<?> failing;

    PollingTask() {}

    void answered() {
        failing = null;
    }

    /** Returns whether this kind of failure is new, so that the same one is not reported every second. */
    boolean fails(Throwable failure) {
        Class<?> kind = failure instanceof FxEventBridge.BackgroundErrorException error && error.getCause() != null
                ? error.getCause().getClass()
                : failure.getClass();
        boolean fresh = !kind.equals(failing);
        failing = kind;
        return fresh;
    }

    void next(LoadingTask loading) {
        current = loading;
        if (closed) {
            loading.cancel();
        }
    }

    boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
        if (current != null) {
            current.cancel();
        }
    }
}
