package dev.darkroom.database;

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
}
