package dev.darkroom.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** Everything that programs on one database do one after the other by an advisory lock, each under a number of its own. */
public enum AdvisoryLock {
    /** Two programs that start at once bring the schema up one after the other. */
    MIGRATION(0x6461726b_00000001L),
    /** Engines that count what runs against quotas do not count at the same time. */
    CLAIM_QUOTAS(0x6461726b_00000002L),
    /** One engine at a time looks for generations that are stuck. */
    STUCK_MONITOR(0x6461726b_00000003L),
    /** One program at a time sums up what is old. */
    ROLL_UP(0x6461726b_00000004L),
    /** One program at a time deletes what is older than is to be kept. */
    RETENTION(0x6461726b_00000005L),
    /** One program at a time judges what is an alert. */
    ALERTS(0x6461726b_00000006L),
    /** Taken by the SQL function that makes and drops the partitions of the shared log. */
    SHARED_LOG_PARTITIONS(5108212374911L);

    private static final Duration LOCK_LIMIT = Duration.ofSeconds(1);

    private final long number;

    AdvisoryLock(long number) {
        this.number = number;
    }

    /** For SQL that takes the lock itself. */
    public long number() {
        return number;
    }

    /**
     * Waits for it, as long as the lock timeout of the session allows; held until the transaction ends. A statement
     * of its own: the snapshot of one that waited for the lock inside would be older than the lock.
     */
    public void lock(Handle transaction) {
        transaction
                .createQuery("select pg_advisory_xact_lock(:number)")
                .bind("number", number)
                .mapTo(String.class)
                .list();
    }

    /** False at once when another transaction has it; else held until the transaction ends. */
    public boolean tryLock(Handle transaction) {
        return transaction
                .createQuery("select pg_try_advisory_xact_lock(:number)")
                .bind("number", number)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Does a piece of work in a transaction of its own, unless another program is at it. Nothing waits for long: where
     * somebody else keeps a row locked, it is left for the next time.
     *
     * @return what the work said, false when it was not done
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

    /** Waits for it; held until the connection is closed. */
    void lockSession(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(" + number + ")");
        }
    }
}
