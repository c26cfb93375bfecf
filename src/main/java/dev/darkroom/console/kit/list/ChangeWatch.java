package dev.darkroom.console.kit.list;

import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.PollingTask;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Polls the current state, at most once a second after an event of this program, and every few seconds without one, because
 * other programs do not notify this window. After a failure it polls once a second until it succeeds.
 */
public final class ChangeWatch<S> implements AutoCloseable {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
    private static final int MAX_SILENT_POLLS = 5;

    private final Predicate<EngineEvent> concerns;
    private final Callable<S> query;
    private final AtomicBoolean changed = new AtomicBoolean(true);
    private final EventBus.Subscription subscription;
    private final PollingTask polling;
    /** Beats without a query; only one query runs at a time. */
    private int silentPolls;

    /** @param onPoll receives the failure of each query, or null after a success */
    public ChangeWatch(
            FxEventBridge feed,
            EventBus events,
            Predicate<EngineEvent> concerns,
            Callable<S> query,
            Consumer<? super S> onAnswer,
            Consumer<@Nullable Exception> onPoll) {
        this.concerns = concerns;
        this.query = query;
        subscription = events.subscribe(this::onEvent);
        polling = feed.poll(
                POLL_INTERVAL,
                this::query,
                answer -> answer.ifPresent(found -> {
                    onPoll.accept(null);
                    onAnswer.accept(found);
                }),
                failure -> {
                    changed.set(true);
                    onPoll.accept(failure);
                });
    }

    private void onEvent(EngineEvent event) {
        if (concerns.test(event)) {
            changed.set(true);
        }
    }

    private Optional<S> query() throws Exception {
        silentPolls++;
        if (!changed.getAndSet(false) && silentPolls < MAX_SILENT_POLLS) {
            return Optional.empty();
        }
        silentPolls = 0;
        return Optional.of(query.call());
    }

    @Override
    public void close() {
        subscription.close();
        polling.close();
    }
}
