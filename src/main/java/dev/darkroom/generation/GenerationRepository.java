package dev.darkroom.generation;

import dev.darkroom.database.Database;
import dev.darkroom.http.Json;
import dev.darkroom.logging.Category;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.Mark;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table {@code generation}: new rows, claims, and what a person changes. A run's own writes are in {@link RunJournal}. */
public final class GenerationRepository {
    private final Database database;

    public GenerationRepository(Database database) {
        this.database = database;
    }

    /** What the database said to a request; nothing is written unless it says CREATED. */
    public record Requested(Outcome outcome, @Nullable UUID generation, long available) {}

    public enum Outcome {
        CREATED,
        /** The same key and the same request: the generation that is there. */
        EXISTS,
        /** The same key and another request. */
        CONFLICT,
        /** Not enough credits. */
        REFUSED,
        UNKNOWN_USER
    }

    public Requested create(UUID id, NewGeneration wish, long credits, String kind, String prompt) {
        CategoryLog.info(Category.DB_CREATE, Mark.NEW, "Creating new generation record in database");
        CategoryLog.info(
                Category.DB_CREATE,
                Mark.INSPECT,
                "Generation data: user_id={}, model_id={}, status={}",
                wish.userId(),
                wish.model(),
                GenerationStatus.PENDING);
        return database.inTransaction(handle -> handle.createQuery("""
                        select * from create_generation(
                            :id, :user, :model, :kind, cast(:input as jsonb), :prompt, :credits, :key, :actor, :attempts)
                        """)
                .bind("id", id)
                .bind("user", wish.userId())
                .bind("model", wish.model())
                .bind("kind", kind)
                .bind("input", Json.write(wish.input()))
                .bind("prompt", prompt)
                .bind("credits", credits)
                .bind("key", wish.idempotencyKey())
                .bind("actor", wish.actor())
                .bind("attempts", wish.maxAttempts())
                .map((row, _) -> new Requested(
                        Outcome.valueOf(row.getString("outcome")),
                        row.getObject("generation_id", UUID.class),
                        row.getLong("available")))
                .one());
    }

    public Optional<Generation> find(UUID id) {
        return database.read(handle -> find(handle, id));
    }

    static Optional<Generation> find(Handle handle, UUID id) {
        return handle.createQuery("select * from generation where id = :id")
                .bind("id", id)
                .map(new GenerationMapper())
                .findOne();
    }

    /**
     * Takes waiting generations for an engine, oldest first within a priority; others that claim at the same time
     * take other rows. {@code submitting} and {@code storing} leave out what would need a service that is paused.
     */
    public List<Generation> claim(UUID engine, int most, boolean submitting, boolean storing) {
        return database.inTransaction(handle -> handle.createQuery("""
                        with claimed as (
                          update generation set status = 'PROCESSING', stage = coalesce(stage, 'SUBMITTING'),
                                 owner = :engine, lease_until = now() + make_interval(secs => :lease),
                                 epoch = epoch + 1, attempt = attempt + 1,
                                 started_at = coalesce(started_at, now()), updated_at = now()
                          where id = any(array(
                            select id from generation
                            where status = 'PENDING' and hold is null and next_attempt_at <= now()
                              and (:submitting or request_id is not null)
                              and (:storing or stage is null or stage in ('SUBMITTING', 'SUBMITTED'))
                            order by priority desc, next_attempt_at, created_at
                            limit :most
                            for update skip locked))
                          returning *),
                        noted as (
                          insert into timeline_event (generation_id, lane, kind, attempt, stage, text, actor)
                          select id, 'ENGINE', 'CLAIMED', attempt, stage, 'Attempt ' || attempt || ' begins', :actor
                          from claimed)
                        select * from claimed order by priority desc, created_at
                        """)
                .bind("engine", engine)
                .bind("actor", Engine.actor(engine))
                .bind("lease", RunJournal.LEASE.toSeconds())
                .bind("submitting", submitting)
                .bind("storing", storing)
                .bind("most", most)
                .map(new GenerationMapper())
                .list());
    }

    /**
     * Takes back what belongs to engines that are dead, or to runs that have written nothing for a whole lease.
     * The predicate stands in the update itself, so a run that comes back to life in between keeps its row.
     */
    public int takeBack(Duration silence) {
        return database.inTransaction(handle ->
                handle.createUpdate("""
                        with freed as (
                          update generation g set status = 'PENDING', owner = null, lease_until = null,
                                 next_attempt_at = now(), updated_at = now()
                          where status = 'PROCESSING'
                            and (lease_until < now() or exists (
                              select from engine e where e.id = g.owner
                                and (e.state = 'STOPPED' or e.heartbeat_at < now() - make_interval(secs => :silence))))
                          returning *)
                        insert into timeline_event (generation_id, lane, kind, attempt, stage, text, actor)
                        select id, 'ENGINE', 'TAKEN_BACK', attempt, stage, 'Its engine went silent; another may go on', 'engine'
                        from freed
                        """).bind("silence", silence.toSeconds()).execute());
    }

    /** What this engine runs and a person, perhaps at another console, wants to end. */
    List<UUID> cancelWishes(UUID engine) {
        return database.inTransaction(handle ->
                handle.createQuery("""
                        select id from generation
                        where status = 'PROCESSING' and owner = :engine and cancel_requested_at is not null
                        """).bind("engine", engine).mapTo(UUID.class).list());
    }

    public List<TimelineEvent> timeline(UUID id) {
        return database.read(handle -> handle.createQuery(
                        "select * from timeline_event where generation_id = :id order by id limit 1000")
                .bind("id", id)
                .map(new TimelineMapper())
                .list());
    }
}
