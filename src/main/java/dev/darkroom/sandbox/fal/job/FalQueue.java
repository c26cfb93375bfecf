package dev.darkroom.sandbox.fal.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.darkroom.logging.DefectReport;
import dev.darkroom.sandbox.fal.model.CanonicalInput;
import dev.darkroom.sandbox.fal.model.SandboxModel;
import dev.darkroom.sandbox.fal.model.SandboxModel.SandboxModels;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.journal.LineJournal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds every accepted request. Jobs advance on every read, and on a background thread so that they also end when nobody reads.
 * Thread-safe; the queue's monitor guards all state.
 */
public final class FalQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FalQueue.class);
    private static final long TICK_MILLIS = 20;

    private final Map<String, QueuedJob> jobs = new LinkedHashMap<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private final InstantSource clock;
    private final WorkPace pace;
    private final FileStore fileStore;
    private final JobScheduler runners;
    private final Consumer<QueuedJob> ended;
    private @Nullable LineJournal<QueueChange> journal;
    private boolean closed;

    /** @param ended called for every job that has ended, with the lock held: must be quick */
    public FalQueue(
            InstantSource clock,
            WorkPace pace,
            int concurrency,
            JobProduction production,
            FileStore fileStore,
            Consumer<QueuedJob> ended) {
        this.clock = clock;
        this.pace = pace;
        this.fileStore = fileStore;
        this.ended = ended;
        this.runners = new JobScheduler(this, clock, pace, concurrency, production, fileStore, this::changed);
    }

    /** Restores the state from the journal, then starts writing to it and advancing jobs. */
    public synchronized void start(Path file) throws IOException {
        journal = LineJournal.open(file, QueueChange.class, this::restore);
        Thread.ofVirtual().name("fal-stand-in-queue").start(this::runSchedule);
    }

    private void restore(QueueChange past) {
        if (past.accepted() != null) {
            QueuedSubmission submission = past.accepted();
            countSubmit(submission.endpoint(), CanonicalInput.text(submission.input()));
            SandboxModels.find(submission.endpointId()).ifPresent(model -> {
                QueuedJob job = new QueuedJob(submission, model);
                job.restored = true;
                add(job);
            });
        } else if (past.started() != null) {
            Instant at = past.started().at();
            job(past.started().id()).ifPresent(job -> job.startedAt = at);
        } else if (past.ended() != null) {
            QueueChange.EndedJob end = past.ended();
            job(end.id()).ifPresent(job -> {
                runners.withdraw(job);
                job.state = QueuedJob.State.ENDED;
                job.endedAt = end.at();
                job.cancelled = end.cancelled();
                job.outcome = end.outcome();
                end.outcome().files().forEach(fileStore::put);
            });
        } else if (past.uploaded() != null) {
            fileStore.put(past.uploaded());
        } else if (past.forgotten() != null) {
            job(past.forgotten()).ifPresent(this::strip);
        }
    }

    /** Counts a submit of this input and returns the number of earlier ones. */
    public synchronized int countSubmit(String endpoint, String canonicalInput) {
        return seen.merge(endpoint + "\n" + canonicalInput, 1, Integer::sum) - 1;
    }

    /** Returns the number of jobs queued before it. */
    public synchronized int accept(QueuedSubmission submission, SandboxModel model) {
        write(QueueChange.of(submission));
        QueuedJob job = new QueuedJob(submission, model);
        add(job);
        notifyAll();
        return runners.position(job);
    }

    /** Runs a job ahead of all that are queued; returns false when as many run as may. */
    public synchronized boolean runAtOnce(QueuedSubmission submission, SandboxModel model) {
        runners.advance();
        if (!runners.hasRoom()) {
            return false;
        }
        write(QueueChange.of(submission));
        QueuedJob job = new QueuedJob(submission, model);
        jobs.put(job.id(), job);
        runners.addFirst(job);
        notifyAll();
        return true;
    }

    /** Waits until the job has ended or the queue is closed. */
    public synchronized void awaitEnd(String id) throws InterruptedIOException {
        try {
            while (!closed && !read(id, QueuedJob::ended).orElse(true)) {
                wait(TICK_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The stand-in is closing");
        }
    }

    /** Applies the function to the current job; empty when the job is unknown or its result has expired. */
    public synchronized <T> Optional<T> read(String id, Function<QueuedJob, T> function) {
        runners.advance();
        return job(id).filter(job -> !expired(job)).map(function);
    }

    public synchronized <T> List<T> readAll(Function<QueuedJob, T> function) {
        runners.advance();
        return jobs.values().stream().map(function).toList();
    }

    /** Returns the number of jobs queued before this one. Called within {@link #read}. */
    public int position(QueuedJob job) {
        return runners.position(job);
    }

    public synchronized long waiting(String endpoint) {
        runners.advance();
        return runners.waiting(endpoint);
    }

    public CancelReply cancel(String id) {
        return read(id, runners::cancel).orElse(CancelReply.NOT_FOUND);
    }

    /** Permanently deletes the input, output and files of a finished job; returns the files. */
    public synchronized Optional<List<ServedFile>> forget(String id) {
        return job(id).filter(QueuedJob::ended).map(job -> {
            write(QueueChange.forgotten(id));
            return strip(job);
        });
    }

    public synchronized void uploaded(ServedFile file) {
        write(QueueChange.of(file));
        fileStore.put(file);
    }

    public Instant now() {
        return clock.instant();
    }

    public WorkPace pace() {
        return pace;
    }

    public synchronized boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        runners.close(); // outside the lock, which its threads may need to finish
        if (journal != null) {
            journal.close();
        }
    }

    private void add(QueuedJob job) {
        jobs.put(job.id(), job);
        runners.add(job);
    }

    private Optional<QueuedJob> job(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    private void changed(QueuedJob job, QueueChange change) {
        write(change);
        if (job.ended()) {
            ended.accept(job);
        }
    }

    private void write(QueueChange change) {
        if (journal != null) {
            journal.append(change);
        }
    }

    private boolean expired(QueuedJob job) {
        JobOutcome outcome = job.outcome;
        if (job.endedAt == null || outcome == null) {
            return false;
        }
        Duration life = pace.resultLife(outcome, job.submission.keepPayloads());
        boolean expired = !clock.instant().isBefore(job.endedAt.plus(life));
        if (expired && outcome.length() > RequestHistoryEntry.MAX_RESULT_LENGTH) {
            job.outcome = outcome.withoutBody();
        }
        return expired;
    }

    private List<ServedFile> strip(QueuedJob job) {
        JobOutcome outcome = Objects.requireNonNull(job.outcome);
        fileStore.remove(outcome.files());
        job.forgotten = true;
        job.outcome = outcome.withoutBody().withFiles(List.of());
        return outcome.files();
    }

    /** Waits for changes, waking up periodically while the passing of time alone can cause one. */
    private synchronized void runSchedule() {
        try {
            while (!closed) {
                try {
                    runners.advance();
                } catch (RuntimeException | Error defect) {
                    DefectReport.outlived(LOG, "The queue of the stand-in", defect);
                }
                wait(runners.isBusy() ? TICK_MILLIS : 0);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The answer to a cancel; the names are the words on the wire. */
    public enum CancelReply {
        OK(200),
        CANCELLATION_REQUESTED(202),
        ALREADY_COMPLETED(400),
        NOT_FOUND(404);

        private final int status;

        CancelReply(int status) {
            this.status = status;
        }

        public SandboxReply.Answer answer() {
            return SandboxReply.json(status, SandboxReply.object().put("status", name()));
        }
    }

    /** A line of the queue's journal; exactly one component is set. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record QueueChange(
            @Nullable QueuedSubmission accepted,
            @Nullable StartedJob started,
            @Nullable EndedJob ended,
            @Nullable ServedFile uploaded,
            @Nullable String forgotten) {
        record StartedJob(String id, Instant at) {}

        record EndedJob(String id, Instant at, boolean cancelled, JobOutcome outcome) {}

        static QueueChange of(QueuedSubmission accepted) {
            return new QueueChange(accepted, null, null, null, null);
        }

        static QueueChange of(StartedJob started) {
            return new QueueChange(null, started, null, null, null);
        }

        static QueueChange of(EndedJob ended) {
            return new QueueChange(null, null, ended, null, null);
        }

        static QueueChange of(ServedFile uploaded) {
            return new QueueChange(null, null, null, uploaded, null);
        }

        static QueueChange forgotten(String id) {
            return new QueueChange(null, null, null, null, id);
        }
    }
}
