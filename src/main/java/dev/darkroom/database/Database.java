package dev.darkroom.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.darkroom.message.CodedMessage;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * A migrated PostgreSQL database with a pool for the engine and a small one for the console's reads. Safe for any thread; every
 * call blocks, so calls belong on virtual threads. Failures are {@link DatabaseException}s.
 */
public final class Database implements DatabaseReader, AutoCloseable {
    /** The schema of all tables, next to those of an application. */
    public static final String SCHEMA = "darkroom";

    private final DatabaseSettings settings;
    private final HikariDataSource enginePool;
    private final HikariDataSource readPool;
    private final Jdbi engine;
    private final Jdbi reader;

    private Database(DatabaseSettings settings) {
        this.settings = settings;
        enginePool = ConnectionPools.engine(settings);
        readPool = ConnectionPools.console(settings);
        engine = jdbi(enginePool);
        reader = jdbi(readPool);
    }

    /**
     * Connects, migrates the schema to this program's version and opens the pools.
     *
     * @throws DatabaseException one sentence: not reachable, wrong password, newer than this program, a failed migration
     */
    public static Database open(DatabaseSettings settings) {
        return open(settings, SchemaMigrator.ofDarkroom());
    }

    static Database open(DatabaseSettings settings, SchemaMigrator migrations) {
        ConnectionPools.check(settings);
        migrations.run(settings);
        return new Database(settings);
    }

    /** For a database that is known to be migrated. */
    static Database migrated(DatabaseSettings settings) {
        return new Database(settings);
    }

    /** Runs one transaction of the engine (READ COMMITTED); an exception rolls it back. */
    public <T> T inTransaction(Function<Handle, T> work) {
        return guarded(() -> engine.inTransaction(work::apply));
    }

    /**
     * Runs a transaction that must not wait long for a lock: a statement that would wait longer fails with
     * {@link DatabaseFailure#CONTENTION}. Costs one more round trip.
     */
    public <T> T inTransaction(Duration lockLimit, Function<Handle, T> work) {
        return inTransaction(handle -> {
            limitLocks(handle, lockLimit);
            return work.apply(handle);
        });
    }

    public void useTransaction(Consumer<Handle> work) {
        guarded(() -> {
            engine.useTransaction(work::accept);
            return true;
        });
    }

    /** Uses the console's own few connections, leaving those of the engine alone. */
    @Override
    public <T> T read(Function<Handle, T> query) {
        return guarded(() -> reader.inTransaction(query::apply));
    }

    /** Opens notifications between processes; the caller closes them before the database. */
    public NotificationService notifications() {
        return new NotificationService(settings);
    }

    @Override
    public DatabaseSettings settings() {
        return settings;
    }

    @Override
    public void close() {
        readPool.close();
        enginePool.close();
    }

    /** Limits lock waits for the rest of the transaction. */
    public static void limitLocks(Handle transaction, Duration limit) {
        transaction.execute("set local lock_timeout = " + limit.toMillis());
    }

    public static Jdbi jdbi(HikariDataSource pool) {
        return configured(Jdbi.create(pool));
    }

    static Jdbi configured(Jdbi jdbi) {
        jdbi.installPlugin(new PostgresPlugin());
        jdbi.registerRowMapper(Database::recordMapper);
        jdbi.registerColumnMapper(CodedMessage.class, (row, column, _) -> {
            String said = row.getString(column);
            return said == null ? null : CodedMessage.parse(said);
        });
        // Jdbi would include the statement and its values in its messages.
        jdbi.configure(
                StatementExceptions.class,
                exceptions -> exceptions.setMessageRendering(StatementExceptions.MessageRendering.NONE));
        return jdbi;
    }

    /** Maps every record by its constructor: a_column to aColumn. */
    private static Optional<RowMapper<?>> recordMapper(Type type, ConfigRegistry config) {
        return type instanceof Class<?> record && record.isRecord()
                ? Optional.of(ConstructorMapper.of(record))
                : Optional.empty();
    }

    static <T> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException exception) {
            throw DatabaseException.of(exception);
        }
    }
}
