package dev.darkroom.database;

import dev.darkroom.logging.DefectReport;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends notifications on one thread, those of each 25 ms in one transaction. */
final class NotificationSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationSender.class);
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
                    "Waking other engines failed, they will find the work when they poll: {}", exception.getMessage());
        }
    }
}
