package dev.darkroom.console.kit.task;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Work in the background of which only the newest answer arrives: when something newer was begun, the answer to what is older is
 * dropped. What has begun is always done to its end, for it may write. Used on the FX thread.
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
                    work, onAnswer, onFailure, FxEventBridge::tell, delivery -> arrive(mine, delivery)));
        } catch (RejectedExecutionException _) {
            cancel(); // the window is closing: nobody waits for an answer any more
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

    /** Begins unless an answer is on its way: what is asked by the clock would else never hear a slow one. */
    public <T> void loadIfIdle(Callable<T> work, Consumer<? super T> onAnswer, Consumer<? super Exception> onFailure) {
        if (!running) {
            load(work, onAnswer, onFailure);
        }
    }

    /** Whether an answer may still arrive. */
    public boolean isRunning() {
        return running;
    }

    /** Nobody waits for the answer any more. */
    public void cancel() {
        newest++;
        running = false;
    }
}
