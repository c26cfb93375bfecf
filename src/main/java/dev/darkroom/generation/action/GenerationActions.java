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
import org.jspecify.annotations.Nullable;

/**
 * What a person does with a generation that is there. Each action is decided on a state and changes nothing when that state
 * has gone by then: a second click, or a second console, is told so. Each is kept in {@code operator_action}.
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

    /** What a retry would cost and where it would begin; {@link IllegalArgumentException} says why it is not possible. */
    public RetryPlan planRetry(UUID id) {
        return database.inTransaction(handle -> retries.plan(handle, AuditedActionRunner.known(handle, id)));
    }

    /** Retries a failed or cancelled generation, or stores again what a partial upload left out, as planned. */
    public ActionResult retry(UUID id, RetryPlan plan, String reason, String actor) {
        return retries.retry(id, plan, new AuditedActionRunner.Why(reason, actor));
    }

    /** What a retry with this input would cost; {@link IllegalArgumentException} says what is wrong with it. */
    public EditPlan planEdit(UUID id, ObjectNode input) {
        return database.inTransaction(handle -> retries.planEdit(handle, AuditedActionRunner.known(handle, id), input));
    }

    /** A new job with another input, at the price of that one. */
    public ActionResult editAndRetry(UUID id, EditPlan plan, ObjectNode input, String reason, String actor) {
        return retries.edit(id, plan, input, new AuditedActionRunner.Why(reason, actor));
    }

    /** Goes on at once from the stage that is saved; never another POST. */
    public ActionResult recover(UUID id, ExpectedVersion seen, String reason, String actor) {
        return recoveries.recover(id, seen, new AuditedActionRunner.Why(reason, actor));
    }

    /**
     * Stores again what storage does not have, from the saved result: never another job, never another credit. The files come from
     * fal.ai while it keeps them.
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

    /** A person says which request at fal.ai it is; asks fal.ai first, so it blocks for that long. */
    public ActionResult attach(UUID id, ExpectedVersion seen, String requestId, String reason, String actor) {
        Generation generation = database.inTransaction(handle -> AuditedActionRunner.known(handle, id));
        return recoveries.attach(id, generation, seen, requestId, new AuditedActionRunner.Why(reason, actor));
    }

    /**
     * The requests of fal.ai's history that have this input and belong to no generation: what it may be when the answer to its
     * submit was lost. Asks fal.ai, so it blocks for that long.
     */
    public FalHistoryResult requestsLike(UUID id) {
        Generation generation = database.inTransaction(handle -> AuditedActionRunner.known(handle, id));
        FalHistoryResult looked = recoveries.requestsLike(generation);
        if (!(looked instanceof FalHistoryResult.Found(List<FalHistoryResult.Match> matches))) {
            return looked;
        }
        List<String> ids =
                matches.stream().map(match -> match.request().requestId()).toList();
        Set<String> taken = database.inTransaction(handle -> GenerationRepository.knownRequests(handle, ids));
        return new FalHistoryResult.Found(matches.stream()
                .filter(match -> !taken.contains(match.request().requestId()))
                .toList());
    }

    /** A person says that fal.ai does not have it; if it has, it bills twice. */
    public ActionResult sendAgain(UUID id, ExpectedVersion seen, String reason, String actor) {
        return recoveries.sendAgain(id, seen, new AuditedActionRunner.Why(reason, actor));
    }

    /** Gives back the credits of what ended without a result and kept them. */
    public ActionResult refund(UUID id, ExpectedVersion seen, String reason, String actor) {
        return ends.refund(id, seen, new AuditedActionRunner.Why(reason, actor));
    }

    /** Ends it as failed, refunded, whatever an engine or fal.ai is doing with it. */
    public ActionResult markFailed(UUID id, ExpectedVersion seen, String reason, String actor) {
        return ends.markFailed(id, seen, new AuditedActionRunner.Why(reason, actor));
    }

    /** Ends the wait before the next attempt; costs nothing. */
    public ActionResult retryNow(UUID id, ExpectedVersion seen, String reason, String actor) {
        return recoveries.retryNow(id, seen, new AuditedActionRunner.Why(reason, actor));
    }

    /** The greater, the earlier it is taken. */
    public ActionResult changePriority(UUID id, ExpectedVersion seen, int priority, String reason, String actor) {
        return recoveries.priority(id, seen, priority, new AuditedActionRunner.Why(reason, actor));
    }

    /** Ends a generation: at once while nothing was sent, else by asking fal.ai first and believing only its end state. */
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
                case "ASKED" -> new ActionResult.Done("done.cancel.asked");
                case "ASKED_BEFORE" -> new ActionResult.Nothing("cancel.before");
                default ->
                    generation.delivered() && !generation.status().isFinal()
                            ? new ActionResult.Done("done.cancel.repair")
                            : new ActionResult.Nothing("already", ExpectedVersion.status(generation.status()));
            };
        });
    }

    /** Keeps an action that was done outside of the database, such as on an object in storage that no row names any more. */
    public void keep(String action, @Nullable UUID generation, String what, String reason, String actor) {
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
     * What a retry with another input would do.
     *
     * @param creditsBack what of the old price is still held and given back first
     * @param credits the new price, deducted
     * @param balance the user's balance before
     * @param falMayBill USD by fal.ai's list price
     */
    public record EditPlan(long creditsBack, long credits, long balance, BigDecimal falMayBill, ExpectedVersion seen) {}
}
