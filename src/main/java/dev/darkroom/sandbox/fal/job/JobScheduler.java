package dev.darkroom.sandbox.fal.job;

import dev.darkroom.sandbox.fault.SandboxFault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Schedules unfinished jobs: queued, running, or producing their result. The queue's lock guards everything except production.
 */
final class JobScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(JobScheduler.class);

    private final Object lock;
    private final InstantSource clock;
    private final WorkPace pace;
    private final int concurrency;
    private final JobProduction production;
    private final FileStore fileStore;
    private final BiConsumer<QueuedJob, FalQueue.QueueChange> changeListener;

    private final NavigableSet<QueuedJob> waiting = new TreeSet<>(
            Comparator.comparing((QueuedJob job) -> job.submission.low()).thenComparing(job -> job.place));
    private final Set<QueuedJob> limited = new LinkedHashSet<>();
    private final Set<QueuedJob> running = new LinkedHashSet<>();
    private long places;
    private final ExecutorService makers = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param lock the queue's lock
     * @param changeListener called for every start and end, with the lock held: must be quick
     */
    JobScheduler(
            Object lock,
            InstantSource clock,
            WorkPace pace,
            int concurrency,
            JobProduction production,
            FileStore fileStore,
            BiConsumer<QueuedJob, FalQueue.QueueChange> changeListener) {
        this.lock = lock;
        this.clock = clock;
        this.pace = pace;
        this.concurrency = concurrency;
        this.production = production;
        this.fileStore = fileStore;
        this.changeListener = changeListener;
    }

    void add(QueuedJob job) {
        job.readyAt = job.submission.sentAt().plus(pace.scheduling());
        if (!job.has(SandboxFault.STUCK_IN_QUEUE)) {
            job.place = ++places;
            waiting.add(job);
        }
        limit(job);
    }

    /** Adds a job ahead of all others, ready to run. */
    void addFirst(QueuedJob job) {
        if (!job.has(SandboxFault.STUCK_IN_QUEUE)) {
            job.place = - ++places;
            waiting.add(job);
        }
        limit(job);
    }

    private void limit(QueuedJob job) {
        if (job.submission.startWithin() != null) {
            limited.add(job);
        }
    }

    void withdraw(QueuedJob job) {
        waiting.remove(job);
        running.remove(job);
        limited.remove(job);
    }

    int position(QueuedJob job) {
        return job.has(SandboxFault.STUCK_IN_QUEUE) ? 0 : waiting.headSet(job).size();
    }

    long waiting(String endpoint) {
        return waiting.stream()
                .filter(job -> job.submission.endpoint().equals(endpoint))
                .count();
    }

    /** Whether the passing of time alone can change a job. */
    boolean isBusy() {
        return !running.isEmpty() || !limited.isEmpty() || !waiting.isEmpty();
    }

    /** Advances all jobs to the current time. */
    void advance() {
        Instant now = clock.instant();
        for (QueuedJob job : List.copyOf(limited)) {
            Double seconds = job.submission.startWithin();
            if (seconds != null && !now.isBefore(job.submission.sentAt().plusNanos((long) (seconds * 1e9)))) {
                end(job, JobOutcome.tooLate(), false);
            }
        }
        for (QueuedJob job : List.copyOf(running)) {
            if (job.due != null && !now.isBefore(job.due)) {
                due(job, now);
            }
        }
        long taken = taken();
        while (taken < concurrency) {
            Optional<QueuedJob> next =
                    waiting.stream().filter(job -> !now.isBefore(job.readyAt)).findFirst();
            if (next.isEmpty()) {
                break;
            }
            waiting.remove(next.get());
            run(next.get(), now);
            taken += isHanging(next.get()) ? 0 : 1;
        }
    }

    boolean hasRoom() {
        return taken() < concurrency;
    }

    /** A hanging job has lost its runner, so it occupies no slot. */
    private long taken() {
        return running.stream().filter(job -> !isHanging(job)).count();
    }

    FalQueue.CancelReply cancel(QueuedJob job) {
        if (job.ended()) {
            return FalQueue.CancelReply.ALREADY_COMPLETED;
        }
        if (job.has(SandboxFault.CANCEL_IGNORED) && !isStuck(job)) {
            return FalQueue.CancelReply.CANCELLATION_REQUESTED;
        }
        if (job.state == QueuedJob.State.WAITING) {
            end(job, JobOutcome.cancelled(), true);
            return FalQueue.CancelReply.OK;
        }
        if (!job.cancelAsked) {
            job.cancelAsked = true;
            job.due = clock.instant().plus(pace.cancelling());
        }
        return FalQueue.CancelReply.CANCELLATION_REQUESTED;
    }

    /** A stuck job never finishes by itself, so it would stay forever if its cancel were ignored. */
    private static boolean isStuck(QueuedJob job) {
        return job.has(SandboxFault.STUCK_IN_QUEUE) || isHanging(job);
    }

    /** Whether the job runs and never ends by itself. */
    private static boolean isHanging(QueuedJob job) {
        return job.has(SandboxFault.STUCK_IN_PROGRESS) || job.has(SandboxFault.STUCK_IN_TURNS);
    }

    /** Abandons jobs still waiting for a processor; a restart produces them again. */
    void close() {
        makers.shutdownNow();
        makers.close();
    }

    private void run(QueuedJob job, Instant now) {
        limited.remove(job);
        job.state = QueuedJob.State.RUNNING;
        job.startedAt = now;
        Duration run = pace.run(job.submission, job.model);
        job.due = now.plus(job.pending.contains(SandboxFault.BACK_TO_QUEUE) ? run.dividedBy(2) : run);
        running.add(job);
        changeListener.accept(job, FalQueue.QueueChange.of(new FalQueue.QueueChange.StartedJob(job.id(), now)));
        if (!job.making && !isHanging(job)) {
            job.making = true;
            makers.execute(() -> make(job, run));
        }
    }

    private void due(QueuedJob job, Instant now) {
        if (job.cancelAsked) {
            end(job, JobOutcome.cancelled(), true);
        } else if (job.strikes(SandboxFault.BACK_TO_QUEUE)) {
            running.remove(job);
            job.state = QueuedJob.State.WAITING;
            job.startedAt = null;
            job.readyAt = now.plus(pace.scheduling());
            addFirst(job);
        } else if (job.made != null) {
            end(job, job.made, false);
        }
    }

    private void end(QueuedJob job, JobOutcome outcome, boolean cancelled) {
        Instant now = clock.instant();
        withdraw(job);
        Instant filesEnd = job.submission.lifecycle().end(now, pace.fileLife());
        JobOutcome last = outcome.withFiles(
                outcome.files().stream().map(file -> file.until(filesEnd)).toList());
        job.state = QueuedJob.State.ENDED;
        job.endedAt = now;
        job.cancelled = cancelled;
        job.outcome = last;
        last.files().forEach(fileStore::put);
        if (job.made != null && job.made != outcome) {
            fileStore.remove(job.made.files());
        }
        changeListener.accept(
                job, FalQueue.QueueChange.of(new FalQueue.QueueChange.EndedJob(job.id(), now, cancelled, last)));
    }

    private void make(QueuedJob job, Duration run) {
        JobOutcome made = made(job, run);
        synchronized (lock) {
            job.made = made;
            if (job.ended()) {
                fileStore.remove(made.files()); // cancelled meanwhile
            }
            lock.notifyAll();
        }
    }

    private JobOutcome made(QueuedJob job, Duration run) {
        try {
            return production.make(job, run);
        } catch (IOException | RuntimeException | Error exception) {
            if (!makers.isShutdown()) {
                LOG.error("The stand-in could not create the files of {}", job.id(), exception);
            }
            return JobOutcome.platform(500, "internal_error", "Internal error", Map.of());
        }
    }
}
