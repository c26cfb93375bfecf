package dev.darkroom.generation.engine;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.StaleWriteException;
import dev.darkroom.fal.FalClient;
import dev.darkroom.generation.FencingToken;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRepository;
import dev.darkroom.generation.HoldReason;
import dev.darkroom.generation.RestartPoint;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogMark;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.supabase.SupabaseStorage;
import dev.darkroom.system.BackoffPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides and writes how an attempt ends that did not complete its generation. Used by the thread of the run. */
final class RunEnding {
    /**
     * Up to this many consecutive outages, hours with the waits between, are nobody's fault; beyond it this generation is at
     * fault.
     */
    private static final int MAX_OUTAGES = 200;

    /** How long fal.ai keeps the files of a result, which waits that long for the storage, however often it is tried. */
    private static final Duration RESULT_KEPT = Duration.ofDays(7);

    /**
     * How often in a row fal.ai may refuse one job or submit while it works for others; minutes, with the waits between.
     */
    private static final int MAX_REFUSALS = 8;

    private static final String JOB_REFUSED = "job_refused";

    private final RunContext.EngineResources resources;
    private final Generation generation;
    private final FencingToken run;
    private final GenerationRunRepository runs;
    private final StoreStep storing;
    private final long begun = System.nanoTime();
    /** Whether this run has passed a step, so that the row has forgotten how often, and why, it was sent back before. */
    private boolean progressed;

    RunEnding(RunContext.EngineResources resources, Generation generation, FencingToken run, StoreStep storing) {
        this.resources = resources;
        this.generation = generation;
        this.run = run;
        this.runs = resources.runs();
        this.storing = storing;
    }

    void markProgress() {
        progressed = true;
    }

    Duration sinceBegun() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    void settle(Throwable cause) {
        try {
            settleOnce(cause);
        } catch (StaleWriteException lost) {
            settleOnce(lost);
        } catch (DatabaseException again) {
            if (cause instanceof DatabaseException) {
                CategoryLog.error(
                        LogCategory.GENERATION_PROCESSING,
                        LogMark.ERROR,
                        again,
                        "The end of this attempt at generation {} could not be written either; the engine counts it",
                        generation.id());
            } else {
                settle(again);
            }
        }
    }

    private void settleOnce(Throwable cause) {
        switch (cause) {
            case RunContext.Stopped _ -> {} // the engine hands back what it still holds
            case StaleWriteException lost ->
                CategoryLog.info(LogCategory.GENERATION_PROCESSING, LogMark.NOTE, "Run stopped: {}", lost.getMessage());
            case RunContext.Cancelled _ -> endCancelled(true, RestartPoint.FROM_STAGE);
            case RunContext.Paused paused -> waitForEndOf(paused.pause());
            case GenerationRunFailure failure -> handleFailure(failure);
            case RemoteException failure -> handleFailure(toRunFailure(failure));
            case DatabaseException failure -> handleDatabaseFailure(failure);
            default -> handleFailure(GenerationRunFailure.unexpected(cause));
        }
    }

    /**
     * An unavailable database accepts nothing: the engine gives the row back once it responds again. A database that refuses
     * was given something it cannot store: that is a failed attempt, recorded in words that it can store.
     */
    private void handleDatabaseFailure(DatabaseException failure) {
        CategoryLog.error(
                LogCategory.GENERATION_PROCESSING,
                LogMark.ERROR,
                failure,
                "The database did not take the state of generation {}",
                generation.id());
        if (!failure.retryable()) {
            handleFailure(GenerationRunFailure.refusedByDatabase(failure));
        }
    }

    private int outages() {
        return progressed ? 0 : generation.outages();
    }

    /**
     * @param jobOver whether fal.ai has no job for it that could still give a result
     * @param restart where it would have resumed
     */
    private void endCancelled(boolean jobOver, RestartPoint restart) {
        if (generation.delivered()) {
            RestartPoint kept = restart == RestartPoint.NOT_SENT ? restart : RestartPoint.FROM_STAGE;
            runs.repairEnded(run, "cancelled", CodedMessage.of("cancel.asked"), null, kept, sinceBegun());
            return;
        }
        String reason = generation.cancelReason() == null ? "asked for by a person" : generation.cancelReason();
        runs.cancelled(run, reason, jobOver, restart, sinceBegun());
        GenerationRepository.logRefund(generation, "cancelled");
    }

    /** The one place where an attempt that did not succeed is settled. */
    private void handleFailure(GenerationRunFailure failure) {
        if (isCutOff(failure)) {
            CategoryLog.info(LogCategory.GENERATION_PROCESSING, LogMark.NOTE, "Run stopped: {}", failure.getMessage());
            return;
        }
        switch (failure.kind()) {
            case ACCOUNT_WIDE -> handleRefusal(failure);
            case RETRYABLE -> {
                if (failure.isOutage() && (outages() < MAX_OUTAGES || isResultKept())) {
                    waitForService(failure);
                } else if (resources.hasAttemptLeft(generation)) {
                    retryLater(failure);
                } else {
                    fail(failure);
                }
            }
            case FINAL -> fail(failure);
            case UNKNOWN -> putOnHold(failure);
        }
    }

