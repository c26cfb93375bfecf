package dev.darkroom.generation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.SqlState;
import dev.darkroom.database.Write;
import dev.darkroom.fal.FalClient;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.fal.FalStatus;
import dev.darkroom.http.RemoteException;
import dev.darkroom.storage.FileCheck;
import dev.darkroom.storage.StorageRepository;
import dev.darkroom.storage.StorageService;
import dev.darkroom.storage.StoredFile;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Bringing on what does not move. None of these sends anything to fal.ai that could be billed, but {@link #sendAgain}. */
final class RecoverActs {
    private final ActBook book;
    private final FalClient fal;
    private final StorageService storage;
    private final StorageRepository files;

    RecoverActs(ActBook book, FalClient fal, StorageService storage, StorageRepository files) {
        this.book = book;
        this.fal = fal;
        this.storage = storage;
        this.files = files;
    }

    /**
     * Goes on now from the stage that is saved, where fal.ai is asked about what it has. What is completed is held against the
     * storage first, outside any transaction: what was deleted there is stored again.
     */
    Decision recover(UUID id, Seen seen, ActBook.Why why) {
        if (seen.status() != GenerationStatus.COMPLETED) {
            return book.act(Act.RECOVER, id, seen, why, (handle, generation) -> goOn(handle, generation, why));
        }
        List<StoredFile> lost;
        try {
            lost = files.ofGeneration(id).stream()
                    .filter(file -> file.state() == StoredFile.State.STORED)
                    .filter(file -> storage.verify(file).result() == FileCheck.Result.GONE)
                    .toList();
        } catch (RemoteException unanswered) {
            return new Decision.Nothing("Whether its files are there cannot be asked now: " + unanswered.getMessage()
                    + " Nothing was changed.");
        }
        return book.act(Act.RECOVER, id, seen, why, (handle, generation) -> again(handle, generation, lost, why));
    }

    private static Decision goOn(Handle handle, Generation generation, ActBook.Why why) {
        ActBook.apply(handle, generation, GenerationTransition.RECOVERED, from(generation.stage()), why);
        String next = generation.result() != null
                ? "the saved result is stored; fal.ai is not asked again."
                : generation.fal().request() != null
                        ? "fal.ai is asked about its request first."
                        : generation.fal().submitUnknown()
                                ? "fal.ai's history is looked through again; nothing is sent."
                                : "it was never sent, so nothing is paid twice.";
        return new Decision.Done("Going on now: " + next);
    }

    /** Signs what is stored, else stores the saved result. */
    private static Decision again(Handle handle, Generation completed, List<StoredFile> lost, ActBook.Why why) {
        Generation generation = completed;
        boolean linked = completed.media().path() != null && completed.media().url() != null;
        if (lost.isEmpty() && linked) {
            return new Decision.Nothing(Refusal.NOTHING_TO_RECOVER.sentence());
        }
        for (StoredFile file : lost) {
            Write gone = Write.of(GenerationTransition.FILE_LOST)
                    .with("path", file.path())
                    .with("warning", file.name() + " is no longer in the storage");
            if (ActBook.apply(handle, generation, gone, ActBook.data().put("file", file.name()), why)) {
                generation = ActBook.known(handle, generation.id());
            }
        }
        boolean stored = lost.isEmpty()
                && handle.createQuery(
                                "select exists (select from stored_file where generation_id = :id and state = 'STORED')")
                        .bind("id", generation.id())
                        .mapTo(Boolean.class)
                        .one();
        if (generation.result() == null) {
            return lost.isEmpty()
                    ? new Decision.Nothing(
                            stored
                                    ? "No result of fal.ai is kept; make a new link to its file instead."
                                    : Refusal.NO_RESULT.sentence())
                    : new Decision.Done(
                            "Its file is no longer in the storage, and no result of fal.ai is kept: its link is"
                                    + " taken away. Only a new generation can make it again.");
        }
        Stage stage = stored ? Stage.SIGNING : Stage.RENDERED;
        Write repaired = Write.of(GenerationTransition.REPAIRED).with("stage", stage);
        ActBook.apply(handle, generation, repaired, from(stage), why);
        return new Decision.Done(
                stored
                        ? "Its file is signed again."
                        : lost.isEmpty()
                                ? "Its saved result is stored again."
                                : "Its file is no longer in the storage; it is fetched from fal.ai, if it is there still, and"
                                        + " stored again.");
    }

    /** Checks the request at fal.ai first, outside any transaction. */
    Decision attach(UUID id, Generation generation, Seen seen, String requestId, ActBook.Why why) {
        FalRequest request = fal.attach(generation.model(), requestId.strip());
        FalStatus status = fal.status(request, false);
        if (status instanceof FalStatus.Gone) {
            return new Decision.Nothing("fal.ai knows no request " + request.requestId() + " of " + generation.model()
                    + ". Nothing was changed.");
        }
        try {
            return book.act(Act.ATTACH, id, seen, why, (handle, now) -> attached(handle, now, request, status, why));
        } catch (DatabaseException taken) {
            if (taken.state().equals(SqlState.UNIQUE_VIOLATION)) {
                return taken(request);
            }
            throw taken;
        }
    }

    private static Decision attached(
            Handle handle, Generation generation, FalRequest request, FalStatus status, ActBook.Why why) {
        Optional<UUID> owner = handle.createQuery("select generation_id from fal_job where request_id = :request")
                .bind("request", request.requestId())
                .mapTo(UUID.class)
                .findOne();
        if (owner.isPresent()) {
            return owner.get().equals(generation.id())
                    ? new Decision.Nothing("The request " + request.requestId()
                            + " is an earlier job of this generation, not the one that was lost. Nothing was changed.")
                    : taken(request);
        }
        Write attached = RunRepository.job(Write.of(GenerationTransition.ATTACHED), request);
        ActBook.apply(
                handle,
                generation,
                attached,
                ActBook.data().put("request", request.requestId()).put("status", status.word()),
                why);
        return new Decision.Done("Attached; fal.ai says " + status.word() + ". It is followed from there.");
    }

    private static Decision taken(FalRequest request) {
        return new Decision.Nothing(
                "The request " + request.requestId() + " belongs to another generation already. Nothing was changed.");
    }

    /** A person says that fal.ai does not have it. */
    Decision sendAgain(UUID id, Seen seen, ActBook.Why why) {
        return book.act(Act.SEND_AGAIN, id, seen, why, (handle, generation) -> {
            ActBook.apply(handle, generation, GenerationTransition.SENT_AGAIN, ActBook.data(), why);
            return new Decision.Done("It is sent again; if fal.ai had it after all, it bills twice.");
        });
    }

    Decision priority(UUID id, Seen seen, int priority, ActBook.Why why) {
        return book.act(Act.PRIORITY, id, seen, why, (handle, generation) -> {
            if (generation.priority() == priority) {
                return new Decision.Nothing("Its priority is " + priority + " already.");
            }
            ActBook.apply(
                    handle,
                    generation,
                    Write.of(GenerationTransition.PRIORITY_CHANGED).with("priority", priority),
                    ActBook.data().put("from", generation.priority()).put("to", priority),
                    why);
            return new Decision.Done("Its priority is " + priority + " now.");
        });
    }

    private static ObjectNode from(@Nullable Stage stage) {
        return ActBook.data().put("from", stage == null ? null : stage.name());
    }
}
