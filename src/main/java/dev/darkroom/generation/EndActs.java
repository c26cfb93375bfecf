package dev.darkroom.generation;

import dev.darkroom.credit.CreditLedger;
import dev.darkroom.database.Database;
import dev.darkroom.database.Write;
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
            if (!ActBook.apply(handle, generation, GenerationTransition.REFUND_DECIDED, ActBook.data(), why)) {
                return new Decision.Nothing(Refusal.NOT_ENDED_YET.sentence());
            }
            giveBack(handle, generation, "refunded: " + why.reason(), why.actor());
            return new Decision.Done(generation.credits() + " credits refunded.");
        });
    }

    /** Failed and refunded in one transaction; the run, if there is one, loses its right by the epoch. */
    Decision markFailed(UUID id, Seen seen, ActBook.Why why) {
        return book.act(Act.MARK_FAILED, id, seen, why, (handle, generation) -> {
            Write marked = Write.of(GenerationTransition.MARKED_FAILED)
                    .with("error", "Marked as failed by " + why.actor() + ": " + why.reason());
            if (!ActBook.apply(handle, generation, marked, ActBook.data(), why)) {
                return new Decision.Nothing(Refusal.DELIVERED.sentence());
            }
            giveBack(handle, generation, "marked as failed: " + why.reason(), why.actor());
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
                                insert into timeline_event (generation_id, kind, attempt, stage, data, actor)
                                values (:id, :kind, :attempt, :stage, jsonb_build_object('answer', :answer), :actor)
                                """)
                        .bind("id", generation.id())
                        .bind("kind", TimelineKind.CANCEL_SENT)
                        .bind("attempt", generation.attempt())
                        .bind("stage", generation.stage())
                        .bind("answer", answer.name())
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
