package dev.darkroom.generation.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.database.StaleWriteException;
import dev.darkroom.fal.result.ResultFile;
import dev.darkroom.fal.result.ResultFile.SafetyFlag;
import dev.darkroom.fal.result.ResultFileFinder;
import dev.darkroom.generation.FencingToken;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.RestartPoint;
import dev.darkroom.generation.engine.GenerationRunRepository.Stored;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogContext;
import dev.darkroom.logging.LogMark;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.supabase.SignedUrl;
import dev.darkroom.storage.upload.StorageService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Stores the files of a result and signs a link to them. */
final class StoreStep {
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(10);

    private final RunContext.EngineResources resources;
    private final Generation generation;
    private final FencingToken run;
    private final GenerationRunRepository runs;
    /** The files of the saved result while they are being stored. */
    private List<ResultFile> saved = List.of();

    /** By the monotonic clock. */
    private long begun;

    private long ownerChecked;

    /** The path of the media, and the link that opens it. */
    record Link(String path, SignedUrl url) {}

    StoreStep(RunContext.EngineResources resources, Generation generation, FencingToken run) {
        this.resources = resources;
        this.generation = generation;
        this.run = run;
        this.runs = resources.runs();
    }

    /** Saves a result and stores it if there is a free place; otherwise returns empty without doing anything. */
    Optional<Stored> tryStore(FollowStep.Result rendered) {
        List<ResultFile> files = storableFiles(rendered.json());
        return files.isEmpty()
                ? Optional.empty()
                : resources.storing().tryRun(() -> {
                    runs.renderedAndStoring(run, rendered.body(), rendered.took(), files.size());
                    return store(files);
                });
    }

    /**
     * Returns no files when the result cannot be stored as it is: it is saved anyway, and the problem is reported after that.
     */
    private List<ResultFile> storableFiles(JsonNode result) {
        try {
            List<ResultFile> files = files(result);
            return isRefused(files) ? List.of() : files;
        } catch (RuntimeException _) {
            return List.of();
        }
    }

    private List<ResultFile> files(JsonNode result) {
        return ResultFileFinder.of(result, generation.input());
    }

    /** Stores a result that is already saved. */
    Stored storeSaved(JsonNode result) {
        List<ResultFile> files = files(result);
        if (files.isEmpty()) {
            throw GenerationRunFailure.jobOver("no_media", CodedMessage.of("failed.no.file"), null);
        }
        if (isRefused(files)) {
            throw GenerationRunFailure.jobOver(
                    Generation.Failure.FLAGGED, CodedMessage.of("failed.flagged", files.size()), null);
        }
        return resources.storing().run(() -> runs.renewLease(run, null), () -> {
            runs.storing(run, files.size());
            return store(files);
        });
    }

    /** A result whose files are all flagged, most often black pictures, is not what the user paid for. */
    private boolean isRefused(List<ResultFile> files) {
        return resources.settings().failsFlagged() && SafetyFlag.share(files) == SafetyFlag.Share.ALL;
    }

    /**
     * Fetches the files to this disk while the storage is down, as fal.ai keeps them for a limited time. Failures are tried
     * again.
     */
    void fetchAhead() {
        List<ResultFile> files = saved;
        if (files.isEmpty()) {
            return;
        }
        try {
            int safe = resources.storage().fetchAhead(owner(), files, () -> {});
            CategoryLog.info(
                    LogCategory.STORAGE_UPLOAD,
                    LogMark.DOWNLOAD,
                    "{}/{} files wait on this disk for the storage",
                    safe,
                    files.size());
        } catch (RemoteException failure) {
            CategoryLog.warning(
                    LogCategory.STORAGE_UPLOAD,
                    LogMark.WARNING,
                    "A file cannot be fetched while the storage is away: {}",
                    failure.getMessage());
        }
    }

    /** Whether storing began and has not succeeded. */
    boolean isUnfinished() {
        return !saved.isEmpty();
    }

