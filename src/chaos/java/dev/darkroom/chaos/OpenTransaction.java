package dev.darkroom.chaos;

import dev.darkroom.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A client that begins a transaction, locks a row in it and goes to lunch. */
final class OpenTransaction {
    private static final Duration SOMETHING_TO_LOCK = Duration.ofSeconds(10);

    /** What is locked, and how. Each statement gives the user whose row it is, or nothing when there is none. */
    enum Target {
        GENERATION("""
                select user_id from darkroom.generation
                where id = (select id from darkroom.generation where finished_at is null order by random() limit 1) for update
                """),
        CANCELLED_GENERATION("""
                select user_id from darkroom.generation g, darkroom.cancel_generation(g.user_id, g.id, 'lunch first')
                where id = (select id from darkroom.generation where finished_at is null order by random() limit 1)
                """),
        ACCOUNT("""
                select user_id from darkroom.account
                where user_id = (select user_id from darkroom.account order by random() limit 1) for update
                """),
        RUN_LIMIT("update darkroom.run_limit set at_most = at_most where scope = 'USER' returning name");

        private final String statement;

        Target(String statement) {
            this.statement = statement;
        }
    }

    /** Whose row was locked from when to when; later than true at the most. */
    record Held(String user, Instant from, Instant to) {
        boolean touches(String other, Instant begin, Instant end) {
            return user.equals(other) && from.isBefore(end) && to.isAfter(begin);
        }
    }

    private OpenTransaction() {}

    /** Empty when nothing could be locked: there was nothing to lock, or no database. Whatever was written is rolled back. */
    static Optional<Held> hold(DatabaseSettings database, Target target, Duration time) throws InterruptedException {
        Instant last = Instant.now().plus(SOMETHING_TO_LOCK);
        do {
            Instant from = Instant.now();
            try (Connection connection =
                            DriverManager.getConnection(database.url(), database.user(), database.password());
                    PreparedStatement statement = connection.prepareStatement(target.statement)) {
                connection.setAutoCommit(false);
                try (ResultSet row = statement.executeQuery()) {
                    if (row.next()) {
                        String user = row.getString(1);
                        Thread.sleep(time);
                        return Optional.of(new Held(user, from, Instant.now()));
                    }
                }
            } catch (SQLException _) {
                // The database may be away: it is one of the faults.
            }
            Thread.sleep(500);
        } while (Instant.now().isBefore(last));
        return Optional.empty();
    }
}
