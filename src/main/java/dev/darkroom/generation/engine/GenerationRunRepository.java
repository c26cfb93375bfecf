package dev.darkroom.generation.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.StaleWriteException;
import dev.darkroom.database.writer.BatchRow;
import dev.darkroom.database.writer.BatchStatement;
import dev.darkroom.database.writer.GroupCommitWriter;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.generation.FencingToken;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.GenerationTransition;
import dev.darkroom.generation.HoldReason;
import dev.darkroom.generation.RestartPoint;
import dev.darkroom.generation.TimelineKind;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogMark;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.secret.SecretRedactor;
import dev.darkroom.storage.FileRow;
import dev.darkroom.storage.StorageRepository;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.supabase.SignedUrl;
import dev.darkroom.system.BackoffPolicy;
import dev.darkroom.system.ThreadPause;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the steps of a running attempt: its {@link GenerationTransition}s with their log lines and events. A write that
 * changes nothing means that the fencing token is stale. Each call blocks until it is committed; safe for any thread.
 */
public final class GenerationRunRepository {
    private static final BackoffPolicy RETRY_BACKOFF = new BackoffPolicy(Duration.ofMillis(100), Duration.ofSeconds(5));

    private final GroupCommitWriter writer;
    private final EventBus events;
    private final String actor;

    public GenerationRunRepository(GroupCommitWriter writer, EventBus events, String actor) {
        this.writer = writer;
        this.events = events;
        this.actor = actor;
    }

    /** Saved before the POST: from now on the generation counts as possibly sent. */
    public void submitting(FencingToken run, String input) {
        step(run, of(GenerationTransition.SUBMITTING).with("input", input));
    }

    /** @param found whether it was found in the provider's history after the answer was lost */
    public void submitted(FencingToken run, FalRequest request, boolean found, Duration took) {
        ObjectNode data = data().put("request", request.requestId());
        step(
                run,
                job(of(GenerationTransition.SUBMITTED), request)
                        .with("data", JsonMapping.write(found ? data.put("found", true) : data))
                        .with("duration", took.toMillis()));
    }

    /**
     * Records the answer to a submit after a later run, having found no trace of the job, has put the row on hold.
     *
     * @return false when the row is not on hold for that reason, or not by the very next run
     */
    boolean attachLate(FencingToken run, long epoch, FalRequest request) {
        BatchRow write = job(of(GenerationTransition.ANSWERED_LATE), request)
                .with("id", run.generation())
                .with("epoch", epoch)
                .with("actor", actor)
                .with("data", JsonMapping.write(data().put("request", request.requestId())));
        boolean attached = persist(run, write).isPresent();
        if (attached) {
            CategoryLog.info(
                    LogCategory.GENERATION_PROCESSING,
                    LogMark.SUCCESS,
                    "The answer to the submit of generation {} came late: request {}",
                    run.generation(),
                    request.requestId());
            publishChange(run);
        }
        return attached;
    }

    /** Sets the columns of {@code fal_job}. */
    public static BatchRow job(BatchRow write, FalRequest request) {
        return write.with("request", request.requestId())
                .with("status_url", request.statusUrl().toString())
                .with("response_url", request.responseUrl().toString())
                .with("cancel_url", request.cancelUrl().toString());
    }

    /** Records that fal.ai moved the job to another state: {@code IN_QUEUE} or {@code IN_PROGRESS}. */
    public void followed(FencingToken run, TimelineKind state, @Nullable Integer position, Duration sinceLast) {
        step(
                run,
                of(GenerationTransition.FOLLOWED)
                        .with("status", state)
                        .with("position", position)
                        .with("duration", sinceLast.toMillis()));
    }

    /** Records a state that is not in fal.ai's protocol, so that the diagnosis can tell it. */
    void unknownStatus(FencingToken run, String status) {
        write(run, leased(of(GenerationTransition.STATUS_UNKNOWN).with("status", status)));
    }

    /** Renews the lease and updates nothing but the queue position; the timeline stays as it is. */
    void renewLease(FencingToken run, @Nullable Integer position) {
        write(run, leased(of(GenerationTransition.STILL_THERE).with("position", position)));
    }

