package dev.darkroom.generation;

import dev.darkroom.credit.CreditLedger;
import dev.darkroom.database.Database;
import dev.darkroom.fal.CancelAnswer;
import dev.darkroom.fal.FalClient;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.http.RemoteException;
import dev.darkroom.logging.Category;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogContext;
import dev.darkroom.logging.Mark;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Giving back what was kept, and ending what will not end by itself. */
final class EndActs {
    private final ActBook book;
    private final Database database;
    private final FalClient fal;

    EndActs(ActBook book, Database database, FalClient fal) {
        this.book = book;
        this.database = database;
        this.fal = fal;
    }

    Decision refund(UUID id, Seen seen, ActBook.Why why) {
        return book.act(Act.REFUND, id, seen, why, (handle, generation) -> {
            giveBack(handle, generation, "refunded: " + why.reason(), why.actor());
            handle.createUpdate(
                            "update generation set refunded = true, epoch = epoch + 1, updated_at = now() where id = :id")
                    .bind("id", id)
                    .execute();
            ActBook.note(
                    handle, generation, "REFUNDED", "Refunded by " + why.actor() + ": " + why.reason(), why.actor());
            return new Decision.Done(generation.credits() + " credits refunded.");
        });
    }

    /** Failed and refunded in one transaction; the run, if there is one, loses its right by the epoch. */
    Decision markFailed(UUID id, Seen seen, ActBook.Why why) {
        return book.act(Act.MARK_FAILED, id, seen, why, (handle, generation) -> {
            handle.createUpdate("""
                            update generation set status = 'FAILED', hold = null, owner = null, lease_until = null,
                                   refunded = true, error_kind = 'FINAL', error_code = 'marked_failed', error = :error,
                                   finished_at = now(), updated_at = now(), epoch = epoch + 1
                            where id = :id
                            """)
                    .bind("id", id)
                    .bind("error", "Marked as failed by " + why.actor() + ": " + why.reason())
                    .execute();
            giveBack(handle, generation, "marked as failed: " + why.reason(), why.actor());
            ActBook.note(
                    handle,
                    generation,
                    "FAILED",
                    "Marked as failed by " + why.actor() + ": " + why.reason(),
                    why.actor());
            CategoryLog.warning(
                    Category.GENERATION, Mark.CHANGE, "Marked as failed by {}: {}", why.actor(), why.reason());
            String done = "Failed, " + generation.credits() + " credits refunded.";
            FalRequest request = generation.fal().request();
            if (request == null || generation.result() != null) {
                return new Decision.Done(
                        generation.fal().submitUnknown() ? done + " If fal.ai had it, it may bill one run." : done);
            }
            handle.afterCommit(() -> Thread.ofVirtual()
                    .name("end-" + generation.shortId())
                    .start(() -> askToEnd(generation, request, why.actor())));
            return new Decision.Done(done + " fal.ai is asked to stop as well; it may bill the run all the same.");
        });
    }

    /** Nobody waits for the answer: the generation has ended whatever fal.ai says. */
    private void askToEnd(Generation generation, FalRequest request, String actor) {
        try (LogContext _ = LogContext.of(generation.id(), generation.userId())) {
            try {
                CancelAnswer answer = fal.cancel(request);
                database.useTransaction(handle -> handle.createUpdate("""
                                insert into timeline_event (generation_id, lane, kind, attempt, stage, text, actor)
                                values (:id, 'FAL', 'CANCEL', :attempt, :stage, :text, :actor)
                                """)
                        .bind("id", generation.id())
                        .bind("attempt", generation.attempt())
                        .bind("stage", generation.stage())
                        .bind("text", "fal.ai was asked to stop: " + answer)
                        .bind("actor", actor)
                        .execute());
            } catch (RemoteException unreachable) {
                CategoryLog.warning(
                        Category.GENERATION,
                        Mark.WARNING,
                        "fal.ai could not be asked to stop request {}: {}",
                        request.requestId(),
                        unreachable.getMessage());
            }
        }
    }

    private static void giveBack(Handle handle, Generation generation, String reason, String actor) {
        CreditLedger.refund(
                handle, generation.userId(), generation.id(), generation.charge(), generation.credits(), reason, actor);
        CreditLines.refunded(generation, reason);
    }
}
