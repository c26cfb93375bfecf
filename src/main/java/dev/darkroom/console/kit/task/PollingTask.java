package dev.darkroom.console.kit.task;

import org.jspecify.annotations.Nullable;

/** A question that is asked again and again until this is closed; on the FX thread. */
public final class PollingTask implements AutoCloseable {
    private @Nullable LoadingTask current;
    private boolean closed;

    /** How it failed last, null while it does not; also set in the background. */
    private volatile @Nullable Class<?> failing;

    PollingTask() {}

    void answered() {
        failing = null;
    }

    /** True when that is new: nobody wants to be told the same every second. */
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
