package dev.darkroom.database;

import dev.darkroom.logging.DefectReport;
import dev.darkroom.system.BackoffPolicy;
import dev.darkroom.system.ThreadPause;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the notifications of a channel on one thread and one connection; reconnects for as long as it takes. */
final class NotificationListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationListener.class);
    private static final int POLL_MILLIS = 5_000;
    /** A longer response time means that the network is silent. */
    private static final int ANSWER_SECONDS = 10;
    /** Limits the wait on close: a connection being opened ends by its own timeout, and the thread with it. */
    private static final Duration MAX_CLOSE_WAIT = Duration.ofSeconds(2);

    private static final BackoffPolicy BACKOFF = new BackoffPolicy(Duration.ofMillis(100), Duration.ofSeconds(5));

    private final DatabaseSettings settings;
    private final NotificationService.Origin origin;
    private final String channel;
    private final Consumer<String> listener;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Connection connection;

    NotificationListener(
            DatabaseSettings settings, NotificationService.Origin origin, String channel, Consumer<String> listener) {
        if (!channel.matches("[a-z_]{1,60}")) {
            throw new IllegalArgumentException("A channel has lower-case letters and underscores only: " + channel);
        }
        this.settings = settings;
        this.origin = origin;
        this.channel = channel;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("listen-" + channel).daemon().start(this::run);
    }

    private void run() {
        int failures = 0;
        while (!closed) {
            try (Connection opened = connect();
                    Statement statement = opened.createStatement()) {
                connection = opened;
                statement.execute("listen " + channel);
                failures = 0;
                deliver("");
                receive(opened.unwrap(PGConnection.class), statement);
            } catch (SQLException exception) {
                waitAfter(exception, ++failures);
            } catch (RuntimeException | Error defect) {
                DefectReport.outlived(LOG, "Listening to " + channel, defect);
                waitAfter(defect, ++failures);
            } finally {
                connection = null;
            }
        }
    }

    private Connection connect() throws SQLException {
        PGSimpleDataSource source = ConnectionPools.source(settings);
        source.setApplicationName("darkroom listen");
        source.setSocketTimeout(ANSWER_SECONDS);
        return source.getConnection();
    }

    /** Queries a server that has been quiet for a while: a cut network looks like a server without notifications. */
    private void receive(PGConnection opened, Statement question) throws SQLException {
        while (!closed) {
            PGNotification[] heard = opened.getNotifications(POLL_MILLIS);
            if (heard.length == 0 && !closed) {
                question.execute("select 1");
            }
            for (PGNotification notification : heard) {
                if (!origin.isOf(notification.getParameter())) {
                    deliver(NotificationService.Origin.withoutMark(notification.getParameter()));
                }
            }
        }
    }

    /** Calls the listener; its failure must not end the listening. */
    private void deliver(String payload) {
        if (closed) {
            return;
        }
        try {
            listener.accept(payload);
        } catch (RuntimeException | Error defect) {
            DefectReport.outlived(LOG, "A listener of " + channel, defect);
        }
    }

    private void waitAfter(Throwable exception, int failures) {
        if (closed) {
            return;
        }
        Duration pause = BACKOFF.after(failures);
        LOG.debug(
                "Listening to {} was cut off, trying again in {} ms: {}",
                channel,
                pause.toMillis(),
                exception.getMessage());
        ThreadPause.untilWoken(pause);
    }

    /** Aborts the connection, which ends a wait for notifications at once, even when the network is silent. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        Connection open = connection;
        try {
            if (open != null) {
                open.abort(Runnable::run);
            }
            if (thread != Thread.currentThread()) {
                thread.join(MAX_CLOSE_WAIT);
            }
        } catch (SQLException exception) {
            LOG.debug("Closing a connection failed: {}", exception.getMessage());
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
        }
    }
}
