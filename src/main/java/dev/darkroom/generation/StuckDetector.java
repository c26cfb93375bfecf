package dev.darkroom.generation;

import dev.darkroom.database.AdvisoryLock;
import dev.darkroom.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code verdict}: what was found to be stuck, once for each cause and each thing it was about. One engine of
 * a database looks at a time, at a bounded number of rows that may be stuck; the diagnosis itself decides.
 */
final class StuckDetector {
    /** Rows of one look; what is behind them comes with the next. */
    static final int CHUNK = 1_000;

    /** What is in flight and past one of the limits; then what two indexes of few rows hold. Wider than the diagnosis. */
    private static final String CANDIDATES =
            """
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
                      else coalesce(g.submitted_at, g.updated_at) < now() - make_interval(secs => coalesce(l.queue, :queue))
                    end
                 or g.stage in ('RENDERED', 'STORING', 'SIGNING')
                    and (g.error is not null or g.rendered_at < now() - make_interval(secs => :unstored)))
               order by g.created_at, g.id limit :limit)
              union
              (select %1$s from generation g where %2$s and (g.created_at, g.id) > (:after_at, :after_id)
               order by g.created_at, g.id limit :limit)
              union
              (select %1$s from generation g where %3$s and (g.created_at, g.id) > (:after_at, :after_id)
                 and g.updated_at < now() - make_interval(secs => :unasked)
               order by g.created_at, g.id limit :limit)) g
            order by g.created_at, g.id limit :limit
            """.formatted(GenerationRowMapper.COLUMNS, GenerationSelect.ATTENTION, GenerationSelect.WAITING_AT_FAL);

    /** A person's retry begins anew: what was told before it may be told again. */
    private static final String RETRIED_SINCE = """
            exists (select from timeline_event t where t.generation_id = v.generation_id
                      and t.lane = 'OPERATOR' and t.kind = 'RETRY' and t.at > v.at)""";

    private static final String KNOWN =
            "select v.generation_id, v.cause, v.about from verdict v where v.generation_id = any(:ids) and not "
                    + RETRIED_SINCE;
    /** Nothing is written when the generation has moved on since it was looked at, or when another was first. */
    private static final String RECORD = """
            with told as (
              insert into verdict as v (generation_id, cause, about)
              select g.id, :cause, :about from generation g where g.id = :id and g.status = :status and g.updated_at = :seen
              on conflict (generation_id, cause, about) do update set at = clock_timestamp() where %s
              returning v.generation_id)
            insert into timeline_event (generation_id, lane, kind, attempt, stage, text, actor)
            select generation_id, 'ENGINE', 'DIAGNOSED', :attempt, :stage, :text, :actor from told
            """.formatted(RETRIED_SINCE);

    private static final GenerationRow.Key START = new GenerationRow.Key(Instant.EPOCH, new UUID(0, 0));

    private final Database database;
    private final Limits limits;
    private final Collection<String> models;

    /** Something new about a generation. */
    record Verdict(GenerationRow row, Diagnosis diagnosis) {}

    /** What a look found; {@code next} is where the following one begins. */
    record Look(List<Verdict> verdicts, GenerationRow.@Nullable Key next) {
        static final Look NOTHING = new Look(List.of(), null);
    }

    private record Id(UUID generationId, String cause, String about) {}

    StuckDetector(Database database, Limits limits, Collection<String> models) {
        this.database = database;
        this.limits = limits;
        this.models = List.copyOf(models);
    }

    /** Finds and records what is new behind {@code after}. {@code situation} is asked after the rows were read. */
    Look look(GenerationRow.@Nullable Key after, Supplier<Situation> situation, String actor) {
        return database.inTransaction(handle -> {
            if (!AdvisoryLock.STUCK_MONITOR.tryLock(handle)) {
                return Look.NOTHING;
            }
            List<GenerationRow> rows = candidates(handle, after == null ? START : after);
            GenerationRow.Key next = rows.size() < CHUNK ? null : rows.getLast().key();
            return new Look(rows.isEmpty() ? List.of() : record(handle, rows, situation.get(), actor), next);
        });
    }

    private List<GenerationRow> candidates(Handle handle, GenerationRow.Key after) {
        List<Usual> usual = models.stream().map(limits.usual()).toList();
        Usual unknown = limits.usual().apply("");
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
                .bind("unasked", seconds(limits.unasked()))
                .bind("after_at", GenerationSelect.time(after.createdAt()))
                .bind("after_id", after.id())
                .bind("limit", CHUNK)
                .map(new GenerationRowMapper())
                .list();
    }

    private List<Verdict> record(Handle handle, List<GenerationRow> rows, Situation situation, String actor) {
        List<Verdict> found = rows.stream()
                .map(row -> new Verdict(row, Diagnosis.of(row, situation, limits)))
                .filter(verdict -> verdict.diagnosis().needsAttention())
                .toList();
        if (found.isEmpty()) {
            return List.of();
        }
        Set<Id> known = new HashSet<>(handle.createQuery(KNOWN)
                .bind("ids", found.stream().map(verdict -> verdict.row().id()).toArray(UUID[]::new))
                .mapTo(Id.class)
                .list());
        List<Verdict> told = new ArrayList<>();
        for (Verdict verdict : found) {
            if (!known.contains(id(verdict)) && record(handle, verdict, actor)) {
                told.add(verdict);
            }
        }
        return told;
    }

    private static boolean record(Handle handle, Verdict verdict, String actor) {
        GenerationRow row = verdict.row();
        Id id = id(verdict);
        return handle.createUpdate(RECORD)
                        .bind("id", row.id())
                        .bind("status", row.status())
                        .bind("seen", GenerationSelect.time(row.updatedAt()))
                        .bind("cause", id.cause())
                        .bind("about", id.about())
                        .bind("attempt", row.attempt())
                        .bind("stage", row.stage())
                        .bind("text", text(verdict.diagnosis()))
                        .bind("actor", actor)
                        .execute()
                > 0;
    }

    static String text(Diagnosis diagnosis) {
        return diagnosis.title() + ". " + diagnosis.sentence();
    }

    private static Id id(Verdict verdict) {
        Diagnosis.Cause cause = Objects.requireNonNull(verdict.diagnosis().cause());
        return new Id(verdict.row().id(), cause.name(), about(cause, verdict.row()));
    }

    /** What must be another one for the same cause to be news: the run, the job, the submit or the end. */
    private static String about(Diagnosis.Cause cause, GenerationRow row) {
        return switch (cause) {
            case WORKER_GONE -> "run " + row.lease().epoch();
            case QUEUE_TOO_LONG, RUN_TOO_LONG, RESULT_EXPIRING, UPLOAD_FAILING ->
                "request " + row.job().requestId();
            case SUBMIT_UNKNOWN -> "submit " + row.job().submitStartedAt();
            case NO_MEDIA_URL, NOT_REFUNDED -> "end " + row.finishedAt();
        };
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
