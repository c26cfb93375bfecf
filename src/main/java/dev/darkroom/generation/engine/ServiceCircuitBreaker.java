package dev.darkroom.generation.engine;

import dev.darkroom.database.Database;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import dev.darkroom.generation.GenerationTransition;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.supabase.SupabaseStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services that refuse everything or answer nothing at the moment: fal.ai's account is locked, a key or a bucket is not
 * accepted, a server is away. All engines of a database see the same pauses and send nothing new while one is in force. One
 * engine at a time asks whether it is over. Every method that asks the database or a service blocks.
 */
public final class ServiceCircuitBreaker {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceCircuitBreaker.class);
    static final Duration PROBE_AFTER = Duration.ofSeconds(10);

    private final Database database;
    private final EventBus events;
    private final Map<Service, ServiceProbe> probes;
    private final Set<Service> seen = ConcurrentHashMap.newKeySet();

    /** @param probes how each service is asked whether it works; one that has none is tried with a generation */
    public ServiceCircuitBreaker(Database database, EventBus events, Map<Service, ServiceProbe> probes) {
        this.database = database;
        this.events = events;
        this.probes = Map.copyOf(probes);
    }

    /** What can be paused. */
    public enum Service {
        FAL,
        STORAGE;

        static Service of(String name) {
            return name.equals(SupabaseStorage.SERVICE) ? STORAGE : FAL;
        }
    }

    /** Why. */
    public enum Cause {
        /** The account is locked, or key, bucket or address are not accepted. */
        REFUSED,
        /** No answer, or only that it cannot work at present. */
        SILENT
    }

    /** A pause that is in force; {@code nextProbe} is when it may be tried again. */
    public record Pause(Service service, Cause cause, CodedMessage reason, Instant since, Instant nextProbe) {}

    /**
     * Begins or prolongs a pause; gives the time until the next probe.
     *
     * @param asked how long ago the run that was refused began; if a pause has ended since, there is nothing to wait for
     */
    public Duration begin(Service service, Cause cause, CodedMessage reason, Duration asked) {
        Optional<Boolean> fresh = database.inTransaction(handle -> handle.createQuery("""
                        insert into pause (service, cause, reason, since, next_probe)
                        values (:service, :cause, cast(:reason as jsonb), now(), clock_timestamp() + make_interval(secs => :after))
                        on conflict (service) do update set
                          cause = excluded.cause, reason = excluded.reason, next_probe = excluded.next_probe,
                          ended_at = null,
                          since = case when pause.ended_at is null then pause.since else excluded.since end
                        where coalesce(pause.ended_at < clock_timestamp() - make_interval(secs => :asked), true)
                        returning since = now() as fresh
                        """)
                .bind("service", service)
                .bind("cause", cause)
                .bind("reason", JsonMapping.write(reason.json()))
                .bind("after", PROBE_AFTER.toSeconds())
                .bind("asked", seconds(asked))
                .mapTo(Boolean.class)
                .findOne());
        if (fresh.isEmpty()) {
            return Duration.ZERO;
        }
        seen.add(service);
        if (fresh.get()) {
            LOG.warn("⚠️ {} {}, submitting is paused as a whole: {}", service, words(cause), reason);
            events.publish(new EngineEvent.PauseChanged(service.name()));
        }
        return PROBE_AFTER;
    }

    private static String words(Cause cause) {
        return cause == Cause.REFUSED ? "refuses everything" : "does not answer";
    }

    /**
     * Asks the service itself, when a call to it got no answer, and begins a pause when it is away or refuses everything.
     *
     * @param asked how long ago the run that met it began
     * @return whether it is paused now
     */
    boolean confirm(Service service, Duration asked) {
        return switch (ask(service)) {
            case ServiceProbe.Condition.Working _ -> false;
            case ServiceProbe.Condition.Refusing(CodedMessage sentence) -> {
                begin(service, Cause.REFUSED, sentence, asked);
                yield true;
            }
            case ServiceProbe.Condition.Silent(CodedMessage sentence) -> {
                begin(service, Cause.SILENT, sentence, asked);
                yield true;
            }
        };
    }

    private ServiceProbe.Condition ask(Service service) {
        ServiceProbe probe = probes.get(service);
        return probe == null ? new ServiceProbe.Condition.Working() : probe.ask();
    }

    /** Whether a question alone can tell that a pause is over; else a generation must try. */
    boolean canAsk(Pause pause) {
        return probes.containsKey(pause.service())
                && (pause.service() == Service.STORAGE || pause.cause() == Cause.SILENT);
    }

    /** Asks the service of a pause whose probe is due; ends or prolongs it by the answer. */
    void probe(Pause pause) {
        long begun = System.nanoTime();
        ServiceProbe.Condition condition = ask(pause.service());
        Duration asked = Duration.ofNanos(System.nanoTime() - begun);
        switch (condition) {
            case ServiceProbe.Condition.Working _ -> {
                seen.add(pause.service());
                over(pause.service(), asked);
            }
            case ServiceProbe.Condition.Refusing(CodedMessage sentence) ->
                begin(pause.service(), Cause.REFUSED, sentence, asked);
            case ServiceProbe.Condition.Silent(CodedMessage sentence) ->
                begin(pause.service(), Cause.SILENT, sentence, asked);
        }
    }

    /**
     * A success: the cause is gone, and what waited for it goes on at once.
     *
     * @param asked how long ago that was asked which succeeded; if the pause has begun since, it goes on
     */
    public void over(Service service, Duration asked) {
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
            if (ended > 0) {
                handle.createUpdate(GenerationTransition.WOKEN)
                        .bind("service", service)
                        .execute();
            }
            return ended > 0;
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

    /** Asked of the database. */
    boolean isPaused(Service service) {
        return current().stream().anyMatch(pause -> pause.service() == service);
    }

    public static List<Pause> read(Handle handle) {
        return handle.createQuery(
                        "select service, cause, reason, since, next_probe from pause where ended_at is null order by since")
                .mapTo(Pause.class)
                .list();
    }

    /** Whether this engine may send the one probe that is due; only one engine is told yes. */
    boolean claimProbe(Service service) {
        return database.inTransaction(handle -> handle.createUpdate("""
                                update pause set next_probe = clock_timestamp() + make_interval(secs => :after)
                                where service = :service and next_probe <= clock_timestamp() and ended_at is null
                                """)
                        .bind("service", service)
                        .bind("after", PROBE_AFTER.toSeconds())
                        .execute())
                == 1;
    }

    /** Asks a service whether it works at all, without anything that could be billed. Blocks for seconds at most. */
    @FunctionalInterface
    public interface ServiceProbe {
        Condition ask();

        /** How the service was found. */
        sealed interface Condition {
            record Working() implements Condition {}

            /** It answers and refuses; the sentence names the setting to look at. */
            record Refusing(CodedMessage sentence) implements Condition {}

            /** No answer, or only that it cannot work at present. */
            record Silent(CodedMessage sentence) implements Condition {}
        }
    }
}
