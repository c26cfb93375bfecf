package dev.darkroom.generation;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.SqlState;
import dev.darkroom.fal.FalClient;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.fal.FalStatus;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Bringing on what does not move. None of these sends anything to fal.ai that could be billed, but {@link #sendAgain}. */
final class RecoverActs {
    /** At least one attempt more than were made. */
    private static final String ONE_MORE =
            "attempt = greatest(least(attempt, max_attempts - 1), 0), next_attempt_at = now(), ";

    private final ActBook book;
    private final FalClient fal;

    RecoverActs(ActBook book, FalClient fal) {
        this.book = book;
        this.fal = fal;
    }

    /** Goes on now from the stage that is saved, where fal.ai is asked about what it has. */
    Decision recover(UUID id, Seen seen, ActBook.Why why) {
        return book.act(Act.RECOVER, id, seen, why, (handle, generation) -> switch (generation.status()) {
            case COMPLETED -> again(handle, generation, why);
            case PENDING, PROCESSING, FAILED, CANCELLED -> goOn(handle, generation, why);
        });
    }

    private static Decision goOn(Handle handle, Generation generation, ActBook.Why why) {
        change(handle, generation, "status = 'PENDING', owner = null, lease_until = null, hold = null, " + ONE_MORE);
        ActBook.note(handle, generation, "RECOVER", "Recovered by " + why.actor() + ": " + why.reason(), why.actor());
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
    private static Decision again(Handle handle, Generation generation, ActBook.Why why) {
        boolean stored = handle.createQuery(
                        "select exists (select from stored_file where generation_id = :id and state = 'STORED')")
                .bind("id", generation.id())
                .mapTo(Boolean.class)
                .one();
        if (!stored && generation.result() == null) {
            return new Decision.Nothing(Refusal.NO_RESULT.sentence());
        }
        if (generation.result() == null) {
            return new Decision.Nothing("No result of fal.ai is kept; make a new link to its file instead.");
        }
        String stage = stored ? "SIGNING" : "RENDERED";
        change(
                handle,
                generation,
                "status = 'PENDING', finished_at = null, stage = '" + stage
                        + "', attempt = 0, next_attempt_at = now(), ");
        ActBook.note(
                handle,
                generation,
                "RECOVER",
                "Recovered by " + why.actor() + " from " + stage + ": " + why.reason(),
                why.actor());
        return new Decision.Done(stored ? "Its file is signed again." : "Its saved result is stored again.");
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
        boolean foreign = handle.createQuery("select exists (select from fal_request where request_id = :request)")
                .bind("request", request.requestId())
                .mapTo(Boolean.class)
                .one();
        if (foreign) {
            return taken(request);
        }
        handle.createUpdate("""
                        update generation set stage = 'SUBMITTED', request_id = :request, status_url = :status,
                               response_url = :response, cancel_url = :cancel, fal_status = 'IN_QUEUE',
                               submitted_at = coalesce(submit_started_at, now()), fal_changed_at = now()
                        where id = :id
                        """)
                .bind("id", generation.id())
                .bind("request", request.requestId())
                .bind("status", request.statusUrl().toString())
                .bind("response", request.responseUrl().toString())
                .bind("cancel", request.cancelUrl().toString())
                .execute();
        change(handle, generation, "hold = null, " + ONE_MORE);
        ActBook.note(
                handle,
                generation,
                "ATTACH",
                "Request " + request.requestId() + " attached by " + why.actor() + ", fal.ai says " + status.word(),
                why.actor());
        return new Decision.Done("Attached; fal.ai says " + status.word() + ". It is followed from there.");
    }

    private static Decision taken(FalRequest request) {
        return new Decision.Nothing(
                "The request " + request.requestId() + " belongs to another generation already. Nothing was changed.");
    }

    /** A person says that fal.ai does not have it. */
    Decision sendAgain(UUID id, Seen seen, ActBook.Why why) {
        return book.act(Act.SEND_AGAIN, id, seen, why, (handle, generation) -> {
            change(handle, generation, "hold = null, stage = null, submit_started_at = null, " + ONE_MORE);
            ActBook.note(
                    handle,
                    generation,
                    "SEND_AGAIN",
                    "Sent again by decision of " + why.actor() + ": " + why.reason(),
                    why.actor());
            return new Decision.Done("It is sent again; if fal.ai had it after all, it bills twice.");
        });
    }

    Decision priority(UUID id, Seen seen, int priority, ActBook.Why why) {
        return book.act(Act.PRIORITY, id, seen, why, (handle, generation) -> {
            if (generation.priority() == priority) {
                return new Decision.Nothing("Its priority is " + priority + " already.");
            }
            change(handle, generation, "priority = " + priority + ", ");
            ActBook.note(
                    handle,
                    generation,
                    "PRIORITY",
                    "Priority " + generation.priority() + " → " + priority + " by " + why.actor(),
                    why.actor());
            return new Decision.Done("Its priority is " + priority + " now.");
        });
    }

    private static void change(Handle handle, Generation generation, String set) {
        handle.createUpdate("update generation set " + set + "epoch = epoch + 1, updated_at = now() where id = :id")
                .bind("id", generation.id())
                .execute();
    }
}
