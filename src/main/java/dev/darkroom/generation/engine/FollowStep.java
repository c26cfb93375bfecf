package dev.darkroom.generation.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.fal.FalClient;
import dev.darkroom.fal.FalClient.FalCancelResult;
import dev.darkroom.fal.FalFailure;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.fal.FalResult;
import dev.darkroom.fal.FalStatus;
import dev.darkroom.fal.StatusPollDelay;
import dev.darkroom.generation.FencingToken;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.TimelineKind;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RetryingHttpCall;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogMark;
import dev.darkroom.message.CodedMessage;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Follows a job at fal.ai to its end and fetches its result. */
final class FollowStep {
    private static final Duration RENEW = Duration.ofSeconds(30);
    private static final int MIN_UNKNOWN = 3;
    private static final int MAX_WORD_LENGTH = 60;
    /** The total time limit as a multiple of the one without a change: a job may alternate between states forever. */
    private static final int TOTAL_PATIENCE_FACTOR = 3;

    private final RunContext job;
    private final FalClient fal;
    private final GenerationRunRepository runs;
    private final Generation generation;
    private final FencingToken run;
    private final RetryingHttpCall retry = RunContext.retry();

    FollowStep(RunContext job) {
        this.job = job;
        fal = job.fal();
        runs = job.runs();
        generation = job.generation();
        run = job.run();
    }

    /** A result that is not saved yet, as the bytes received and their parsed form. */
    @SuppressWarnings("ArrayRecordComponent") // not to be copied: a result may have many megabytes
    record Result(JsonNode json, byte[] body, Duration took) {}

    Result follow(FalRequest request) {
        long start = System.nanoTime();
        StatusPollDelay delay = StatusPollDelay.of(generation.kind());
        Follow follow = new Follow(Objects.requireNonNullElse(generation.fal().status(), "IN_QUEUE"), start);
        while (true) {
            FalStatus status = retry.call(() -> fal.status(request));
            recordStatus(status, follow);
            switch (status) {
                case FalStatus.Completed completed -> {
                    FalResult.Ready ready = fetch(request, completed, follow, start);
                    if (ready != null) {
                        return new Result(ready.json(), ready.body(), since(start));
                    }
                }
                case FalStatus.Gone gone -> {
                    if (follow.isBeyondGrace(job.settings().unknownGrace())) {
                        throw gone(request, CodedMessage.quoted(gone.detail()));
                    }
                }
                case FalStatus.InQueue _, FalStatus.InProgress _, FalStatus.Unrecognised _ -> {}
            }
            cancelIfDue(request, follow);
            RunContext.pause(
                    delay.next(since(start), ThreadLocalRandom.current().nextDouble()));
        }
    }

    private RuntimeException gone(FalRequest request, CodedMessage detail) {
        if (job.cancelRequested().getAsBoolean()) {
            return new RunContext.Cancelled();
        }
        return GenerationRunFailure.jobOver(
                "request_gone", CodedMessage.of("failed.request.gone", request.requestId(), detail), null);
    }

    /** Returns null when fal.ai reports, as it sometimes does briefly, that the result is not there yet. */
    private FalResult.@Nullable Ready fetch(
            FalRequest request, FalStatus.Completed completed, Follow follow, long start) {
        return switch (result(request, completed)) {
            case FalResult.Ready ready -> {
                CategoryLog.info(
                        LogCategory.GENERATION_PROCESSING,
                        LogMark.ANSWER,
                        "FAL.ai result received: status=COMPLETED, {} ms",
                        since(start).toMillis());
                yield ready;
            }
            case FalResult.NotReady _ -> null;
            case FalResult.Failed failed -> {
                CategoryLog.info(
                        LogCategory.GENERATION_PROCESSING,
                        LogMark.ANSWER,
                        "FAL.ai result received: status={} {}",
                        failed.failure().httpStatus(),
                        failed.failure().type());
                if (failed.failure().cancelled() && job.cancelRequested().getAsBoolean()) {
                    throw new RunContext.Cancelled();
                }
                if (failed.failure().cancelled()) {
                    throw follow.cancelSent || generation.charge() == 1
                            ? GenerationRunFailure.jobOver("timed_out", CodedMessage.of("failed.timed.out"), null)
                            : GenerationRunFailure.cancelledBefore(failed.failure());
                }
                throw GenerationRunFailure.of(failed.failure());
            }
            case FalResult.Gone gone -> {
                if (follow.isBeyondGrace(job.settings().unknownGrace())) {
                    throw GenerationRunFailure.jobOver(
                            "result_gone", CodedMessage.of("failed.result.gone", gone.detail()), null);
                }
                yield null;
            }
        };
    }

