package dev.darkroom.database;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * A PostgreSQL database for reading only. Code that needs no more than this is built on it, so that it works the same on a
 * {@link ReadOnlyDatabase}. Safe for any thread; every call blocks. Failures are {@link DatabaseException}s.
 */
public sealed interface DatabaseReader permits Database, ReadOnlyDatabase {
    /** Runs one read-only transaction; the server ends each of its statements after 10 s. */
    <T> T read(Function<Handle, T> query);

    DatabaseSettings settings();
}
