package dev.darkroom.generation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.database.Database;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.writer.BatchRow;
import dev.darkroom.database.writer.BatchStatement;
import dev.darkroom.database.writer.GroupCommitWriter;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogMark;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code generation}: new rows, and changes that engines make to many at once. A run's own writes are in
 * {@link GenerationRunRepository}.
 */
public final class GenerationRepository {
    /** The rule itself is in the SQL function. */
    private static final BatchStatement REQUEST =
            BatchStatement.ofFunction("select n, row_to_json(c)::text from create_generations({rows}) c", """
            id uuid, user text, model text, kind text, input text, prompt text, credits bigint, key text, actor text,
            attempts integer""");

    /**
     * The age after which a generation that its engine owns but does not run counts as lost: a run starts a moment after its
     * claim.
     */
    private static final Duration VANISHED_AFTER = Duration.ofSeconds(10);

    /** The longest lock wait of the statements that engines repeat. */
    public static final Duration LOCK_LIMIT = Duration.ofSeconds(1);

    private final Database database;
    private final GroupCommitWriter writer;

    public GenerationRepository(Database database, GroupCommitWriter writer) {
        this.database = database;
        this.writer = writer;
    }

    /** The database's answer to a request; nothing is written unless the outcome is CREATED. */
    public record Requested(Outcome outcome, @Nullable UUID generation, long available) {}

    public enum Outcome {
        CREATED,
        /** The same key and the same request: the existing generation. */
        EXISTS,
        /** The same key but a different request. */
        CONFLICT,
        /** Not enough credits. */
        REFUSED,
        UNKNOWN_USER
    }

    public Requested create(UUID id, GenerationRequest request, long credits, String kind, String prompt) {
        CategoryLog.info(LogCategory.DB_CREATE, LogMark.NEW, "Creating new generation record in database");
        CategoryLog.info(
                LogCategory.DB_CREATE,
                LogMark.INSPECT,
                "Generation data: user_id={}, model_id={}, status={}",
                request.userId(),
                request.model(),
                GenerationStatus.PENDING);
        JsonNode answer = writer.write(
                        request.userId(),
                        // Two requests with the same key are decided one after the other.
                        request.idempotencyKey() == null ? id : List.of(request.userId(), request.idempotencyKey()),
                        BatchRow.of(REQUEST)
                                .with("id", id)
                                .with("user", request.userId())
                                .with("model", request.model())
                                .with("kind", kind)
                                .with("input", JsonMapping.write(request.input()))
                                .with("prompt", prompt)
                                .with("credits", credits)
                                .with("key", request.idempotencyKey())
                                .with("actor", request.actor())
                                .with("attempts", request.maxAttempts()))
                .map(JsonMapping::parse)
                .orElseThrow();
        return new Requested(
                Outcome.valueOf(answer.path("outcome").asText()),
                JsonMapping.text(answer, "generation_id").map(UUID::fromString).orElse(null),
                answer.path("available").asLong());
    }

    public Optional<Generation> find(UUID id) {
        return database.read(handle -> find(handle, id));
    }

    public static Optional<Generation> find(Handle handle, UUID id) {
        return handle.createQuery(GenerationMapper.select("generation g") + "where g.id = :id")
                .bind("id", id)
                .map(new GenerationMapper())
                .findOne();
    }

    /** Whether this run still owns the row; true while the database cannot tell. */
    public boolean isOwner(FencingToken run) {
        try {
            return database.read(handle -> handle.createQuery(
                            "select exists (select from generation where id = :id and owner = :owner and epoch = :epoch)")
                    .bind("id", run.generation())
                    .bind("owner", run.engine())
                    .bind("epoch", run.epoch())
                    .mapTo(Boolean.class)
                    .one());
        } catch (DatabaseException _) {
            return true;
        }
    }

    /** Counts the attempts that ended with their engine, so that the row was taken back; 0 while no job at fal.ai is known. */
    public int countLostRunsWithJob(UUID id) {
        return database.read(handle -> handle.createQuery("""
                        select count(*) from generation g join timeline_event e on e.generation_id = g.id
                        where g.id = :id and g.request_id is not null and e.kind = :kind
                        """)
                .bind("id", id)
                .bind("kind", TimelineKind.TAKEN_BACK.name())
                .mapTo(int.class)
                .one());
    }

