package dev.darkroom.database;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Wake-ups between processes by LISTEN and NOTIFY, on dedicated connections. They are hints: one may be lost with a connection,
 * so anything that waits for work also polls periodically. Notifications sent here are not received here.
 */
public final class NotificationService implements AutoCloseable {
    private final DatabaseSettings settings;
    private final Origin origin = Origin.random();
    private final NotificationSender sender;
    private final Set<NotificationListener> listeners = ConcurrentHashMap.newKeySet();
    private boolean closed;

    NotificationService(DatabaseSettings settings) {
        this.settings = settings;
        this.sender = new NotificationSender(settings, origin);
    }

    /** Ends a subscription: its thread and its connection are gone when {@link #close} returns. */
    @FunctionalInterface
    public interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Calls the listener on a separate thread with the payload of each notification of the channel that was sent elsewhere;
     * with an empty one after every (re)connect, because some may have been missed. Continues until the returned subscription,
     * or this service, is closed.
     */
    public synchronized Listening listen(String channel, Consumer<String> listener) {
        if (closed) {
            throw new IllegalStateException("Notifications that were closed cannot be listened to.");
        }
        NotificationListener started = new NotificationListener(settings, origin, channel, listener);
        listeners.add(started);
        return () -> {
            started.close();
            listeners.remove(started);
        };
    }

    /** Never blocks and never fails; equal wake-ups within 25 ms become one. */
    public void wake(String channel, String payload) {
        sender.wake(channel, payload);
    }

    @Override
    public synchronized void close() {
        closed = true;
        sender.close();
        listeners.forEach(NotificationListener::close);
        listeners.clear();
    }

    /**
     * Marks the notifications of one sender, so that its own listeners can tell them from those of others. The mark is in the
     * payload because a connection pooler shares the server's process ids among its clients. Payloads without a mark are from
     * other programs.
     */
    record Origin(String mark) {
        private static final char SEPARATOR = '#';
        private static final int BYTES = 8;

        static Origin random() {
            byte[] bytes = new byte[BYTES];
            new SecureRandom().nextBytes(bytes);
            return new Origin(SEPARATOR + HexFormat.of().formatHex(bytes));
        }

        String marked(String payload) {
            return payload + mark;
        }

        boolean isOf(String payload) {
            return payload.endsWith(mark);
        }

        static String withoutMark(String payload) {
            return payload.replaceFirst(SEPARATOR + "[0-9a-f]{" + 2 * BYTES + "}$", "");
        }
    }
}
