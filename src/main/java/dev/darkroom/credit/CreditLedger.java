package dev.darkroom.credit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.activity.ActivityRecord;
import dev.darkroom.database.Database;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Balances and the ledger lines that explain them. The rules themselves are SQL functions, see the second migration. */
public final class CreditLedger {
    private static final String DEDUCT = "select deduct_charge(:user, :generation, :charge, :credits, :reason, :actor)";
    private static final String REFUND = "select refund_charge(:user, :generation, :charge, :credits, :reason, :actor)";

    private final Database database;
    private final EventBus events;

    public CreditLedger(Database database, EventBus events) {
        this.database = database;
        this.events = events;
    }

    /** Grants credits to a user, creating the account if there is none. Returns the new balance. */
    public long grant(String userId, long amount, String reason, String actor) {
        return grant(userId, amount, reason, actor, null);
    }

    /**
     * @param key repeated grants with the same key count once; null when the caller has none
     * @throws IllegalArgumentException with a sentence that names what to fix
     */
    public long grant(String userId, long amount, String reason, String actor, @Nullable String key) {
        if (amount <= 0) {
            throw new RefusedInputException("grant.amount", amount);
        }
        return move(userId, CreditTransaction.Kind.GRANT, amount, reason, actor, key);
    }

    /**
     * Corrects a balance up or down; never below zero. Returns the new balance.
     *
     * @param key repeated adjustments with the same key count once; null when the caller has none
     * @throws IllegalArgumentException with a sentence that names what to fix
     */
    public long adjust(String userId, long amount, String reason, String actor, @Nullable String key) {
        if (amount == 0) {
            throw new RefusedInputException("adjust.amount");
        }
        return move(userId, CreditTransaction.Kind.ADJUST, amount, reason, actor, key);
    }

    /**
     * Reverses a grant or an adjustment with a line of the opposite amount; returns the new balance. A line is reversed only
     * once, even by concurrent calls.
     *
     * @throws RefusedInputException a sentence, when it belongs to a generation, is already reversed, or the balance is too
     *     small
     */
    public long reverse(CreditTransaction line, String reason, String actor) {
        if (reason.isBlank()) {
            throw new RefusedInputException("reason.missing.ledger");
        }
        Moved moved = database.inTransaction(
                handle -> handle.createQuery("select outcome, balance from reverse_line(:line, :reason, :actor)")
                        .bind("line", line.id())
                        .bind("reason", reason)
                        .bind("actor", actor)
                        .mapTo(Moved.class)
                        .one());
        switch (moved.outcome()) {
            case "DONE" -> events.publish(new EngineEvent.CreditsChanged(line.userId()));
            case "REVERSED" -> throw new RefusedInputException("credits.reversed");
            case "TOO_LITTLE" -> throw new RefusedInputException("credits.below.zero", line.userId(), line.amount());
            default -> throw new RefusedInputException("credits.charge");
        }
        return moved.balance();
    }

    private record Moved(String outcome, long balance) {}

    private long move(
            String userId,
            CreditTransaction.Kind kind,
            long amount,
            String reason,
            String actor,
            @Nullable String key) {
        if (userId.isBlank()) {
            throw new RefusedInputException("user.missing");
        }
        if (reason.isBlank()) {
            throw new RefusedInputException("reason.missing.ledger");
        }
        long balance = database.inTransaction(handle -> balance(
                userId,
                amount,
                handle.createQuery(
                                "select outcome, balance from move_credits(:user, :kind, :amount, :reason, :actor, :key)")
                        .bind("user", userId)
                        .bind("kind", kind.name())
                        .bind("amount", amount)
                        .bind("reason", reason)
                        .bind("actor", actor)
                        .bind("key", key)
                        .mapTo(Moved.class)
                        .one()));
        events.publish(new EngineEvent.CreditsChanged(userId));
        return balance;
    }

    /** Throws unless the credits were moved; the exception also rolls back an account just created for the user. */
    private static long balance(String userId, long amount, Moved moved) {
        return switch (moved.outcome()) {
            case "DONE", "EXISTS" -> moved.balance();
            case "CONFLICT" -> throw new RefusedInputException("credits.moved", userId);
            default -> throw new RefusedInputException("credits.below.zero", userId, -amount);
        };
    }

    /** Deducts the charge that a retry needs when the last one was refunded. Empty = not enough credits, nothing changed. */
    public static OptionalLong deduct(
            Handle handle,
            String userId,
            UUID generation,
            int charge,
            long credits,
            CodedMessage reason,
            String actor) {
        return moveCharge(handle, DEDUCT, userId, generation, charge, credits, reason, actor);
    }

    /** Refunds a charge; returns the new balance. A second refund of the same charge violates a constraint. */
    public static long refund(
            Handle handle,
            String userId,
            UUID generation,
            int charge,
            long credits,
            CodedMessage reason,
            String actor) {
        return moveCharge(handle, REFUND, userId, generation, charge, credits, reason, actor)
                .orElseThrow();
    }

