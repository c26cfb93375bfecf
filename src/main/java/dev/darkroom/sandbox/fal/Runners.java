package dev.darkroom.sandbox.fal;

import dev.darkroom.sandbox.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs that have not ended: waiting, running, being made. Everything but the making is guarded by the queue's lock. */
final class Runners {
    private static final Logger LOG = LoggerFactory.getLogger(Runners.class);

    private final Guard guard;
    private final InstantSource clock;
    private final Pace pace;
    private final int concurrency;
    private final Production production;
    private final Shelf shelf;
    private final BiConsumer<Job, Journal.Line> told;

    private final WaitingLine waiting = new WaitingLine();
    private final Set<Job> limited = new LinkedHashSet<>();
    private final Set<Job> running = new LinkedHashSet<>();
    private final ExecutorService makers = Executors.newVirtualThreadPerTaskExecutor();

    /** @param told hears of every start and end, under the lock: it must be quick */
    Runners(
            Guard guard,
            InstantSource clock,
            Pace pace,
            int concurrency,
            Production production,
            Shelf shelf,
            BiConsumer<Job, Journal.Line> told) {
        this.guard = guard;
        this.clock = clock;
        this.pace = pace;
        this.concurrency = concurrency;
        this.production = production;
        this.shelf = shelf;
        this.told = told;
    }

    void add(Job job) {
        job.readyAt = job.submission.sentAt().plus(pace.scheduling());
        if (!job.has(Fault.STUCK_IN_QUEUE)) {
            waiting.add(job);
        }
        if (job.submission.startWithin() != null) {
            limited.add(job);
        }
    }

    void withdraw(Job job) {
        waiting.remove(job);
        running.remove(job);
        limited.remove(job);
    }

    int position(Job job) {
        return job.has(Fault.STUCK_IN_QUEUE) ? 0 : waiting.position(job);
    }

    long waiting(String endpoint) {
        return waiting.count(endpoint);
    }

    /** Whether time alone can change anything. */
    boolean busy() {
        return !running.isEmpty() || !limited.isEmpty() || !waiting.isEmpty();
    }

    /** Brings everything up to now. */
    void advance() {
        Instant now = clock.instant();
        for (Job job : List.copyOf(limited)) {
            Double seconds = job.submission.startWithin();
            if (seconds != null && !now.isBefore(job.submission.sentAt().plusNanos((long) (seconds * 1e9)))) {
                end(job, Outcome.tooLate(), false);
            }
        }
        for (Job job : List.copyOf(running)) {
            if (job.due != null && !now.isBefore(job.due)) {
                due(job, now);
            }
        }
        // A job that hangs has lost its runner, so it takes no place.
        long taken = running.stream()
                .filter(job -> !job.has(Fault.STUCK_IN_PROGRESS))
                .count();
        while (taken < concurrency) {
            Optional<Job> next = waiting.take(job -> !now.isBefore(job.readyAt));
            if (next.isEmpty()) {
                break;
            }
            run(next.get(), now);
            taken += next.get().has(Fault.STUCK_IN_PROGRESS) ? 0 : 1;
        }
    }

    CancelAnswer cancel(Job job) {
        if (job.ended()) {
            return CancelAnswer.ALREADY_COMPLETED;
        }
        if (job.has(Fault.CANCEL_IGNORED) && !isStuck(job)) {
            return CancelAnswer.CANCELLATION_REQUESTED;
        }
        if (job.state == Job.State.WAITING) {
            end(job, Outcome.cancelled(), true);
            return CancelAnswer.OK;
        }
        job.cancelAsked = true;
        job.due = clock.instant().plus(pace.cancelling());
        return CancelAnswer.CANCELLATION_REQUESTED;
    }

    /** It never finishes by itself, so a cancel that is ignored would leave it for ever. */
    private static boolean isStuck(Job job) {
        return job.has(Fault.STUCK_IN_QUEUE) || job.has(Fault.STUCK_IN_PROGRESS);
    }

    /** Whoever still waits for a processor gives up: the job is made again after a restart. */
    void close() {
        makers.shutdownNow();
        makers.close();
    }

    private void run(Job job, Instant now) {
        limited.remove(job);
        job.state = Job.State.RUNNING;
        job.startedAt = now;
        Duration run = pace.run(job.submission, job.model);
        job.due = now.plus(job.pending.contains(Fault.BACK_TO_QUEUE) ? run.dividedBy(2) : run);
        running.add(job);
        told.accept(job, Journal.Line.of(new Journal.Started(job.id(), now)));
        if (!job.making && !job.has(Fault.STUCK_IN_PROGRESS)) {
            job.making = true;
            makers.execute(() -> make(job, run));
        }
    }

    private void due(Job job, Instant now) {
        if (job.cancelAsked) {
            end(job, Outcome.cancelled(), true);
        } else if (job.strikes(Fault.BACK_TO_QUEUE)) {
            running.remove(job);
            job.state = Job.State.WAITING;
            job.startedAt = null;
            job.readyAt = now.plus(pace.scheduling());
            waiting.addFirst(job);
        } else if (job.made != null) {
            end(job, job.made, false);
        }
    }

    private void end(Job job, Outcome outcome, boolean cancelled) {
        Instant now = clock.instant();
        withdraw(job);
        Instant filesEnd = job.submission.lifecycle().end(now, pace.fileLife());
        Outcome last = outcome.withFiles(
                outcome.files().stream().map(file -> file.until(filesEnd)).toList());
        job.state = Job.State.ENDED;
        job.endedAt = now;
        job.cancelled = cancelled;
        job.outcome = last;
        last.files().forEach(shelf::put);
        if (job.made != null && job.made != outcome) {
            shelf.remove(job.made.files());
        }
        told.accept(job, Journal.Line.of(new Journal.Ended(job.id(), now, cancelled, last)));
    }

    private void make(Job job, Duration run) {
        Outcome made = made(job, run);
        guard.locked(() -> {
            job.made = made;
            if (job.ended()) {
                shelf.remove(made.files()); // cancelled meanwhile
            }
            guard.changed();
            return made;
        });
    }

    private Outcome made(Job job, Duration run) {
        try {
            return production.make(job, run);
        } catch (IOException | RuntimeException | Error exception) {
            if (!makers.isShutdown()) {
                LOG.error("The stand-in could not make the files of {}", job.id(), exception);
            }
            return Outcome.platform(500, "internal_error", "Internal error", Map.of());
        }
    }
}
