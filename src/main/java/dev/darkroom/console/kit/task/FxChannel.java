package dev.darkroom.console.kit.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A channel from any thread to the FX thread. Values offered between two beats of the {@link FxEventBridge} are delivered as
 * one batch; of several values with the same id only the latest is delivered. Closing takes effect at once.
 */
public final class FxChannel<T> implements AutoCloseable {
    private final Function<? super T, ?> id;
    private final Consumer<? super List<T>> receiver;
    private final Runnable onOffer;
    private final Consumer<FxChannel<?>> onClose;
    private LinkedHashMap<Object, T> waiting = new LinkedHashMap<>();
    private boolean closed;

    FxChannel(
            Function<? super T, ?> id,
            Consumer<? super List<T>> receiver,
            Runnable onOffer,
            Consumer<FxChannel<?>> onClose) {
        this.id = id;
        this.receiver = receiver;
        this.onOffer = onOffer;
        this.onClose = onClose;
    }

    /** Offers a value, from any thread; never blocks. */
    public synchronized void offer(T value) {
        if (!closed) {
            waiting.put(id.apply(value), value);
            onOffer.run();
        }
    }

    /** On the FX thread. */
    void deliver() {
        List<T> batch = take();
        if (!batch.isEmpty()) {
            receiver.accept(batch);
        }
    }

    private synchronized List<T> take() {
        List<T> batch = new ArrayList<>(waiting.values());
        waiting = new LinkedHashMap<>();
        return batch;
    }

    @Override
    public synchronized void close() {
        closed = true;
        waiting.clear();
        onClose.accept(this);
    }
}
