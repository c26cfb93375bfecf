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
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes waiting generations and runs each on a virtual thread. One platform-independent loop claims, beats and takes back
 * what dead engines held; everything else happens in the runs. Starting, pausing and closing may come from any thread.
 */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final int CLAIM_AT_MOST = 200;

    private final UUID id = UUID.randomUUID();
    private final EngineSettings settings;
    private final EngineRegistry registry;
    private final GenerationRepository generations;
    private final Pauses pauses;
    private final GenerationRun.Parts parts;
    private final Events events;
    private final Map<UUID, InFlight> inFlight = new ConcurrentHashMap<>();
    private final Semaphore wake = new Semaphore(0);
    private volatile State state = State.STOPPED;
    private volatile boolean registered;
    private volatile Instant lastBeat = Instant.EPOCH;
    private @Nullable Thread loop;
    private Events.@Nullable Subscription hearing;

    /** What an operator can see and switch. */
    public enum State {
        RUNNING,
        /** Takes nothing new; what is in flight goes on. */
        PAUSED,
        DRAINING,
        STOPPED
    }

    private record InFlight(Thread thread, CancelFlag cancel) {}

    /** Set from another thread, read by the run between two polls. */
    private static final class CancelFlag {
        private volatile boolean set;
    }

    /** The services that the runs talk to. */
    public record Parts(FalClient fal, StorageService storage, StorageRepository files, Writer writer) {}

    public Engine(
            EngineSettings settings,
            EngineRegistry registry,
            GenerationRepository generations,
            Pauses pauses,
            Parts parts,
            Events events) {
        this.settings = settings;
        this.registry = registry;
        this.generations = generations;
        this.pauses = pauses;
        this.events = events;
        this.parts = new GenerationRun.Parts(
                parts.fal(),
                parts.storage(),
                parts.files(),
                new RunJournal(parts.writer(), events, actor(id)),
                pauses,
                settings);
    }

    /** How ledger, timeline and Activity name an engine. */
    static String actor(UUID engine) {
        return "engine-" + engine.toString().substring(0, 4);
    }

    public UUID id() {
        return id;
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
        if (loop != null) {
            return;
        }
        hearing = events.subscribe(this::heard);
        state = State.RUNNING;
        loop = Thread.ofVirtual()
                .name("engine-" + id.toString().substring(0, 4))
                .start(this::loop);
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
            lastBeat = Instant.EPOCH;
            wake();
        }
    }

    /** A hint that there may be work; the loop looks once a second anyway. */
    public void wake() {
        wake.release();
    }

    private void heard(EngineEvent event) {
        if (event instanceof EngineEvent.GenerationChanged changed) {
            switch (changed.what()) {
                case "CREATED", "RETRY", "RECOVER", "ATTACH", "SEND_AGAIN", "EDIT_AND_RETRY", "PRIORITY" -> wake();
                case "CANCEL" -> {
                    cancel(changed.generation());
                    wake();
                }
                default -> {}
            }
        }
    }

    /** A person wants this generation ended; true when it runs here. */
    private boolean cancel(UUID generation) {
        InFlight running = inFlight.get(generation);
        if (running == null) {
            return false;
        }
        running.cancel().set = true;
        return true;
    }

    private void loop() {
        while (state != State.STOPPED) {
            try {
                beat();
                int claimed = state == State.RUNNING ? claim() : 0;
                if (claimed < CLAIM_AT_MOST && wake.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            } catch (InterruptedException _) {
                return;
            } catch (DatabaseException failure) {
                LOG.warn("The engine cannot reach its database, trying again: {}", failure.getMessage());
                rest();
            } catch (RuntimeException defect) {
                LOG.error("The engine's loop met an unexpected error and goes on", defect);
                rest();
            }
        }
    }

    private static void rest() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        if (Duration.between(lastBeat, Instant.now()).compareTo(BEAT) < 0) {
            return;
        }
        if (!registered) {
            registry.begin(id, settings.capacity());
            registered = true;
            LOG.info("Engine {} started, room for {} generations", actor(id), settings.capacity());
        }
        registry.beat(id, state, inFlight.size());
        lastBeat = Instant.now();
        generations.cancelWishes(id).forEach(this::cancel);
        int left = registry.handBack(id, inFlight.keySet());
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
        List<Pauses.Pause> paused = pauses.current();
        boolean submitting = paused.isEmpty();
        boolean storing = paused.stream().noneMatch(p -> p.service() == Pauses.Service.STORAGE);
        if (!submitting && paused.stream().anyMatch(p -> pauses.takeProbe(p.service()))) {
            return run(generations.claim(id, 1, true, true));
        }
        return run(generations.claim(id, room, submitting, storing));
    }

    private int run(List<Generation> claimed) {
        for (Generation generation : claimed) {
            CancelFlag cancel = new CancelFlag();
            cancel.set = generation.cancelRequestedAt() != null;
            GenerationRun run = new GenerationRun(parts, generation, () -> cancel.set);
            Thread thread = Thread.ofVirtual()
                    .name("run-" + generation.shortId())
                    .unstarted(() -> {
                        try {
                            run.run();
                        } finally {
                            inFlight.remove(generation.id());
                            wake();
                        }
                    });
            inFlight.put(generation.id(), new InFlight(thread, cancel));
            thread.start();
            events.publish(new EngineEvent.GenerationChanged(generation.id(), generation.userId(), "CLAIMED"));
        }
        return claimed.size();
    }

    /** Waits for what is in flight, at most this long; what is left is handed to other engines. */
    public void drain(Duration atMost) {
        state = State.DRAINING;
        Instant until = Instant.now().plus(atMost);
        while (!inFlight.isEmpty() && Instant.now().isBefore(until)) {
            rest();
        }
        close();
    }

    /** Stops at once: the stage of each run is saved, so another engine goes on from it. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            state = State.STOPPED;
            running = loop;
            loop = null;
            if (hearing != null) {
                hearing.close();
            }
        }
        if (running == null) {
            return;
        }
        running.interrupt();
        join(running);
        List<InFlight> open = List.copyOf(inFlight.values());
        open.forEach(run -> run.thread().interrupt());
        open.forEach(run -> join(run.thread()));
        try {
            int left = registered ? registry.end(id) : 0;
            LOG.info("Engine {} stopped, handed back {} generations", actor(id), left);
        } catch (DatabaseException failure) {
            LOG.warn(
                    "The engine could not say goodbye; others will notice in {} s",
                    settings.silence().toSeconds());
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
