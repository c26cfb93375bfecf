package dev.darkroom.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that sends what gathered in 25 ms, in one transaction. */
final class NotifySender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NotifySender.class);
    private static final long EVERY = 25;

    private record Wake(String channel, String payload) {}

    private final DatabaseSettings settings;
    private final Set<Wake> waiting = new LinkedHashSet<>();
    private final Thread thread;
    private boolean closed;
    private @Nullable Connection connection;

    NotifySender(DatabaseSettings settings) {
        this.settings = settings;
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
            thread.join();
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            for (Set<Wake> wakes = next(); !wakes.isEmpty(); wakes = next()) {
                send(wakes);
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException _) {
            // Only a virtual thread's end.
        } finally {
            disconnect();
        }
    }

    /** Waits for something to send; empty at the end. */
    private synchronized Set<Wake> next() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        Set<Wake> taken = new LinkedHashSet<>(waiting);
        waiting.clear();
        return taken;
    }

    private void send(Set<Wake> wakes) {
        try {
            if (connection == null) {
                connection = Pools.connect(settings);
            }
            try (PreparedStatement statement = connection.prepareStatement("select pg_notify(?, ?)")) {
                connection.setAutoCommit(false);
                for (Wake wake : wakes) {
                    statement.setString(1, wake.channel());
                    statement.setString(2, wake.payload());
                    statement.execute();
                }
                connection.commit();
            }
        } catch (SQLException exception) {
            LOG.debug("Waking other engines failed, they will look for themselves: {}", exception.getMessage());
            disconnect();
        }
    }

    private void disconnect() {
        try (Connection _ = connection) {
            connection = null;
        } catch (SQLException exception) {
            LOG.debug("Closing a connection failed: {}", exception.getMessage());
        }
    }
}