    /** Fetches the result; when that fails but the status reported a failed job, that failure is the result. */
    private FalResult result(FalRequest request, FalStatus.Completed completed) {
        try {
            return retry.call(() -> fal.result(request, completed));
        } catch (RemoteException unanswered) {
            return FalFailure.of(completed)
                    .<FalResult>map(FalResult.Failed::new)
                    .orElseThrow(() -> unanswered);
        }
    }

    /** The last reported state, so that only changes are written. */
    private static final class Follow {
        private String word;
        private long changed;
        private long renewed;
        private boolean cancelSent;
        private boolean personAsked;
        private long cancelSentAt;
        private final long begun;
        private int unknown;

        /** @param word the state that the row has; an earlier run may have recorded it */
        Follow(String word, long now) {
            this.word = word;
            begun = now;
            changed = now;
            renewed = now;
        }

        /**
         * Right after the submit, and after an outage, parts of fal.ai may not know the job: a single 404 proves nothing,
         * however late it comes.
         */
        boolean isBeyondGrace(Duration grace) {
            unknown++;
            return unknown >= MIN_UNKNOWN && since(begun).compareTo(grace) > 0;
        }
    }

    private void recordStatus(FalStatus status, Follow follow) {
        Integer position =
                status instanceof FalStatus.InQueue queued && queued.position().isPresent()
                        ? queued.position().getAsInt()
                        : null;
        if (status instanceof FalStatus.Unrecognised unknown && !follow.word.equals(unknown.value())) {
            CategoryLog.warning(
                    LogCategory.GENERATION_PROCESSING,
                    LogMark.WARNING,
                    "fal.ai answers the unknown status {}, asking again",
                    unknown.value());
            runs.unknownStatus(run, shortened(unknown.value()));
        }
        boolean live = status instanceof FalStatus.InQueue || status instanceof FalStatus.InProgress;
        if (live && !status.word().equals(follow.word)) {
            TimelineKind kind =
                    status instanceof FalStatus.InProgress ? TimelineKind.IN_PROGRESS : TimelineKind.IN_QUEUE;
            runs.followed(run, kind, position, since(follow.changed));
            follow.changed = System.nanoTime();
            follow.renewed = follow.changed;
        } else if (since(follow.renewed).compareTo(RENEW) > 0) {
            runs.renewLease(run, position);
            follow.renewed = System.nanoTime();
        }
        follow.word = status.word();
    }

    /**
     * Asks fal.ai to cancel, for an operator or the time limit; only the job's final state is then believed. A job that goes on all
     * the same is cancelled again after the same patience: a refused cancel must not be the last one.
     */
    private void cancelIfDue(FalRequest request, Follow follow) {
        Duration patience = job.settings().patience(generation.kind());
        boolean late = since(follow.changed).compareTo(patience) > 0
                || since(follow.begun).compareTo(patience.multipliedBy(TOTAL_PATIENCE_FACTOR)) > 0;
        boolean asked = job.cancelRequested().getAsBoolean();
        boolean waiting = follow.cancelSent
                && (follow.personAsked || !asked)
                && since(follow.cancelSentAt).compareTo(patience) <= 0;
        if (waiting || !(late || asked)) {
            return;
        }
        follow.cancelSent = true;
        follow.personAsked = asked;
        follow.cancelSentAt = System.nanoTime();
        CategoryLog.warning(
                LogCategory.GENERATION_PROCESSING,
                LogMark.WARNING,
                late
                        ? "Not finished at fal.ai after {} s, {} s without a change, asking it to cancel request {}"
                        : "Cancel asked after {} s, {} s without a change, request {}",
                since(follow.begun).toSeconds(),
                since(follow.changed).toSeconds(),
                request.requestId());
        if (requestCancel(request) == FalCancelResult.NOT_FOUND) {
            // What fal.ai reports about the job decides whether it is gone: a part that does not know it may know it
            // soon.
            follow.cancelSent = since(follow.begun).compareTo(job.settings().unknownGrace()) > 0;
        }
    }

    /** A refused cancel ends nothing: the job continues, and so does following it. */
    private FalCancelResult requestCancel(FalRequest request) {
        try {
            return retry.call(() -> fal.cancel(request));
        } catch (RemoteException refused) {
            if (Thread.currentThread().isInterrupted() || refused.isOutage()) {
                throw refused;
            }
            CategoryLog.warning(
                    LogCategory.GENERATION_PROCESSING,
                    LogMark.WARNING,
                    "fal.ai does not cancel request {}, so it is followed to its end: {}",
                    request.requestId(),
                    refused.getMessage());
            return FalCancelResult.REQUESTED;
        }
    }

    private static String shortened(String word) {
        return word.length() <= MAX_WORD_LENGTH ? word : word.substring(0, MAX_WORD_LENGTH);
    }

    /** By the monotonic clock: a step of the wall clock must not make a job look stalled. */
    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