    /** Returns how long ago storing began. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private StorageService.Owner owner() {
        return new StorageService.Owner(generation.id(), generation.userId(), run.epoch());
    }

    private Stored store(List<ResultFile> files) {
        saved = files;
        LogContext.stage(GenerationStage.STORING.name());
        CategoryLog.info(
                LogCategory.STORAGE, LogMark.PACKAGE, "Starting storage process for generation {}", generation.id());
        begun = System.nanoTime();
        ownerChecked = begun;
        CategoryLog.info(LogCategory.STORAGE, LogMark.CLOUD, "Uploading generation results to Supabase Storage");
        StorageService.Batch batch = resources.storage().store(owner(), files, this::checkOwner);
        if (batch.fetched()) {
            resources.breaker().reportSuccess(ServiceCircuitBreaker.Service.FILES, age());
        }
        settle(batch);
        CategoryLog.info(
                LogCategory.STORAGE,
                LogMark.SUCCESS,
                "Successfully uploaded {} files",
                batch.stored().size());
        Duration took = age();
        resources.breaker().reportSuccess(ServiceCircuitBreaker.Service.STORAGE, took);
        saved = List.of();
        return new Stored(batch.stored().size(), batch.bytes(), warning(batch, files), took, batch.unsaved());
    }

    /** Called for each block that moves: a run that has lost its row must not overwrite the files of its successor. */
    private void checkOwner() {
        if (System.nanoTime() - ownerChecked < CHECK_INTERVAL.toNanos()) {
            return;
        }
        ownerChecked = System.nanoTime();
        if (!resources.generations().isOwner(run)) {
            throw new StaleWriteException(
                    "Generation " + run.generation() + " is no longer run " + run.epoch() + "'s to store.");
        }
    }

    /** Decides whether to try again, to give up, or to continue with the files that are there. */
    private void settle(StorageService.Batch batch) {
        boolean more = resources.hasAttemptLeft(generation);
        for (StorageService.Missing missing : batch.missing()) {
            RemoteException cause = missing.cause();
            if (more && missing.mayArriveLater()) {
                throw GenerationRunFailure.of(RemoteFailureKind.RETRYABLE, cause, RestartPoint.FETCH_AGAIN);
            }
            if (cause.retryable() && (more || cause.isOutage())) {
                throw GenerationRunFailure.of(RemoteFailureKind.RETRYABLE, cause, RestartPoint.FROM_STAGE);
            }
        }
        if (batch.stored().isEmpty()) {
            RemoteException first = batch.missing().getFirst().cause();
            CategoryLog.error(
                    LogCategory.STORAGE_UPLOAD,
                    LogMark.ERROR,
                    first,
                    "Critical failure: none of {} files could be stored",
                    batch.total());
            CodedMessage said = CodedMessage.of("failed.none.stored", batch.missingSentence());
            throw batch.missing().stream().allMatch(StorageService.Missing::isGone)
                    ? GenerationRunFailure.jobOver(first.code(), said, first)
                    : GenerationRunFailure.permanent(first.code(), said, first);
        }
    }

    private static @Nullable CodedMessage warning(StorageService.Batch batch, List<ResultFile> files) {
        List<CodedMessage> warnings = new ArrayList<>();
        if (!batch.missing().isEmpty()) {
            warnings.add(
                    CodedMessage.of("warning.partial", batch.stored().size(), batch.total(), batch.missingSentence()));
        }
        long flagged = files.stream()
                .filter(file -> file.safety() == SafetyFlag.FLAGGED)
                .count();
        if (flagged > 0) {
            warnings.add(CodedMessage.of("warning.flagged", flagged, files.size()));
        }
        return warnings.isEmpty() ? null : CodedMessage.sentences(warnings);
    }

    /** Signs a link to the first file; when that fails, records that the files are stored before it throws. */
    Link signUrl(@Nullable Stored stored) {
        try {
            return linkWith(stored == null ? null : stored.unsaved());
        } catch (RuntimeException failure) {
            if (stored != null) {
                runs.signing(run, stored);
            }
            throw failure;
        }
    }

    /** @param unsaved the last file, while it has no row */
    private Link linkWith(@Nullable StoredFile unsaved) {
        CategoryLog.info(LogCategory.STORAGE, LogMark.LINK, "Generating primary signed URL for media access");
        StoredFile primary = Stream.concat(
                        resources.files().ofGeneration(generation.id()).stream(), Stream.ofNullable(unsaved))
                .filter(file -> file.state() == StoredFile.State.STORED)
                .findFirst()
                .orElseThrow(
                        () -> GenerationRunFailure.permanent("no_media", CodedMessage.of("failed.none.to.sign"), null));
        SignedUrl url = resources
                .files()
                .sign(generation.userId(), primary.path(), resources.settings().linkLife());
        CategoryLog.info(LogCategory.STORAGE, LogMark.SUCCESS, "Primary signed URL generated");
        return new Link(primary.path(), url);
    }
}
