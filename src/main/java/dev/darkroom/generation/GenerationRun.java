package dev.darkroom.generation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.StaleWriteException;
import dev.darkroom.fal.FalClient;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.generation.RunRepository.Stored;
import dev.darkroom.http.FailureKind;
import dev.darkroom.http.RemoteException;
import dev.darkroom.logging.Category;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogContext;
import dev.darkroom.logging.Mark;
import dev.darkroom.storage.StorageRepository;
import dev.darkroom.storage.StorageService;
import dev.darkroom.storage.SupabaseStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * One attempt at one generation, top to bottom, from the stage that was saved last. Runs on a virtual thread of its own;
 * every ending passes through {@link #ended}.
 */
final class GenerationRun implements Runnable {
    private final Parts parts;
    private final Generation generation;
    private final FencingToken run;
    private final BooleanSupplier cancelRequested;
    private final RunRepository journal;
    private final StoreStep storing;
    private final Instant begun = Instant.now();

    /** What every run of an engine shares. */
    record Parts(
            FalClient fal,
            StorageService storage,
            StorageRepository files,
            RunRepository journal,
            ServiceCircuitBreaker pauses,
            EngineSettings settings,
            GenerationRepository generations,
            ConcurrencyLimiter sending,
            ConcurrencyLimiter storing) {}

    GenerationRun(Parts parts, Generation generation, BooleanSupplier cancelRequested) {
        this.parts = parts;
        this.generation = generation;
        this.run = FencingToken.of(generation);
        this.cancelRequested = cancelRequested;
        this.journal = parts.journal();
        this.storing = new StoreStep(parts, generation, run);
    }

    @Override
    public void run() {
        try (LogContext _ = LogContext.of(generation.id(), generation.userId())) {
            try {
                begin();
                steps();
            } catch (RunContext.Stopped _) {
                // the engine hands back what it still holds
            } catch (StaleWriteException lost) {
                CategoryLog.info(Category.GENERATION_PROCESSING, Mark.NOTE, "Run stopped: {}", lost.getMessage());
            } catch (RunContext.Cancelled _) {
                guarded(this::cancelled);
            } catch (RunFailure failure) {
                guarded(() -> ended(failure));
            } catch (RemoteException failure) {
                guarded(() -> ended(RunFailure.of(kind(failure), failure, RunRepository.Restart.FROM_STAGE)));
            } catch (DatabaseException failure) {
                databaseSilent(failure);
            } catch (RuntimeException defect) {
                guarded(() -> ended(RunFailure.unexpected(defect)));
            }
        }
    }

    private void begin() {
        CategoryLog.info(
                Category.GENERATION_PROCESSING,
                Mark.START,
                "Starting background processing for generation {}, attempt {}/{}",
                generation.id(),
                generation.attempt(),
                generation.maxAttempts());
        CategoryLog.info(
                Category.GENERATION_PROCESSING,
                Mark.INSPECT,
                "Model: {}, Prompt length: {}",
                generation.model(),
                generation.prompt().length());
        // The claim has written it already, in one statement for the whole batch.
        CategoryLog.info(Category.GENERATION_PROCESSING, Mark.NOTE, "Updating status to PROCESSING");
        CategoryLog.info(
                Category.DB_STATUS, Mark.CHANGE, "Updating generation {} status to: PROCESSING", generation.id());
        CategoryLog.info(Category.DB_STATUS, Mark.SUCCESS, "Status update completed");
        CategoryLog.info(Category.GENERATION_PROCESSING, Mark.SUCCESS, "Status updated successfully");
    }

    private void steps() {
        Stored stored = generation.stage() == Stage.SIGNING ? null : stored();
        stage(Stage.SIGNING);
        StoreStep.Link link = storing.link(stored);
        LogContext.took(since(begun));
        journal.completed(run, stored, link.path(), link.url(), since(begun));
    }

    /** A result that has just come is saved before anything else, together with the beginning of its storing if it can be. */
    private Stored stored() {
        JsonNode result = generation.result();
        if (result == null) {
            FollowStep.Result rendered = rendered();
            Optional<Stored> stored = storing.atOnce(rendered);
            if (stored.isPresent()) {
                return stored.get();
            }
            journal.rendered(run, rendered.raw(), rendered.took());
            result = rendered.json();
        }
        stage(Stage.STORING);
        return storing.inTurn(result);
    }

    private FollowStep.Result rendered() {
        stage(Stage.SUBMITTING);
        RunContext job = new RunContext(
                parts.fal(),
                journal,
                generation,
                run,
                parts.settings(),
                cancelRequested,
                parts.generations(),
                parts.sending(),
                parts.pauses());
        FalRequest request = new SubmitStep(job).request();
        stage(Stage.SUBMITTED);
        return new FollowStep(job).follow(request);
    }

    private static void stage(Stage stage) {
        LogContext.stage(stage.name());
    }

    private void cancelled() {
        String reason = generation.cancelReason() == null ? "asked for by a person" : generation.cancelReason();
        journal.cancelled(run, reason, since(begun));
        CreditLines.refunded(generation, "cancelled");
    }

    /** The one place where an attempt that did not reach its goal is settled. */
    private void ended(RunFailure failure) {
        switch (failure.kind()) {
            case ACCOUNT_WIDE -> {
                ServiceCircuitBreaker.Service service = ServiceCircuitBreaker.Service.of(failure.service());
                Instant probe = parts.pauses().begin(service, String.valueOf(failure.getMessage()), since(begun));
                journal.handedBack(
                        run, "Waits for " + failure.service() + ": " + failure.getMessage(), probe, failure.restart());
            }
            case RETRYABLE -> {
                if (isCutOff(failure)) {
                    CategoryLog.info(
                            Category.GENERATION_PROCESSING, Mark.NOTE, "Run stopped: {}", failure.getMessage());
                } else if (generation.attempt() < generation.maxAttempts()) {
                    retryLater(failure);
                } else {
                    finallyFailed(failure);
                }
            }
            case FINAL -> finallyFailed(failure);
            case UNKNOWN -> {
                CategoryLog.error(
                        Category.GENERATION_PROCESSING,
                        Mark.ERROR,
                        failure,
                        "Submit unknown for generation {}: {}",
                        generation.id(),
                        failure.getMessage());
                journal.held(run, Hold.SUBMIT_UNKNOWN, failure.record());
            }
        }
    }

    /** The engine stops, and its interrupt ended a call: no answer of anybody, so the engine hands back what it still holds. */
    private static boolean isCutOff(RunFailure failure) {
        return Thread.currentThread().isInterrupted() && failure.restart() == RunRepository.Restart.FROM_STAGE;
    }

    private void retryLater(RunFailure failure) {
        Duration wait = wait(failure);
        CategoryLog.warning(
                Category.GENERATION_PROCESSING,
                Mark.CHANGE,
                "Attempt {}/{} of generation {} failed, next try in {} ms: {}",
                generation.attempt(),
                generation.maxAttempts(),
                generation.id(),
                wait.toMillis(),
                failure.getMessage());
        journal.retryLater(run, failure.record(), Instant.now().plus(wait), failure.restart());
    }

    /** Doubles with each attempt, half of it by chance; never shorter than the service asked for. */
    private Duration wait(RunFailure failure) {
        EngineSettings settings = parts.settings();
        long full = Math.min(
                settings.longestRetry().toMillis(),
                settings.firstRetry().toMillis() << Math.min(20, generation.attempt() - 1));
        Duration wait =
                Duration.ofMillis(full / 2 + RandomGenerator.getDefault().nextLong(full / 2 + 1));
        return failure.retryAfter().filter(asked -> asked.compareTo(wait) > 0).orElse(wait);
    }

    private void finallyFailed(RunFailure failure) {
        CategoryLog.error(
                Category.GENERATION_PROCESSING,
                Mark.ERROR,
                failure,
                "Critical error processing generation {}: {}",
                generation.id(),
                failure.getMessage());
        CategoryLog.error(
                Category.GENERATION_PROCESSING,
                Mark.CRITICAL,
                failure,
                "Full stack trace of generation {}",
                generation.id());
        CategoryLog.info(Category.GENERATION_PROCESSING, Mark.CHANGE, "Marking generation as failed");
        journal.failed(run, failure.record(), since(begun));
        CreditLines.refunded(generation, String.valueOf(failure.getMessage()));
    }

    private static FailureKind kind(RemoteException failure) {
        return SupabaseStorage.isKeyRefused(failure) ? FailureKind.ACCOUNT_WIDE : failure.kind();
    }

    private void guarded(Runnable ending) {
        try {
            ending.run();
        } catch (StaleWriteException lost) {
            CategoryLog.info(Category.GENERATION_PROCESSING, Mark.NOTE, "Run stopped: {}", lost.getMessage());
        } catch (DatabaseException failure) {
            databaseSilent(failure);
        }
    }

    /** Nothing can be written: the lease runs out and another attempt goes on from the stage that is saved. */
    private void databaseSilent(DatabaseException failure) {
        CategoryLog.error(
                Category.GENERATION_PROCESSING,
                Mark.ERROR,
                failure,
                "The database did not take the state of generation {}",
                generation.id());
    }

    private static Duration since(Instant start) {
        return Duration.between(start, Instant.now());
    }
}
