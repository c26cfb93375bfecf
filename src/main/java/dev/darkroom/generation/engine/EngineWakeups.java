package dev.darkroom.generation.engine;

import dev.darkroom.database.NotificationService;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;

/**
 * Notifies the engines of other processes of new work or a cancel request; after the commit, never inside it, because a
 * database serializes the commits of transactions that notify. Hints only: every engine polls as well.
 */
public final class EngineWakeups implements AutoCloseable {
    /** Also notified by the SQL functions for other programs. */
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

    /**
     * Calls {@code work} on a separate thread soon after a notification; first {@code cancel} if an operator may have asked to
     * cancel.
     */
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
