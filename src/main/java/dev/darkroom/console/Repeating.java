package dev.darkroom.console;

import org.jspecify.annotations.Nullable;

/** A question that is asked again and again until this is closed; on the FX thread. */
public final class Repeating implements AutoCloseable {
    private @Nullable Loading current;
    private boolean closed;

    Repeating() {}

    void next(Loading loading) {
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