    /**
     * Whether the engine is stopping and its interrupt ended a call: not a real failure, so the engine hands back what it still
     * holds.
     */
    private static boolean isCutOff(GenerationRunFailure failure) {
        return Thread.currentThread().isInterrupted()
                && failure.kind() == RemoteFailureKind.RETRYABLE
                && failure.restart() == RestartPoint.FROM_STAGE;
    }

    private void handleRefusal(GenerationRunFailure failure) {
        ServiceCircuitBreaker breaker = resources.breaker();
        ServiceCircuitBreaker.Service service = ServiceCircuitBreaker.Service.of(failure.service());
        boolean ofFal = service == ServiceCircuitBreaker.Service.FAL;
        boolean ownJob = ofFal && failure.restart() == RestartPoint.FROM_STAGE;
        boolean again = ofFal && wasRefused();
        int refusals = ofFal && !again ? 0 : outages();
        int atLeast = ownJob ? Math.max(1, refusals) : refusals;
        if ((ownJob || again) && breaker.isPaused(service)) {
            // Does not postpone the next probe: a submit may be accepted although this one is refused.
            handBack(failure, service, atLeast, resources.settings().probeAfter());
        } else if (again && (refusals < MAX_REFUSALS || ownJob || isRefusedAlone())) {
            handleOwnRefusal(failure, refusals, ownJob);
        } else {
            Duration wait =
                    breaker.beginPause(service, ServiceCircuitBreaker.Cause.REFUSED, failure.said(), sinceBegun());
            handBack(failure, wait.isZero() ? null : service, atLeast, wait);
        }
    }

    private boolean wasRefused() {
        Generation.Failure before = progressed ? null : generation.failure();
        return before != null && (before.isAccountWide() || before.code().equals(JOB_REFUSED));
    }

    /** Whether fal.ai has accepted others while it refused this one: otherwise it may be about to refuse all. */
    private boolean isRefusedAlone() {
        return resources
                .breaker()
                .hasSucceededWithin(
                        ServiceCircuitBreaker.Service.FAL,
                        resources.generations().sinceHandedBack(generation.id(), MAX_REFUSALS));
    }

    /**
     * fal.ai works for all others and refuses this one, as when its key may not use this model, or belongs to a different
     * account than the one that submitted the job: that must not pause the others a second time. It may be fal.ai's mistake, so
     * a few more tries are made.
     */
    private void handleOwnRefusal(GenerationRunFailure failure, int refusals, boolean ownJob) {
        if (refusals < MAX_REFUSALS) {
            handBack(failure, null, refusals + 1, retryDelay(failure, refusals));
        } else if (ownJob) {
            putOnHold(GenerationRunFailure.held(HoldReason.JOB_REFUSED, JOB_REFUSED, failure.said(), failure));
        } else {
            fail(failure.asFinal());
        }
    }

    /** By the database's clock, as of the claim. */
    private boolean isResultKept() {
        Instant rendered = generation.fal().renderedAt();
        return (generation.isMade() || storing.isUnfinished())
                && (rendered == null || generation.updatedAt().isBefore(rendered.plus(RESULT_KEPT)));
    }

    /** An unavailable service does not cost an attempt: existing results wait for it, and nothing new is sent meanwhile. */
    private void waitForService(GenerationRunFailure failure) {
        ServiceCircuitBreaker.Service service = ServiceCircuitBreaker.Service.of(failure.service());
        boolean ofResult = service != ServiceCircuitBreaker.Service.FAL && storing.isUnfinished();
        if (ofResult && service == ServiceCircuitBreaker.Service.STORAGE) {
            storing.fetchAhead();
        }
        boolean paused = failure.isSilence()
                && (ofResult
                        ? resources.breaker().reportSilence(service, generation.id(), failure.said(), storing.age())
                        : resources.breaker().confirmOutage(service, sinceBegun()));
        handBack(
                failure,
                paused ? service : null,
                outages() + 1,
                paused ? resources.settings().probeAfter() : retryDelay(failure, outages() + 1));
    }

    private void waitForEndOf(ServiceCircuitBreaker.Pause pause) {
        CategoryLog.info(
                LogCategory.GENERATION_PROCESSING,
                LogMark.CHANGE,
                "Generation {} is not sent while {} is paused",
                generation.id(),
                pause.service());
        writeOrEndCancelled(
                RestartPoint.NOT_SENT,
                () -> runs.handedBack(
                        run,
                        new Generation.Failure(RemoteFailureKind.RETRYABLE.name(), "paused", pause.reason(), null),
                        generation.failure(),
                        pause.service(),
                        outages(),
                        resources.settings().probeAfter(),
                        RestartPoint.NOT_SENT));
    }

