package dev.darkroom.generation;

import dev.darkroom.database.Database;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The table {@code engine}: who is there, since when, and when each was last heard, all by the database's clock. */
public final class EngineRegistry {
    private static final String HAND_BACK = """
            with freed as (
              update generation set status = 'PENDING', owner = null, lease_until = null, next_attempt_at = now(),
                     attempt = greatest(attempt - 1, 0), updated_at = now()
              where status = 'PROCESSING' and owner = :id and not (id = any(cast(:running as uuid[])))
              returning *)
            insert into timeline_event (generation_id, lane, kind, attempt, stage, text, actor)
            select id, 'ENGINE', 'HANDED_BACK', attempt, stage, 'The engine stopped; another goes on', :actor from freed
            """;

    private final Database database;

    public EngineRegistry(Database database) {
        this.database = database;
    }

    /** One engine as Overview shows it. */
    public record Entry(
            UUID id,
            String host,
            long process,
            String state,
            int capacity,
            int inFlight,
            Instant startedAt,
            Instant heartbeatAt) {}

    void begin(UUID id, int capacity) {
        database.inTransaction(handle -> handle.createUpdate("""
                        insert into engine (id, host, process, version, capacity, state)
                        values (:id, :host, :process, :version, :capacity, 'RUNNING')
                        on conflict (id) do nothing
                        """)
                .bind("id", id)
                .bind("host", host())
                .bind("process", ProcessHandle.current().pid())
                .bind("version", version())
                .bind("capacity", capacity)
                .execute());
    }

    void beat(UUID id, Engine.State state, int inFlight) {
        database.inTransaction(handle -> handle.createUpdate("""
                        update engine set heartbeat_at = clock_timestamp(), state = :state, in_flight = :inFlight
                        where id = :id
                        """)
                .bind("id", id)
                .bind("state", state)
                .bind("inFlight", inFlight)
                .execute());
    }

    /** Gives back what this engine owns but does not run any more, as after a time without a database. */
    int handBack(UUID id, Collection<UUID> running) {
        return database.inTransaction(handle -> handle.createUpdate(HAND_BACK)
                .bind("id", id)
                .bind("running", running.toArray(UUID[]::new))
                .bind("actor", Engine.actor(id))
                .execute());
    }

    /** The last word of an engine; what it still owned is free at once. */
    int end(UUID id) {
        return database.inTransaction(handle -> {
            int left = handle.createUpdate(HAND_BACK)
                    .bind("id", id)
                    .bind("running", new UUID[0])
                    .bind("actor", Engine.actor(id))
                    .execute();
            handle.createUpdate(
                            "update engine set state = 'STOPPED', stopped_at = clock_timestamp(), in_flight = 0 where id = :id")
                    .bind("id", id)
                    .execute();
            return left;
        });
    }

    /** Those that have not said goodbye, newest first. */
    public List<Entry> alive() {
        return database.read(handle -> handle.createQuery("""
                        select * from engine where state <> 'STOPPED' and heartbeat_at > now() - interval '1 hour'
                        order by started_at desc limit 200
                        """)
                .map((row, _) -> new Entry(
                        row.getObject("id", UUID.class),
                        row.getString("host"),
                        row.getLong("process"),
                        row.getString("state"),
                        row.getInt("capacity"),
                        row.getInt("in_flight"),
                        row.getObject("started_at", OffsetDateTime.class).toInstant(),
                        row.getObject("heartbeat_at", OffsetDateTime.class).toInstant()))
                .list());
    }

    /** The name of this machine. */
    public static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }

    private static String version() {
        var descriptor = Engine.class.getModule().getDescriptor();
        return descriptor == null
                ? "development"
                : descriptor.version().map(Object::toString).orElse("development");
    }
}
