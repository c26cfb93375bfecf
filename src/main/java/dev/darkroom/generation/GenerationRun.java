package dev.darkroom.generation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.StaleWriteException;
import dev.darkroom.fal.FalClient;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.fal.ResultFile;
import dev.darkroom.fal.ResultFiles;
import dev.darkroom.generation.RunJournal.Stored;
import dev.darkroom.http.FailureKind;
import dev.darkroom.http.RemoteException;
import dev.darkroom.logging.Category;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogContext;
import dev.darkroom.logging.Mark;
import dev.darkroom.storage.SignedUrl;
import dev.darkroom.storage.StorageRepository;
import dev.darkroom.storage.StorageService;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.SupabaseStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one generation, top to bottom, from the stage that was saved last. Runs on a virtual thread of its own;
 * every ending passes through {@link #ended}.
 */
final class GenerationRun implements Runnable {
    private final Parts parts;
    private final Generation generation;
    private final Run run;
    private final BooleanSupplier cancelRequested;
    private final RunJournal journal;
    private final Instant begun = Instant.now();

    /** What every run of an engine shares. */
    record Parts(
            FalClient fal,
            StorageService storage,
            StorageRepository files,
            RunJournal journal,
            Pauses pauses,
            EngineSettings settings,
            GenerationRepository generations,
            Gate sending,
            Gate storing) {}

    GenerationRun(Parts parts, Generation generation, BooleanSupplier cancelRequested) {
        this.parts = parts;
        this.generation = generation;
        this.run = Run.of(generation);
        this.cancelRequested = cancelRequested;
        this.journal = parts.journal();
    }

    @Override
    public void run() {
        try (LogContext _ = LogContext.of(generation.id(), generation.userId())) {
            try {
                begin();
                steps();
            } catch (FalJob.Stopped _) {
                // the engine hands back what it still holds
            } catch (StaleWriteException lost) {
                CategoryLog.info(Category.GENERATION_PROCESSING, Mark.NOTE, "Run stopped: {}", lost.getMessage());
            } catch (FalJob.Cancelled _) {
                guarded(this::cancelled);
            } catch (RunFailure failure) {
                guarded(() -> ended(failure));
            } catch (RemoteException failure) {
                guarded(() -> ended(RunFailure.of(kind(failure), failure, RunJournal.Restart.FROM_STAGE)));
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
        sign(stored);
    }

    /** A result that has just come is saved before anything else, together with the beginning of its storing if it can be. */
    private Stored stored() {
        JsonNode result = generation.result();
        if (result == null) {
            FalFollow.Result rendered = rendered();
            List<ResultFile> files = readable(rendered.json());
            Optional<Stored> stored = files.isEmpty()
                    ? Optional.empty()
                    : parts.storing().passAtOnce(() -> {
                        journal.renderedAndStoring(run, rendered.raw(), rendered.took(), files.size());
                        return store(files);
                    });
            if (stored.isPresent()) {
                return stored.get();
            }
            journal.rendered(run, rendered.raw(), rendered.took());
            result = rendered.json();
        }
        stage(Stage.STORING);
        List<ResultFile> files = files(result);
        if (files.isEmpty()) {
            throw RunFailure.finally_("no_media", "The result of fal.ai names no file.", null);
        }
        return parts.storing().pass(() -> journal.stillThere(run, null), () -> {
            journal.storing(run, files.size());
            return store(files);
        });
    }

    private FalFollow.Result rendered() {
        stage(Stage.SUBMITTING);
        FalJob job = new FalJob(
                parts.fal(),
                journal,
                generation,
                run,
                parts.settings(),
                cancelRequested,
                parts.generations(),
                parts.sending());
        FalRequest request = new FalSubmit(job).request();
        parts.pauses().over(Pauses.Service.FAL);
        stage(Stage.SUBMITTED);
        return new FalFollow(job).follow(request);
    }

    private static void stage(Stage stage) {
        LogContext.stage(stage.name());
    }

    private List<ResultFile> files(JsonNode result) {
        return ResultFiles.of(result, generation.input());
    }

    /** None when the result cannot be read: it is saved all the same, and what is wrong with it is found then. */
    private List<ResultFile> readable(JsonNode result) {
        try {
            return files(result);
        } catch (RuntimeException _) {
            return List.of();
        }
    }

    private Stored store(List<ResultFile> files) {
        stage(Stage.STORING);
        CategoryLog.info(Category.STORAGE, Mark.PACKAGE, "Starting storage process for generation {}", generation.id());
        Instant start = Instant.now();
        CategoryLog.info(Category.STORAGE, Mark.CLOUD, "Uploading generation results to Supabase Storage");
        StorageService.Batch batch = parts.storage()
                .store(new StorageService.Owner(generation.id(), generation.userId(), run.epoch()), files);
        settle(batch);
        CategoryLog.info(
                Category.STORAGE,
                Mark.SUCCESS,
                "Successfully uploaded {} files",
                batch.stored().size());
        parts.pauses().over(Pauses.Service.STORAGE);
        return new Stored(batch.stored().size(), batch.bytes(), warning(batch), since(start));
    }

    /** Worth another attempt, not worth any, or good enough to go on with what is there. */
    private void settle(StorageService.Batch batch) {
        boolean more = generation.attempt() < generation.maxAttempts();
        batch.missing().stream()
                .map(StorageService.Missing::cause)
                .filter(cause -> cause.retryable() && more)
                .findFirst()
                .ifPresent(cause -> {
                    throw RunFailure.of(FailureKind.RETRYABLE, cause, RunJournal.Restart.FROM_STAGE);
                });
        if (batch.stored().isEmpty()) {
            RemoteException first = batch.missing().getFirst().cause();
            CategoryLog.error(
                    Category.STORAGE_UPLOAD,
                    Mark.ERROR,
                    first,
                    "Critical failure: none of {} files could be stored",
                    batch.total());
            throw RunFailure.finally_(first.code(), "No file could be stored: " + batch.missingSentence(), first);
        }
    }

    private static @Nullable String warning(StorageService.Batch batch) {
        return batch.missing().isEmpty()
                ? null
                : "Partial upload: " + batch.stored().size() + " of " + batch.total() + " files, missing "
                        + batch.missingSentence();
    }

    /** That the files are stored is saved with the link, or without it when there is none. */
    private void sign(@Nullable Stored stored) {
        CategoryLog.info(Category.STORAGE, Mark.LINK, "Generating primary signed URL for media access");
        StoredFile primary;
        SignedUrl url;
        try {
            primary = parts.files().ofGeneration(generation.id()).stream()
                    .filter(file -> file.state() == StoredFile.State.STORED)
                    .findFirst()
                    .orElseThrow(() -> RunFailure.finally_("no_media", "No stored file is left to sign.", null));
            url = parts.files()
                    .sign(generation.userId(), primary.path(), parts.settings().linkLife());
        } catch (RemoteException | RunFailure failure) {
            if (stored != null) {
                journal.signing(run, stored);
            }
            throw failure;
        }
        CategoryLog.info(Category.STORAGE, Mark.SUCCESS, "Primary signed URL generated");
        LogContext.took(since(begun));
        journal.completed(run, stored, primary.path(), url, since(begun));
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
                Pauses.Service service = Pauses.Service.of(failure.service());
                Instant probe = parts.pauses().begin(service, String.valueOf(failure.getMessage()));
                journal.handedBack(
                        run, "Waits for " + failure.service() + ": " + failure.getMessage(), probe, failure.restart());
            }
            case RETRYABLE -> {
                if (generation.attempt() < generation.maxAttempts()) {
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
