package dev.darkroom.generation.diagnosis;

import dev.darkroom.database.AdvisoryLock;
import dev.darkroom.database.Database;
import dev.darkroom.generation.GenerationMapper;
import dev.darkroom.generation.GenerationRepository;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationRowMapper;
import dev.darkroom.generation.GenerationTransition;
import dev.darkroom.generation.diagnosis.TypicalDurationStore.TypicalDurations;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Finds stuck generations, stores the cause in the row once for as long as it stays the same, and clears it when it is over.
 * One engine or console per database scans at a time, over a bounded number of rows that may be stuck; the diagnosis itself
 * decides.
 */
public final class StuckDetector {
    /** The rows of one scan; the rest follow with the next. */
    static final int CHUNK = 1_000;

    /**
     * Rows in flight that exceed one of the limits; then those in small indexes: flagged or amiss, and waiting although already
     * begun. Broader than the diagnosis.
     */
    private static final String CANDIDATES = """
            with slow as (
              select * from unnest(cast(:models as text[]), cast(:queues as float8[]), cast(:runs as float8[]))
                as l(model, queue, run))
            select * from (
              (select %1$s from generation g left join slow l on l.model = g.model
               where g.status = 'PROCESSING' and (g.created_at, g.id) > (:after_at, :after_id) and (
                 g.lease_until < now()
                 or not exists (select from engine e where e.id = g.owner and e.state <> 'STOPPED'
                                  and e.heartbeat_at > now() - make_interval(secs => :silence))
                 or g.stage = 'SUBMITTED' and
                    case when g.fal_status = 'IN_PROGRESS'
                      then coalesce(g.fal_started_at, g.updated_at) < now() - make_interval(secs => coalesce(l.run, :run))
                      else coalesce(case when g.fal_started_at is null then g.submitted_at else g.fal_changed_at end,
                                    g.updated_at) < now() - make_interval(secs => coalesce(l.queue, :queue))
                    end
                 or g.stage in ('RENDERED', 'STORING', 'SIGNING')
                    and (g.error is not null or g.rendered_at < now() - make_interval(secs => :unstored)))
               order by g.created_at, g.id limit :limit)
              union
              (select %1$s from generation g
               where g.attention_cause is not null and (g.created_at, g.id) > (:after_at, :after_id)
               order by g.created_at, g.id limit :limit)
              union
              (select %1$s from generation g
               where (g.hold is not null
                      or (g.status = 'COMPLETED' and (g.media_url is null or g.media_path is null))
                      or (g.status in ('FAILED', 'CANCELLED') and not g.refunded))
                 and (g.created_at, g.id) > (:after_at, :after_id)
               order by g.created_at, g.id limit :limit)
              union
              (select %1$s from generation g
               where g.status = 'PENDING' and g.hold is null and g.epoch > 0 and (g.created_at, g.id) > (:after_at, :after_id)
                 and (g.stage in ('RENDERED', 'STORING', 'SIGNING')
                      or g.request_id is not null and g.updated_at < now() - make_interval(secs => :unasked))
               order by g.created_at, g.id limit :limit)) g
            order by g.created_at, g.id limit :limit
            """.formatted(GenerationRowMapper.COLUMNS);

    private static final GenerationRow.Key START = new GenerationRow.Key(Instant.EPOCH, new UUID(0, 0));

    private final Database database;
    private final StuckThresholds limits;
    private final Collection<String> models;

    /** A new finding about a generation. */
    record Verdict(GenerationRow row, GenerationDiagnosis diagnosis) {}

    /** A generation that no longer needs attention. */
    record Cleared(UUID id, String userId) {}

    /** The result of a scan; {@code next} is where the following one begins. */
    record DetectionResult(List<Verdict> verdicts, List<Cleared> cleared, GenerationRow.@Nullable Key next) {
        static final DetectionResult NOTHING = new DetectionResult(List.of(), List.of(), null);
    }

    public StuckDetector(Database database, StuckThresholds limits, Collection<String> models) {
        this.database = database;
        this.limits = limits;
        this.models = List.copyOf(models);
    }