    private static OptionalLong moveCharge(
            Handle handle,
            String statement,
            String userId,
            UUID generation,
            int charge,
            long credits,
            CodedMessage reason,
            String actor) {
        Optional<Long> balance = handle.createQuery(statement)
                .bind("user", userId)
                .bind("generation", generation)
                .bind("charge", charge)
                .bind("credits", credits)
                .bind("reason", reason.stored())
                .bind("actor", actor)
                .mapTo(Long.class)
                .findOne();
        return balance.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /**
     * Refunds a charge outside any run, for example when its generation does not exist or was charged again. A second refund of
     * the same charge violates a constraint. Returns the new balance.
     */
    public long refundAsCorrection(
            String userId, UUID generation, int charge, long credits, String reason, String actor) {
        return correct("GIVE_BACK", REFUND, userId, generation, charge, credits, reason, actor)
                .orElseThrow();
    }

    /**
     * Deducts the charge of a generation that has no line in the ledger. Returns the new balance; empty when there are not
     * enough credits.
     */
    public OptionalLong deductAsCorrection(
            String userId, UUID generation, int charge, long credits, String reason, String actor) {
        return correct("TAKE_CHARGE", DEDUCT, userId, generation, charge, -credits, reason, actor);
    }

    /**
     * Resets a balance that something other than the ledger has changed to the sum of all its lines. Returns the new balance.
     *
     * @throws RefusedInputException when the sum of the lines is negative, or some of them are missing
     */
    public long restoreBalance(String userId, String reason, String actor) {
        if (reason.isBlank()) {
            throw new RefusedInputException("reason.missing.ledger");
        }
        long balance = database.inTransaction(handle -> {
            long before = handle.createQuery("select balance from account where user_id = :user for update")
                    .bind("user", userId)
                    .mapTo(Long.class)
                    .findOne()
                    .orElseThrow(() -> new RefusedInputException("limit.no.account", userId));
            // A separate statement: it sees everything written before the lock was obtained.
            LedgerSum sum = handle.createQuery("""
                            select coalesce(sum(amount), 0)::bigint as amount, count(*) as lines,
                                   coalesce(max(version), 0)::bigint as version
                            from credit_transaction where user_id = :user
                            """)
                    .bind("user", userId)
                    .mapTo(LedgerSum.class)
                    .one();
            if (sum.amount() < 0 || sum.version() != sum.lines()) {
                throw new RefusedInputException(
                        sum.amount() < 0 ? "drift.negative" : "drift.gaps", userId, sum.amount());
            }
            handle.createUpdate("""
                            update account set balance = :balance, version = :version, updated_at = clock_timestamp()
                            where user_id = :user
                            """)
                    .bind("balance", sum.amount())
                    .bind("version", sum.version())
                    .bind("user", userId)
                    .execute();
            writeActivity(handle, "RESTORE_BALANCE", userId, null, reason, actor, before, sum.amount());
            return sum.amount();
        });
        events.publish(new EngineEvent.CreditsChanged(userId));
        return balance;
    }

    private record LedgerSum(long amount, long lines, long version) {}

    private OptionalLong correct(
            String action,
            String statement,
            String userId,
            UUID generation,
            int charge,
            long change,
            String reason,
            String actor) {
        if (reason.isBlank()) {
            throw new RefusedInputException("reason.missing.ledger");
        }
        OptionalLong balance = database.inTransaction(handle -> {
            CodedMessage said = CodedMessage.of("ledger.corrected", reason);
            OptionalLong moved =
                    moveCharge(handle, statement, userId, generation, charge, Math.abs(change), said, actor);
            moved.ifPresent(
                    after -> writeActivity(handle, action, userId, generation, reason, actor, after - change, after));
            return moved;
        });
        balance.ifPresent(_ -> events.publish(new EngineEvent.CreditsChanged(userId)));
        return balance;
    }

    /** Records the action, as {@code move_credits} does for grants and adjustments. */
    private static void writeActivity(
            Handle handle,
            String action,
            String userId,
            @Nullable UUID generation,
            String reason,
            String actor,
            long before,
            long after) {
        ActivityRecord.of(action, actor, reason, CodedMessage.of("done.balance", before, after))
                .about(generation, userId)
                .changing(balance(before), balance(after))
                .write(handle);
    }

    private static ObjectNode balance(long credits) {
        return JsonMapping.MAPPER.createObjectNode().put("balance", credits);
    }

    public OptionalLong balance(String userId) {
        Optional<Long> balance =
                database.read(handle -> handle.createQuery("select balance from account where user_id = :user")
                        .bind("user", userId)
                        .mapTo(Long.class)
                        .findOne());
        return balance.map(OptionalLong::of).orElse(OptionalLong.empty());
    }
}
