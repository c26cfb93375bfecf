package dev.darkroom.generation.engine;

import dev.darkroom.database.Database;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import dev.darkroom.generation.BulkTransition;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.supabase.SupabaseStorage;
import dev.darkroom.storage.upload.ResultDownload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses services that currently refuse everything or do not respond: fal.ai's account is locked, a key or a bucket is not
 * accepted, a server is down. All engines of a database share the pauses and send nothing new while one is in force. One engine
 * at a time probes whether it is over. Every method that queries the database or a service blocks.
 */
public final class ServiceCircuitBreaker {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceCircuitBreaker.class);

    /** A service that passes its probe is degraded after this many silent failures in a row of its main work. */
    static final int MAX_SILENCES = 3;

    private static final Duration MAX_TEST_INTERVAL = Duration.ofMinutes(2);
    /**
     * The time of the next probe of a pause in force. Each failed test of a degraded fal.ai may leave one more generation held,
     * so these become rarer the longer the pause lasts.
     */
    private static final String NEXT_PROBE = """
            clock_timestamp() + make_interval(secs => case
              when pause.service = 'FAL' and pause.cause = 'DEGRADED' and pause.ended_at is null
              then least(:most, greatest(:after, extract(epoch from clock_timestamp() - pause.since))) else :after end)
            """;

    private final Database database;
    private final EventBus events;
    private final Map<Service, ServiceProbe> probes;
    private final Duration probeAfter;
    /** The services that were last seen paused; each sighting is another object, so that an older one ends no newer pause. */
    private final Map<Service, Object> seen = new ConcurrentHashMap<>();

    private final Map<Service, MainWork> work =
            Map.of(Service.FAL, new MainWork(), Service.FILES, new MainWork(), Service.STORAGE, new MainWork());

    /** The results of a service's main work in this process: submits, downloads or uploads. */
    private static final class MainWork {
        /** What had no answer since. */
        private final Set<Object> silent = ConcurrentHashMap.newKeySet();

        /** By the monotonic clock; 0 for never. */
        private volatile long succeededAt;
        /** When the service was last seen to work, by the monotonic clock: an earlier request that fails proves nothing. */
        private volatile long workedAt = System.nanoTime();

        void worked() {
            workedAt = System.nanoTime();
            silent.clear();
        }

        void countSilence(Object request, Duration requestAge) {
            if (System.nanoTime() - requestAge.toNanos() - workedAt >= 0) {
                silent.add(request);
            }
        }

        boolean isDegraded() {
            return silent.size() >= MAX_SILENCES;
        }
    }

    /**
     * @param probes checks whether each service works; a service without a probe is tried with a generation
     * @param probeAfter how long a service is left alone before it is tried again
     */
    public ServiceCircuitBreaker(
            Database database, EventBus events, Map<Service, ServiceProbe> probes, Duration probeAfter) {
        this.database = database;
        this.events = events;
        this.probes = Map.copyOf(probes);
        this.probeAfter = probeAfter;
    }

    /** The services that can be paused. */
    public enum Service {
        FAL,
        /** The servers of the files of results, which are others than those of the queue. They have no probe. */
        FILES,
        STORAGE;

        static Service of(String name) {
            return switch (name) {
                case SupabaseStorage.SERVICE -> STORAGE;
                case ResultDownload.SERVICE -> FILES;
                default -> FAL;
            };
        }
    }

    public enum Cause {
        /** The account is locked, or the key, bucket or address is not accepted. */
        REFUSED,
        /** No response, or only that the service cannot work at present. */
        SILENT,
        /** Passes its probe or has none, but its main work fails silently: only a generation can tell when that is over. */
        DEGRADED
    }

    /** A pause in force; {@code nextProbe} is when the service may be tried again. */
    public record Pause(Service service, Cause cause, CodedMessage reason, Instant since, Instant nextProbe) {
        boolean is(Service paused, Cause why) {
            return service == paused && cause == why;
        }
    }

    /**
     * Begins or extends a pause; returns the time until the next probe.
     *
     * @param requestAge how long ago the refused run began; if a pause has ended since, there is nothing to wait for
     */
    public Duration beginPause(Service service, Cause cause, CodedMessage reason, Duration requestAge) {
        Optional<Boolean> fresh = database.inTransaction(handle -> handle.createQuery("""
                        insert into pause (service, cause, reason, since, next_probe)
                        values (:service, :cause, cast(:reason as jsonb), now(), clock_timestamp() + make_interval(secs => :after))
                        on conflict (service) do update set
                          cause = excluded.cause, reason = excluded.reason, ended_at = null,
                          next_probe = """ + NEXT_PROBE + """
                          ,
                          since = case when pause.ended_at is null then pause.since else excluded.since end
                        where coalesce(pause.ended_at < clock_timestamp() - make_interval(secs => :asked), true)
                        returning since = now() as fresh
                        """)
                .bind("service", service)
                .bind("cause", cause)
                .bind("reason", JsonMapping.write(reason.json()))
                .bind("after", seconds(probeAfter))
                .bind("most", MAX_TEST_INTERVAL.toSeconds())
                .bind("asked", seconds(requestAge))
                .mapTo(Boolean.class)
                .findOne());
        if (fresh.isEmpty()) {
            return Duration.ZERO;
        }
        seen.put(service, new Object());
        if (fresh.get()) {
            LOG.warn("⚠️ {} {}, submitting is paused as a whole: {}", service, words(cause), reason);
            events.publish(new EngineEvent.PauseChanged(service.name()));
        }
        return probeAfter;
    }

    private static String words(Cause cause) {
        return switch (cause) {
            case REFUSED -> "refuses everything";
            case SILENT -> "does not answer";
            case DEGRADED -> "answers, but does not do its work";
        };
    }

    /**
     * Reports that a submit, a download or an upload got no proper response, and begins a pause when the service is down, or
     * when it is degraded: its probe succeeds, but nothing else does.
     *
     * @param requestAge how long ago the submit or the storing began
     * @return whether the service is now paused
     */
    boolean reportSilence(Service service, UUID generation, CodedMessage reason, Duration requestAge) {
        if (Thread.currentThread().isInterrupted()) {
            return false; // by a stopping engine: a probe would fail as well
        }
        // Read first: what was counted before the end of a pause does not count any more.
        boolean degraded = current().stream().anyMatch(pause -> pause.is(service, Cause.DEGRADED));
        MainWork main = mainWork(service);
        // The files are on many servers: one generation alone, again and again, may itself be what is wrong.
        main.countSilence(service == Service.FILES ? generation : new Object(), requestAge);
        if (confirmOutage(service, requestAge)) {
            return true;
        }
        return (degraded || main.isDegraded())
                && beginPause(service, Cause.DEGRADED, reason, requestAge).isPositive();
    }

    private MainWork mainWork(Service service) {
        return Objects.requireNonNull(work.get(service));
    }

    /**
     * Probes the service after a call to it got no response, and begins a pause when it is down or refuses everything.
     *
     * @param requestAge how long ago the affected run began
     * @return whether the service is now paused
     */
    boolean confirmOutage(Service service, Duration requestAge) {
        long begun = System.nanoTime();
        ServiceProbe.Condition condition = check(service);
        Duration age = requestAge.plusNanos(System.nanoTime() - begun);
        return switch (condition) {
            case ServiceProbe.Condition.Working _ -> false;
            case ServiceProbe.Condition.Refusing(CodedMessage sentence) -> {
                beginPause(service, Cause.REFUSED, sentence, age);
                yield true;
            }
            case ServiceProbe.Condition.Silent(CodedMessage sentence) -> {
                beginPause(service, Cause.SILENT, sentence, age);
                yield true;
            }
        };
    }

    private ServiceProbe.Condition check(Service service) {
        ServiceProbe probe = probes.get(service);
        return probe == null ? new ServiceProbe.Condition.Working() : probe.check();
    }

    /** Whether a probe alone can tell that a pause is over; otherwise a generation must try. */
    boolean canProbe(Pause pause) {
        return probes.containsKey(pause.service())
                && switch (pause.cause()) {
                    case REFUSED -> pause.service() == Service.STORAGE;
                    case SILENT -> true;
                    case DEGRADED -> false;
                };
    }

    /** Probes the service of a pause that is due; ends or extends the pause by the result. */
    void probe(Pause pause) {
        long begun = System.nanoTime();
        if (!confirmOutage(pause.service(), Duration.ZERO)) {
            seen.put(pause.service(), new Object());
            mainWork(pause.service()).worked();
            end(pause.service(), Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    /**
     * Reports that a submit was accepted, or a file fetched or a result stored: the cause is gone, and the generations that waited for it continue
     * at once.
     *
     * @param requestAge how long ago the successful request was sent; a pause that has begun since stays in force
     */
    public void reportSuccess(Service service, Duration requestAge) {
        MainWork main = mainWork(service);
        main.succeededAt = System.nanoTime();
        main.worked();
        end(service, requestAge);
    }

    /** Whether this process has seen the service do its work in this time. */
    boolean hasSucceededWithin(Service service, Duration time) {
        long at = mainWork(service).succeededAt;
        return at != 0 && System.nanoTime() - at < time.toNanos();
    }

    private void end(Service service, Duration requestAge) {
        Object before = seen.get(service);
        if (before == null || !endPause(service, requestAge)) {
            return;
        }
        seen.remove(service, before);
        LOG.info("✅ {} answers again, submitting resumes", service);
        events.publish(new EngineEvent.PauseChanged(service.name()));
    }

    private boolean endPause(Service service, Duration requestAge) {
        return database.inTransaction(handle -> {
            int ended = handle.createUpdate("""
                            update pause set ended_at = clock_timestamp()
                            where service = :service and ended_at is null
                              and since <= clock_timestamp() - make_interval(secs => :asked)
                            """)
                    .bind("service", service)
                    .bind("asked", seconds(requestAge))
                    .execute();
            if (ended > 0) {
                handle.createUpdate(BulkTransition.WOKEN)
                        .bind("service", service)
                        .execute();
            }
            return ended > 0;
        });
    }

    /** How long a service is left alone before it is tried again. */
    Duration probeAfter() {
        return probeAfter;
    }

    static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /** Returns all pauses in force, read from the database. */
    public List<Pause> current() {
        Map<Service, Object> before = Map.copyOf(seen);
        List<Pause> pauses = database.inTransaction(ServiceCircuitBreaker::read);
        for (Service service : Service.values()) {
            if (pauses.stream().anyMatch(pause -> pause.service() == service)) {
                seen.put(service, new Object());
            } else if (seen.remove(service, before.get(service))) {
                mainWork(service).worked(); // another engine has seen it
            }
        }
        return pauses;
    }

    /**
     * Returns a pause in force that a generation claimed at this time must not be submitted in: one that began after the claim,
     * or that its engine had not read yet. A test is never claimed as early. Reads the database only during pauses.
     */
    Optional<Pause> pauseSince(Instant claimed) {
        return seen.isEmpty()
                ? Optional.empty()
                : current().stream()
                        .filter(pause -> claimed.isBefore(pause.since().plus(probeAfter)))
                        .findFirst();
    }

    /** Reads the database. */
    boolean isPaused(Service service) {
        return current().stream().anyMatch(pause -> pause.service() == service);
    }

    /** Reads the database. */
    boolean isSilent(Service service) {
        return current().stream().anyMatch(pause -> pause.is(service, Cause.SILENT));
    }

    /** When the last pause of a service ended, by the database's clock. */
    Optional<Instant> lastEnd(Service service) {
        return database.read(handle -> handle.createQuery("select ended_at from pause where service = :service")
                .bind("service", service)
                .mapTo(Instant.class)
                .findOne());
    }

    public static List<Pause> read(Handle handle) {
        return handle.createQuery(
                        "select service, cause, reason, since, next_probe from pause where ended_at is null order by since")
                .mapTo(Pause.class)
                .list();
    }

    /**
     * Tests a service with generations if its probe is due; leaves it due until there are any.
     *
     * @param claim starts the tests; returns their number
     */
    int test(Service service, IntSupplier claim) {
        int tests = claimProbe(service) ? claim.getAsInt() : -1;
        if (tests == 0) {
            database.useTransaction(handle -> handle.createUpdate(
                            "update pause set next_probe = clock_timestamp() where service = :service and ended_at is null")
                    .bind("service", service)
                    .execute());
        }
        return Math.max(0, tests);
    }

    /** Whether this engine may send the one probe that is due; true for one engine only. */
    boolean claimProbe(Service service) {
        return database.inTransaction(handle -> handle.createUpdate("""
                                update pause set next_probe =
                                """ + NEXT_PROBE + """
                                where service = :service and next_probe <= clock_timestamp() and ended_at is null
                                """)
                        .bind("service", service)
                        .bind("after", seconds(probeAfter))
                        .bind("most", MAX_TEST_INTERVAL.toSeconds())
                        .execute())
                == 1;
    }

    /** Checks whether a service works at all, without anything that could be billed. Blocks for seconds at most. */
    @FunctionalInterface
    public interface ServiceProbe {
        Condition check();

        /** The result of a probe. */
        sealed interface Condition {
            record Working() implements Condition {}

            /** The service responds but refuses; the sentence names the setting to check. */
            record Refusing(CodedMessage sentence) implements Condition {}

            /** No response, or only that the service cannot work at present. */
            record Silent(CodedMessage sentence) implements Condition {}
        }
    }
}
