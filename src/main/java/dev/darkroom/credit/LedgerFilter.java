package dev.darkroom.credit;

import dev.darkroom.database.DistinctValues;
import dev.darkroom.database.UuidRange;
import dev.darkroom.database.WhereClause;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The filter of a list of ledger lines.
 *
 * @param kinds empty = all
 * @param atLeast credits, regardless of sign
 * @param atMost credits, regardless of sign
 * @param actor a part of the name of the person or program that moved the credits
 * @param reason a part of the reason, as stored or as shown
 * @param from the start, inclusive
 * @param until the end, exclusive
 */
public record LedgerFilter(
        LedgerPreset view,
        Optional<String> user,
        Set<CreditTransaction.Kind> kinds,
        Optional<Long> atLeast,
        Optional<Long> atMost,
        Optional<UuidRange> generation,
        Optional<String> actor,
        Optional<String> reason,
        Optional<Instant> from,
        Optional<Instant> until) {
    public static final LedgerFilter ALL = of(LedgerPreset.LEDGER);

    public LedgerFilter {
        kinds = Set.copyOf(kinds);
    }

    public static LedgerFilter of(LedgerPreset view) {
        return new LedgerFilter(
                view,
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Returns the conditions on a line {@code t} in this database. */
    WhereClause where(Handle handle) {
        WhereClause where = new WhereClause();
        if (!view.condition().isEmpty()) {
            where.and(view.condition());
        }
        user.ifPresent(value -> where.and("t.user_id = :user", "user", value));
        if (!kinds.isEmpty()) {
            // Literals instead of bound values: the planner must see that a partial index fits.
            where.and(kinds.stream().map(Enum::name).collect(Collectors.joining("', '", "t.kind in ('", "')")));
        }
        atLeast.ifPresent(value -> where.and("abs(t.amount) >= :atLeast", "atLeast", value));
        atMost.ifPresent(value -> where.and("abs(t.amount) <= :atMost", "atMost", value));
        generation.ifPresent(range -> where.and("t.generation_id >= :firstId", "firstId", range.first())
                .and("t.generation_id <= :lastId", "lastId", range.last()));
        actor.ifPresent(value -> where.and("t.actor ilike :actor", "actor", WhereClause.containing(value)));
        reason.ifPresent(value -> addReason(where, value, handle));
        from.ifPresent(value -> where.and("t.created_at >= :from", "from", value));
        until.ifPresent(value -> where.and("t.created_at < :until", "until", value));
        return where;
    }

    /** If no model's name contains the words, deductions whose reason is only the model can be skipped. */
    private static void addReason(WhereClause where, String words, Handle handle) {
        boolean ofModel = DistinctValues.of(handle, "generation", "model").stream()
                .anyMatch(model -> model.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT)));
        if (!ofModel) {
            where.and("t.kind <> 'DEDUCT' or t.reason like '[%'");
        }
        where.and("t.reason ilike any (cast(:reasons as text[]))", "reasons", WhereClause.saying(words));
    }

    /**
     * The fixed views of the ledger. Constraints keep some of them empty; they are queried nevertheless. Indexes alone find the
     * few lines of a view, and only these are read: as arrays, because otherwise the planner would search for them line by line
     * along the list.
     */
    public enum LedgerPreset {
        LEDGER(""),

        /** The charge of a generation that failed or was cancelled and was not refunded. */
        FAILED_WITHOUT_REFUND("""
                t.id = any (array(
                  select d.id from generation g
                  cross join lateral (
                    select id from credit_transaction d
                    where d.generation_id = g.id and d.charge = g.charge and d.kind = 'DEDUCT' limit 1) d
                  where g.status in ('FAILED', 'CANCELLED')
                    and not exists (select from credit_transaction r
                                    where r.generation_id = g.id and r.charge = g.charge and r.kind = 'REFUND')))
                """),

        /** A refund of the very charge that paid for a completed generation. */
        REFUNDED_AND_COMPLETED("""
                t.id = any (array(
                  select r.id from credit_transaction r
                  where r.kind = 'REFUND'
                    and not exists (select from generation b
                                    where b.id = r.generation_id and b.charge = r.charge and b.status in ('FAILED', 'CANCELLED'))
                    and exists (select from generation g
                                where g.id = r.generation_id and g.charge = r.charge and g.status = 'COMPLETED')))
                """),

        /** Deductions of a generation that has more than one without a refund. */
        CHARGED_TWICE("""
                t.kind = 'DEDUCT'
                and not exists (select from credit_transaction r
                                where r.generation_id = t.generation_id and r.charge = t.charge and r.kind = 'REFUND')
                and t.generation_id = any (array(
                  select d.generation_id from credit_transaction d
                  where d.charge > 1 and d.kind = 'DEDUCT'
                    and not exists (select from credit_transaction r
                                    where r.generation_id = d.generation_id and r.charge = d.charge and r.kind = 'REFUND')
                    and exists (select from credit_transaction e
                                where e.generation_id = d.generation_id and e.charge < d.charge and e.kind = 'DEDUCT'
                                  and not exists (select from credit_transaction r
                                                  where r.generation_id = e.generation_id and r.charge = e.charge
                                                    and r.kind = 'REFUND'))))
                """),

        CHARGED_WITHOUT_GENERATION("""
                t.kind = 'DEDUCT' and t.generation_id = any (array(
                  select d.generation_id from credit_transaction d
                  where d.kind = 'DEDUCT' and not exists (select from generation g where g.id = d.generation_id)))
                """),

        /** Credits moved by a person or a program, not by a generation: grants and adjustments. */
        BY_HAND("t.kind in ('GRANT', 'ADJUST')"),

        /**
         * For accounts whose balance differs from the sum of their lines: the lines that do not follow from the previous one,
         * and the last one if the account itself differs from it. Sums up the whole ledger, once, from an index: the array is
         * evaluated before all else.
         */
        DRIFT("""
                t.user_id = any (array(
                  select a.user_id from account a
                  cross join lateral (select coalesce(sum(d.amount), 0) as computed, count(*) as lines
                                      from credit_transaction d where d.user_id = a.user_id) l
                  where a.balance <> l.computed or a.version <> l.lines))
                and (t.balance_after <> t.amount + coalesce(
                       (select p.balance_after from credit_transaction p
                        where p.user_id = t.user_id and p.version = t.version - 1), 0)
                     or t.version > 1 and not exists (
                       select from credit_transaction p where p.user_id = t.user_id and p.version = t.version - 1)
                     or exists (
                       select from account a
                       where a.user_id = t.user_id and (a.balance <> t.balance_after or a.version <> t.version)
                         and not exists (
                           select from credit_transaction n where n.user_id = t.user_id and n.version > t.version)))
                """);

        private final String condition;

        LedgerPreset(String condition) {
            this.condition = condition;
        }

        /** Whether it can contain only few lines, unless something is badly wrong. */
        boolean isSelective() {
            return this != LEDGER && this != BY_HAND;
        }

        /** Returns the condition on a line {@code t} of the ledger, empty for all lines. */
        String condition() {
            return condition;
        }
    }
}
