package dev.darkroom.generation.query;

import dev.darkroom.database.DatabaseReader;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRepository;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationRowMapper;
import dev.darkroom.generation.TimelineEvent;
import dev.darkroom.generation.diagnosis.ClusterSnapshot;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.engine.GenerationEngine;
import dev.darkroom.generation.engine.QuotaUsage;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import dev.darkroom.generation.query.GenerationPage.Line;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What lists of generations ask. Pages by key, in both directions; every question has a bound in rows or in time, also
 * at millions of rows. Uses the console's own connections; every call blocks.
 */
public final class GenerationQueries {
    /** Counts stop here: "10,000+". */
    public static final int COUNT_LIMIT = 10_000;

    private static final int MOST_BY_ID = 5_000;

    /**
     * What is completed has no index of its own, which every completion would have to write to: it is all but the others. By the
     * planner's figures where these say that there are plenty; counted where not; and where the others are too many to be counted,
     * no fewer than are among the newest. What has
     * ended is counted from the oldest on, where nobody has written for long, so that the index alone tells.
     */
    private static final String COUNTS = """
            with few as materialized (
              select (select count(*) from (select from generation where attention_cause is not null limit :limit) x) as attention,
                     (select count(*) from (select from generation where status = 'PROCESSING' limit :limit) x) as in_flight,
                     (select count(*) from (select from generation where status = 'PENDING' limit :limit) x) as waiting,
                     (select count(*) from (select from generation where status = 'FAILED'
                                            order by created_at, id limit :limit) x) as failed,
                     (select count(*) from (select from generation where status = 'CANCELLED'
                                            order by created_at, id limit :limit) x) as cancelled,
                     (select greatest(reltuples, 0) from pg_class where oid = 'generation'::regclass) as estimate,
                     (select greatest(reltuples, 0) from pg_class where oid = 'generation_by_status'::regclass) as others),
            bounded as materialized (
              select few.*, estimate - others >= 2 * :limit as many,
                     greatest(in_flight, waiting, failed, cancelled) < :limit as exact, (
                select count(*) from (
                  select from generation order by created_at, id
                  limit case when estimate - others >= 2 * :limit or greatest(in_flight, waiting, failed, cancelled) >= :limit
                             then :limit else in_flight + waiting + failed + cancelled + :limit end) x) as every_one
              from few)
            select attention, in_flight, waiting, failed, least(every_one, :limit) as every_one,
                   case when many then :limit
                        when exact then least(every_one - in_flight - waiting - failed - cancelled, :limit)
                        else least(:limit, greatest(cast(estimate - others as bigint), (
                          select count(*) filter (where status = 'COMPLETED')
                          from (select status from generation order by created_at desc, id desc limit 2 * :limit) x))) end
                     as completed,
                   cast(estimate as bigint) as estimate
            from bounded
            """;

    private final DatabaseReader database;
    private final StuckThresholds limits;

    public GenerationQueries(DatabaseReader database, StuckThresholds limits) {
        this.database = database;
        this.limits = limits;
    }

    /** How many there are in each view, at most {@link #COUNT_LIMIT}, and about how many in all. */
    public record Counts(Map<GenerationPreset, Long> byView, long estimate) {
        public long of(GenerationPreset view) {
            return byView.getOrDefault(view, 0L);
        }
    }

    public StuckThresholds limits() {
        return limits;
    }

    /** The rows behind {@code after} in the given order; from the first one when it is null. */
    public GenerationPage page(
            GenerationFilter filter, boolean oldestFirst, GenerationRow.@Nullable Key after, int limit) {
        return page(filter, oldestFirst, after, limit, GenerationPager.TIME);
    }

    public GenerationPage page(
            GenerationFilter filter,
            boolean oldestFirst,
            GenerationRow.@Nullable Key after,
            int limit,
            Duration searchTime) {
        ClusterSnapshot situation = situation();
        return database.read(handle ->
                new GenerationPager(handle, filter, limits, situation, searchTime).rows(oldestFirst, after, limit));
    }

    /** These rows as they are now, those that exist, in no order. */
    public List<Line> rows(Collection<UUID> ids) {
        ClusterSnapshot situation = situation();
        List<GenerationRow> rows = database.read(handle -> handle.createQuery(
                        "select " + GenerationRowMapper.COLUMNS + " from generation g where g.id = any(:ids)")
                .bind("ids", ids.stream().limit(MOST_BY_ID).toArray(UUID[]::new))
                .map(new GenerationRowMapper())
                .list());
        return rows.stream()
                .map(row -> new Line(row, GenerationDiagnosis.of(row, situation, limits)))
                .toList();
    }

    public Optional<Generation> find(UUID id) {
        return database.read(handle -> GenerationRepository.find(handle, id));
    }

    public List<TimelineEvent> timeline(UUID id) {
        return database.read(handle -> GenerationRepository.timeline(handle, id));
    }

    /** All limits, those of models first, and how many are in work of each. */
    public List<QuotaUsage.InUse> runLimits() {
        return database.read(QuotaUsage::read).inUse();
    }

    public GenerationDiagnosis diagnose(Generation generation) {
        return GenerationDiagnosis.of(GenerationRow.of(generation), situation(), limits);
    }

    /** The pauses in force, whichever engine began them, the longest first. */
    public List<ServiceCircuitBreaker.Pause> pauses() {
        return database.read(ServiceCircuitBreaker::read);
    }

    /** The database's clock, the engines heard within a day, the pauses, and the limits with their load. */
    public ClusterSnapshot situation() {
        return database.read(handle -> new ClusterSnapshot(
                handle.createQuery("select clock_timestamp()")
                        .mapTo(OffsetDateTime.class)
                        .one()
                        .toInstant(),
                handle.createQuery("""
                                select id, host, state, capacity, in_flight, heartbeat_at from engine
                                where heartbeat_at > now() - interval '1 day' order by heartbeat_at desc limit 500
                                """)
                        .map((row, _) -> new ClusterSnapshot.EngineBeat(
                                row.getObject("id", UUID.class),
                                row.getString("host"),
                                GenerationEngine.State.valueOf(row.getString("state")),
                                row.getInt("capacity"),
                                row.getInt("in_flight"),
                                row.getObject("heartbeat_at", OffsetDateTime.class)
                                        .toInstant()))
                        .list(),
                ServiceCircuitBreaker.read(handle),
                QuotaUsage.read(handle)));
    }

    public Counts counts() {
        return database.read(GenerationQueries::counts);
    }

    static Counts counts(Handle handle) {
        return handle.createQuery(COUNTS)
                .bind("limit", COUNT_LIMIT)
                .map((row, _) -> new Counts(
                        Map.of(
                                GenerationPreset.ATTENTION, row.getLong("attention"),
                                GenerationPreset.IN_FLIGHT, row.getLong("in_flight"),
                                GenerationPreset.WAITING, row.getLong("waiting"),
                                GenerationPreset.FAILED, row.getLong("failed"),
                                GenerationPreset.COMPLETED, row.getLong("completed"),
                                GenerationPreset.ALL, row.getLong("every_one")),
                        Math.max(row.getLong("every_one"), row.getLong("estimate"))))
                .one();
    }

    /** Users whose name holds this text, the exact one first; for suggestions. */
    public List<String> users(String part, int most) {
        return database.read(handle -> FilterNameResolver.users(handle, part, most));
    }
}