    /** Saves the result as received, before anything else is done with it: fal.ai keeps it for minutes only. */
    void rendered(FencingToken run, byte[] result, Duration took) {
        step(run, of(GenerationTransition.RENDERED).with("result", result).with("duration", took.toMillis()));
    }

    /** Combines {@link #rendered} and {@link #storing} in one write, when storing begins at once. */
    public void renderedAndStoring(FencingToken run, byte[] result, Duration took, int files) {
        step(
                run,
                of(GenerationTransition.RENDERED_STORING)
                        .with("duration_before", took.toMillis())
                        .with("result", result)
                        .with("files", files)
                        .with("data", JsonMapping.write(data().put("files", files))));
    }

    void storing(FencingToken run, int files) {
        step(
                run,
                of(GenerationTransition.STORING)
                        .with("files", files)
                        .with("data", JsonMapping.write(data().put("files", files))));
    }

    /**
     * The outcome of storing: {@code warning} names what is missing, {@code unsaved} is a file whose row is written along with
     * this.
     */
    public record Stored(
            int files,
            long bytes,
            @Nullable CodedMessage warning,
            Duration took,
            @Nullable StoredFile unsaved) {
        private String data() {
            ObjectNode data = GenerationRunRepository.data().put("files", files).put("bytes", bytes);
            return JsonMapping.write(warning == null ? data : data.set("warning", warning.json()));
        }
    }

    /** The files are stored, but no link could be obtained yet. */
    void signing(FencingToken run, Stored stored) {
        logged(run, stored);
        step(
                run,
                stored(of(GenerationTransition.SIGNING), stored)
                        .with("data", stored.data())
                        .with("duration", stored.took().toMillis()));
        loggedFile(stored);
    }

    /** @param stored null when an earlier attempt stored the files */
    public void completed(FencingToken run, @Nullable Stored stored, String path, SignedUrl url, Duration took) {
        if (stored != null) {
            logged(run, stored);
        }
        CategoryLog.info(
                LogCategory.DB_UPDATE,
                LogMark.MEDIA,
                "Media URL update: {}",
                SecretRedactor.url(url.url().toString()));
        BatchRow write = stored == null
                ? of(GenerationTransition.COMPLETED)
                : stored(of(GenerationTransition.STORED_COMPLETED), stored)
                        .with("data_before", stored.data())
                        .with("duration_before", stored.took().toMillis());
        end(
                run,
                TimelineKind.COMPLETED,
                write.with("path", path)
                        .with("url", url.url().toString())
                        .with("expires", url.expiresAt())
                        .with("duration", took.toMillis()));
        if (stored != null) {
            loggedFile(stored);
        }
    }

    private static void logged(FencingToken run, Stored stored) {
        CategoryLog.info(LogCategory.DB_UPDATE, LogMark.NOTE, "Updating generation {} in database", run.generation());
        CategoryLog.info(LogCategory.DB_UPDATE, LogMark.FIGURES, "Storage size: {} bytes", stored.bytes());
    }

    private static void loggedFile(Stored stored) {
        if (stored.unsaved() != null) {
            StorageRepository.logSaved(stored.unsaved());
        }
    }

    private static BatchRow stored(BatchRow write, Stored stored) {
        BatchRow all = write.with("files", stored.files())
                .with("bytes", stored.bytes())
                .with("warning", json(stored.warning()));
        return stored.unsaved() == null ? all : FileRow.with(all, stored.unsaved());
    }

    /**
     * Fails the generation and refunds it in one transaction, so that it costs the user nothing.
     *
     * @throws StaleWriteException when the fencing token is stale, or when it may have been sent and no answer is known
     */
    void failed(FencingToken run, Generation.Failure failure, RestartPoint restart, Duration took) {
        end(
                run,
                TimelineKind.FAILED,
                failure(of(GenerationTransition.failed(restart)), failure)
                        .with("reason", json(failure.said()))
                        .with("duration", took.toMillis()));
        events.publish(new EngineEvent.CreditsChanged(run.userId()));
    }

