package dev.darkroom.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.darkroom.message.CodedMessage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens connections and pools, and explains in one sentence why that is not possible. */
public final class ConnectionPools {
    /**
     * Starts a session that must change nothing. Not an option of the startup message, as poolers refuse options that they do
     * not know.
     */
    static final String ONLY_READS = "set default_transaction_read_only = on";

    private static final Duration READ_LIMIT = Duration.ofSeconds(10);
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(15);
    /** A connection unused for this long is returned to the server. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    /**
     * Limits how long a process that is frozen, or a laptop that is closed, within a transaction can keep its locks: then the
     * server ends its session.
     */
    private static final String IDLE_TRANSACTION_TIMEOUT = "; set idle_in_transaction_session_timeout = '5s'";

    /**
     * Limits how long a row locked by another program can block a user and a session: the server does not notice that a client
     * has given up, and the waiting session keeps its locks.
     */
    private static final String LOCK_TIMEOUT = "; set lock_timeout = '5s'";

    /** Overrides the timeouts that a role or server sets for others: Darkroom's connections may be idle for any time. */
    static final String NO_IDLE_TIMEOUT = "set idle_session_timeout = 0";

    private static final int MIN_MAJOR = 15;
    private static final int CONNECT_SECONDS = 10;
    private static final int SILENCE_SECONDS = 60;
    /** The server ends and reports a read that takes too long, unless it or the network has gone silent. */
    private static final int READ_SILENCE_SECONDS = Math.toIntExact(READ_LIMIT.toSeconds()) + 5;

    private ConnectionPools() {}

    static HikariDataSource engine(DatabaseSettings settings) {
        HikariConfig config = config(source(settings), SILENCE_SECONDS, settings, "engine", settings.poolSize());
        config.setConnectionInitSql(config.getConnectionInitSql() + IDLE_TRANSACTION_TIMEOUT + LOCK_TIMEOUT);
        return new HikariDataSource(config);
    }

    /**
     * For the {@link GroupCommitWriter}. Its statements join a handful of values with one row each, by its key: a plan made
     * while a table was small must not read all of it once it has grown. A row locked by another session delays a batch for 100
     * ms at most.
     */
    public static HikariDataSource writer(DatabaseSettings settings, int lanes) {
        HikariConfig config = config(source(settings), SILENCE_SECONDS, settings, "writer", lanes);
        config.setConnectionInitSql(config.getConnectionInitSql()
                + IDLE_TRANSACTION_TIMEOUT
                + "; set lock_timeout = '100ms'; set enable_hashjoin = off; set enable_mergejoin = off"
                + "; set enable_seqscan = off; set plan_cache_mode = force_generic_plan");
        return new HikariDataSource(config);
    }

    /**
     * For reads of lists. Most of their data is in memory or on an SSD: a plan that walks an index in list order beats one that
     * reads and sorts everything. One processor each, as the others are the engine's; merging two indexes in parallel would also
     * read one of them in every worker.
     */
    static HikariDataSource console(DatabaseSettings settings) {
        HikariConfig config =
                config(readOnlySource(settings), READ_SILENCE_SECONDS, settings, "console", settings.readPoolSize());
        config.setReadOnly(true);
        config.setConnectionInitSql(config.getConnectionInitSql()
                + "; set random_page_cost = 1.1; set max_parallel_workers_per_gather = 0; set statement_timeout = "
                + READ_LIMIT.toMillis() + "; " + ONLY_READS);
        return new HikariDataSource(config);
    }

    /** Opens a connection outside the pools. */
    public static Connection connect(DatabaseSettings settings) throws SQLException {
        return source(settings).getConnection();
    }

    static PGSimpleDataSource source(DatabaseSettings settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(settings.url());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        source.setApplicationName("darkroom");
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(CONNECT_SECONDS);
        // The error detail contains the row's values.
        source.setLogServerErrorDetail(false);
        DatabaseTls.secure(source);
        return source;
    }

    /** Each transaction starts read-only; for statements outside a transaction a session needs {@link #ONLY_READS} as well. */
    static PGSimpleDataSource readOnlySource(DatabaseSettings settings) {
        PGSimpleDataSource source = source(settings);
        source.setReadOnly(true);
        return source;
    }

    public static void check(DatabaseSettings settings) {
        PGSimpleDataSource source = source(settings);
        source.setSocketTimeout(SILENCE_SECONDS); // a pooler may accept a session and leave its first query waiting
        try (Connection connection = source.getConnection();
                Connection other = source.getConnection()) {
            int major = connection.getMetaData().getDatabaseMajorVersion();
            if (major < MIN_MAJOR) {
                throw new DatabaseException(CodedMessage.of("database.version", settings.address(), major, MIN_MAJOR));
            }
            if (isShared(connection, other)) {
                throw new DatabaseException(CodedMessage.of("database.shared", settings.address()));
            }
        } catch (SQLException exception) {
            CodedMessage message =
                    DatabaseTls.sentence(settings.address(), exception).orElseGet(() -> sentence(settings, exception));
            throw new DatabaseException(message, exception);
        }
    }

    /**
     * Whether a pooler between here and the server gives a session to another client as soon as its transaction has ended:
     * settings, prepared statements and locks of the session are then lost, and any statement may be refused.
     */
    static boolean isShared(Connection one, Connection other) throws SQLException {
        int session = session(one);
        other.setAutoCommit(false);
        return session(other) == session || session(one) != session;
    }

    private static int session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static CodedMessage sentence(DatabaseSettings settings, SQLException exception) {
        String address = settings.address();
        return switch (SqlState.of(exception)) {
            case SqlState.WRONG_PASSWORD, "28000" -> CodedMessage.of("database.login", address, settings.user());
            case SqlState.NO_SUCH_DATABASE -> CodedMessage.of("database.missing", address);
            case "57P03" -> CodedMessage.of("database.starting", address);
            default -> CodedMessage.of("database.unreachable", address, exception.getMessage());
        };
    }

    private static HikariConfig config(
            PGSimpleDataSource source, int silenceSeconds, DatabaseSettings settings, String name, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        // Detects a silent network after this time, not after the operating system's quarter of an hour.
        source.setSocketTimeout(silenceSeconds);
        // Shows the server's administrator who holds a connection.
        source.setApplicationName("darkroom " + name);
        config.setDataSource(source);
        // Reachability was checked before; a pool that starts during an outage waits for it to end.
        config.setInitializationFailTimeout(-1);
        config.setMaximumPoolSize(size);
        // An idle window keeps only the connections that its queries need.
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE.toMillis());
        config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        config.setSchema(Database.SCHEMA);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionInitSql(
                NO_IDLE_TIMEOUT + "; set timezone to '" + settings.timeZone().replace("'", "") + "'");
        return config;
    }
}
