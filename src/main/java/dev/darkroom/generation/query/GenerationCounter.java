package dev.darkroom.generation.query;

import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.generation.query.GenerationQueries.Counts;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Counts each view, up to {@link GenerationQueries#COUNT_LIMIT}, so that every generation is counted once. */
final class GenerationCounter {
    private static final int LIMIT = GenerationQueries.COUNT_LIMIT;
    private static final Duration TIME = Duration.ofMillis(450);

    /**
     * Completed generations have no index of their own, which every completion would have to update: they are all but the
     * others. Their count comes from the planner's statistics if those show plenty, otherwise from counting; and if the others
     * are too many to be counted, it is at least the number among the newest. Ended generations are counted from the oldest on,
     * where there are no recent writes, so that an index-only scan suffices; the few flagged ones among them are subtracted.
     */
    private static final String ALL = """
            with flagged as materialized (
              select count(*) as attention, count(*) filter (where status = 'FAILED') as failed,
                     count(*) filter (where status = 'CANCELLED') as cancelled
              from (select status from generation where attention_cause is not null limit :limit) x),
            few as materialized (
              select attention,
                     (select count(*) from (select from generation where status = 'PROCESSING' and attention_cause is null
                                            limit :limit) x) as in_flight,
                     (select count(*) from (select from generation where status = 'PENDING' and attention_cause is null
                                            limit :limit) x) as waiting,
                     (select count(*) from (select from generation where status = 'FAILED'
                                            order by created_at, id limit :limit + flagged.failed) x) - failed as failed,
                     (select count(*) from (select from generation where status = 'CANCELLED'
                                            order by created_at, id limit :limit + flagged.cancelled) x) - cancelled as cancelled,
                     (select greatest(reltuples, 0) from pg_class where oid = 'generation'::regclass) as estimate,
                     (select greatest(reltuples, 0) from pg_class where oid = 'generation_by_status'::regclass) as others
              from flagged),
            bounded as materialized (
              select few.*, estimate - others >= 2 * :limit as many,
                     greatest(attention, in_flight, waiting, failed, cancelled) < :limit as exact, (
                select count(*) from (
                  select from generation order by created_at, id
                  limit case when estimate - others >= 2 * :limit
                               or greatest(attention, in_flight, waiting, failed, cancelled) >= :limit
                             then :limit
                             else attention + in_flight + waiting + failed + cancelled + :limit end) x) as every_one
              from few)
            select attention, in_flight, waiting, failed, cancelled, least(every_one, :limit) as every_one,
                   case when many then :limit
                        when exact
                          then least(every_one - attention - in_flight - waiting - failed - cancelled, :limit)
                        else least(:limit, greatest(cast(estimate - others as bigint), (
                          select count(*) filter (where status = 'COMPLETED' and attention_cause is null)
                          from (select status, attention_cause from generation
                                order by created_at desc, id desc limit 2 * :limit) x))) end
                     as completed,
                   cast(estimate as bigint) as estimate
            from bounded
            """;

    private GenerationCounter() {}

    static Counts all(Handle handle) {
        return handle.createQuery(ALL)
                .bind("limit", LIMIT)
                .map((row, _) -> new Counts(
                        Map.of(
                                GenerationPreset.ATTENTION, row.getLong("attention"),
                                GenerationPreset.IN_FLIGHT, row.getLong("in_flight"),
                                GenerationPreset.WAITING, row.getLong("waiting"),
                                GenerationPreset.FAILED, row.getLong("failed"),
                                GenerationPreset.CANCELLED, row.getLong("cancelled"),
                                GenerationPreset.COMPLETED, row.getLong("completed"),
                                GenerationPreset.ALL, row.getLong("every_one")),
                        Math.max(row.getLong("every_one"), row.getLong("estimate"))))
                .one();
    }

    /** Counts these views one by one until the time is up; the count of all is the sum of the others. */
    static Counts matching(Handle handle, GenerationFilter filter, Set<GenerationPreset> views) {
        GenerationSql.Resolved resolved = FilterNameResolver.resolve(handle, filter);
        Map<GenerationPreset, Long> counts = new EnumMap<>(GenerationPreset.class);
        long end = System.nanoTime() + TIME.toNanos();
        try {
            for (GenerationPreset view : views) {
                counts.put(
                        view,
                        view == GenerationPreset.ALL
                                ? Math.min(LIMIT, counts.values().stream().collect(Collectors.summingLong(n -> n)))
                                : resolved.isImpossible() ? 0 : count(handle, filter.withView(view), resolved, end));
            }
        } catch (UnableToExecuteStatementException exception) {
            GenerationPager.throwUnlessCanceled(exception);
        }
        return new Counts(counts, 0);
    }

    private static long count(Handle handle, GenerationFilter filter, GenerationSql.Resolved resolved, long end) {
        GenerationPager.limitTime(handle, Duration.ofNanos(end - System.nanoTime()));
        GenerationSql sql = new GenerationSql(filter, resolved, false);
        return sql.bind(handle.createQuery(sql.count()).bind("limit", LIMIT))
                .mapTo(Long.class)
                .one();
    }
}
