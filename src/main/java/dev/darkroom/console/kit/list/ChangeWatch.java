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

/**
 * Polls the current state, at most once a second after an event of this program, and every few seconds without one, because
 * other programs do not notify this window.
 */
public final class ChangeWatch<S> implements AutoCloseable {
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final int SILENT_BEATS = 5;

    private final Predicate<EngineEvent> concerns;
    private final Callable<S> question;
    private final AtomicBoolean heard = new AtomicBoolean(true);
    private final EventBus.Subscription hearing;
    private final PollingTask beats;
    /** Beats without a query; only one query runs at a time. */
    private int silent;

    public ChangeWatch(
            FxEventBridge feed,
            EventBus events,
            Predicate<EngineEvent> concerns,
            Callable<S> question,
            Consumer<? super S> onAnswer) {
        this.concerns = concerns;
        this.question = question;
        hearing = events.subscribe(this::onEvent);
        beats = feed.poll(BEAT, this::ask, answer -> answer.ifPresent(onAnswer));
    }

    private void onEvent(EngineEvent event) {
        if (concerns.test(event)) {
            heard.set(true);
        }
    }

    private Optional<S> ask() throws Exception {
        silent++;
        if (!heard.getAndSet(false) && silent < SILENT_BEATS) {
            return Optional.empty();
        }
        silent = 0;
        return Optional.of(question.call());
    }

    @Override
    public void close() {
        hearing.close();
        beats.close();
    }
}
