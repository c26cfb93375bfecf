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

/** Opens connections and pools, and says in one sentence why that is not possible. */
public final class ConnectionPools {
    /**
     * What a session that must change nothing begins with. Not an option of the start message: poolers refuse those they do
     * not know.
     */
    static final String ONLY_READS = "set default_transaction_read_only = on";

    private static final Duration READ_LIMIT = Duration.ofSeconds(10);
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(15);
    /** A connection that nobody has needed for so long is given back to the server. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    /**
     * A process that is frozen, or a notebook that is closed, within a transaction keeps what it has locked from all others for
     * no longer than this: then the server ends its session.
     */
    private static final String LOCKS_GIVEN_UP = "; set idle_in_transaction_session_timeout = '5s'";

    /** Whatever a role or a server is set to for others: a connection of ours may wait for work as long as it likes. */
    static final String KEPT_IDLE = "set idle_session_timeout = 0";

    private static final int OLDEST = 15;
    private static final int CONNECT_SECONDS = 10;
    private static final int SILENCE_SECONDS = 60;
    /** The server ends a read that takes too long and says so, unless it or the network has gone silent. */
    private static final int READ_SILENCE_SECONDS = Math.toIntExact(READ_LIMIT.toSeconds()) + 5;

    private ConnectionPools() {}

    static HikariDataSource engine(DatabaseSettings settings) {
        HikariConfig config = config(source(settings), SILENCE_SECONDS, settings, "engine", settings.poolSize());
        config.setConnectionInitSql(config.getConnectionInitSql() + LOCKS_GIVEN_UP);
        return new HikariDataSource(config);
    }

    /**
     * For the {@link GroupCommitWriter}, a connection for each lane. Its statements join a handful of values with a row each, by its
     * key: a plan made while a table was small must not read all of it when it has grown. A row that somebody keeps locked
     * holds up a batch for as short as that.
     */
    public static HikariDataSource writer(DatabaseSettings settings, int lanes) {
        HikariConfig config = config(source(settings), SILENCE_SECONDS, settings, "writer", lanes);
        config.setConnectionInitSql(config.getConnectionInitSql()
                + LOCKS_GIVEN_UP
                + "; set lock_timeout = '100ms'; set enable_hashjoin = off; set enable_mergejoin = off"
                + "; set enable_seqscan = off; set plan_cache_mode = force_generic_plan");
        return new HikariDataSource(config);
    }

    /**
     * For reads of lists. Most of what they touch is in memory or on a disk without an arm: a plan that hops along an index in the order
     * of the list beats one that reads all and sorts.
     */
    static HikariDataSource console(DatabaseSettings settings) {
        HikariConfig config =
                config(readOnlySource(settings), READ_SILENCE_SECONDS, settings, "console", settings.readPoolSize());
        config.setReadOnly(true);
        config.setConnectionInitSql(config.getConnectionInitSql()
                + "; set random_page_cost = 1.1; set statement_timeout = %d; ".formatted(READ_LIMIT.toMillis())
                + ONLY_READS);
        return new HikariDataSource(config);
    }

    /** A connection outside of the pools. */
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
        // The detail of an error holds the values of the row.
        source.setLogServerErrorDetail(false);
        DatabaseTls.secure(source);
        return source;
    }

    /** Each transaction begins as a read-only one; for statements without one a session needs {@link #ONLY_READS} as well. */
    static PGSimpleDataSource readOnlySource(DatabaseSettings settings) {
        PGSimpleDataSource source = source(settings);
        source.setReadOnly(true);
        return source;
    }

    public static void check(DatabaseSettings settings) {
        try (Connection connection = connect(settings);
                Connection other = connect(settings)) {
            int major = connection.getMetaData().getDatabaseMajorVersion();
            if (major < OLDEST) {
                throw new DatabaseException(CodedMessage.of("database.version", settings.address(), major, OLDEST));
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
     * Whether a pool between here and the server gives a session to somebody else as soon as its transaction has ended: settings,
     * prepared statements and locks of a session are lost then, and each statement may be refused.
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
        // A network that has gone silent is noticed after this, not after the system's quarter of an hour.
        source.setSocketTimeout(silenceSeconds);
        // Tells an administrator of the server who holds a connection.
        source.setApplicationName("darkroom " + name);
        config.setDataSource(source);
        // Whether it can be reached was checked before; a pool that starts during an outage waits for its end.
        config.setInitializationFailTimeout(-1);
        config.setMaximumPoolSize(size);
        // A window at which nobody works keeps none but what its questions need.
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE.toMillis());
        config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        config.setSchema(Database.SCHEMA);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionInitSql(
                KEPT_IDLE + "; set timezone to '" + settings.timeZone().replace("'", "") + "'");
        return config;
    }
}