    /** How long ago it was handed back for the last time but {@code times} less one; zero when that never happened. */
    public Duration sinceHandedBack(UUID id, int times) {
        return database.read(handle -> handle.createQuery("""
                        select extract(epoch from clock_timestamp() - at) from timeline_event
                        where generation_id = :id and kind = :kind order by id desc offset :times - 1 limit 1
                        """)
                .bind("id", id)
                .bind("kind", TimelineKind.HANDED_BACK.name())
                .bind("times", times)
                .mapTo(Double.class)
                .findOne()
                .map(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
                .orElse(Duration.ZERO));
    }

    /**
     * Takes back generations of dead engines, and those whose lease has expired. The condition is part of the update itself, so
     * a run that comes back to life in between keeps its row.
     */
    public int reclaimLost(Duration silence) {
        return database.inTransaction(
                LOCK_LIMIT,
                handle -> handle.createUpdate(GenerationTransition.TAKEN_FROM_ENGINE)
                                .bind("silence", silence.toSeconds())
                                .bind("actor", "engine")
                                .execute()
                        + handle.createUpdate(GenerationTransition.LEASE_ENDED)
                                .bind("actor", "engine")
                                .execute());
    }

    /** Gives back generations that this engine owns but no longer runs, as after a database outage; counts as an attempt. */
    public int releaseVanished(UUID engine, Collection<UUID> running) {
        return database.inTransaction(
                LOCK_LIMIT,
                handle -> handle.createUpdate(GenerationTransition.RUN_VANISHED)
                        .bind("engine", engine)
                        .bind("running", running.toArray(UUID[]::new))
                        .bind("grace", VANISHED_AFTER.toSeconds())
                        .bind("actor", EngineName.of(engine))
                        .execute());
    }

    /** Returns which of these requests at fal.ai belong to another generation, or to an earlier submit of this one. */
    public Set<String> knownRequests(List<String> requests) {
        return database.inTransaction(handle -> knownRequests(handle, requests));
    }

    public static Set<String> knownRequests(Handle handle, List<String> requests) {
        return Set.copyOf(
                handle.createQuery("select request_id from fal_job where request_id = any(cast(:requests as text[]))")
                        .bind("requests", requests.toArray(String[]::new))
                        .mapTo(String.class)
                        .list());
    }

    public List<TimelineEvent> timeline(UUID id) {
        return database.read(handle -> timeline(handle, id));
    }

    public static List<TimelineEvent> timeline(Handle handle, UUID id) {
        return handle.createQuery("select * from timeline_event where generation_id = :id order by id limit 1000")
                .bind("id", id)
                .map(new TimelineMapper())
                .list();
    }

    public static GenerationTriage triage(Handle handle, UUID id) {
        return new GenerationTriage(
                handle.createQuery("select " + GenerationRowMapper.MARKS + " from generation g where g.id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .findOne()
                        .map(GenerationTriage::marks)
                        .orElse(List.of()),
                handle.createQuery("""
                                select id, actor, at, text from generation_note where generation_id = :id
                                order by id limit 1000
                                """)
                        .bind("id", id)
                        .mapTo(GenerationTriage.WrittenNote.class)
                        .list());
    }

    /** Logs a refund, in the same words for a run and for an operator's action. */
    public static void logRefund(Generation generation, String reason) {
        CategoryLog.info(
                LogCategory.GENERATION,
                LogMark.CREDITS,
                "Refunded {} credits to {}: {}",
                generation.credits(),
                generation.userId(),
                reason);
    }

    /** Reads a row of the table {@code timeline_event}. */
    private static final class TimelineMapper implements RowMapper<TimelineEvent> {
        @Override
        public TimelineEvent map(ResultSet row, StatementContext context) throws SQLException {
            String stage = row.getString("stage");
            String data = row.getString("data");
            long millis = row.getLong("duration_ms");
            Duration duration = row.wasNull() ? null : Duration.ofMillis(millis);
            return new TimelineEvent(
                    row.getLong("id"),
                    row.getObject("generation_id", UUID.class),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    TimelineKind.valueOf(row.getString("kind")),
                    row.getInt("attempt"),
                    stage == null ? null : GenerationStage.valueOf(stage),
                    data == null ? JsonMapping.MAPPER.createObjectNode() : JsonMapping.parse(data),
                    duration,
                    row.getString("actor"));
        }
    }
}