    /** Finds and records what is new after {@code after}. {@code cluster} is read after the rows. */
    DetectionResult find(GenerationRow.@Nullable Key after, Supplier<ClusterSnapshot> cluster, String actor) {
        return database.inTransaction(GenerationRepository.LOCK_LIMIT, handle -> {
            if (!AdvisoryLock.STUCK_MONITOR.tryLock(handle)) {
                return DetectionResult.NOTHING;
            }
            List<GenerationRow> rows = candidates(handle, after == null ? START : after);
            GenerationRow.Key next = rows.size() < CHUNK ? null : rows.getLast().key();
            return rows.isEmpty() ? DetectionResult.NOTHING : record(handle, rows, cluster.get(), actor, next);
        });
    }

    private List<GenerationRow> candidates(Handle handle, GenerationRow.Key after) {
        List<TypicalDurations> usual = models.stream().map(limits.usual()).toList();
        TypicalDurations unknown = limits.usual().apply("");
        return handle.createQuery(CANDIDATES)
                .bind("models", models.toArray(String[]::new))
                .bind(
                        "queues",
                        usual.stream().map(u -> seconds(u.queue().limit())).toArray(Double[]::new))
                .bind("runs", usual.stream().map(u -> seconds(u.run().limit())).toArray(Double[]::new))
                .bind("queue", seconds(unknown.queue().limit()))
                .bind("run", seconds(unknown.run().limit()))
                .bind("silence", seconds(limits.silence()))
                .bind("unstored", seconds(limits.unstored()))
                .bind("unasked", seconds(limits.unwatched()))
                .bind("after_at", GenerationMapper.parameter(after.createdAt()))
                .bind("after_id", after.id())
                .bind("limit", CHUNK)
                .map(new GenerationRowMapper())
                .list();
    }

    private DetectionResult record(
            Handle handle,
            List<GenerationRow> rows,
            ClusterSnapshot cluster,
            String actor,
            GenerationRow.@Nullable Key next) {
        List<Verdict> fresh = new ArrayList<>();
        List<UUID> over = new ArrayList<>();
        for (GenerationRow row : rows) {
            GenerationDiagnosis diagnosis = GenerationDiagnosis.of(row, cluster, limits);
            if (diagnosis.cause() == null) {
                if (row.attentionCause() != null) {
                    over.add(row.id());
                }
            } else if (!diagnosis.cause().name().equals(row.attentionCause())
                    && flag(handle, row, diagnosis, diagnosis.cause(), actor)) {
                fresh.add(new Verdict(row, diagnosis));
            }
        }
        return new DetectionResult(fresh, clear(handle, over), next);
    }

    private static List<Cleared> clear(Handle handle, List<UUID> over) {
        return over.isEmpty()
                ? List.of()
                : handle.createQuery(GenerationTransition.UNFLAGGED)
                        .bind("ids", over.toArray(UUID[]::new))
                        .mapTo(Cleared.class)
                        .list();
    }

    /** Writes nothing if the generation has changed since it was read, or another process was first. */
    private static boolean flag(
            Handle handle,
            GenerationRow row,
            GenerationDiagnosis diagnosis,
            GenerationDiagnosis.Cause cause,
            String actor) {
        return handle.createUpdate(GenerationTransition.FLAGGED)
                        .bind("id", row.id())
                        .bind("status", row.status())
                        .bind("seen", GenerationMapper.parameter(row.updatedAt()))
                        .bind("cause", cause)
                        .bind(
                                "detail",
                                JsonMapping.write(JsonMapping.MAPPER
                                        .createObjectNode()
                                        .put("cause", cause.name())
                                        .set("message", text(diagnosis).json())))
                        .bind("actor", actor)
                        .execute()
                > 0;
    }

    static CodedMessage text(GenerationDiagnosis diagnosis) {
        return CodedMessage.sentences(CodedMessage.of("stop", diagnosis.title()), diagnosis.sentence());
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
