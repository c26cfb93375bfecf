package dev.darkroom.console;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way between the FX thread and all others. Events come in through channels and are handed over in one batch
 * per beat of 100 ms; work goes out to virtual threads and its result comes back. Nothing here blocks the window.
 */
public final class Feed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final long BEAT_MILLIS = 100;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("feed").factory());
    private final ExecutorService background = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("console-", 0).factory());
    private final List<Channel<?>> channels = new CopyOnWriteArrayList<>();
    private final AtomicBoolean handingOver = new AtomicBoolean();

    public Feed() {
        clock.scheduleWithFixedDelay(this::beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A channel on which the latest value of each id wins. */
    public <T> Channel<T> latest(Function<? super T, ?> id, Consumer<? super List<T>> onFx) {
        return open(id, Integer.MAX_VALUE, batch -> onFx.accept(batch.values()));
    }

    /** A channel that keeps every value, in order, up to {@code bound} per beat. */
    public <T> Channel<T> queue(int bound, Consumer<? super Channel.Batch<T>> onFx) {
        AtomicLong number = new AtomicLong();
        return open(_ -> number.incrementAndGet(), bound, onFx);
    }

    private <T> Channel<T> open(Function<? super T, ?> id, int bound, Consumer<? super Channel.Batch<T>> onFx) {
        Channel<T> channel = new Channel<>(id, bound, onFx, channels::remove);
        channels.add(channel);
        return channel;
    }

    private void beat() {
        if (!channels.stream().allMatch(Channel::isIdle) && handingOver.compareAndSet(false, true)) {
            Platform.runLater(this::handOver);
        }
    }

    private void handOver() {
        handingOver.set(false);
        for (Channel<?> channel : channels) {
            guarded(channel::deliver);
        }
    }

    /** Runs the work on a virtual thread and hands its result, or what went wrong, to the FX thread. */
    public <T> Loading load(Callable<T> work, Consumer<? super T> onFx, Consumer<? super Exception> onError) {
        Loading loading = new Loading();
        if (background.isShutdown()) {
            loading.cancel(); // the window is closing: nobody waits for an answer any more
            return loading;
        }
        loading.started(background.submit(() -> {
            try {
                T result = work.call();
                fx(() -> arrive(loading, () -> onFx.accept(result)));
            } catch (Exception exception) {
                fx(() -> arrive(loading, () -> onError.accept(exception)));
            } catch (Error error) {
                Platform.runLater(() -> {
                    throw error; // no answer, but a mistake that must be told
                });
            }
        }));
        return loading;
    }

    private static void arrive(Loading loading, Runnable delivery) {
        if (loading.arrive()) {
            delivery.run();
        }
    }

    public Slot slot() {
        return new Slot(this);
    }

    /** Repeats a question, always with this pause between an answer and the next question, until the result is closed. */
    public <T> Repeating every(Duration pause, Callable<T> work, Consumer<? super T> onFx) {
        Repeating repeating = new Repeating();
        repeat(repeating, pause, work, onFx);
        return repeating;
    }

    private <T> void repeat(Repeating repeating, Duration pause, Callable<T> work, Consumer<? super T> onFx) {
        repeating.next(load(
                work,
                result -> {
                    guarded(() -> onFx.accept(result));
                    later(repeating, pause, work, onFx);
                },
                exception -> {
                    LOG.debug("A repeated question failed and is asked again", exception);
                    later(repeating, pause, work, onFx);
                }));
    }

    private <T> void later(Repeating repeating, Duration pause, Callable<T> work, Consumer<? super T> onFx) {
        if (repeating.isOpen() && !clock.isShutdown()) {
            clock.schedule(
                    () -> fx(() -> {
                        if (repeating.isOpen()) {
                            repeat(repeating, pause, work, onFx);
                        }
                    }),
                    pause.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Runs something on the FX thread, now when it is this one. */
    public void fx(Runnable action) {
        if (Platform.isFxApplicationThread()) {
            guarded(action);
        } else {
            Platform.runLater(() -> guarded(action));
        }
    }

    /** One receiver that throws must not take the others' events away. */
    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException exception) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, exception);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        background.shutdownNow();
    }
}
