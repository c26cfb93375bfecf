package dev.darkroom.database;

import java.time.Duration;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * A PostgreSQL that is only read. What needs no more than this is built on it, so that it works the same on a {@link
 * ReadOnlyDatabase}. Safe for any thread; every call blocks. Failures are {@link DatabaseException}s.
 */
public sealed interface DatabaseReader permits Database, ReadOnlyDatabase {
    /** One read-only transaction, whose statements the server ends after 10 s each. */
    <T> T read(Function<Handle, T> query);

    DatabaseSettings settings();

    /** How long a connection and one empty query take; throws when the database does not answer. */
    default Duration ping() {
        long start = System.nanoTime();
        read(handle -> handle.createQuery("select 1").mapTo(int.class).one());
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
