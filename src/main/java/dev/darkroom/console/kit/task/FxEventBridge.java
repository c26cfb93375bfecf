package dev.darkroom.console.kit.task;

import dev.darkroom.logging.DefectReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only bridge between the FX thread and all other threads. Events arrive through channels and are delivered in one batch,
 * 100 ms after the first of them; work runs on virtual threads and its result comes back. Nothing here blocks the window.
 */
public final class FxEventBridge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FxEventBridge.class);
    private static final long DELIVERY_DELAY_MILLIS = 100;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("feed").factory());
    private final ExecutorService background = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("console-", 0).factory());
    private final List<FxChannel<?>> channels = new CopyOnWriteArrayList<>();
    private final AtomicBoolean deliveryScheduled = new AtomicBoolean();

    /** Returns a channel that keeps only the latest value of each id. */
    public <T> FxChannel<T> latest(Function<? super T, ?> id, Consumer<? super List<T>> onFx) {
        FxChannel<T> channel = new FxChannel<>(id, onFx, this::scheduleDelivery, channels::remove);
        channels.add(channel);
        return channel;
    }

    private void scheduleDelivery() {
        if (deliveryScheduled.compareAndSet(false, true)) {
            try {
                clock.schedule(this::requestDelivery, DELIVERY_DELAY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException _) {
                // the window is closing: events are no longer needed
            }
        }
    }

    private void requestDelivery() {
        try {
            Platform.runLater(this::deliverAll);
        } catch (RuntimeException | Error defect) {
            DefectReport.outlived(LOG, "The beat of the window", defect);
            deliveryScheduled.set(false);
            scheduleDelivery();
        }
    }

    private void deliverAll() {
        deliveryScheduled.set(false);
        for (FxChannel<?> channel : channels) {
            guarded(channel::deliver);
        }
    }

    /**
     * Runs the work on a virtual thread and delivers its result or failure on the FX thread. An {@link Error} counts as a
     * failure and is also reported to the whole window, because many receivers do not show failures.
     */
    public <T> LoadingTask load(Callable<T> work, Consumer<? super T> onFx, Consumer<? super Exception> onFailure) {
        return load(work, onFx, onFailure, FxEventBridge::reportError);
    }

    private <T> LoadingTask load(
            Callable<T> work,
            Consumer<? super T> onFx,
            Consumer<? super Exception> onFailure,
            Consumer<? super Error> onError) {
        LoadingTask loading = new LoadingTask();
        try {
            loading.started(background.submit(() ->
                    answer(work, onFx, onFailure, onError, delivery -> fx(() -> arrive(loading, delivery)))));
        } catch (RejectedExecutionException _) {
            loading.cancel(); // the window is closing: the result is no longer needed
        }
        return loading;
    }

    /** Runs the work on this thread and delivers its result or failure. */
    static <T> void answer(
            Callable<T> work,
            Consumer<? super T> onAnswer,
            Consumer<? super Exception> onFailure,
            Consumer<? super Error> onError,
            Consumer<Runnable> deliver) {
        try {
            T answer = work.call();
            deliver.accept(() -> onAnswer.accept(answer));
        } catch (Exception failure) {
            deliver.accept(() -> onFailure.accept(failure));
        } catch (Error error) {
            onError.accept(error);
            deliver.accept(() -> onFailure.accept(new BackgroundErrorException(error)));
        }
    }

    static void reportError(Error error) {
        DefectReport.outlived(LOG, "Work of the window", error);
    }

    private static void arrive(LoadingTask loading, Runnable delivery) {
        if (loading.arrive()) {
            delivery.run();
        }
    }

    /** Returns a task for a place that shows one result; see {@link LatestTask}. */
    public LatestTask latestTask() {
        return new LatestTask(background, this::fx);
    }

    /** Polls until the returned task is closed, with this pause between each result and the next run. */
    public <T> PollingTask poll(Duration pause, Callable<T> work, Consumer<? super T> onFx) {
        return poll(pause, work, onFx, _ -> {});
    }

    /** Runs the action on the FX thread until the returned task is closed: at once, and again after each pause. */
    public PollingTask every(Duration pause, Runnable action) {
        return poll(pause, () -> true, _ -> action.run());
    }

    /** @param onFailure receives each failure, on the FX thread; the work is repeated nevertheless */
    public <T> PollingTask poll(
            Duration pause, Callable<T> work, Consumer<? super T> onFx, Consumer<? super Exception> onFailure) {
        PollingTask repeating = new PollingTask();
        repeat(repeating, pause, work, onFx, onFailure);
        return repeating;
    }

    private <T> void repeat(
            PollingTask repeating,
            Duration pause,
            Callable<T> work,
            Consumer<? super T> onFx,
            Consumer<? super Exception> onFailure) {
        repeating.next(load(
                work,
                result -> {
                    repeating.answered();
                    guarded(() -> onFx.accept(result));
                    scheduleNext(repeating, pause, () -> repeat(repeating, pause, work, onFx, onFailure));
                },
                exception -> {
                    if (repeating.fails(exception)) {
                        LOG.warn("A periodic query failed and will be retried: {}", exception.getMessage());
                    }
                    guarded(() -> onFailure.accept(exception));
                    scheduleNext(repeating, pause, () -> repeat(repeating, pause, work, onFx, onFailure));
                },
                error -> {
                    if (repeating.fails(error)) {
                        reportError(error);
                    }
                }));
    }

    private void scheduleNext(PollingTask repeating, Duration pause, Runnable next) {
        if (repeating.isOpen() && !clock.isShutdown()) {
            clock.schedule(() -> runNext(repeating, pause, next), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void runNext(PollingTask repeating, Duration pause, Runnable next) {
        try {
            fx(() -> {
                if (repeating.isOpen()) {
                    next.run();
                }
            });
        } catch (Error error) {
            reportError(error);
            scheduleNext(repeating, pause, next);
        }
    }

    /** Runs the action on the FX thread, immediately if this is it. */
    public void fx(Runnable action) {
        if (Platform.isFxApplicationThread()) {
            guarded(action);
        } else {
            Platform.runLater(() -> guarded(action));
        }
    }

    /** Keeps a receiver that throws from losing the others' events. */
    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error failure) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        background.shutdownNow();
    }

    /** An {@link Error} that ended background work, as the failure shown by the receiver. */
    public static final class BackgroundErrorException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public BackgroundErrorException(Error error) {
            super(error.getMessage(), error);
        }
    }
}
