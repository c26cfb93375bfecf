package dev.darkroom.generation.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.activity.ActivityRecord;
import dev.darkroom.database.Database;
import dev.darkroom.event.EventBus;
import dev.darkroom.fal.FalClient;
import dev.darkroom.fal.FalHistoryResult;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRepository;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.RetryPlan;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogMark;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.StorageRepository;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.upload.StorageService;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An operator's actions on an existing generation. Each is decided on a state, and changes nothing if that state has changed
 * meanwhile: a second click, or a second console, gets a message. Each is recorded in {@code operator_action}.
 */
public final class GenerationActions {
    private final Database database;
    private final AuditedActionRunner runner;
    private final RetryActions retries;
    private final RecoverActions recoveries;
    private final EndActions ends;

    public GenerationActions(
            Database database,
            EventBus events,
            ModelCatalog models,
            FalClient fal,
            StorageService storage,
            StorageRepository files) {
        this.database = database;
        runner = new AuditedActionRunner(database, events);
        retries = new RetryActions(runner, models);
        recoveries = new RecoverActions(runner, fal, storage, files);
        ends = new EndActions(runner, database, fal);
    }

    /**
     * Returns the cost and starting point of a retry; throws {@link IllegalArgumentException} with the reason if it is not
     * possible.
     */
    public RetryPlan planRetry(UUID id) {
        return database.inTransaction(handle -> retries.plan(handle, AuditedActionRunner.known(handle, id)));
    }

    /** Retries a failed or cancelled generation, or stores again the files missing after a partial upload, as planned. */
    public ActionResult retry(UUID id, RetryPlan plan, String reason, String actor) {
        return retries.retry(id, plan, new AuditedActionRunner.Why(reason, actor));
    }

    /** Returns the cost of a retry with this input; throws {@link IllegalArgumentException} if something is wrong with it. */
    public EditPlan planEdit(UUID id, ObjectNode input) {
        return database.inTransaction(handle -> retries.planEdit(handle, AuditedActionRunner.known(handle, id), input));
    }

    /** Starts a new job with a different input, at the price of that input. */
    public ActionResult editAndRetry(UUID id, EditPlan plan, ObjectNode input, String reason, String actor) {
        return retries.edit(id, plan, input, new AuditedActionRunner.Why(reason, actor));
    }

    /** Resumes at once from the saved stage; never sends another POST. */
    public ActionResult recover(UUID id, ExpectedVersion seen, String reason, String actor) {
        return recoveries.recover(id, seen, new AuditedActionRunner.Why(reason, actor));
    }

    /** Asks the storage, if that is needed, and returns the rest of {@link #recover}, which may be part of a transaction. */
    Supplier<ActionResult> prepareRecover(UUID id, ExpectedVersion seen, String reason, String actor) {
        return recoveries.prepareRecover(id, seen, new AuditedActionRunner.Why(reason, actor));
    }

    /**
     * Stores again the files missing from the storage, from the saved result: never another job, never another credit. The
     * files come from fal.ai while it keeps them.
     */
    public ActionResult restore(StoredFile lost, String reason, String actor) {
        UUID id = lost.generation();
        if (lost.state() == StoredFile.State.STORED) {
            Generation generation = database.inTransaction(handle -> AuditedActionRunner.known(handle, id));
            return recover(id, ExpectedVersion.of(generation), reason, actor);
        }
        RetryPlan plan = planRetry(id);
        return plan.from() == RetryPlan.From.STORE && plan.creditsToTake() == 0
                ? retry(id, plan, reason, actor)
                : new ActionResult.Nothing("restore.paid");
    }

    /** Attaches the request at fal.ai that an operator has identified; asks fal.ai first, so it blocks for that long. */
    public ActionResult attach(UUID id, ExpectedVersion seen, String requestId, String reason, String actor) {
        Generation generation = database.inTransaction(handle -> AuditedActionRunner.known(handle, id));
        return recoveries.attach(id, generation, seen, requestId, new AuditedActionRunner.Why(reason, actor));
    }

