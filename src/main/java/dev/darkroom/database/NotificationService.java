package dev.darkroom.database;

import dev.darkroom.logging.DefectReport;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    /** Sends notifications on one thread, those of each 25 ms in one transaction. */
    private static final class NotificationSender implements AutoCloseable {
        private static final Logger LOG = LoggerFactory.getLogger(NotificationService.class);
        private static final long INTERVAL_MILLIS = 25;
        private static final Duration ANSWER = Duration.ofSeconds(5);
        /** The time limit for sending what is still queued on close. */
        private static final Duration LAST_SEND = Duration.ofSeconds(2);

        private record Wake(String channel, String payload) {}

        private final NotificationService.Origin origin;
        private final DedicatedConnection connection;
        private final Set<Wake> waiting = new LinkedHashSet<>();
        private final Thread thread;
        private boolean closed;

        NotificationSender(DatabaseSettings settings, NotificationService.Origin origin) {
            this.origin = origin;
            connection = DedicatedConnection.punctual(settings, "wake", ANSWER);
            this.thread = Thread.ofVirtual().name("notify").start(this::run);
        }

        synchronized void wake(String channel, String payload) {
            waiting.add(new Wake(channel, payload));
            notifyAll();
        }

        @Override
        public void close() {
            synchronized (this) {
                closed = true;
                notifyAll();
            }
            try {
                if (!thread.join(LAST_SEND)) {
                    connection.close();
                    thread.join(LAST_SEND);
                }
            } catch (InterruptedException exception) {
                Thread.currentThread().interrupt();
            }
        }

        private void run() {
            try {
                for (Set<Wake> wakes = next(); !wakes.isEmpty(); wakes = next()) {
                    sendSurely(wakes);
                    Thread.sleep(INTERVAL_MILLIS);
                }
            } catch (InterruptedException _) {
                // Only at the end of the virtual thread.
            } finally {
                connection.close();
            }
        }

        /** Waits for something to send; returns an empty set at the end. */
        private synchronized Set<Wake> next() throws InterruptedException {
            while (waiting.isEmpty() && !closed) {
                wait();
            }
            Set<Wake> taken = new LinkedHashSet<>(waiting);
            waiting.clear();
            return taken;
        }

        private void sendSurely(Set<Wake> wakes) {
            try {
                send(wakes);
            } catch (RuntimeException | Error defect) {
                DefectReport.outlived(LOG, "Waking other engines", defect);
            }
        }

        private void send(Set<Wake> wakes) {
            try {
                connection.inTransaction(open -> {
                    try (PreparedStatement statement = open.prepareStatement("select pg_notify(?, ?)")) {
                        for (Wake wake : wakes) {
                            statement.setString(1, wake.channel());
                            statement.setString(2, origin.marked(wake.payload()));
                            statement.execute();
                        }
                    }
                    return true;
                });
            } catch (DatabaseException exception) {
                LOG.debug(
                        "Waking other engines failed, they will find the work when they poll: {}",
                        exception.getMessage());
            }
        }
    }
}
