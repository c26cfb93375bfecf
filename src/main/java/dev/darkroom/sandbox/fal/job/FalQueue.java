package dev.darkroom.sandbox.fal.job;

import dev.darkroom.logging.DefectReport;
import dev.darkroom.sandbox.fal.model.CanonicalInput;
import dev.darkroom.sandbox.fal.model.SandboxModel;
import dev.darkroom.sandbox.fal.model.SandboxModels;
import dev.darkroom.sandbox.fal.reply.CancelReply;
import java.io.IOException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every request that was ever accepted. Time moves on when anybody asks, and by a thread of its own so that jobs also
 * end when nobody does. Safe for any thread.
 */
public final class FalQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FalQueue.class);

    private final QueueLock guard = new QueueLock();
    private final Map<String, QueuedJob> jobs = new LinkedHashMap<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private final InstantSource clock;
    private final WorkPace pace;
    private final FileStore shelf;
    private final JobScheduler runners;
    private final Consumer<QueuedJob> ended;
    private QueueJournal journal = QueueJournal.none();
    private boolean closed;

    /** @param ended is told of every job that has ended, under the lock: it must be quick */
    public FalQueue(
            InstantSource clock,
            WorkPace pace,
            int concurrency,
            JobProduction production,
            FileStore shelf,
            Consumer<QueuedJob> ended) {
        this.clock = clock;
        this.pace = pace;
        this.shelf = shelf;
        this.ended = ended;
        this.runners = new JobScheduler(guard, clock, pace, concurrency, production, shelf, this::told);
    }

    /** Puts back what a journal tells. Only before {@link #start}. */
    public void restore(QueueJournal.Line line) {
        if (line.accepted() != null) {
            QueuedSubmission past = line.accepted();
            count(past.endpoint(), CanonicalInput.text(past.input()));
            SandboxModels.find(past.endpointId()).ifPresent(model -> add(new QueuedJob(past, model)));
        } else if (line.started() != null) {
            QueueJournal.Started past = line.started();
            restored(past.id()).ifPresent(job -> job.startedAt = past.at());
        } else if (line.ended() != null) {
            QueueJournal.Ended past = line.ended();
            restored(past.id()).ifPresent(job -> {
                runners.withdraw(job);
                job.state = QueuedJob.State.ENDED;
                job.endedAt = past.at();
                job.cancelled = past.cancelled();
                job.outcome = past.outcome();
                past.outcome().files().forEach(shelf::put);
            });
        } else if (line.uploaded() != null) {
            shelf.put(line.uploaded());
        } else if (line.forgotten() != null) {
            restored(line.forgotten()).ifPresent(this::strip);
        }
    }

    /** From now on everything is written to the journal, and time begins to move. */
    public void start(QueueJournal kept) {
        journal = kept;
        Thread.ofVirtual().name("fal-stand-in-queue").start(this::live);
    }

    /** How many submits of this input came before this one. */
    public int count(String endpoint, String canonicalInput) {
        return guard.locked(() -> seen.merge(endpoint + "\n" + canonicalInput, 1, Integer::sum) - 1);
    }

    /** Gives the number of jobs that wait before it. */
    public int accept(QueuedSubmission submission, SandboxModel model) {
        return guard.locked(() -> {
            journal.write(QueueJournal.Line.of(submission));
            QueuedJob job = new QueuedJob(submission, model);
            add(job);
            guard.changed();
            return runners.position(job);
        });
    }

    /** What the function says of the job as it is now; empty when it is unknown or its result has expired. */
    public <T> Optional<T> read(String id, Function<QueuedJob, T> function) {
        return guard.locked(() -> {
            runners.advance();
            QueuedJob job = jobs.get(id);
            return job == null || expired(job) ? Optional.empty() : Optional.of(function.apply(job));
        });
    }

    public <T> List<T> readAll(Function<QueuedJob, T> function) {
        return guard.locked(() -> {
            runners.advance();
            return jobs.values().stream().map(function).toList();
        });
    }

    /** How many wait before this one. To be called within {@link #read}. */
    public int position(QueuedJob job) {
        return runners.position(job);
    }

    public long waiting(String endpoint) {
        return guard.locked(() -> {
            runners.advance();
            return runners.waiting(endpoint);
        });
    }

    public CancelReply cancel(String id) {
        return read(id, runners::cancel).orElse(CancelReply.NOT_FOUND);
    }

    /** Takes input, output and files of a finished job away for good, and names the files. */
    public Optional<List<ServedFile>> forget(String id) {
        return guard.locked(
                () -> Optional.ofNullable(jobs.get(id)).filter(QueuedJob::ended).map(job -> {
                    journal.write(QueueJournal.Line.forgotten(id));
                    return strip(job);
                }));
    }

    public void uploaded(ServedFile file) {
        journal.write(QueueJournal.Line.of(file));
        shelf.put(file);
    }

    public Instant now() {
        return clock.instant();
    }

    public WorkPace pace() {
        return pace;
    }

    public boolean isOpen() {
        return guard.locked(() -> !closed);
    }

    @Override
    public void close() throws IOException {
        guard.locked(() -> {
            closed = true;
            guard.changed();
            return closed;
        });
        runners.close();
        journal.close();
    }

    private void add(QueuedJob job) {
        jobs.put(job.id(), job);
        runners.add(job);
    }

    private Optional<QueuedJob> restored(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    private void told(QueuedJob job, QueueJournal.Line line) {
        journal.write(line);
        if (job.ended()) {
            ended.accept(job);
        }
    }

    private boolean expired(QueuedJob job) {
        JobOutcome outcome = job.outcome;
        if (job.endedAt == null || outcome == null) {
            return false;
        }
        boolean expired = !clock.instant().isBefore(job.endedAt.plus(pace.resultLife(outcome)));
        if (expired && outcome.length() > HistoryEntry.LARGEST_KEPT) {
            job.outcome = outcome.withoutBody();
        }
        return expired;
    }

    private List<ServedFile> strip(QueuedJob job) {
        JobOutcome outcome = Objects.requireNonNull(job.outcome);
        shelf.remove(outcome.files());
        job.forgotten = true;
        job.outcome = outcome.withoutBody().withFiles(List.of());
        return outcome.files();
    }

    private void advance() {
        try {
            guard.locked(() -> {
                runners.advance();
                return closed;
            });
        } catch (RuntimeException | Error defect) {
            DefectReport.outlived(LOG, "The queue of the stand-in", defect);
        }
    }

    private void live() {
        try {
            while (isOpen()) {
                advance();
                guard.nap(() -> closed || runners.busy());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