    /**
     * Returns the requests in fal.ai's history that have this input and belong to no generation: the candidates when the answer
     * to the submit was lost. Asks fal.ai, so it blocks for that long.
     */
    public FalHistoryResult requestsLike(UUID id) {
        Generation generation = database.inTransaction(handle -> AuditedActionRunner.known(handle, id));
        FalHistoryResult history = recoveries.requestsLike(generation);
        if (!(history instanceof FalHistoryResult.Found(List<FalHistoryResult.Match> matches))) {
            return history;
        }
        List<String> ids =
                matches.stream().map(match -> match.request().requestId()).toList();
        Set<String> taken = database.inTransaction(handle -> GenerationRepository.knownRequests(handle, ids));
        return new FalHistoryResult.Found(matches.stream()
                .filter(match -> !taken.contains(match.request().requestId()))
                .toList());
    }

    /** Sends again because an operator states that fal.ai does not have the job; if it does, it bills twice. */
    public ActionResult sendAgain(UUID id, ExpectedVersion seen, String reason, String actor) {
        return recoveries.sendAgain(id, seen, new AuditedActionRunner.Why(reason, actor));
    }

    /** Refunds the credits of a generation that ended without a result and kept them. */
    public ActionResult refund(UUID id, ExpectedVersion seen, String reason, String actor) {
        return ends.refund(id, seen, new AuditedActionRunner.Why(reason, actor));
    }

    /** Fails and refunds the generation, whatever an engine or fal.ai is doing with it. */
    public ActionResult markFailed(UUID id, ExpectedVersion seen, String reason, String actor) {
        return ends.markFailed(id, seen, new AuditedActionRunner.Why(reason, actor));
    }

    /** Ends the wait before the next attempt; costs nothing. */
    public ActionResult retryNow(UUID id, ExpectedVersion seen, String reason, String actor) {
        return recoveries.retryNow(id, seen, new AuditedActionRunner.Why(reason, actor));
    }

    /** Changes the priority; higher ones are taken earlier. */
    public ActionResult changePriority(UUID id, ExpectedVersion seen, int priority, String reason, String actor) {
        return recoveries.changePriority(id, seen, priority, new AuditedActionRunner.Why(reason, actor));
    }

    /**
     * Cancels a generation: at once while nothing was sent, otherwise by asking fal.ai first and believing only its final
     * state.
     */
    public ActionResult cancel(UUID id, String reason, String actor) {
        return runner.act(id, OperatorAction.CANCEL.name(), reason, actor, (handle, generation) -> {
            String outcome = handle.createQuery("select end_or_ask_cancel(:id, :reason, :actor)")
                    .bind("id", id)
                    .bind("reason", reason)
                    .bind("actor", actor)
                    .mapTo(String.class)
                    .one();
            return switch (outcome) {
                case "CANCELLED" -> {
                    logEnd(generation, reason);
                    yield new ActionResult.Done("done.cancel", generation.credits());
                }
                case "ASKED" -> new ActionResult.Done(generation.isMade() ? "done.cancel.made" : "done.cancel.asked");
                case "ASKED_BEFORE" -> new ActionResult.Nothing("cancel.before");
                default ->
                    generation.delivered() && !generation.status().isFinal()
                            ? new ActionResult.Done("done.cancel.repair")
                            : new ActionResult.Nothing("already", ExpectedVersion.status(generation.status()));
            };
        });
    }

    /** Records an action done outside the database, such as on an object in storage that no row refers to any more. */
    public void recordExternalAction(
            String action, @Nullable UUID generation, String what, String reason, String actor) {
        database.useTransaction(handle -> ActivityRecord.of(action, actor, reason, CodedMessage.NONE)
                .about(generation, null)
                .changing(AuditedActionRunner.data().put("what", what), null)
                .write(handle));
    }

    private static void logEnd(Generation generation, String reason) {
        CategoryLog.info(
                LogCategory.DB_STATUS,
                LogMark.CHANGE,
                "Updating generation {} status to: {}",
                generation.id(),
                GenerationStatus.CANCELLED);
        CategoryLog.info(LogCategory.DB_STATUS, LogMark.TIME, "Adding completion timestamp");
        CategoryLog.info(LogCategory.DB_STATUS, LogMark.SUCCESS, "Status update completed");
        GenerationRepository.logRefund(generation, "cancelled, " + reason);
    }

    /**
     * A preview of a retry with a different input.
     *
     * @param creditsBack the part of the old price that is still charged, refunded first
     * @param credits the new price, deducted
     * @param balance the user's balance before
     * @param falMayBill USD by fal.ai's list price
     */
    public record EditPlan(long creditsBack, long credits, long balance, BigDecimal falMayBill, ExpectedVersion seen) {}
}
