package dev.darkroom.console.kit.task;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Background work of which only the newest result is delivered: starting new work discards the result of older work. Work once
 * started always runs to its end, because it may write. Used on the FX thread.
 */
public final class LatestTask {
    private final Executor background;
    private final Executor fx;
    private long newest;
    private boolean running;

    public LatestTask(Executor background, Executor fx) {
        this.background = background;
        this.fx = fx;
    }

    public <T> void load(Callable<T> work, Consumer<? super T> onAnswer, Consumer<? super Exception> onFailure) {
        long mine = ++newest;
        running = true;
        try {
            background.execute(() -> FxEventBridge.answer(
                    work, onAnswer, onFailure, FxEventBridge::reportError, delivery -> arrive(mine, delivery)));
        } catch (RejectedExecutionException _) {
            cancel(); // the window is closing: the result is no longer needed
        }
    }

    private void arrive(long mine, Runnable delivery) {
        fx.execute(() -> {
            if (mine == newest) {
                running = false;
                delivery.run();
            }
        });
    }

    /** Starts unless a result is pending: otherwise periodic calls would discard every slow result. */
    public <T> void loadIfIdle(Callable<T> work, Consumer<? super T> onAnswer, Consumer<? super Exception> onFailure) {
        if (!running) {
            load(work, onAnswer, onFailure);
        }
    }

    /** Returns whether a result may still arrive. */
    public boolean isRunning() {
        return running;
    }

    /** Discards the pending result. */
    public void cancel() {
        newest++;
        running = false;
    }
}
