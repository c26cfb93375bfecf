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
 * One connection outside the pools, for a thread that must not wait for others. Opened on demand and reopened after a loss; one
 * thread works on it, any other may close it, which aborts the current work, even while the network is silent.
 */
public final class DedicatedConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DedicatedConnection.class);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    /** Not the driver's {@code currentSchema}, an option of the startup message that poolers refuse or leave out. */
    private static final String FIND_TABLES = "set search_path = " + Database.SCHEMA;

    private final PGSimpleDataSource source;
    private final int isolation;
    private final String settings;
    private volatile boolean closed;
    private volatile @Nullable Connection connection;

    private DedicatedConnection(
            DatabaseSettings database, String name, boolean reads, Duration silence, String settings) {
        source = reads ? ConnectionPools.readOnlySource(database) : ConnectionPools.source(database);
        source.setApplicationName("darkroom " + name);
        source.setSocketTimeout(Math.toIntExact(silence.toSeconds()));
        isolation = reads ? Connection.TRANSACTION_REPEATABLE_READ : Connection.TRANSACTION_READ_COMMITTED;
        this.settings = settings;
    }

    /** For bulk work: waits for locks without a limit, and for a silent network up to a minute. */
    public static DedicatedConnection writing(DatabaseSettings database, String name) {
        return new DedicatedConnection(database, name, false, SILENCE, "");
    }

    /** Gives each transaction a single snapshot of the database. */
    public static DedicatedConnection reading(DatabaseSettings database, String name) {
        return new DedicatedConnection(database, name, true, SILENCE, ConnectionPools.ONLY_READS);
    }

    /**
     * For work with a deadline, such as a heartbeat: connecting and each statement take at most {@code limit} (whole seconds),
     * a silent network a second more, a lock a quarter of the limit; anything longer fails.
     */
    public static DedicatedConnection punctual(DatabaseSettings database, String name, Duration limit) {
        DedicatedConnection connection = new DedicatedConnection(
                database,
                name,
                false,
                // The server ends the statement before the network counts as silent.
                limit.plusSeconds(1),
                "set statement_timeout = " + limit.toMillis() + "; set lock_timeout = " + limit.toMillis() / 4);
        connection.source.setConnectTimeout(Math.toIntExact(limit.toSeconds()));
        return connection;
    }

    /** The work of one transaction. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T with(Connection connection) throws SQLException, E;
    }

    /** Runs one transaction with Jdbi; an exception rolls it back. */
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

    /** Creates a Jdbi whose handles leave ending the transaction and the connection to this class. */
    private static Jdbi jdbi(Connection open) {
        return Database.configured(Jdbi.create(open))
                .configure(Handles.class, handles -> handles.setForceEndTransactions(false));
    }

    /**
     * Runs one transaction; an exception rolls it back.
     *
     * @throws DatabaseException also when the answer to the commit was lost, so that its outcome is unknown
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
            statement.execute(ConnectionPools.NO_IDLE_TIMEOUT + "; " + FIND_TABLES + "; " + settings);
        }
        opened.setTransactionIsolation(isolation);
        opened.setAutoCommit(false);
    }

    /** Rolls back; if that fails, drops the connection, and the next transaction opens another one. */
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

    /** Aborts without a termination message, as the server may be unreachable. */
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
