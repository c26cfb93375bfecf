package dev.darkroom.console.kit.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A way from any thread into the window. What is offered between two beats of the {@link FxEventBridge} arrives on the FX
 * thread as one batch; of several values with one id only the latest arrives. Closing ends it at once.
 */
public final class FxChannel<T> implements AutoCloseable {
    /** What arrived since the last beat, oldest first, and how many had to be left out because the bound was passed. */
    public record Batch<T>(List<T> values, long dropped) {}

    private final Function<? super T, ?> id;
    private final int bound;
    private final Consumer<? super Batch<T>> receiver;
    private final Consumer<FxChannel<?>> onClose;
    private LinkedHashMap<Object, T> waiting = new LinkedHashMap<>();
    private long dropped;
    private boolean closed;

    FxChannel(
            Function<? super T, ?> id, int bound, Consumer<? super Batch<T>> receiver, Consumer<FxChannel<?>> onClose) {
        this.id = id;
        this.bound = bound;
        this.receiver = receiver;
        this.onClose = onClose;
    }

    /** From any thread; never blocks. When the bound is passed the oldest value makes room. */
    public synchronized void offer(T value) {
        if (closed) {
            return;
        }
        waiting.put(id.apply(value), value);
        if (waiting.size() > bound) {
            waiting.pollFirstEntry();
            dropped++;
        }
    }

    synchronized boolean isIdle() {
        return waiting.isEmpty() && dropped == 0;
    }

    /** On the FX thread. */
    void deliver() {
        Batch<T> batch = take();
        if (!batch.values().isEmpty() || batch.dropped() > 0) {
            receiver.accept(batch);
        }
    }

    private synchronized Batch<T> take() {
        Batch<T> batch = new Batch<>(new ArrayList<>(waiting.values()), dropped);
        waiting = new LinkedHashMap<>();
        dropped = 0;
        return batch;
    }

    @Override
    public synchronized void close() {
        closed = true;
        waiting.clear();
        dropped = 0;
        onClose.accept(this);
    }
}
