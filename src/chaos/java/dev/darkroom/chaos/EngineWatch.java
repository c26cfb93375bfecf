package dev.darkroom.chaos;

import dev.darkroom.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks once a second, bypassing the proxies, which engines can work and when each last sent a heartbeat. Records the periods
 * in which an engine could have taken on more work throughout: it was alive, neither frozen nor cut off, it had capacity, and
 * no service was paused.
 */
final class EngineWatch implements AutoCloseable {
    static final Duration HEARTBEAT = Duration.ofSeconds(10);
    /** Names the proof itself, which asks by the same wire as the engines. */
    static final long ASKING = 0;

    private static final Duration EVERY = Duration.ofSeconds(1);
    /** Between two looks that are further apart nobody knows what was. */
    private static final Duration GAP = Duration.ofSeconds(4);

    private final DatabaseSettings database;
    private final Supplier<Map<Long, Instant>> undisturbed;
    private final Thread thread;
    private final Map<Long, Span> open = new HashMap<>();
    private final List<Span> spans = new ArrayList<>();
    private final Map<Long, String> silent = new HashMap<>();
    private Instant looked = Instant.now();
    private double oldest;
    private volatile boolean ends;
    private @Nullable Connection connection;

    /** A process could work from then to then. */
    record Span(long process, Instant from, Instant to) {
        /** How much of a time lies in it. */
        Duration within(Instant begin, Instant end) {
            Duration common = Duration.between(begin.isAfter(from) ? begin : from, end.isBefore(to) ? end : to);
            return common.isNegative() ? Duration.ZERO : common;
        }
    }

    /** @param undisturbed the processes that live and are neither frozen nor cut off, each since when that is so */
    EngineWatch(DatabaseSettings database, Supplier<Map<Long, Instant>> undisturbed) {
        this.database = database;
        this.undisturbed = undisturbed;
        thread = Thread.ofPlatform().daemon().name("engine-watch").start(this::live);
    }

    private void live() {
        while (!ends) {
            try {
                look();
                Thread.sleep(EVERY);
            } catch (InterruptedException _) {
                return;
            } catch (SQLException _) {
                // The database is away: it is one of the faults. The next look begins anew.
                drop();
            }
        }
    }

    private void look() throws SQLException, InterruptedException {
        Map<Long, Instant> before = undisturbed.get();
        Map<Long, Double> ages = new HashMap<>();
        Set<Long> full = new HashSet<>();
        boolean paused = ask(ages, full);
        Map<Long, Instant> after = undisturbed.get();
        Instant now = Instant.now();
        // What was struck while the database answered is left out.
        before.keySet().removeIf(process -> !before.get(process).equals(after.get(process)));
        synchronized (spans) {
            ages.forEach((process, age) -> judge(process, age, before.get(process), now));
            Set<Long> working = new HashSet<>(ages.keySet());
            working.removeAll(full);
            working.add(ASKING);
            working.retainAll(before.keySet());
            if (paused) {
                working.removeIf(process -> process != ASKING);
            }
            boolean unknown = Duration.between(looked, now).compareTo(GAP) > 0;
            open.keySet().stream()
                    .filter(process -> unknown || !working.contains(process))
                    .toList()
                    .forEach(process -> spans.add(open.remove(process)));
            working.forEach(process -> extend(process, before.get(process), now));
            looked = now;
        }
    }

    private void extend(long process, Instant calmSince, Instant now) {
        Span known = open.get(process);
        if (known == null || calmSince.isAfter(known.from)) {
            if (known != null) {
                spans.add(known);
            }
            // What was before this look is not known.
            open.put(process, new Span(process, now, now));
        } else {
            open.put(process, new Span(process, known.from, now));
        }
    }

    private void judge(long process, double age, @Nullable Instant calmSince, Instant now) {
        if (calmSince == null || Duration.between(calmSince, now).compareTo(HEARTBEAT) <= 0) {
            return;
        }
        oldest = Math.max(oldest, age);
        if (age > HEARTBEAT.toSeconds()) {
            silent.put(
                    process,
                    "the engine with process %d lived undisturbed since %s, and at %s its heartbeat was %.1f s old"
                            .formatted(process, calmSince, now, age));
        }
    }

    /**
     * Fills in the age of the heartbeat of each engine that has said that it runs, and those that have no room; gives whether a
     * service is paused.
     */
    private boolean ask(Map<Long, Double> ages, Set<Long> full) throws SQLException {
        Connection own = connection;
        if (own == null) {
            own = DriverManager.getConnection(
                    database.url() + (database.url().contains("?") ? "&" : "?") + "socketTimeout=3",
                    database.user(),
                    database.password());
            connection = own;
        }
        try (Statement statement = own.createStatement()) {
            try (ResultSet row = statement.executeQuery("""
                    select distinct on (process) process, extract(epoch from clock_timestamp() - heartbeat_at) as age,
                           capacity <= (select count(*) from darkroom.generation g
                                        where g.owner = e.id and g.status = 'PROCESSING') as has_no_room
                    from darkroom.engine e where state = 'RUNNING' order by process, started_at desc
                    """)) {
                while (row.next()) {
                    ages.put(row.getLong("process"), row.getDouble("age"));
                    if (row.getBoolean("has_no_room")) {
                        full.add(row.getLong("process"));
                    }
                }
            }
            try (ResultSet row =
                    statement.executeQuery("select exists (select from darkroom.pause where ended_at is null)")) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private void drop() {
        Connection own = connection;
        connection = null;
        if (own != null) {
            try {
                own.close();
            } catch (SQLException _) {
                // it is gone
            }
        }
    }

    /** Of engines that lived undisturbed for long enough to say so, those that did not. */
    List<String> silentOnes() {
        synchronized (spans) {
            return List.copyOf(silent.values());
        }
    }

    /** The oldest heartbeat that was seen of an engine that nothing kept from it, in seconds. */
    double oldestHeartbeat() {
        synchronized (spans) {
            return oldest;
        }
    }

    /** How long an engine, always the same one, could have worked within this time. */
    Duration couldWork(Instant begin, Instant end) {
        return longest(begin, end, false);
    }

    /** How long the proof itself could ask within this time. */
    Duration couldAsk(Instant begin, Instant end) {
        return longest(begin, end, true);
    }

    private Duration longest(Instant begin, Instant end, boolean asking) {
        synchronized (spans) {
            List<Span> all = new ArrayList<>(spans);
            all.addAll(open.values());
            return all.stream()
                    .filter(span -> (span.process == ASKING) == asking)
                    .map(span -> span.within(begin, end))
                    .max(Duration::compareTo)
                    .orElse(Duration.ZERO);
        }
    }

    @Override
    public void close() throws InterruptedException {
        ends = true;
        thread.interrupt();
        thread.join();
        drop();
    }
}
