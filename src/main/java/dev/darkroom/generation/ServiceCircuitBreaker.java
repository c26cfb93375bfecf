package dev.darkroom.generation;

import dev.darkroom.database.Database;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.Events;
import dev.darkroom.storage.SupabaseStorage;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services that refuse everything at the moment: fal.ai's account is locked, or a key is not accepted. All engines of a
 * database see the same pauses; one generation at a time is let through as a probe, and the first success ends the pause.
 */
public final class ServiceCircuitBreaker {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceCircuitBreaker.class);
    private static final Duration PROBE_AFTER = Duration.ofSeconds(10);

    private final Database database;
    private final Events events;
    private final Set<Service> seen = ConcurrentHashMap.newKeySet();

    public ServiceCircuitBreaker(Database database, Events events) {
        this.database = database;
        this.events = events;
    }

    /** What can be paused. */
    public enum Service {
        FAL,
        STORAGE;

        static Service of(String name) {
            return name.equals(SupabaseStorage.SERVICE) ? STORAGE : FAL;
        }
    }

    /** A pause that is in force; {@code nextProbe} is when one generation may try again. */
    public record Pause(Service service, String reason, Instant since, Instant nextProbe) {}

    /** Only the engine that began it tells. */
    private record Begun(Instant nextProbe, boolean fresh) {}

    /**
     * Begins or prolongs a pause; gives the time at which a probe may be sent.
     *
     * @param asked how long ago the run that was refused began; if a pause has ended since, that is at once
     */
    Instant begin(Service service, String reason, Duration asked) {
        Optional<Begun> begins = database.inTransaction(handle -> handle.createQuery("""
                        insert into pause (service, reason, since, next_probe)
                        values (:service, :reason, now(), clock_timestamp() + make_interval(secs => :after))
                        on conflict (service) do update set
                          reason = excluded.reason, next_probe = excluded.next_probe, ended_at = null,
                          since = case when pause.ended_at is null then pause.since else excluded.since end
                        where coalesce(pause.ended_at < clock_timestamp() - make_interval(secs => :asked), true)
                        returning next_probe, since = now() as fresh
                        """)
                .bind("service", service)
                .bind("reason", reason)
                .bind("after", PROBE_AFTER.toSeconds())
                .bind("asked", seconds(asked))
                .map((row, _) -> new Begun(
                        row.getObject("next_probe", OffsetDateTime.class).toInstant(), row.getBoolean("fresh")))
                .findOne());
        if (begins.isEmpty()) {
            return Instant.now();
        }
        Begun begun = begins.get();
        seen.add(service);
        if (begun.fresh()) {
            LOG.warn("⚠️ {} refuses everything, submitting is paused as a whole: {}", service, reason);
            events.publish(new EngineEvent.PauseChanged(service.name()));
        }
        return begun.nextProbe();
    }

    /**
     * A success: the cause is gone, and what waited goes on at once.
     *
     * @param asked how long ago that was asked which succeeded; if the pause has begun since, it goes on
     */
    void over(Service service, Duration asked) {
        if (!seen.contains(service) || !end(service, asked)) {
            return;
        }
        seen.remove(service);
        LOG.info("✅ {} answers again, submitting goes on", service);
        events.publish(new EngineEvent.PauseChanged(service.name()));
    }

    private boolean end(Service service, Duration asked) {
        return database.inTransaction(handle -> {
            int ended = handle.createUpdate("""
                            update pause set ended_at = clock_timestamp()
                            where service = :service and ended_at is null
                              and since <= clock_timestamp() - make_interval(secs => :asked)
                            """)
                    .bind("service", service)
                    .bind("asked", seconds(asked))
                    .execute();
            if (ended == 0) {
                return false;
            }
            handle.createUpdate("""
                            update generation set next_attempt_at = now()
                            where status = 'PENDING' and hold is null and next_attempt_at > now()
                              and id in (select generation_id from timeline_event
                                         where kind = 'HANDED_BACK' and at > now() - interval '1 day')
                            """).execute();
            return true;
        });
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /** All pauses in force, asked of the database. */
    public List<Pause> current() {
        List<Pause> pauses = database.inTransaction(ServiceCircuitBreaker::read);
        for (Service service : Service.values()) {
            if (pauses.stream().anyMatch(pause -> pause.service() == service)) {
                seen.add(service);
            } else {
                seen.remove(service);
            }
        }
        return pauses;
    }

    static List<Pause> read(Handle handle) {
        return handle.createQuery(
                        "select service, reason, since, next_probe from pause where ended_at is null order by since")
                .map((row, _) -> new Pause(
                        Service.valueOf(row.getString("service")),
                        row.getString("reason"),
                        row.getObject("since", OffsetDateTime.class).toInstant(),
                        row.getObject("next_probe", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Whether this engine may send the one probe that is due; only one engine is told yes. */
    boolean takeProbe(Service service) {
        return database.inTransaction(handle -> handle.createUpdate("""
                                update pause set next_probe = clock_timestamp() + make_interval(secs => :after)
                                where service = :service and next_probe <= clock_timestamp() and ended_at is null
                                """)
                        .bind("service", service)
                        .bind("after", PROBE_AFTER.toSeconds())
                        .execute())
                == 1;
    }
}
