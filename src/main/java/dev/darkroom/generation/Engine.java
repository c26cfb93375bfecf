package dev.darkroom.generation;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.Writer;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.Events;
import dev.darkroom.fal.FalClient;
import dev.darkroom.storage.StorageRepository;
import dev.darkroom.storage.StorageService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes waiting generations and runs each on a virtual thread. One platform-independent loop claims, beats and takes back
 * what dead engines held; everything else happens in the runs. Starting, pausing and closing may come from any thread.
 */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration BEAT = Duration.ofSeconds(5);
    /** How old the engine's knowledge of pauses may be. */
    private static final Duration LOOK_AT_PAUSES = Duration.ofSeconds(1);

    /** Each sends over a connection of its own, see {@link dev.darkroom.http.Http#once}. */
    private static final int SENDING = 64;

    private static final int STORING = 64;
    private static final int CLAIM_AT_MOST = 200;
    /**
     * What comes or becomes free in this time is claimed together, as a claim costs as much as a hundred rows of it: so long,
     * and longer by so much for each that was claimed before.
     */
    private static final Duration GATHER = Duration.ofMillis(5);

    private static final Duration GATHER_MORE = Duration.ofNanos(200_000);

    private final UUID id = UUID.randomUUID();
    private final EngineSettings settings;
    private final EngineRegistry registry;
    private final GenerationRepository generations;
    private final ServiceCircuitBreaker pauses;
    private final Wakeups wakeups;
    private final GenerationClaimer claims;
    private final Events events;
    private final RunsInFlight inFlight;
    private final WorkLoop loop = new WorkLoop("The engine", this::turn);
    private volatile State state = State.STOPPED;
    private volatile boolean registered;
    /** Both by the clock that nobody can set back: an engine that does not beat is taken for dead. */
    private volatile long beatDue = System.nanoTime();

    private volatile long pausesDue = System.nanoTime();
    private List<ServiceCircuitBreaker.Pause> paused = List.of();
    private Events.@Nullable Subscription hearing;

    /** What an operator can see and switch. */
    public enum State {
        RUNNING,
        /** Takes nothing new; what is in flight goes on. */
        PAUSED,
        DRAINING,
        STOPPED
    }

    /** The services that the runs talk to. */
    public record Parts(FalClient fal, StorageService storage, StorageRepository files, Writer writer) {}

    public Engine(
            EngineSettings settings,
            EngineRegistry registry,
            GenerationRepository generations,
            ServiceCircuitBreaker pauses,
            Wakeups wakeups,
            Parts parts,
            Events events) {
        this(settings, registry, generations, pauses, wakeups, events, id -> {
            GenerationRun.Parts shared = new GenerationRun.Parts(
                    parts.fal(),
                    parts.storage(),
                    parts.files(),
                    new RunRepository(parts.writer(), events, actor(id)),
                    pauses,
                    settings,
                    generations,
                    new ConcurrencyLimiter(SENDING),
                    new ConcurrencyLimiter(STORING));
            return (generation, cancelRequested) -> new GenerationRun(shared, generation, cancelRequested);
        });
    }

    /** With runs of another kind, as a benchmark has them. */
    Engine(
            EngineSettings settings,
            EngineRegistry registry,
            GenerationRepository generations,
            ServiceCircuitBreaker pauses,
            Wakeups wakeups,
            Events events,
            Function<UUID, RunsInFlight.Factory> runs) {
        this.settings = settings;
        this.registry = registry;
        this.generations = generations;
        this.claims = generations.claims(id);
        this.pauses = pauses;
        this.wakeups = wakeups;
        this.events = events;
        this.inFlight = new RunsInFlight(runs.apply(id), this::wake);
    }

    /** How ledger, timeline and Activity name an engine. */
    static String actor(UUID engine) {
        return "engine-" + engine.toString().substring(0, 4);
    }

    public UUID id() {
        return id;
    }

    /** How ledger, timeline and the log of all engines name this one. */
    public String name() {
        return actor(id);
    }

    public State state() {
        return state;
    }

    public int inFlight() {
        return inFlight.size();
    }

    public int capacity() {
        return settings.capacity();
    }

    public synchronized void start() {
        if (hearing != null) {
            return;
        }
        hearing = events.subscribe(this::heard);
        wakeups.listen(this::wake, this::beatSoon);
        state = State.RUNNING;
        loop.start(actor(id));
    }

    public void pause() {
        change(State.RUNNING, State.PAUSED);
    }

    public void resume() {
        change(State.PAUSED, State.RUNNING);
    }

    private synchronized void change(State from, State to) {
        if (state == from) {
            state = to;
            LOG.info("Engine {} is {}", actor(id), to);
            beatSoon();
        }
    }

    private void beatSoon() {
        beatDue = System.nanoTime();
        wake();
    }

    /** A hint that there may be work; the loop looks once a second anyway. */
    public void wake() {
        loop.wake();
    }

    private void heard(EngineEvent event) {
        if (event instanceof EngineEvent.GenerationChanged changed) {
            if (Wakeups.isCancel(changed)) {
                inFlight.cancel(changed.generation());
                wake();
            } else if (Wakeups.isWork(changed)) {
                wake();
            }
        } else if (event instanceof EngineEvent.PauseChanged) {
            pausesDue = System.nanoTime();
            wake();
        }
    }

    private boolean turn() throws InterruptedException {
        beat();
        int claimed = state == State.RUNNING ? claim() : 0;
        if (claimed > 0 && claimed < CLAIM_AT_MOST) {
            Thread.sleep(GATHER.plus(GATHER_MORE.multipliedBy(claimed)));
        }
        return claimed > 0;
    }

    private void beat() {
        if (System.nanoTime() - beatDue < 0) {
            return;
        }
        if (!registered) {
            registry.begin(id, settings.capacity());
            registered = true;
            LOG.info("Engine {} started, room for {} generations", actor(id), settings.capacity());
        }
        registry.beat(id, state, inFlight.size());
        beatDue = System.nanoTime() + BEAT.toNanos();
        generations.cancelWishes(id).forEach(inFlight::cancel);
        int left = registry.handBack(id, inFlight.ids());
        int freed = generations.takeBack(settings.silence());
        if (left + freed > 0) {
            LOG.warn("Took back {} generations from silent engines and {} of this one's lost runs", freed, left);
        }
        events.publish(new EngineEvent.EngineChanged(id));
    }

    private int claim() {
        int room = Math.min(CLAIM_AT_MOST, settings.capacity() - inFlight.size());
        if (room <= 0) {
            return 0;
        }
        List<ServiceCircuitBreaker.Pause> paused = paused();
        if (paused.isEmpty()) {
            return run(claims.take(room));
        }
        if (paused.stream().anyMatch(pause -> pauses.takeProbe(pause.service()))) {
            return run(claims.take(1));
        }
        boolean storing = paused.stream().noneMatch(pause -> pause.service() == ServiceCircuitBreaker.Service.STORAGE);
        return run(claims.takeResumable(room, storing));
    }

    private List<ServiceCircuitBreaker.Pause> paused() {
        if (System.nanoTime() - pausesDue >= 0) {
            paused = pauses.current();
            pausesDue = System.nanoTime() + LOOK_AT_PAUSES.toNanos();
        }
        return paused;
    }

    private int run(List<Generation> claimed) {
        for (Generation generation : claimed) {
            inFlight.start(generation);
            events.publish(new EngineEvent.GenerationChanged(generation.id(), generation.userId(), "CLAIMED"));
        }
        return claimed.size();
    }

    /** Takes nothing new and waits for what is in flight, at most this long; closing hands the rest to other engines. */
    public void drain(Duration atMost) {
        state = State.DRAINING;
        Instant until = Instant.now().plus(atMost);
        while (inFlight.size() > 0 && Instant.now().isBefore(until)) {
            WorkLoop.rest();
        }
    }

    /** Stops at once: the stage of each run is saved, so another engine goes on from it. */
    @Override
    public void close() {
        synchronized (this) {
            state = State.STOPPED;
            if (hearing == null) {
                return;
            }
            hearing.close();
            hearing = null;
        }
        loop.close();
        inFlight.stop();
        try {
            int left = registered ? registry.end(id) : 0;
            LOG.info("Engine {} stopped, handed back {} generations", actor(id), left);
        } catch (DatabaseException failure) {
            LOG.warn(
                    "The engine could not say goodbye; others will notice in {} s",
                    settings.silence().toSeconds());
        }
    }
}
