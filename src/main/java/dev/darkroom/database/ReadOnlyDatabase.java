package dev.darkroom.database;

import com.zaxxer.hikari.HikariDataSource;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * A PostgreSQL database that this program must not change: one pool, whose sessions are read-only on the server as well, and
 * neither a writer nor migrations. Select rights on the tables of the schema are sufficient.
 */
public final class ReadOnlyDatabase implements DatabaseReader, AutoCloseable {
    private final DatabaseSettings settings;
    private final HikariDataSource pool;
    private final Jdbi reader;

    private ReadOnlyDatabase(DatabaseSettings settings) {
        this.settings = settings;
        pool = ConnectionPools.console(settings);
        reader = Database.jdbi(pool);
    }

    /**
     * Connects and compares the schema with the one that this program knows; changes neither.
     *
     * @throws DatabaseException one sentence: not reachable, wrong password, no right to read, a different schema than this
     *     program's
     */
    public static ReadOnlyDatabase open(DatabaseSettings settings) {
        return open(settings, SchemaMigrator.ofDarkroom());
    }

    static ReadOnlyDatabase open(DatabaseSettings settings, SchemaMigrator migrations) {
        ConnectionPools.check(settings);
        migrations.compare(settings);
        return new ReadOnlyDatabase(settings);
    }

    @Override
    public <T> T read(Function<Handle, T> query) {
        return Database.guarded(() -> reader.inTransaction(query::apply));
    }

    @Override
    public DatabaseSettings settings() {
        return settings;
    }

    @Override
    public void close() {
        pool.close();
    }
}
