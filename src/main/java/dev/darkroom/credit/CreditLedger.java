package dev.darkroom.credit;

import dev.darkroom.database.Database;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.Events;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** Balances and the lines that explain them. The rules themselves stand in the database, see the first migration. */
public final class CreditLedger {
    private final Database database;
    private final Events events;

    public CreditLedger(Database database, Events events) {
        this.database = database;
        this.events = events;
    }

    /** Gives credits to a user, who gets an account with it if there is none. The new balance. */
    public long grant(String userId, long amount, String reason, String actor) {
        if (amount <= 0) {
            throw new IllegalArgumentException("A grant must be more than 0 credits, not " + amount + ".");
        }
        return move(userId, CreditTransaction.Kind.GRANT, amount, reason, actor);
    }

    /** Corrects a balance up or down; never below zero. The new balance. */
    public long adjust(String userId, long amount, String reason, String actor) {
        if (amount == 0) {
            throw new IllegalArgumentException("An adjustment of 0 credits changes nothing.");
        }
        return move(userId, CreditTransaction.Kind.ADJUST, amount, reason, actor);
    }

    private long move(String userId, CreditTransaction.Kind kind, long amount, String reason, String actor) {
        if (userId.isBlank()) {
            throw new IllegalArgumentException("The user is missing.");
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("A reason is missing: it is kept in the ledger.");
        }
        long balance = database.inTransaction(handle -> moved(handle, userId, kind, amount, reason, actor));
        events.publish(new EngineEvent.CreditsChanged(userId));
        return balance;
    }

    private static long moved(
            Handle handle, String userId, CreditTransaction.Kind kind, long amount, String reason, String actor) {
        handle.createUpdate("insert into account (user_id) values (:user) on conflict do nothing")
                .bind("user", userId)
                .execute();
        return handle.createQuery("""
                        with moved as (
                          update account set balance = balance + :amount, version = version + 1,
                                 updated_at = clock_timestamp()
                          where user_id = :user and balance + :amount >= 0 returning *),
                        line as (
                          insert into credit_transaction (user_id, version, kind, amount, balance_after, reason, actor)
                          select user_id, version, :kind, :amount, balance, :reason, :actor from moved returning *),
                        acted as (
                          insert into operator_action (actor, action, user_id, reason, outcome, before, after)
                          select :actor, lower(:kind), user_id, :reason, 'done',
                                 jsonb_build_object('balance', balance_after - amount),
                                 jsonb_build_object('balance', balance_after) from line)
                        select balance_after from line
                        """)
                .bind("user", userId)
                .bind("kind", kind.name())
                .bind("amount", amount)
                .bind("reason", reason)
                .bind("actor", actor)
                .mapTo(Long.class)
                .findOne()
                .orElseThrow(() -> new IllegalArgumentException("The balance of " + userId + " is smaller than "
                        + -amount + " credits; it cannot go below zero."));
    }

    /** What a retry must do first when the last charge was given back. Empty = not enough credits, nothing changed. */
    public static OptionalLong deduct(
            Handle handle, String userId, UUID generation, int charge, long credits, String reason, String actor) {
        Optional<Long> balance = handle.createQuery(
                        "select deduct_charge(:user, :generation, :charge, :credits, :reason, :actor)")
                .bind("user", userId)
                .bind("generation", generation)
                .bind("charge", charge)
                .bind("credits", credits)
                .bind("reason", reason)
                .bind("actor", actor)
                .mapTo(Long.class)
                .findOne();
        return balance.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** Gives a charge back; the new balance. A second time for the same charge breaks a constraint. */
    public static long refund(
            Handle handle, String userId, UUID generation, int charge, long credits, String reason, String actor) {
        return handle.createQuery("select refund_charge(:user, :generation, :charge, :credits, :reason, :actor)")
                .bind("user", userId)
                .bind("generation", generation)
                .bind("charge", charge)
                .bind("credits", credits)
                .bind("reason", reason)
                .bind("actor", actor)
                .mapTo(Long.class)
                .one();
    }

    /** The lines of one generation, oldest first. */
    public List<CreditTransaction> ofGeneration(UUID generation) {
        return database.read(handle -> handle.createQuery(
                        "select * from credit_transaction where generation_id = :generation order by id")
                .bind("generation", generation)
                .map(new LineMapper())
                .list());
    }

    public OptionalLong balance(String userId) {
        Optional<Long> balance =
                database.read(handle -> handle.createQuery("select balance from account where user_id = :user")
                        .bind("user", userId)
                        .mapTo(Long.class)
                        .findOne());
        return balance.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** Reads a row of {@code credit_transaction}. */
    static final class LineMapper implements RowMapper<CreditTransaction> {
        @Override
        public CreditTransaction map(ResultSet row, StatementContext context) throws SQLException {
            return new CreditTransaction(
                    row.getLong("id"),
                    row.getString("user_id"),
                    row.getLong("version"),
                    CreditTransaction.Kind.valueOf(row.getString("kind")),
                    row.getLong("amount"),
                    row.getLong("balance_after"),
                    row.getObject("generation_id", UUID.class),
                    (Integer) row.getObject("charge"),
                    row.getString("reason"),
                    row.getString("actor"),
                    (Long) row.getObject("reverses"),
                    row.getObject("created_at", OffsetDateTime.class).toInstant());
        }
    }
}
