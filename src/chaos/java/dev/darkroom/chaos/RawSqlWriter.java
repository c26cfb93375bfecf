package dev.darkroom.chaos;

import dev.darkroom.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client with all privileges and an SQL prompt that bypasses every rule enforced in code: it repeats refunds, and inserts
 * again what was requested under an idempotency key. Only the constraints of the tables reject it.
 */
final class RawSqlWriter implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final String BREAKS_A_UNIQUE_CONSTRAINT = "23505";

    private static final String REFUND_AGAIN = """
            select darkroom.refund_charge(user_id, id, charge, credits, 'by hand', 'rawWriter') from (
              select * from darkroom.generation where refunded order by random() limit 1) g
            """;

    private static final String ASK_AGAIN = """
            with again as (
              insert into darkroom.generation (id, user_id, model, kind, input, prompt, credits, idempotency_key, created_by)
              select gen_random_uuid(), user_id, model, kind, input, prompt, credits, idempotency_key, 'rawWriter'
              from darkroom.generation order by random() limit 1 returning *)
            select darkroom.deduct_charge(user_id, id, 1, credits, model || ', by hand', 'rawWriter') from again
            """;

    private final DatabaseSettings database;
    private final Thread thread;
    final AtomicInteger toldNo = new AtomicInteger();
    private volatile boolean ends;

    RawSqlWriter(DatabaseSettings database) {
        this.database = database;
        thread = Thread.ofVirtual().name("rawWriter").start(this::live);
    }

    private void live() {
        for (boolean refund = true; !ends; refund = !refund) {
            attempt(refund ? REFUND_AGAIN : ASK_AGAIN);
            try {
                Thread.sleep(EVERY);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    /** What gets through is found by the checks; a cut wire or a server that is away is nothing new to him. */
    private void attempt(String statement) {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            connection.setSchema("darkroom");
            prepared.execute();
        } catch (SQLException refused) {
            if (BREAKS_A_UNIQUE_CONSTRAINT.equals(refused.getSQLState())) {
                toldNo.incrementAndGet();
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        ends = true;
        thread.join();
    }
}
