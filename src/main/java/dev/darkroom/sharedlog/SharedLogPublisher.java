package dev.darkroom.sharedlog;

import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.database.DedicatedConnection;
import dev.darkroom.logging.DefectReport;
import dev.darkroom.logging.LogLine;
import dev.darkroom.logging.LogLineEncoder;
import dev.darkroom.system.BackoffPolicy;
import dev.darkroom.system.ThreadPause;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every record of this process to the database, in batches, from a single thread with a dedicated connection. Logging
 * never waits for it: while the database is unavailable the records are queued, and if too many are queued, further records are
 * dropped and their number logged afterwards. Each record arrives once or not at all.
 */
public final class SharedLogPublisher extends UnsynchronizedAppenderBase<LogLine> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedLogPublisher.class);
    private static final String THREAD = "log-share";
    private static final int MAX_QUEUED_LINES = 100_000;
    private static final long MAX_QUEUED_CHARACTERS = 64L << 20;
    private static final long WAIT_MILLIS = 500;
    private static final long GATHER_MILLIS = 100;
    private static final Duration TIDY_INTERVAL = Duration.ofHours(1);
    private static final Duration TIDY_RETRY = Duration.ofMinutes(5);
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(10);
    private static final BackoffPolicy BACKOFF = new BackoffPolicy(Duration.ofMillis(200), Duration.ofSeconds(5));
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final String engine;
    private final DedicatedConnection connection;
    private final SharedLogQueue queue;
    private final LogLineEncoder encoder = new LogLineEncoder();
    private final Thread thread = Thread.ofPlatform().name(THREAD).daemon().unstarted(this::run);
    private volatile Instant deadline = Instant.MAX;
    private Instant nextTidy = Instant.MIN;
    private Instant nextReport = Instant.MIN;
    private long number;
    private boolean failing;

    private SharedLogPublisher(DatabaseSettings settings, String engine, SharedLogQueue queue) {
        this.engine = engine;
        this.queue = queue;
        connection = DedicatedConnection.writing(settings, THREAD);
        encoder.setEngine(engine);
        setName(THREAD);
    }

    /**
     * Starts a publisher, ready to be added to the log of this process.
     *
     * @param engine the name of this process in the shared log
     */
    public static SharedLogPublisher start(DatabaseSettings settings, String engine) {
        return start(settings, engine, MAX_QUEUED_LINES);
    }

    static SharedLogPublisher start(DatabaseSettings settings, String engine, int lines) {
        SharedLogPublisher share =
                new SharedLogPublisher(settings, engine, new SharedLogQueue(lines, MAX_QUEUED_CHARACTERS));
        share.start();
        share.thread.start();
        return share;
    }

    /**
     * Ignores what this thread and its driver log while they work, as sending it would create more to send; only this class's
     * own messages are shared.
     */
    @Override
    protected void append(LogLine line) {
        if (!line.thread().equals(THREAD) || line.logger().equals(SharedLogPublisher.class.getName())) {
            queue.put(line);
        }
    }

    private void run() {
        while (!isClosing() || !queue.isEmpty()) {
            try {
                tidy();
                List<LogLine> lines = queue.next(isClosing() ? 0 : WAIT_MILLIS, isClosing() ? 0 : GATHER_MILLIS);
                if (!lines.isEmpty()) {
                    LogCopyBatch batch = new LogCopyBatch(engine, encoder, number, lines);
                    number += batch.size();
                    send(batch);
                }
                if (!failing) {
                    reportLost(Instant.now());
                }
            } catch (InterruptedException _) {
                // Closed: the conditions above decide how to continue.
            } catch (RuntimeException | Error defect) {
                DefectReport.outlived(LOG, "The shared log", defect);
            }
            if (Instant.now().isAfter(deadline)) {
                queue.dropAll();
            }
        }
    }

    private boolean isClosing() {
        return deadline != Instant.MAX;
    }

    /** Retries until the batch is written or time has run out. */
    private void send(LogCopyBatch batch) {
        for (int failures = 0; ; ) {
            boolean before = failures > 0;
            Duration pause = BACKOFF.after(++failures);
            try {
                connection.inTransaction(open -> {
                    batch.write(open, before);
                    return true;
                });
                failing = false;
                return;
            } catch (DatabaseException failure) {
                reportFailure(failure);
                // A retry cannot fix a value that the database cannot store.
                if (failure.state().startsWith("22")
                        || Instant.now().plus(pause).isAfter(deadline)) {
                    queue.countLost(batch.size());
                    return;
                }
            }
            ThreadPause.untilWoken(pause);
        }
    }

    private void reportFailure(DatabaseException failure) {
        if (!failing) {
            failing = true;
            LOG.warn("The shared log cannot be written, records of this process are waiting: {}", failure.getMessage());
        }
    }

    private void reportLost(Instant now) {
        long lost = now.isBefore(nextReport) ? 0 : queue.takeLost();
        if (lost > 0) {
            nextReport = Instant.now().plus(REPORT_INTERVAL);
            LOG.warn("{} records not shared: too many were waiting for the database", lost);
        }
    }

    /** Creates the partitions of the coming days and drops expired ones; sending records does not depend on it. */
    private void tidy() {
        Instant now = Instant.now();
        if (isClosing() || now.isBefore(nextTidy)) {
            return;
        }
        nextTidy = now.plus(TIDY_RETRY);
        try {
            connection.inTransaction(open -> {
                try (Statement statement = open.createStatement()) {
                    return statement.execute("select tidy_log_records()");
                }
            });
            nextTidy = now.plus(TIDY_INTERVAL);
        } catch (DatabaseException failure) {
            reportFailure(failure);
        }
    }

    /** Sends the queued records, for a few seconds at most. */
    @Override
    public void close() {
        stop();
        deadline = Instant.now().plus(CLOSE_TIMEOUT);
        thread.interrupt();
        try {
            if (!thread.join(CLOSE_TIMEOUT)) {
                connection.close();
                thread.join(CLOSE_TIMEOUT);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        connection.close();
        queue.dropAll();
        reportLost(Instant.MAX);
    }
}
