package dev.darkroom.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** The advisory locks, each with a unique number, by which the programs on one database take turns. */
public enum AdvisoryLock {
    /** Programs that start at the same time migrate the schema one after the other. */
    MIGRATION(0x6461726b_00000001L),
    /** Engines do not count their runs against quotas concurrently. */
    CLAIM_QUOTAS(0x6461726b_00000002L),
    /** One engine at a time looks for stuck generations. */
    STUCK_MONITOR(0x6461726b_00000003L),
    /** One program at a time rolls up metrics and deletes data that has exceeded its retention. */
    RETENTION(0x6461726b_00000005L),
    /** One program at a time evaluates alerts. */
    ALERTS(0x6461726b_00000006L),
    /** Taken by the SQL function that creates and drops the partitions of the shared log. */
    SHARED_LOG_PARTITIONS(5108212374911L);

    private static final Duration LOCK_LIMIT = Duration.ofSeconds(1);

    private final long number;

    AdvisoryLock(long number) {
        this.number = number;
    }

    /** Returns the number for SQL that takes the lock itself. */
    public long number() {
        return number;
    }

    /**
     * Waits for the lock, as long as the lock timeout of the session allows; held until the transaction ends. Uses a separate
     * statement: if a statement waited for the lock within, its snapshot would be older than the lock.
     */
    public void lock(Handle transaction) {
        transaction
                .createQuery("select pg_advisory_xact_lock(:number)")
                .bind("number", number)
                .mapTo(String.class)
                .list();
    }

    /** Returns false at once when another transaction holds the lock; otherwise holds it until the transaction ends. */
    public boolean tryLock(Handle transaction) {
        return transaction
                .createQuery("select pg_try_advisory_xact_lock(:number)")
                .bind("number", number)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Does a piece of work in its own transaction, unless another program is doing it. Nothing waits for long: where another
     * session keeps a row locked, the work is left for the next time.
     *
     * @return the result of the work, false when it was not done
     */
    public boolean doAlone(Database database, Predicate<Handle> work) {
        try {
            return database.inTransaction(LOCK_LIMIT, handle -> tryLock(handle) && work.test(handle));
        } catch (DatabaseException failure) {
            if (failure.kind() == DatabaseFailure.CONTENTION) {
                return false;
            }
            throw failure;
        }
    }

    /** Waits for the lock; held until the connection is closed. */
    void lockSession(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(" + number + ")");
        }
    }
}
