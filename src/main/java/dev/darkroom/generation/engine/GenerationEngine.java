package dev.darkroom.generation.engine;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.NotificationService;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import dev.darkroom.generation.EngineName;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes waiting generations and runs each on a virtual thread. One loop claims and takes back what dead engines held, a second
 * thread sends heartbeats; everything else happens in the runs. Starting, pausing and closing are safe from any thread.
 */
public final class GenerationEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GenerationEngine.class);
    /** How often to look for generations left behind by dead engines and lost runs. */
    private static final Duration RECLAIM_INTERVAL = Duration.ofSeconds(5);
    /** How often to look for work without a notification: one may be lost, and an attempt may become due. */
    private static final Duration POLL = Duration.ofSeconds(1);

    /** How old the engine's view of the pauses may be. */
    private static final Duration MAX_PAUSES_AGE = Duration.ofSeconds(1);

    /** A claim costs a fixed amount for all of its rows; a larger one would make an urgent request wait for too many others. */
    private static final int MAX_CLAIM = 500;
    /** Limit for the inputs and results of all runs: each is in memory several times while it is sent or read. */
    private static final long MAX_PAYLOAD_BYTES = Runtime.getRuntime().maxMemory() / 16;

    /**
     * Whatever arrives or becomes free in this time is claimed together, as a claim costs as much as a hundred rows of it: a
     * base, plus {@code GATHER_PER_ROW} for each generation in the previous claim.
     */
    private static final Duration GATHER_BASE = Duration.ofMillis(5);

    private static final Duration GATHER_PER_ROW = Duration.ofNanos(200_000);
    /** A claim of this many was worth its cost: the next one follows at once. */
    private static final int GATHERED = 200;

    private final UUID id = UUID.randomUUID();
    private final EngineSettings settings;
    private final EngineRegistry registry;
    private final GenerationRepository generations;
    private final ServiceCircuitBreaker breaker;
    private final EngineWakeups wakeups;
    private final EventBus events;
    private final RunsInFlight inFlight;
    /** Held while the engine closes, which hands back all that carries its id: a start has to wait for that. */
    private final ReentrantLock lifecycle = new ReentrantLock();
    /** Held from the look at the state to the start of the last run of a claim. */
    private final ReentrantLock claiming = new ReentrantLock();

    private volatile State state = State.STOPPED;
    /** By the monotonic clock. */
    private volatile long pausesDue = System.nanoTime();

    private volatile List<ServiceCircuitBreaker.Pause> paused = List.of();
    private volatile @Nullable Working working;

    /** The state from one start to the next stop, so that two loops never share anything. */
    private static final class Working {
        private final GenerationClaimer claimer;
        private final PauseClaimer pauseClaimer;
        private final EngineHeartbeat heartbeat;
        private final EngineWorkLoop loop;
        private final EventBus.Subscription eventSubscription;
        private final NotificationService.Listening listening;
        private boolean registered;
        private boolean checked;
        private int claimLimit = MAX_CLAIM;
        private long reclaimDue = System.nanoTime();

        Working(GenerationEngine engine) {
            claimer = engine.registry.claimer(engine.id);
            pauseClaimer = new PauseClaimer(engine.breaker, claimer, engine::run, engine::onPausesChanged);
            heartbeat = new EngineHeartbeat(
                    engine.id,
                    engine.settings.capacity(),
                    engine.registry,
                    engine::state,
                    engine.inFlight::ids,
                    engine.inFlight::cancel);
            loop = new EngineWorkLoop("The engine", POLL, () -> engine.turn(this));
            eventSubscription = engine.events.subscribe(engine::onEvent);
            listening = engine.wakeups.listen(engine::wake, engine::requestBeat);
        }
    }

    /** The states that an operator can see and switch. */
    public enum State {
        RUNNING,
        /** Takes nothing new; runs in flight continue. */
        PAUSED,
        DRAINING,
        STOPPED
    }

    /** @param runs what creates the runs of the engine with this id */
    public GenerationEngine(
            EngineSettings settings,
            EngineRegistry registry,
            GenerationRepository generations,
            ServiceCircuitBreaker breaker,
            EngineWakeups wakeups,
            EventBus events,
            Function<UUID, RunsInFlight.Factory> runs) {
        this.settings = settings;
        this.registry = registry;
        this.generations = generations;
        this.breaker = breaker;
        this.wakeups = wakeups;
        this.events = events;
        this.inFlight = new RunsInFlight(runs.apply(id), this::wake);
    }

    public UUID id() {
        return id;
    }

    /** Returns the name of this engine in ledger, timeline and log. */
    public String name() {
        return EngineName.of(id);
    }

    public State state() {
        return state;
    }

    public int inFlight() {
        return inFlight.size();
    }

    /** Starts the engine unless it works already; waits for a stop that is not complete yet. */
    public void start() {
        lifecycle.lock();
        try {
            startNow();
        } finally {
            lifecycle.unlock();
        }
    }

    private synchronized void startNow() {
        if (working != null) {
            return;
        }
        state = State.RUNNING;
        Working begun = new Working(this);
        working = begun;
        begun.loop.start(EngineName.of(id));
    }

    /** Returns when nothing new is taken any more: waits for a claim on its way, so not for the UI thread. */
    public void pause() {
        change(State.RUNNING, State.PAUSED);
        claiming.lock();
        claiming.unlock();
    }

    public void resume() {
        change(State.PAUSED, State.RUNNING);
    }

    private synchronized void change(State from, State to) {
        if (state == from) {
            state = to;
            LOG.info("Engine {} is {}", EngineName.of(id), to);
            requestBeat();
        }
    }

    private void requestBeat() {
        Working now = working;
        if (now != null) {
            now.heartbeat.requestBeat();
        }
    }

    /** Hints that there may be work; the loop polls once a second anyway. */
    public void wake() {
        Working now = working;
        if (now != null) {
            now.loop.wake();
        }
    }

    private void onEvent(EngineEvent event) {
        switch (event) {
            case EngineEvent.GenerationChanged changed -> {
                switch (changed.change()) {
                    case WORK -> wake();
                    case CANCEL -> {
                        inFlight.cancel(changed.generation());
                        wake();
                    }
                    case PROGRESS -> {}
                }
            }
            case EngineEvent.PauseChanged _ -> onPausesChanged();
            case EngineEvent.CreditsChanged _,
                    EngineEvent.FileStored _,
                    EngineEvent.EngineChanged _,
                    EngineEvent.BulkChanged _ -> {}
        }
    }

    private void onPausesChanged() {
        pausesDue = System.nanoTime();
        wake();
    }

    private boolean turn(Working now) throws InterruptedException {
        register(now);
        reclaim(now);
        if (state == State.RUNNING) {
            confirmServices(now);
        }
        readPauses(); // what was claimed before must know of them, even if nothing is claimed now
        int claimed = claimUnlessPaused(now);
        if (claimed > 0 && claimed < GATHERED) {
            Thread.sleep(GATHER_BASE.plus(GATHER_PER_ROW.multipliedBy(claimed)));
        }
        return claimed > 0;
    }

    private void register(Working now) {
        if (now.registered) {
            return;
        }
        try {
            registry.begin(id, settings.capacity());
        } catch (DatabaseException silent) {
            now.heartbeat.recordMiss();
            throw silent;
        }
        now.registered = true;
        now.heartbeat.start();
        LOG.info("Engine {} started, capacity {} generations", EngineName.of(id), settings.capacity());
    }

    /** Claims do not depend on this: whatever cannot be taken back now is taken back later. */
    private void reclaim(Working now) {
        if (System.nanoTime() - now.reclaimDue < 0) {
            return;
        }
        now.reclaimDue = System.nanoTime() + RECLAIM_INTERVAL.toNanos();
        try {
            int left = generations.releaseVanished(id, inFlight.ids());
            // After an outage of the database all engines look dead until each has sent a heartbeat again.
            int freed = now.heartbeat.isUnbroken(settings.silence()) ? generations.reclaimLost(settings.silence()) : 0;
            if (left + freed > 0) {
                LOG.warn("Took back {} generations from silent engines and {} lost runs of this engine", freed, left);
            }
        } catch (DatabaseException failure) {
            LOG.warn("Generations of dead engines could not be taken back yet: {}", failure.getMessage());
        }
        events.publish(new EngineEvent.EngineChanged(id));
    }

    private int claimUnlessPaused(Working now) {
        claiming.lock();
        try {
            return state == State.RUNNING ? claim(now) : 0;
        } finally {
            claiming.unlock();
        }
    }

    /** A few large inputs together may not fit into memory: after a failed claim the next one takes a single row. */
    private int claim(Working now) {
        int room = Math.min(now.claimLimit, settings.capacity() - inFlight.size());
        if (room <= 0) {
            return 0;
        }
        try {
            int claimed = claim(now, room);
            if (claimed > 0) { // what the failed one held comes back later: until then nothing is there to claim
                now.claimLimit = Math.min(MAX_CLAIM, now.claimLimit * 2);
            }
            return claimed;
        } catch (RuntimeException | Error failure) {
            now.claimLimit = 1;
            throw failure;
        }
    }

    /** Before anything is paid for: a missing bucket is found now, not after the first film. */
    private void confirmServices(Working now) {
        if (now.checked) {
            return;
        }
        now.checked = true;
        for (ServiceCircuitBreaker.Service service : ServiceCircuitBreaker.Service.values()) {
            breaker.confirmOutage(service, Duration.ZERO);
        }
        pausesDue = System.nanoTime();
    }

    private int claim(Working now, int room) {
        List<ServiceCircuitBreaker.Pause> paused = this.paused;
        long bytes = MAX_PAYLOAD_BYTES - inFlight.bytes();
        if (paused.isEmpty()) {
            return run(now.claimer.claim(room, bytes));
        }
        return now.pauseClaimer.claim(paused, room, bytes);
    }

    private void readPauses() {
        if (System.nanoTime() - pausesDue >= 0) {
            paused = breaker.current();
            pausesDue = System.nanoTime() + MAX_PAUSES_AGE.toNanos();
        }
    }

    private int run(List<Generation> claimed) {
        for (Generation generation : claimed) {
            inFlight.start(generation);
            events.publish(new EngineEvent.GenerationChanged(
                    generation.id(), generation.userId(), EngineEvent.Change.PROGRESS));
        }
        return claimed.size();
    }

    /** Takes nothing new and waits at most this long for the runs in flight; closing hands the rest to other engines. */
    public void drain(Duration atMost) {
        state = State.DRAINING;
        Instant until = Instant.now().plus(atMost);
        while ((claiming.isLocked() || inFlight.size() > 0) && Instant.now().isBefore(until)) {
            EngineWorkLoop.pauseBeforeRetry();
        }
    }

    /** Stops at once: the stage of each run is saved, so another engine resumes from it. */
    @Override
    public void close() {
        lifecycle.lock();
        try {
            closeNow();
        } finally {
            lifecycle.unlock();
        }
    }

    private void closeNow() {
        Working ended;
        synchronized (this) {
            state = State.STOPPED;
            ended = working;
            working = null;
        }
        if (ended == null) {
            return;
        }
        ended.listening.close();
        ended.eventSubscription.close();
        ended.loop.close();
        inFlight.stop();
        ended.heartbeat.close();
        try {
            int left = ended.registered ? registry.end(id) : 0;
            LOG.info("Engine {} stopped, handed back {} generations", EngineName.of(id), left);
        } catch (DatabaseException failure) {
            LOG.warn(
                    "The engine could not say goodbye; others will notice in {} s",
                    settings.silence().toSeconds());
        }
    }
}
