package dev.darkroom.database;

import dev.darkroom.message.CodedMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection beside the pools, for a thread that must not wait for others. Opened when it is needed and again after a loss;
 * one thread works on it, any other may close it, which ends what is going on, also while the network is silent.
 */
public final class DedicatedConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DedicatedConnection.class);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final PGSimpleDataSource source;
    private final int isolation;
    private final String settings;
    private volatile boolean closed;
    private volatile @Nullable Connection connection;

    private DedicatedConnection(
            DatabaseSettings database, String name, boolean reads, Duration silence, String settings) {
        source = reads ? ConnectionPools.readOnlySource(database) : ConnectionPools.source(database);
        source.setApplicationName("darkroom " + name);
        source.setCurrentSchema(Database.SCHEMA);
        source.setSocketTimeout(Math.toIntExact(silence.toSeconds()));
        isolation = reads ? Connection.TRANSACTION_REPEATABLE_READ : Connection.TRANSACTION_READ_COMMITTED;
        this.settings = settings;
    }

    /** For bulk work: it waits for locks without end, and a silent network for a minute. */
    public static DedicatedConnection writing(DatabaseSettings database, String name) {
        return new DedicatedConnection(database, name, false, SILENCE, "");
    }

    /** Each transaction sees one state of the database. */
    public static DedicatedConnection reading(DatabaseSettings database, String name) {
        return new DedicatedConnection(database, name, true, SILENCE, ConnectionPools.ONLY_READS);
    }

    /**
     * For work that must go on in time, as a heartbeat: connecting, a statement and an answer each take {@code limit} at most (whole seconds),
     * a lock a quarter of that; what takes longer fails.
     */
    public static DedicatedConnection punctual(DatabaseSettings database, String name, Duration limit) {
        DedicatedConnection connection = new DedicatedConnection(
                database,
                name,
                false,
                // The server ends the statement before the network counts as silent.
                limit.plusSeconds(1),
                "set statement_timeout = %d; set lock_timeout = %d".formatted(limit.toMillis(), limit.toMillis() / 4));
        connection.source.setConnectTimeout(Math.toIntExact(limit.toSeconds()));
        return connection;
    }

    /** Work of one transaction. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T with(Connection connection) throws SQLException, E;
    }

    /** One transaction by Jdbi; an exception rolls it back. */
    public <T> T withHandle(Function<Handle, T> work) {
        try {
            return inTransaction(open -> {
                try (Handle handle = jdbi(open).open()) {
                    return work.apply(handle);
                }
            });
        } catch (JdbiException exception) {
            throw DatabaseException.of(exception);
        }
    }

    /** Handles leave the transaction and the connection to us. */
    private static Jdbi jdbi(Connection open) {
        return Database.configured(Jdbi.create(open))
                .configure(Handles.class, handles -> handles.setForceEndTransactions(false));
    }

    /**
     * An exception rolls it back.
     *
     * @throws DatabaseException also when the answer to the commit was lost, and it is not known whether it happened
     */
    public <T, E extends Exception> T inTransaction(Work<T, E> work) throws E {
        boolean done = false;
        try {
            Connection open = open();
            T result = work.with(open);
            open.commit();
            done = true;
            return result;
        } catch (SQLException exception) {
            throw DatabaseException.of(exception);
        } finally {
            if (!done) {
                rollBack();
            }
        }
    }

    private Connection open() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = source.getConnection();
            connection = open;
            configure(open);
        }
        if (closed) {
            throw DatabaseException.lost(CodedMessage.of("database.closed"));
        }
        return open;
    }

    private void configure(Connection opened) throws SQLException {
        try (Statement statement = opened.createStatement()) {
            statement.execute(ConnectionPools.KEPT_IDLE + "; " + settings);
        }
        opened.setTransactionIsolation(isolation);
        opened.setAutoCommit(false);
    }

    /** A connection that cannot be rolled back is given up, and the next transaction opens another one. */
    private void rollBack() {
        Connection open = connection;
        try {
            if (open != null && !closed && !open.isClosed()) {
                open.rollback();
                return;
            }
        } catch (SQLException exception) {
            LOG.debug("A transaction could not be rolled back: {}", exception.getMessage());
        }
        end();
    }

    /** Without a goodbye, which nobody may be there to take. */
    private void end() {
        Connection open = connection;
        connection = null;
        abort(open);
    }

    @Override
    public void close() {
        closed = true;
        abort(connection);
    }

    private static void abort(@Nullable Connection open) {
        try {
            if (open != null) {
                open.abort(Runnable::run);
            }
        } catch (SQLException exception) {
            LOG.debug("Closing a connection failed: {}", exception.getMessage());
        }
    }
}
