package dev.darkroom.generation.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.SqlState;
import dev.darkroom.database.writer.BatchRow;
import dev.darkroom.fal.FalClient;
import dev.darkroom.fal.FalHistoryResult;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.fal.FalStatus;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.GenerationTransition;
import dev.darkroom.generation.engine.EngineSettings;
import dev.darkroom.generation.engine.GenerationRunRepository;
import dev.darkroom.http.RemoteException;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.StorageRepository;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.upload.StorageService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Gets stalled generations moving. None of these sends anything to fal.ai that could be billed, except {@link #sendAgain}. */
final class RecoverActions {
    private final AuditedActionRunner runner;
    private final FalClient fal;
    private final StorageService storage;
    private final StorageRepository files;

    RecoverActions(AuditedActionRunner runner, FalClient fal, StorageService storage, StorageRepository files) {
        this.runner = runner;
        this.fal = fal;
        this.storage = storage;
        this.files = files;
    }

    /**
     * Resumes now from the saved stage, where fal.ai is asked about the existing job. A completed generation is first compared
     * with the storage, outside any transaction: files deleted or changed there are stored again.
     */
    ActionResult recover(UUID id, ExpectedVersion seen, AuditedActionRunner.Why why) {
        return prepareRecover(id, seen, why).get();
    }

    /** Makes the comparison with the storage now, outside any transaction, and returns the action, which may be part of one. */
    Supplier<ActionResult> prepareRecover(UUID id, ExpectedVersion seen, AuditedActionRunner.Why why) {
        if (seen.status() != GenerationStatus.COMPLETED) {
            return () -> runner.act(
                    OperatorAction.RECOVER, id, seen, why, (handle, generation) -> resume(handle, generation, why));
        }
        Broken broken;
        try {
            broken = broken(files.ofGeneration(id));
        } catch (RemoteException unanswered) {
            return () -> new ActionResult.Nothing("recover.unanswered", unanswered.message());
        }
        return () -> runner.act(
                OperatorAction.RECOVER, id, seen, why, (handle, generation) -> repair(handle, generation, broken, why));
    }

    /**
     * Files that are no longer in the storage as they were stored.
     *
     * @param lost files whose object is missing
     * @param changed files with a different object; without a saved result to store again, that is better than none
     */
    private record Broken(List<StoredFile> lost, List<StoredFile> changed) {
        List<StoredFile> affected(Generation generation) {
            return generation.result() == null
                    ? lost
                    : Stream.concat(lost.stream(), changed.stream()).toList();
        }

        CodedMessage warning(StoredFile file) {
            return CodedMessage.of(lost.contains(file) ? Generation.Media.LOST : "warning.changed", file.name());
        }
    }

    private Broken broken(List<StoredFile> all) {
        List<StoredFile> lost = new ArrayList<>();
        List<StoredFile> changed = new ArrayList<>();
        for (StoredFile file : all) {
            if (file.state() == StoredFile.State.STORED) {
                switch (storage.verify(file).result()) {
                    case GONE -> lost.add(file);
                    case DIFFERS -> changed.add(file);
                    case MATCHES -> {}
                }
            }
        }
        return new Broken(lost, changed);
    }

    private static ActionResult resume(Handle handle, Generation generation, AuditedActionRunner.Why why) {
        AuditedActionRunner.apply(handle, generation, GenerationTransition.RECOVERED, from(generation.stage()), why);
        return new ActionResult.Done(
                generation.result() != null
                        ? "done.recover.result"
                        : generation.fal().request() != null
                                ? "done.recover.request"
                                : generation.fal().submitUnknown() ? "done.recover.history" : "done.recover.unsent");
    }

    /** Signs the stored files, or else stores the saved result again. */
    private static ActionResult repair(
            Handle handle, Generation completed, Broken broken, AuditedActionRunner.Why why) {
        Generation generation = completed;
        List<StoredFile> lost = broken.affected(completed);
        boolean linked = completed.media().path() != null && completed.media().url() != null;
        boolean unlinked = false;
        if (lost.isEmpty() && linked) {
            return new ActionResult.Nothing(ActionGuard.NOTHING_TO_RECOVER.message());
        }
        for (StoredFile file : lost) {
            BatchRow gone = BatchRow.of(GenerationTransition.FILE_LOST)
                    .with("path", file.path())
                    .with("warning", JsonMapping.write(broken.warning(file).json()));
            if (AuditedActionRunner.apply(
                    handle, generation, gone, AuditedActionRunner.data().put("file", file.name()), why)) {
                unlinked = true;
                generation = AuditedActionRunner.known(handle, generation.id());
            }
        }
        boolean stored = lost.isEmpty()
                && handle.createQuery(
                                "select exists (select from stored_file where generation_id = :id and state = 'STORED')")
                        .bind("id", generation.id())
                        .mapTo(Boolean.class)
                        .one();
        if (generation.result() == null) {
            return unlinked
                    ? new ActionResult.Done("done.recover.lost")
                    : new ActionResult.Nothing(
                            stored ? CodedMessage.of("recover.link") : ActionGuard.NO_RESULT.message());
        }
        GenerationStage stage = stored ? GenerationStage.SIGNING : GenerationStage.RENDERED;
        BatchRow repaired = BatchRow.of(GenerationTransition.REPAIRED).with("stage", stage);
        AuditedActionRunner.apply(handle, generation, repaired, from(stage), why);
        return new ActionResult.Done(
                stored
                        ? "done.recover.signed"
                        : lost.isEmpty()
                                ? "done.recover.stored"
                                : broken.lost().isEmpty() ? "done.recover.replaced" : "done.recover.fetched");
    }

    /** Checks the request at fal.ai first, outside any transaction. */
    ActionResult attach(
            UUID id, Generation generation, ExpectedVersion seen, String requestId, AuditedActionRunner.Why why) {
        FalRequest request = fal.attach(generation.model(), requestId.strip());
        FalStatus status = fal.status(request);
        if (status instanceof FalStatus.Gone) {
            return new ActionResult.Nothing("attach.unknown", request.requestId(), generation.model());
        }
        try {
            return runner.act(
                    OperatorAction.ATTACH, id, seen, why, (handle, now) -> attached(handle, now, request, status, why));
        } catch (DatabaseException taken) {
            if (taken.state().equals(SqlState.UNIQUE_VIOLATION)) {
                return taken(request);
            }
            throw taken;
        }
    }

    private static ActionResult attached(
            Handle handle, Generation generation, FalRequest request, FalStatus status, AuditedActionRunner.Why why) {
        Optional<UUID> owner = handle.createQuery("select generation_id from fal_job where request_id = :request")
                .bind("request", request.requestId())
                .mapTo(UUID.class)
                .findOne();
        if (owner.isPresent()) {
            return owner.get().equals(generation.id())
                    ? new ActionResult.Nothing("attach.earlier", request.requestId())
                    : taken(request);
        }
        BatchRow attached = GenerationRunRepository.job(BatchRow.of(GenerationTransition.ATTACHED), request);
        AuditedActionRunner.apply(
                handle,
                generation,
                attached,
                AuditedActionRunner.data().put("request", request.requestId()).put("status", status.word()),
                why);
        return new ActionResult.Done("done.attach", status.word());
    }

    private static ActionResult taken(FalRequest request) {
        return new ActionResult.Nothing("attach.taken", request.requestId());
    }

    /** Searches from the submit on, with a margin for differing clocks; this console's clock does not matter. */
    FalHistoryResult requestsLike(Generation generation) {
        Instant sent = generation.fal().submitStartedAt();
        Instant begun = sent == null ? generation.createdAt() : sent;
        return fal.findByInput(generation.model(), generation.input(), begun.minus(EngineSettings.LOOK_UP_WINDOW));
    }

    /** For an operator who states that fal.ai does not have the job. */
    ActionResult sendAgain(UUID id, ExpectedVersion seen, AuditedActionRunner.Why why) {
        return runner.act(OperatorAction.SEND_AGAIN, id, seen, why, (handle, generation) -> {
            AuditedActionRunner.apply(
                    handle, generation, GenerationTransition.SENT_AGAIN, AuditedActionRunner.data(), why);
            return new ActionResult.Done("done.send");
        });
    }

    /** Ends the wait only: attempts already made still count, and a second click finds another version. */
    ActionResult retryNow(UUID id, ExpectedVersion seen, AuditedActionRunner.Why why) {
        return runner.act(
                OperatorAction.RETRY_NOW,
                id,
                seen,
                why,
                (handle, generation) -> AuditedActionRunner.apply(
                                handle,
                                generation,
                                GenerationTransition.WAIT_ENDED,
                                AuditedActionRunner.data()
                                        .put("until", generation.nextAttemptAt().toString()),
                                why)
                        ? new ActionResult.Done("done.retry.now")
                        : new ActionResult.Nothing(ActionGuard.NOT_BACKING_OFF.message()));
    }

    ActionResult changePriority(UUID id, ExpectedVersion seen, int priority, AuditedActionRunner.Why why) {
        return runner.act(OperatorAction.PRIORITY, id, seen, why, (handle, generation) -> {
            if (generation.priority() == priority) {
                return new ActionResult.Nothing("priority.same", priority);
            }
            AuditedActionRunner.apply(
                    handle,
                    generation,
                    BatchRow.of(GenerationTransition.PRIORITY_CHANGED).with("priority", priority),
                    AuditedActionRunner.data()
                            .put("from", generation.priority())
                            .put("to", priority),
                    why);
            return new ActionResult.Done("done.priority", priority);
        });
    }

    private static ObjectNode from(@Nullable GenerationStage stage) {
        return AuditedActionRunner.data().put("from", stage == null ? null : stage.name());
    }
}
