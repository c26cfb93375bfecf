package dev.darkroom.chaos;

import dev.darkroom.database.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Several {@code darkroom engine} processes under a supervisor that restarts each of them, as systemd would. */
final class EngineProcesses implements AutoCloseable {
    /** More than the five seconds between two signs of life. */
    static final Duration SILENCE = Duration.ofSeconds(8);
    /** So long it is waited for an engine to have work before it is frozen. */
    private static final Duration AT_WORK = Duration.ofSeconds(5);
    /** What an engine may take to stop, the time that it may be frozen meanwhile included. */
    private static final Duration STOPPED = Duration.ofSeconds(60);

    private final Place[] places;
    private final Path folder;
    private final Map<String, String> environment;
    /** In addition, of the last engine. */
    private final Map<String, String> ofLast;

    private final Thread keeper;
    /** How many faults keep a process frozen. */
    private final Map<Long, Integer> frozen = new ConcurrentHashMap<>();

    private final Map<Long, Instant> thawed = new ConcurrentHashMap<>();
    final AtomicInteger started = new AtomicInteger();
    /** Ended without being killed or stopped, as one that starts while the database is down. */
    final AtomicInteger gaveUp = new AtomicInteger();
    /** Went on from a freeze while another one worked on what they had held. */
    final AtomicInteger lateReturns = new AtomicInteger();

    private static final class Place {
        private Process process;
        private long notBefore = System.nanoTime();
        private boolean markedDown = true;
        private Instant since = Instant.now();

        /** What comes next begins after this. */
        private void markDown(Duration away) {
            markedDown = true;
            notBefore = System.nanoTime() + away.toNanos();
        }
    }

    EngineProcesses(int count, Path folder, Map<String, String> environment, Map<String, String> ofLast) {
        this.folder = folder;
        this.ofLast = ofLast;
        this.environment = environment;
        places = new Place[count];
        for (int i = 0; i < count; i++) {
            places[i] = new Place();
        }
        keeper = Thread.ofVirtual().name("keeper").start(this::keep);
    }

    private void keep() {
        try {
            while (true) {
                for (int i = 0; i < places.length; i++) {
                    keep(i);
                }
                Thread.sleep(200);
            }
        } catch (InterruptedException _) {
            // closed
        } catch (IOException exception) {
            throw new IllegalStateException(exception);
        }
    }

    private void keep(int i) throws IOException {
        Place place = places[i];
        synchronized (place) {
            if (place.process != null && place.process.isAlive() || System.nanoTime() < place.notBefore) {
                return;
            }
            if (!place.markedDown) {
                gaveUp.incrementAndGet();
                place.markDown(Duration.ofSeconds(1));
                return;
            }
            Map<String, String> own = new HashMap<>(environment);
            if (i == places.length - 1) {
                own.putAll(ofLast);
            }
            own.put("DARKROOM_HOME", folder.resolve("engine-" + i).toString());
            place.process = DarkroomProcess.start(
                    folder.resolve("engine-" + i + ".out"),
                    own,
                    List.of(
                            "engine",
                            "--connection",
                            "env",
                            "--capacity",
                            "60",
                            "--silence",
                            String.valueOf(SILENCE.toSeconds()),
                            "--patience",
                            "12",
                            "--look-up",
                            "15",
                            "--longest-retry",
                            "5",
                            "--drain",
                            "1"));
            place.markedDown = false;
            place.since = Instant.now();
            started.incrementAndGet();
        }
    }

    void kill(int i, Duration away) throws IOException, InterruptedException {
        Place place = places[i];
        synchronized (place) {
            if (place.process != null) {
                DarkroomProcess.kill(place.process);
                place.markDown(away);
            }
        }
    }

    /** It is told to end, as when its host is updated, and has to in time, whatever else happens to it meanwhile. */
    void stop(int i, Duration away) throws IOException, InterruptedException {
        Process process;
        synchronized (places[i]) {
            process = places[i].process;
            if (process == null) {
                return;
            }
            places[i].markDown(away);
            DarkroomProcess.signal(process, "TERM");
        }
        if (!process.waitFor(STOPPED)) {
            throw new IOException("Engine " + i + " was told to stop and is there after " + STOPPED.toSeconds() + " s");
        }
    }

    /**
     * It stands still in the middle of its work, connections open, and goes on as if nothing had been at the very moment
     * when another engine works on what it held, or at last after this time; it may be killed meanwhile.
     */
    void freeze(int i, Duration atMost, DatabaseSettings database) throws IOException, InterruptedException {
        Process process;
        synchronized (places[i]) {
            process = places[i].process;
        }
        if (process == null) {
            return;
        }
        TakeoverCheck takeover = new TakeoverCheck(database, process.pid());
        await(takeover::holdsSomething, AT_WORK);
        frozen.merge(process.pid(), 1, Integer::sum);
        DarkroomProcess.signal(process, "STOP");
        try {
            takeover.holdsSomething();
            if (await(takeover::inOtherHands, atMost)) {
                lateReturns.incrementAndGet();
            }
        } finally {
            DarkroomProcess.signal(process, "CONT");
            thawed.put(process.pid(), Instant.now());
            frozen.computeIfPresent(process.pid(), (_, faults) -> faults == 1 ? null : faults - 1);
        }
    }

    /** The processes that live and are neither told to end nor frozen, each since when that is so. */
    Map<Long, Instant> undisturbed() {
        Map<Long, Instant> all = new HashMap<>();
        for (Place place : places) {
            synchronized (place) {
                Process process = place.process;
                if (process != null && !place.markedDown && process.isAlive() && !frozen.containsKey(process.pid())) {
                    Instant since = thawed.getOrDefault(process.pid(), place.since);
                    all.put(process.pid(), since.isAfter(place.since) ? since : place.since);
                }
            }
        }
        return all;
    }

    private static boolean await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                return false;
            }
            Thread.sleep(50);
        }
        return true;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        keeper.interrupt();
        keeper.join();
        for (Place place : places) {
            if (place.process != null) {
                DarkroomProcess.kill(place.process);
            }
        }
    }
}