    /** @param outages how many outages or refusals in a row have sent it back, with this one */
    private void handBack(
            GenerationRunFailure failure, ServiceCircuitBreaker.@Nullable Service service, int outages, Duration wait) {
        CategoryLog.warning(
                LogCategory.GENERATION_PROCESSING,
                LogMark.CHANGE,
                "Generation {} waits for {}, next try in {} ms, no attempt is counted: {}",
                generation.id(),
                failure.service(),
                wait.toMillis(),
                failure.getMessage());
        Generation.Failure recorded = failure.record();
        writeOrEndCancelled(
                failure.restart(),
                () -> runs.handedBack(run, recorded, recorded, service, outages, wait, failure.restart()));
    }

    /**
     * An operator has asked to cancel a repair, or what fal.ai did not accept or cannot be asked about; otherwise the second write
     * is refused too.
     */
    private void writeOrEndCancelled(RestartPoint restart, Runnable write) {
        try {
            write.run();
        } catch (StaleWriteException stale) {
            boolean jobKnown = progressed || generation.fal().request() != null;
            if (!generation.delivered() && restart != RestartPoint.NOT_SENT && jobKnown) {
                throw stale;
            }
            endCancelled(true, restart);
        }
    }

    private void putOnHold(GenerationRunFailure failure) {
        CategoryLog.error(
                LogCategory.GENERATION_PROCESSING,
                LogMark.ERROR,
                failure,
                "Generation {} is held for a person ({}): {}",
                generation.id(),
                failure.hold(),
                failure.getMessage());
        try {
            runs.putOnHold(run, failure.hold(), failure.record());
        } catch (StaleWriteException _) {
            // An operator has asked to cancel, and so has already decided; otherwise this write is refused too.
            endCancelled(false, RestartPoint.FROM_STAGE);
        }
    }

    private void retryLater(GenerationRunFailure failure) {
        Duration wait = retryDelay(failure, generation.attempt());
        CategoryLog.warning(
                LogCategory.GENERATION_PROCESSING,
                LogMark.CHANGE,
                "Attempt {}/{} of generation {} failed, next try in {} ms: {}",
                generation.attempt(),
                generation.maxAttempts(),
                generation.id(),
                wait.toMillis(),
                failure.getMessage());
        writeOrEndCancelled(
                failure.restart(),
                () -> runs.retryLater(
                        run, failure.record(), wait, failure.isOutage() ? outages() : 0, failure.restart()));
    }

    /** Doubles with each attempt, half of it random; never shorter than the service asked for. */
    private Duration retryDelay(GenerationRunFailure failure, int times) {
        EngineSettings settings = resources.settings();
        Duration wait = new BackoffPolicy(settings.firstRetryDelay(), settings.maxRetryDelay())
                .withJitter(times, RandomGenerator.getDefault());
        return failure.retryAfter().filter(asked -> asked.compareTo(wait) > 0).orElse(wait);
    }

    private void fail(GenerationRunFailure failure) {
        CategoryLog.error(
                LogCategory.GENERATION_PROCESSING,
                LogMark.ERROR,
                failure,
                "Critical error processing generation {}: {}",
                generation.id(),
                failure.getMessage());
        CategoryLog.error(
                LogCategory.GENERATION_PROCESSING,
                LogMark.CRITICAL,
                failure,
                "Full stack trace of generation {}",
                generation.id());
        if (generation.delivered()) {
            Generation.Failure recorded = failure.record();
            runs.repairEnded(
                    run,
                    recorded.code(),
                    recorded.said(),
                    CodedMessage.of("repair.failed", recorded.said()),
                    failure.restart(),
                    sinceBegun());
            return;
        }
        CategoryLog.info(LogCategory.GENERATION_PROCESSING, LogMark.CHANGE, "Marking generation as failed");
        try {
            runs.failed(run, failure.record(), failure.restart(), sinceBegun());
        } catch (StaleWriteException _) {
            // It may have been sent, and its job be billed; otherwise this write is refused too.
            putOnHold(GenerationRunFailure.unknown(
                    CodedMessage.sentences(failure.said(), CodedMessage.of("failed.decide")), failure));
            return;
        }
        GenerationRepository.logRefund(generation, String.valueOf(failure.getMessage()));
    }

    private static GenerationRunFailure toRunFailure(RemoteException failure) {
        if (failure.code().equals(FalClient.FOREIGN_ORIGIN)) {
            return GenerationRunFailure.held(HoldReason.FOREIGN_ORIGIN, failure.code(), failure.message(), failure);
        }
        RemoteFailureKind kind =
                SupabaseStorage.isKeyRefused(failure) ? RemoteFailureKind.ACCOUNT_WIDE : failure.kind();
        return GenerationRunFailure.of(kind, failure, RestartPoint.FROM_STAGE);
    }
}