    /**
     * @param jobOver whether fal.ai has no job for it that could still give a result
     * @param restart where it would have resumed
     */
    void cancelled(FencingToken run, String reason, boolean jobOver, RestartPoint restart, Duration took) {
        end(
                run,
                TimelineKind.CANCELLED,
                of(GenerationTransition.CANCELLED)
                        .with("job_over", jobOver)
                        .with("unsent", restart == RestartPoint.NOT_SENT)
                        .with("reason", json(CodedMessage.of("ledger.cancelled", reason)))
                        .with("data", JsonMapping.write(data().put("reason", reason)))
                        .with("duration", took.toMillis()));
        events.publish(new EngineEvent.CreditsChanged(run.userId()));
    }

    /**
     * Ends a repair; what was delivered before it stays delivered. {@code warning} is kept only if the row has none.
     *
     * @param restart where it would have resumed; with a new job, fal.ai no longer has what the saved result names
     */
    void repairEnded(
            FencingToken run,
            String code,
            CodedMessage message,
            @Nullable CodedMessage warning,
            RestartPoint restart,
            Duration took) {
        end(
                run,
                TimelineKind.REPAIR_ENDED,
                of(GenerationTransition.REPAIR_ENDED)
                        .with("warning", json(warning))
                        .with("result_gone", restart == RestartPoint.NEW_JOB)
                        .with("unsent", restart == RestartPoint.NOT_SENT)
                        .with("data", JsonMapping.write(errorData(code, message)))
                        .with("duration", took.toMillis()));
    }

    /**
     * Back to waiting, from the stage reached or, when fal.ai's job is over without a result, from the start.
     *
     * @param outages how many service outages in a row have sent it back
     */
    public void retryLater(
            FencingToken run, Generation.Failure failure, Duration wait, int outages, RestartPoint restart) {
        end(
                run,
                TimelineKind.RETRY_SCHEDULED,
                errors(of(GenerationTransition.retryScheduled(restart)), failure)
                        .with("wait", seconds(wait))
                        .with("outages", outages)
                        .with("data", JsonMapping.write(errorData(failure).put("wait_ms", wait.toMillis()))));
    }

    /**
     * Back to waiting without counting an attempt: nothing was wrong with the generation itself.
     *
     * @param service the paused service it waits for; null for none
     * @param outages how many outages or refusals in a row have sent it back
     */
    void handedBack(
            FencingToken run,
            Generation.Failure why,
            ServiceCircuitBreaker.@Nullable Service service,
            int outages,
            Duration wait,
            RestartPoint restart) {
        handBack(run, why, errorData(why), service, outages, wait, restart);
    }

    /**
     * Back to waiting for the end of a pause, without having been sent.
     *
     * @param earlier why it was sent back before, which it keeps
     * @param outages how many outages or refusals in a row have sent it back before
     */
    void handedBackUnsent(
            FencingToken run, Generation.@Nullable Failure earlier, ServiceCircuitBreaker.Pause pause, int outages) {
        handBack(
                run,
                earlier,
                errorData("paused", pause.reason()),
                pause.service(),
                outages,
                ServiceCircuitBreaker.PROBE_AFTER,
                RestartPoint.NOT_SENT);
    }

    private void handBack(
            FencingToken run,
            Generation.@Nullable Failure error,
            ObjectNode data,
            ServiceCircuitBreaker.@Nullable Service service,
            int outages,
            Duration wait,
            RestartPoint restart) {
        BatchRow write = of(GenerationTransition.handedBack(restart));
        end(
                run,
                TimelineKind.HANDED_BACK,
                (error == null ? write : errors(write, error))
                        .with("wait", seconds(wait))
                        .with("service", service)
                        .with("outages", outages)
                        .with("data", JsonMapping.write(service == null ? data : data.put("service", service.name()))));
    }

