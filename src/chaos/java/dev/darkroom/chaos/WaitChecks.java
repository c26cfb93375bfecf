package dev.darkroom.chaos;

import dev.darkroom.app.EngineServices;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Checks whether any user waited although an engine could have worked and nothing of theirs was locked. */
final class WaitChecks {
    static final Duration LONGEST = Duration.ofSeconds(15);

    private final EngineWatch watch;
    private final Collection<OpenTransaction.Held> held;
    private Duration longest = Duration.ZERO;

    /** An answer that a user waited for. */
    record Asked(String user, String key, Instant from, Instant to) {}

    private record Wait(UUID generation, String user, Instant from, Instant to) {}

    WaitChecks(EngineWatch watch, Collection<OpenTransaction.Held> held) {
        this.watch = watch;
        this.held = held;
    }

    /** The longest wait that counts. */
    Duration longest() {
        return longest;
    }

    List<String> offenders(EngineServices darkroom, Collection<Asked> asked) {
        List<String> wrong = new ArrayList<>();
        for (Wait wait : waits(darkroom)) {
            Duration counted = watch.couldWork(wait.from, wait.to);
            if (isTooLong(wait.user, wait.from, wait.to, counted)) {
                wrong.add(
                        "%s of %s waited %.1f s to be claimed, from %s on, %.1f s of it beside an engine that could work"
                                .formatted(
                                        wait.generation,
                                        wait.user,
                                        seconds(wait.from, wait.to),
                                        wait.from,
                                        inSeconds(counted)));
            }
        }
        for (Asked one : asked) {
            Duration counted = watch.couldAsk(one.from, one.to);
            if (isTooLong(one.user, one.from, one.to, counted)) {
                wrong.add(
                        "%s waited %.1f s for an answer to %s, from %s on, %.1f s of it while the database could answer"
                                .formatted(one.user, seconds(one.from, one.to), one.key, one.from, inSeconds(counted)));
            }
        }
        return wrong;
    }

    private boolean isTooLong(String user, Instant from, Instant to, Duration counted) {
        if (held.stream().anyMatch(lock -> lock.touches(user, from, to))) {
            return false;
        }
        longest = counted.compareTo(longest) > 0 ? counted : longest;
        return counted.compareTo(LONGEST) > 0;
    }

    /** From the creation to the first claim, or to the end of what never had one. */
    private static List<Wait> waits(EngineServices darkroom) {
        return darkroom.database.inTransaction(handle -> handle.createQuery("""
                        select g.id, g.user_id, g.created_at, coalesce(
                                 (select min(at) from timeline_event e where e.generation_id = g.id and e.kind = 'CLAIMED'),
                                 g.finished_at, clock_timestamp()) as claimed
                        from generation g
                        """)
                .map((row, _) -> new Wait(
                        row.getObject("id", UUID.class),
                        row.getString("user_id"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        row.getObject("claimed", OffsetDateTime.class).toInstant()))
                .list());
    }

    private static double seconds(Instant from, Instant to) {
        return inSeconds(Duration.between(from, to));
    }

    private static double inSeconds(Duration time) {
        return time.toMillis() / 1e3;
    }
}
