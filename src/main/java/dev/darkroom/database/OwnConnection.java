package dev.darkroom.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection beside the pools, for a thread that copies in bulk. Opened when it is needed and again after a loss; one
 * thread works on it, any other may close it, which ends what is going on.
 */
public final class OwnConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnConnection.class);
    private static final int SILENCE_SECONDS = 60;

    private final PGSimpleDataSource source;
    private final int isolation;
    private volatile boolean closed;
    private volatile @Nullable Connection connection;

    private OwnConnection(DatabaseSettings settings, String name, boolean reads) {
        source = Pools.source(settings);
        source.setApplicationName("darkroom " + name);
        source.setCurrentSchema(Database.SCHEMA);
        source.setSocketTimeout(SILENCE_SECONDS);
        source.setReadOnly(reads);
        isolation = reads ? Connection.TRANSACTION_REPEATABLE_READ : Connection.TRANSACTION_READ_COMMITTED;
    }

    public static OwnConnection writing(DatabaseSettings settings, String name) {
        return new OwnConnection(settings, name, false);
    }

    /** Each transaction sees one state of the database. */
    public static OwnConnection reading(DatabaseSettings settings, String name) {
        return new OwnConnection(settings, name, true);
    }

    /** Work of one transaction. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T with(Connection connection) throws SQLException, E;
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
            open.setAutoCommit(false);
            open.setTransactionIsolation(isolation);
            connection = open;
        }
        if (closed) {
            throw DatabaseException.lost("The connection was closed.", null);
        }
        return open;
    }

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

    private void end() {
        try (Connection _ = connection) {
            connection = null;
        } catch (SQLException exception) {
            LOG.debug("Closing a connection failed: {}", exception.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        Connection open = connection;
        try {
            if (open != null) {
                open.abort(Runnable::run);
            }
        } catch (SQLException exception) {
            LOG.debug("Closing a connection failed: {}", exception.getMessage());
        }
    }
}
