package dev.darkroom.generation.engine;

import dev.darkroom.database.NotificationService;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;

/**
 * Tells the engines of other processes that there is work, or that a person wants one ended; after the commit and never
 * in it, because the notifications of a database are written one transaction after the other. Hints only: every engine
 * looks for itself too.
 */
public final class EngineWakeups implements AutoCloseable {
    /** What the functions for other programs notify as well. */
    static final String CHANNEL = "darkroom_work";

    static final String WORK = "work";
    static final String CANCEL = "cancel";

    private final NotificationService notifications;
    private final EventBus.Subscription subscription;

    public EngineWakeups(NotificationService notifications, EventBus events) {
        this.notifications = notifications;
        subscription = events.subscribe(this::onEvent);
    }

    private void onEvent(EngineEvent event) {
        if (event instanceof EngineEvent.GenerationChanged changed) {
            switch (changed.change()) {
                case WORK -> notifications.wake(CHANNEL, WORK);
                case CANCEL -> notifications.wake(CHANNEL, CANCEL);
                case PROGRESS -> {}
            }
        }
    }

    /** Calls on a thread of its own, soon after something was told; the second when somebody may have asked to cancel. */
    NotificationService.Listening listen(Runnable work, Runnable cancel) {
        return notifications.listen(CHANNEL, payload -> {
            if (!payload.equals(WORK)) {
                cancel.run();
            }
            work.run();
        });
    }

    @Override
    public void close() {
        subscription.close();
        notifications.close();
    }
}
