package dev.darkroom.credit;

import dev.darkroom.database.DistinctValues;
import dev.darkroom.database.UuidRange;
import dev.darkroom.database.WhereClause;
import dev.darkroom.message.CodedMessage;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    public static LedgerFilter ofUser(String user) {
        return ALL.withUser(user);
    }

    public LedgerFilter withUser(String other) {
        return new LedgerFilter(
                view, Optional.of(other), kinds, atLeast, atMost, generation, actor, reason, from, until);
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
        String[] patterns = Stream.concat(
                        Stream.of(words),
                        CodedMessage.codesSaying(words, Locale.getDefault(Locale.Category.DISPLAY)).stream()
                                .map(code -> '"' + code + '"'))
                .map(WhereClause::containing)
                .toArray(String[]::new);
        where.and("t.reason ilike any (cast(:reasons as text[]))", "reasons", patterns);
    }
}
