package dev.darkroom.sharedlog;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.database.DedicatedConnection;
import dev.darkroom.database.SqlState;
import dev.darkroom.message.CodedMessage;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Copies the records that are new since the last poll into a file. Transactions become visible in a different order than they
 * began, so each poll remembers which ones it could see (a snapshot), and the next poll selects exactly the others: nothing is
 * lost, nothing arrives twice, and another client's long transaction holds nothing up. Not thread-safe.
 */
final class SharedSpoolReader implements AutoCloseable {
    private static final String FIRST = "select %s from log_record where at >= ? order by at, engine, number";

    /**
     * Not visible in the snapshot means begun after it, or in progress at the time. Transaction ids from the future come from a
     * restored database.
     */
    private static final String LATER = """
            select %s from log_record
            where (written >= pg_snapshot_xmax(cast(? as pg_snapshot))
                   or written = any(array(select pg_snapshot_xip(cast(? as pg_snapshot)))))
              and written < pg_snapshot_xmax(pg_current_snapshot())
            order by at, engine, number
            """;

    private static final String COLUMNS = "floor(extract(epoch from at) * 1000)::bigint, line";
    private static final int FETCH = 2_000;

    private final DedicatedConnection connection;
    private final SharedSpoolFile file;
    private final Instant since;
    private @Nullable String seen;

    private record ReadResult(String seen, long count) {}

    SharedSpoolReader(DatabaseSettings settings, SharedSpoolFile file, Instant since) {
        this.connection = DedicatedConnection.reading(settings, "log-spool");
        this.file = file;
        this.since = since;
    }

    /** @throws DatabaseException one sentence when the shared log cannot be read */
    void check() {
        explained(() -> connection.inTransaction(open -> {
            try (Statement statement = open.createStatement()) {
                return statement.execute("select from log_record limit 1");
            }
        }));
    }

    /** Adds new records; those added before a failure are removed again. Returns the number of records. */
    long look() throws IOException {
        long before = file.size();
        boolean done = false;
        long count;
        try {
            ReadResult read = connection.<ReadResult, IOException>inTransaction(this::copy);
            file.flush();
            seen = read.seen();
            count = read.count();
            done = true;
        } finally {
            if (!done) {
                file.cutTo(seen == null ? 0 : before);
            }
        }
        file.keepBound();
        return count;
    }

    private ReadResult copy(Connection open) throws SQLException, IOException {
        String now = snapshot(open);
        String last = seen;
        long count = 0;
        try (PreparedStatement statement = open.prepareStatement((last == null ? FIRST : LATER).formatted(COLUMNS))) {
            statement.setFetchSize(FETCH);
            if (last == null) {
                statement.setObject(1, OffsetDateTime.ofInstant(since, ZoneOffset.UTC));
            } else {
                statement.setString(1, last);
                statement.setString(2, last);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    file.add(Instant.ofEpochMilli(rows.getLong(1)), rows.getBytes(2));
                    if (++count % FETCH == 0 && last == null) {
                        file.flush();
                        file.keepBound();
                    }
                }
            }
        }
        return new ReadResult(now, count);
    }

    private static String snapshot(Connection open) throws SQLException {
        try (Statement statement = open.createStatement();
                ResultSet answer = statement.executeQuery("select cast(pg_current_snapshot() as text)")) {
            answer.next();
            return answer.getString(1);
        }
    }

    private static void explained(Runnable work) {
        try {
            work.run();
        } catch (DatabaseException exception) {
            throw exception.state().equals(SqlState.NO_SUCH_TABLE)
                    ? new DatabaseException(CodedMessage.of("database.no.log"), exception)
                    : exception;
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
