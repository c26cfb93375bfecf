package dev.darkroom.generation.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.credit.CreditLedger;
import dev.darkroom.database.writer.BatchRow;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationTransition;
import dev.darkroom.generation.RetryPlan;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Restarts generations that have ended: unchanged, or with a different input. Refunded credits are deducted first. */
final class RetryActions {
    private static final int MAX_VALUE_LENGTH = 200;

    private final AuditedActionRunner runner;
    private final ModelCatalog models;

    RetryActions(AuditedActionRunner runner, ModelCatalog models) {
        this.runner = runner;
        this.models = models;
    }

    RetryPlan plan(Handle handle, Generation generation) {
        ActionGuard.of(OperatorAction.RETRY, generation, false).ifPresent(refusal -> {
            throw new RefusedInputException(refusal.message());
        });
        RetryPlan.From from = from(generation);
        // If the job that is followed has failed at fal.ai, a new one is started and billed.
        BigDecimal bill = from != RetryPlan.From.STORE
                ? models.find(generation.model())
                        .map(model -> bill(model, generation.input()))
                        .orElse(BigDecimal.ZERO)
                : BigDecimal.ZERO;
        return new RetryPlan(
                generation.refunded() ? 0 : generation.credits(),
                generation.refunded() ? generation.credits() : 0,
                balance(handle, generation.userId()),
                bill,
                from,
                generation.lease().epoch());
    }

    ActionResult retry(UUID id, RetryPlan plan, AuditedActionRunner.Why why) {
        return runner.act(id, OperatorAction.RETRY.name(), why.reason(), why.actor(), (handle, generation) -> {
            if (generation.lease().epoch() != plan.epoch()
                    || !generation.status().isFinal()) {
                return new ActionResult.Nothing("changed.status", ExpectedVersion.status(generation.status()));
            }
            RetryPlan now = plan(handle, generation);
            if (!now.from().equals(plan.from()) || now.creditsToTake() != plan.creditsToTake()) {
                return new ActionResult.Nothing("changed.retry");
            }
            int charge = generation.charge() + (now.creditsToTake() > 0 ? 1 : 0);
            if (now.creditsToTake() > 0 && !deduct(handle, generation, charge, now.creditsToTake(), why.actor())) {
                return new ActionResult.Nothing("credits.short", now.creditsToTake(), now.balance());
            }
            AuditedActionRunner.apply(
                    handle,
                    generation,
                    BatchRow.of(GenerationTransition.retried(now.from())).with("charge", charge),
                    AuditedActionRunner.data().put("from", now.from().name()),
                    why);
            return new ActionResult.Done("done.retry." + now.from());
        });
    }

    GenerationActions.EditPlan planEdit(Handle handle, Generation generation, ObjectNode input) {
        ActionGuard.of(OperatorAction.EDIT_AND_RETRY, generation, false).ifPresent(refusal -> {
            throw new RefusedInputException(refusal.message());
        });
        CatalogModel model = models.require(generation.model());
        List<CodedMessage> wrong = model.validate(input);
        if (!wrong.isEmpty()) {
            throw new RefusedInputException(CodedMessage.sentences(wrong));
        }
        return new GenerationActions.EditPlan(
                generation.refunded() ? 0 : generation.credits(),
                model.price(input),
                balance(handle, generation.userId()),
                bill(model, input),
                ExpectedVersion.of(generation));
    }

    /** Refunds the old price if it was not refunded yet; the new one is a separate charge. */
    ActionResult edit(UUID id, GenerationActions.EditPlan plan, ObjectNode input, AuditedActionRunner.Why why) {
        return runner.act(OperatorAction.EDIT_AND_RETRY, id, plan.seen(), why, (handle, generation) -> {
            GenerationActions.EditPlan now = planEdit(handle, generation, input);
            if (now.credits() != plan.credits()) {
                return new ActionResult.Nothing("changed.price", now.credits());
            }
            if (now.balance() + now.creditsBack() < now.credits()) {
                return new ActionResult.Nothing("credits.short", now.credits(), now.balance() + now.creditsBack());
            }
            if (now.creditsBack() > 0) {
                CreditLedger.refund(
                        handle,
                        generation.userId(),
                        id,
                        generation.charge(),
                        generation.credits(),
                        CodedMessage.of("ledger.edited"),
                        why.actor());
            }
            int charge = generation.charge() + 1;
            if (!deduct(handle, generation, charge, now.credits(), why.actor())) {
                throw new RefusedInputException("credits.used", generation.userId());
            }
            ObjectNode data = AuditedActionRunner.data();
            data.set("changes", changes(generation.input(), input));
            data.putArray("credits").add(generation.credits()).add(now.credits());
            BatchRow edited = BatchRow.of(GenerationTransition.EDITED)
                    .with("charge", charge)
                    .with("input", JsonMapping.write(input))
                    .with("prompt", models.require(generation.model()).prompt(input))
                    .with("credits", now.credits());
            AuditedActionRunner.apply(handle, generation, edited, data, why);
            return new ActionResult.Done("done.edit", now.credits());
        });
    }

    /** Returns what changed, each name with the value before and after, so that the timeline keeps the earlier request. */
    static ObjectNode changes(ObjectNode before, ObjectNode after) {
        Set<String> names = new TreeSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        ObjectNode changes = AuditedActionRunner.data();
        for (String name : names) {
            if (!before.path(name).equals(after.path(name))) {
                changes.putArray(name).add(value(before.path(name))).add(value(after.path(name)));
            }
        }
        return changes;
    }

    /** Returns null for a missing value. */
    private static @Nullable String value(JsonNode node) {
        if (node.isMissingNode()) {
            return null;
        }
        String text = JsonMapping.write(node);
        return text.length() <= MAX_VALUE_LENGTH ? text : text.substring(0, MAX_VALUE_LENGTH) + "…";
    }

    private static boolean deduct(Handle handle, Generation generation, int charge, long credits, String actor) {
        return CreditLedger.deduct(
                        handle,
                        generation.userId(),
                        generation.id(),
                        charge,
                        credits,
                        CodedMessage.of("ledger.again", generation.model(), charge),
                        actor)
                .isPresent();
    }

    private static long balance(Handle handle, String user) {
        return handle.createQuery("select balance from account where user_id = :user")
                .bind("user", user)
                .mapTo(Long.class)
                .one();
    }

    /** Returns the list price of as many units as the user pays for. */
    private static BigDecimal bill(CatalogModel model, ObjectNode input) {
        return model.usdPrice().multiply(BigDecimal.valueOf(model.price(input) / model.credits()));
    }

    /** Stores a saved result again, asks about or looks for a job that may exist, and only otherwise starts a new one. */
    private static RetryPlan.From from(Generation generation) {
        if (generation.fal().submitUnknown()) {
            return RetryPlan.From.FOLLOW;
        }
        if (generation.stage() == null) {
            return RetryPlan.From.SUBMIT; // the job is over, and what it left is of no use
        }
        if (generation.result() != null) {
            return RetryPlan.From.STORE;
        }
        return generation.fal().request() == null ? RetryPlan.From.SUBMIT : RetryPlan.From.FOLLOW;
    }
}
