package dev.darkroom.sharedlog;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseReader;
import dev.darkroom.database.SqlState;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogLine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.event.Level;

/**
 * Reads the records of single generations, of all engines of a database. Where this user may not read them, or the database is
 * too old for them, there are none. Every call blocks.
 */
public final class SharedLogQueries {
    private static final Set<String> UNREADABLE = Set.of(SqlState.NO_SUCH_TABLE, SqlState.NO_PRIVILEGE);

    private final DatabaseReader database;

    public SharedLogQueries(DatabaseReader database) {
        this.database = database;
    }

    /** Returns the newest records of a generation, oldest first. */
    public List<LogLine> lines(String generation, int limit) {
        return read(
                handle -> handle.createQuery("""
                                select * from (select at, engine, number, level, category, generation, line from log_record
                                               where generation = :generation
                                               order by at desc, engine desc, number desc limit :limit) newest
                                order by at, engine, number
                                """)
                        .bind("generation", generation)
                        .bind("limit", limit)
                        .map((row, _) -> line(row))
                        .list(),
                List::of);
    }

    /** Returns whether there are records of a generation, not older than {@code back}. */
    public boolean has(String generation, Duration back) {
        return read(
                handle -> handle.createQuery(
                                "select exists (select from log_record where generation = :generation and at > :since)")
                        .bind("generation", generation)
                        .bind("since", Instant.now().minus(back))
                        .mapTo(Boolean.class)
                        .one(),
                () -> false);
    }

    private <T> T read(Function<Handle, T> query, Supplier<T> none) {
        try {
            return database.read(query);
        } catch (DatabaseException exception) {
            if (UNREADABLE.contains(exception.state())) {
                return none.get();
            }
            throw exception;
        }
    }

    private static LogLine line(ResultSet row) throws SQLException {
        String category = row.getString("category");
        return LogLine.parse(
                row.getObject("at", OffsetDateTime.class).toInstant(),
                Level.valueOf(row.getString("level")),
                category == null ? null : LogCategory.of(category).orElse(null),
                row.getString("generation"),
                row.getString("line"));
    }
}
