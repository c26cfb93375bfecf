package dev.darkroom.generation.engine;

import dev.darkroom.database.Database;
import dev.darkroom.database.DedicatedConnection;
import dev.darkroom.generation.EngineName;
import dev.darkroom.generation.FencingToken;
import dev.darkroom.generation.GenerationTransition;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The table {@code engine}: the known engines, when each started, and its last heartbeat, all by the database's clock. */
public final class EngineRegistry {
    private static final Duration BEAT_LIMIT = Duration.ofSeconds(3);

    private final Database database;

    public EngineRegistry(Database database) {
        this.database = database;
    }

    /** Returns the claimer for one engine. */
    public GenerationClaimer claimer(UUID engine) {
        return new GenerationClaimer(database, engine);
    }

    /** Registers an engine, or marks a stopped one as running again. */
    public void begin(UUID id, int capacity) {
        database.useTransaction(handle -> register(handle, id, capacity));
    }

    private static void register(Handle handle, UUID id, int capacity) {
        handle.createUpdate("""
                        insert into engine (id, host, process, version, capacity, state)
                        values (:id, :host, :process, :version, :capacity, 'RUNNING')
                        on conflict (id) do update set
                          state = excluded.state, heartbeat_at = clock_timestamp(), stopped_at = null
                        """)
                .bind("id", id)
                .bind("host", host())
                .bind("process", ProcessHandle.current().pid())
                .bind("version", version())
                .bind("capacity", capacity)
                .execute();
    }

    /** Returns a dedicated connection for {@link #beat}, on which nothing else can get in the way. The caller closes it. */
    DedicatedConnection heartbeatConnection() {
        return DedicatedConnection.punctual(database.settings(), "heartbeat", BEAT_LIMIT);
    }

    /**
     * Records the engine's heartbeat. Re-inserts the row if retention has deleted it, as happens after the machine slept for
     * days.
     */
    void beat(DedicatedConnection connection, UUID id, int capacity, GenerationEngine.State state, int inFlight) {
        connection.withHandle(handle -> {
            if (update(handle, id, state, inFlight) == 0) {
                register(handle, id, capacity);
                update(handle, id, state, inFlight);
            }
            return id;
        });
    }

    private static int update(Handle handle, UUID id, GenerationEngine.State state, int inFlight) {
        return handle.createUpdate("""
                        update engine set heartbeat_at = clock_timestamp(), state = :state, in_flight = :inFlight
                        where id = :id
                        """)
                .bind("id", id)
                .bind("state", state)
                .bind("inFlight", inFlight)
                .execute();
    }

    /**
     * Renews the leases of the engine's runs; returns those of its generations that an operator, perhaps at another
     * console, has asked to cancel.
     */
    List<UUID> renewLeases(DedicatedConnection connection, UUID id, Collection<UUID> running) {
        UUID[] ids = running.toArray(UUID[]::new);
        return connection.withHandle(handle -> {
            handle.createUpdate(GenerationTransition.LEASES_RENEWED)
                    .bind("engine", id)
                    .bind("running", ids)
                    .bind("lease", FencingToken.LEASE.toSeconds())
                    .execute();
            return handle.createQuery("""
                            select id from generation
                            where status = 'PROCESSING' and owner = :engine and cancel_requested_at is not null
                            """).bind("engine", id).mapTo(UUID.class).list();
        });
    }

    /** Marks an engine as stopped and releases at once whatever it still owns. */
    int end(UUID id) {
        int left = 0;
        int freed;
        do {
            freed = database.inTransaction(handle -> handle.createUpdate(GenerationTransition.ENGINE_STOPPED)
                    .bind("engine", id)
                    .bind("actor", EngineName.of(id))
                    .execute());
            left += freed;
        } while (freed > 0);
        database.useTransaction(handle -> handle.createUpdate(
                        "update engine set state = 'STOPPED', stopped_at = clock_timestamp(), in_flight = 0 where id = :id")
                .bind("id", id)
                .execute());
        return left;
    }

    /** Returns the name of this machine. */
    public static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }

    private static String version() {
        var descriptor = GenerationEngine.class.getModule().getDescriptor();
        return descriptor == null
                ? "development"
                : descriptor.version().map(Object::toString).orElse("development");
    }
}
