package dev.darkroom.generation.action;

import dev.darkroom.credit.CreditLedger;
import dev.darkroom.database.Database;
import dev.darkroom.database.writer.BatchRow;
import dev.darkroom.fal.FalClient;
import dev.darkroom.fal.FalClient.FalCancelResult;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRepository;
import dev.darkroom.generation.GenerationTransition;
import dev.darkroom.generation.TimelineKind;
import dev.darkroom.http.RemoteException;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.json.JsonTextSanitizer;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogContext;
import dev.darkroom.logging.LogMark;
import dev.darkroom.message.CodedMessage;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Refunds credits that were kept, and ends generations that will not end by themselves. */
final class EndActions {
    private final AuditedActionRunner runner;
    private final Database database;
    private final FalClient fal;

    EndActions(AuditedActionRunner runner, Database database, FalClient fal) {
        this.runner = runner;
        this.database = database;
        this.fal = fal;
    }

    ActionResult refund(UUID id, ExpectedVersion seen, AuditedActionRunner.Why why) {
        return runner.act(OperatorAction.REFUND, id, seen, why, (handle, generation) -> {
            if (!AuditedActionRunner.apply(
                    handle, generation, GenerationTransition.REFUND_DECIDED, AuditedActionRunner.data(), why)) {
                return new ActionResult.Nothing(ActionGuard.NOT_ENDED_YET.message());
            }
            if (isRefunded(handle, generation)) {
                return new ActionResult.Done("done.refund.marked");
            }
            refundCharge(handle, generation, CodedMessage.of("ledger.refunded", why.reason()), why.actor());
            return new ActionResult.Done("done.refund", generation.credits());
        });
    }

    /** Fails and refunds the generation in one transaction; a current run loses its right to write by the epoch. */
    ActionResult markFailed(UUID id, ExpectedVersion seen, AuditedActionRunner.Why why) {
        return runner.act(OperatorAction.MARK_FAILED, id, seen, why, (handle, generation) -> {
            CodedMessage error = CodedMessage.of("failed.marked", why.actor(), JsonTextSanitizer.clean(why.reason()));
            BatchRow marked = BatchRow.of(GenerationTransition.MARKED_FAILED)
                    .with("error", error.english())
                    .with("error_said", JsonMapping.write(error.json()));
            if (!AuditedActionRunner.apply(handle, generation, marked, AuditedActionRunner.data(), why)) {
                return new ActionResult.Nothing(ActionGuard.DELIVERED.message());
            }
            refundCharge(handle, generation, CodedMessage.of("ledger.marked", why.reason()), why.actor());
            CategoryLog.warning(
                    LogCategory.GENERATION, LogMark.CHANGE, "Marked as failed by {}: {}", why.actor(), why.reason());
            CodedMessage done = CodedMessage.of("done.failed", generation.credits());
            FalRequest request = generation.fal().request();
            if (request == null || generation.result() != null) {
                return new ActionResult.Done(
                        generation.fal().submitUnknown()
                                ? CodedMessage.sentences(done, CodedMessage.of("done.failed.bill"))
                                : done);
            }
            handle.afterCommit(() -> Thread.ofVirtual()
                    .name("end-" + generation.shortId())
                    .start(() -> requestCancel(generation, request, why.actor())));
            return new ActionResult.Done(CodedMessage.sentences(done, CodedMessage.of("done.failed.stop")));
        });
    }

    /** Sends a cancel request whose answer does not matter: the generation has ended whatever fal.ai answers. */
    private void requestCancel(Generation generation, FalRequest request, String actor) {
        try (LogContext _ = LogContext.of(generation.id(), generation.userId())) {
            try {
                FalCancelResult answer = fal.cancel(request);
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
                        LogCategory.GENERATION,
                        LogMark.WARNING,
                        "fal.ai could not be asked to stop request {}: {}",
                        request.requestId(),
                        unreachable.getMessage());
            }
        }
    }

    /** Whether the ledger has a refund; the row may not show it if something other than Darkroom wrote one of them. */
    private static boolean isRefunded(Handle handle, Generation generation) {
        return handle.createQuery("""
                        select exists (select from credit_transaction
                                       where generation_id = :id and charge = :charge and kind = 'REFUND')
                        """)
                .bind("id", generation.id())
                .bind("charge", generation.charge())
                .mapTo(Boolean.class)
                .one();
    }

    private static void refundCharge(Handle handle, Generation generation, CodedMessage reason, String actor) {
        CreditLedger.refund(
                handle, generation.userId(), generation.id(), generation.charge(), generation.credits(), reason, actor);
        GenerationRepository.logRefund(generation, reason.english());
    }
}
