package dev.darkroom.database;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Wake-ups between processes by LISTEN and NOTIFY, on connections of their own. They are hints: one may be lost with a
 * connection, so who waits for work also looks for itself now and then.
 */
public final class Notifications implements AutoCloseable {
    private final DatabaseSettings settings;
    private final NotifySender sender;
    private final List<NotifyListener> listeners = new ArrayList<>();

    Notifications(DatabaseSettings settings) {
        this.settings = settings;
        this.sender = new NotifySender(settings);
    }

    /**
     * Calls on a thread of its own with the payload of each notification of the channel; with an empty one after every
     * (re)connect, because something may have been missed.
     */
    public synchronized void listen(String channel, Consumer<String> listener) {
        listeners.add(new NotifyListener(settings, channel, listener));
    }

    /** Never blocks and never fails; equal wake-ups within 25 ms become one. */
    public void wake(String channel, String payload) {
        sender.wake(channel, payload);
    }

    @Override
    public synchronized void close() {
        sender.close();
        listeners.forEach(NotifyListener::close);
    }
}
