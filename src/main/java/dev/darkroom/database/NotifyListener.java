package dev.darkroom.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread and one connection that wait for notifications of a channel; connects again for as long as it takes. */
final class NotifyListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NotifyListener.class);
    private static final int LOOK_MILLIS = 5_000;
    private static final long FIRST_PAUSE = 100;
    private static final long LONGEST_PAUSE = 5_000;

    private final DatabaseSettings settings;
    private final String channel;
    private final Consumer<String> listener;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Connection connection;

    NotifyListener(DatabaseSettings settings, String channel, Consumer<String> listener) {
        if (!channel.matches("[a-z_]{1,60}")) {
            throw new IllegalArgumentException("A channel has lower-case letters and underscores only: " + channel);
        }
        this.settings = settings;
        this.channel = channel;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("listen-" + channel).daemon().start(this::run);
    }

    private void run() {
        long pause = FIRST_PAUSE;
        while (!closed) {
            try (Connection opened = Pools.connect(settings);
                    Statement statement = opened.createStatement()) {
                connection = opened;
                statement.execute("listen " + channel);
                pause = FIRST_PAUSE;
                tell("");
                receive(opened.unwrap(PGConnection.class));
            } catch (SQLException exception) {
                pause = waitAfter(exception, pause);
            }
        }
    }

    private void receive(PGConnection opened) throws SQLException {
        while (!closed) {
            for (PGNotification notification : opened.getNotifications(LOOK_MILLIS)) {
                tell(notification.getParameter());
            }
        }
    }

    /** A listener that fails must not end the listening. */
    private void tell(String payload) {
        try {
            listener.accept(payload);
        } catch (RuntimeException exception) {
            LOG.warn("A listener of {} failed", channel, exception);
        }
    }

    private long waitAfter(SQLException exception, long pause) {
        if (closed) {
            return pause;
        }
        LOG.debug("Listening to {} was cut off, trying again in {} ms: {}", channel, pause, exception.getMessage());
        try {
            Thread.sleep(pause);
        } catch (InterruptedException _) {
            // Closed; the loop looks.
        }
        return Math.min(LONGEST_PAUSE, pause * 2);
    }

    /** Closing the connection ends a wait for notifications at once. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        Connection open = connection;
        try {
            if (open != null) {
                open.close();
            }
            thread.join();
        } catch (SQLException exception) {
            LOG.debug("Closing a connection failed: {}", exception.getMessage());
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
        }
    }
}
