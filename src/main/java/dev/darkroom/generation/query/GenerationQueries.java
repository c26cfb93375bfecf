package dev.darkroom.generation.query;

import dev.darkroom.database.DatabaseReader;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRepository;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationRowMapper;
import dev.darkroom.generation.GenerationTriage;
import dev.darkroom.generation.TimelineEvent;
import dev.darkroom.generation.diagnosis.ClusterSnapshot;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.engine.QuotaUsage;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.generation.query.GenerationPage.Line;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The queries for lists of generations. Pages are by keyset, in both directions; every query is bounded in rows or in time,
 * even at millions of rows. Uses the console's own connections; every call blocks.
 */
public final class GenerationQueries {
    /** Counts stop here: "10,000+". */
    public static final int COUNT_LIMIT = 10_000;

    private static final int MAX_IDS = 5_000;
    private static final int MAX_VALUE_LENGTH = 200;

    private final DatabaseReader database;
    private final StuckThresholds limits;

    public GenerationQueries(DatabaseReader database, StuckThresholds limits) {
        this.database = database;
        this.limits = limits;
    }

    /**
     * The number of generations in each view, at most {@link #COUNT_LIMIT}.
     *
     * @param byView without the views for which it took too long
     * @param estimate the approximate total; 0 where unknown
     */
    public record Counts(Map<GenerationPreset, Long> byView, long estimate) {
        public Counts {
            byView = Map.copyOf(byView);
        }

        public long of(GenerationPreset view) {
            return byView.getOrDefault(view, 0L);
        }
    }

    public StuckThresholds limits() {
        return limits;
    }

    /** Returns the rows after {@code after} in the given order; from the first one when it is null. */
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
        ClusterSnapshot cluster = clusterSnapshot();
        return database.read(handle ->
                new GenerationPager(handle, filter, limits, cluster, searchTime).rows(oldestFirst, after, limit));
    }

    /** Whether a list with this filter contains this generation, on whichever page. */
    public boolean contains(GenerationFilter filter, UUID id) {
        return database.read(handle -> {
            GenerationSql.Resolved resolved = FilterNameResolver.resolve(handle, filter);
            GenerationSql sql = new GenerationSql(filter, resolved, false);
            return !resolved.isImpossible()
                    && sql.bind(handle.createQuery(sql.contains()).bind("id", id))
                            .mapTo(Boolean.class)
                            .one();
        });
    }

    /** Returns the current state of these rows, those that exist, in no particular order. */
    public List<Line> rows(Collection<UUID> ids) {
        ClusterSnapshot cluster = clusterSnapshot();
        List<GenerationRow> rows = database.read(handle -> handle.createQuery(
                        "select " + GenerationRowMapper.COLUMNS + " from generation g where g.id = any(:ids)")
                .bind("ids", ids.stream().limit(MAX_IDS).toArray(UUID[]::new))
                .map(new GenerationRowMapper())
                .list());
        return rows.stream()
                .map(row -> new Line(row, GenerationDiagnosis.of(row, cluster, limits)))
                .toList();
    }

    /** Reads these values of the inputs, at most {@value #MAX_VALUE_LENGTH} characters of each, without those that are not there. */
    public Map<UUID, Map<InputPath, String>> inputValues(Set<UUID> ids, Set<InputPath> paths) {
        Map<UUID, Map<InputPath, String>> values = new HashMap<>();
        database.read(handle -> {
            for (InputPath path : paths) {
                handle.createQuery("select id, left(input #>> :keys, :length) as text from generation"
                                + " where id = any(:ids) and input #>> :keys is not null")
                        .bind("keys", path.keys().toArray(String[]::new))
                        .bind("length", MAX_VALUE_LENGTH)
                        .bind("ids", ids.stream().limit(MAX_IDS).toArray(UUID[]::new))
                        .map((row, _) -> Map.entry(row.getObject("id", UUID.class), row.getString("text")))
                        .forEach(found -> values.computeIfAbsent(found.getKey(), _ -> new HashMap<>())
                                .put(path, found.getValue()));
            }
            return values;
        });
        return values;
    }

    public Optional<Generation> find(UUID id) {
        return database.read(handle -> GenerationRepository.find(handle, id));
    }

    public List<TimelineEvent> timeline(UUID id) {
        return database.read(handle -> GenerationRepository.timeline(handle, id));
    }

    public GenerationTriage triage(UUID id) {
        return database.read(handle -> GenerationRepository.triage(handle, id));
    }

    /** Returns all limits, those of models first, with the number of runs of each. */
    public List<QuotaUsage.InUse> runLimits() {
        return database.read(QuotaUsage::read).inUse();
    }

    public GenerationDiagnosis diagnose(Generation generation) {
        return GenerationDiagnosis.of(GenerationRow.of(generation), clusterSnapshot(), limits);
    }

    /**
     * Counts the engines with a heartbeat within half a minute: each window on these rows has one, and each engine process is
     * one.
     */
    public int liveEngines() {
        return database.read(
                handle -> handle.createQuery("""
                        select count(*) from engine
                        where state <> 'STOPPED' and heartbeat_at > now() - interval '30 seconds'
                        """).mapTo(Integer.class).one());
    }

    /** Returns the pauses in force, whichever engine began them, the longest first. */
    public List<ServiceCircuitBreaker.Pause> pauses() {
        return database.read(ServiceCircuitBreaker::read);
    }

    /** Reads the database's clock, the engines with a heartbeat within a day, the pauses, and the limits with their load. */
    public ClusterSnapshot clusterSnapshot() {
        return database.read(handle -> new ClusterSnapshot(
                handle.createQuery("select clock_timestamp()")
                        .mapTo(OffsetDateTime.class)
                        .one()
                        .toInstant(),
                handle.createQuery("""
                                select id, host, state, capacity, in_flight, heartbeat_at from engine
                                where heartbeat_at > now() - interval '1 day' order by heartbeat_at desc limit 500
                                """).mapTo(ClusterSnapshot.EngineBeat.class).list(),
                ServiceCircuitBreaker.read(handle),
                QuotaUsage.read(handle)));
    }

    public Counts counts() {
        return database.read(GenerationCounter::all);
    }

    /** Counts the matches of a filter in each view, regardless of its own view, as far as possible in half a second. */
    public Counts counts(GenerationFilter filter) {
        return database.read(
                handle -> GenerationCounter.matching(handle, filter, EnumSet.allOf(GenerationPreset.class)));
    }

    /** Counts the matches of a filter in its own view; empty when half a second is not enough. */
    public OptionalLong count(GenerationFilter filter) {
        GenerationPreset view = filter.view();
        Set<GenerationPreset> counted =
                view == GenerationPreset.ALL ? EnumSet.allOf(GenerationPreset.class) : EnumSet.of(view);
        Long found = database.read(handle -> GenerationCounter.matching(handle, filter, counted))
                .byView()
                .get(view);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found);
    }

    /** Returns users whose name contains this text, an exact match first; for suggestions. */
    public List<String> users(String part, int limit) {
        return database.read(handle -> FilterNameResolver.users(handle, part, limit));
    }
}