    /**
     * Puts the generation on hold until an operator has decided.
     *
     * @throws StaleWriteException when the fencing token is stale, or when an operator has already decided by asking to cancel
     */
    void putOnHold(FencingToken run, HoldReason hold, Generation.Failure failure) {
        end(
                run,
                TimelineKind.HELD,
                errors(of(GenerationTransition.HELD), failure)
                        .with("hold", hold)
                        .with("data", JsonMapping.write(errorData(failure).put("hold", hold.name()))));
    }

    private static double seconds(Duration wait) {
        return wait.toMillis() / 1000.0;
    }

    private static BatchRow failure(BatchRow write, Generation.Failure failure) {
        return errors(write, failure).with("data", JsonMapping.write(errorData(failure)));
    }

    private static ObjectNode errorData(Generation.Failure failure) {
        return errorData(failure.code(), failure.said());
    }

    private static ObjectNode errorData(String code, CodedMessage message) {
        ObjectNode data = data().put("code", code);
        data.set("message", message.json());
        return data;
    }

    private static @Nullable String json(@Nullable CodedMessage message) {
        return message == null ? null : JsonMapping.write(message.json());
    }

    private static BatchRow errors(BatchRow write, Generation.Failure failure) {
        return write.with("error_kind", failure.kind())
                .with("error_code", failure.code())
                .with("error", failure.message())
                .with("error_said", json(failure.said()))
                .with("error_detail", failure.detail());
    }

    private static ObjectNode data() {
        return JsonMapping.MAPPER.createObjectNode();
    }

    private static BatchRow of(BatchStatement statement) {
        return BatchRow.of(statement);
    }

    private static BatchRow leased(BatchRow write) {
        return write.with("lease", FencingToken.LEASE.toSeconds());
    }

    private void step(FencingToken run, BatchRow write) {
        write(run, leased(write).with("actor", actor));
        publishChange(run);
    }

    private void end(FencingToken run, TimelineKind kind, BatchRow write) {
        GenerationStatus status = switch (kind) {
            case COMPLETED, REPAIR_ENDED -> GenerationStatus.COMPLETED;
            case FAILED -> GenerationStatus.FAILED;
            case CANCELLED -> GenerationStatus.CANCELLED;
            default -> GenerationStatus.PENDING;
        };
        CategoryLog.info(
                LogCategory.DB_STATUS,
                LogMark.CHANGE,
                "Updating generation {} status to: {}",
                run.generation(),
                status);
        if (status.isFinal()) {
            CategoryLog.info(LogCategory.DB_STATUS, LogMark.TIME, "Adding completion timestamp");
        }
        write(run, write.with("actor", actor));
        publishChange(run);
        CategoryLog.info(LogCategory.DB_UPDATE, LogMark.CHANGE, "Status update: {}", status);
        CategoryLog.info(LogCategory.DB_STATUS, LogMark.SUCCESS, "Status update completed");
    }

    private void publishChange(FencingToken run) {
        events.publish(new EngineEvent.GenerationChanged(run.generation(), run.userId(), EngineEvent.Change.PROGRESS));
    }

    /**
     * Only this run has what it found out, such as the id of a job that was just accepted: while the database is unavailable or
     * another session is in the way, the write is repeated until it succeeds or the engine stops.
     */
    private Optional<String> persist(FencingToken run, BatchRow write) {
        for (int failures = 1; ; failures++) {
            try {
                return writer.write(run.userId(), run.generation(), write);
            } catch (DatabaseException failure) {
                if (!failure.retryable()
                        || writer.isClosed()
                        || Thread.currentThread().isInterrupted()) {
                    throw failure;
                }
                CategoryLog.warning(
                        LogCategory.DB_UPDATE,
                        LogMark.WARNING,
                        "The state of generation {} is not written yet, trying again: {}",
                        run.generation(),
                        failure.getMessage());
                ThreadPause.of(RETRY_BACKOFF.after(failures));
            }
        }
    }

    private void write(FencingToken run, BatchRow write) {
        BatchRow fenced =
                write.with("id", run.generation()).with("owner", run.engine()).with("epoch", run.epoch());
        if (persist(run, fenced).isEmpty()) {
            throw new StaleWriteException(
                    "Generation " + run.generation() + " is no longer run " + run.epoch() + "'s to write.");
        }
    }
}
