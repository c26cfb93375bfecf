package dev.darkroom.sandbox.fal.job;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The jobs that wait, those of normal priority before those of low. Guarded by the queue's lock. */
final class WaitingQueue {
    private final Deque<QueuedJob> normal = new ArrayDeque<>();
    private final Deque<QueuedJob> low = new ArrayDeque<>();

    void add(QueuedJob job) {
        (job.submission.low() ? low : normal).addLast(job);
    }

    /** A job that fell back goes before all others. */
    void addFirst(QueuedJob job) {
        (job.submission.low() ? low : normal).addFirst(job);
    }

    void remove(QueuedJob job) {
        (job.submission.low() ? low : normal).remove(job);
    }

    /** The first that may start, taken out. */
    Optional<QueuedJob> take(Predicate<QueuedJob> mayStart) {
        for (Deque<QueuedJob> line : List.of(normal, low)) {
            for (Iterator<QueuedJob> jobs = line.iterator(); jobs.hasNext(); ) {
                QueuedJob job = jobs.next();
                if (mayStart.test(job)) {
                    jobs.remove();
                    return Optional.of(job);
                }
            }
        }
        return Optional.empty();
    }

    boolean isEmpty() {
        return normal.isEmpty() && low.isEmpty();
    }

    /** How many wait before this one. */
    int position(QueuedJob job) {
        int before = job.submission.low() ? normal.size() : 0;
        for (QueuedJob other : job.submission.low() ? low : normal) {
            if (other == job) {
                break;
            }
            before++;
        }
        return before;
    }

    long count(String endpoint) {
        return Stream.concat(normal.stream(), low.stream())
                .filter(job -> job.submission.endpoint().equals(endpoint))
                .count();
    }
}
