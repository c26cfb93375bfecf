package dev.darkroom.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.credit.CreditLedger;
import dev.darkroom.fal.Model;
import dev.darkroom.fal.ModelCatalog;
import dev.darkroom.http.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Beginning again what has ended: as it was, or with another input. What was given back is deducted first. */
final class RetryActs {
    private static final int LONGEST_VALUE = 200;

    private final ActBook book;
    private final ModelCatalog models;

    RetryActs(ActBook book, ModelCatalog models) {
        this.book = book;
        this.models = models;
    }

    RetryPlan plan(Handle handle, Generation generation) {
        Refusal.of(Act.RETRY, generation, false).ifPresent(refusal -> {
            throw new IllegalArgumentException(refusal.sentence());
        });
        RetryPlan.From from = from(generation);
        BigDecimal bill = from == RetryPlan.From.SUBMIT
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

    Decision retry(UUID id, RetryPlan plan, ActBook.Why why) {
        return book.act(id, Act.RETRY.name(), why.reason(), why.actor(), (handle, generation) -> {
            if (generation.lease().epoch() != plan.epoch()
                    || !generation.status().isFinal()) {
                return new Decision.Nothing("It has changed since: it is " + generation.status() + " now.");
            }
            RetryPlan now = plan(handle, generation);
            if (!now.from().equals(plan.from()) || now.creditsToTake() != plan.creditsToTake()) {
                return new Decision.Nothing("What a retry would do has changed since; look again.");
            }
            int charge = generation.charge() + (now.creditsToTake() > 0 ? 1 : 0);
            if (now.creditsToTake() > 0 && !deduct(handle, generation, charge, now.creditsToTake(), why.actor())) {
                return new Decision.Nothing("Not enough credits: needed " + now.creditsToTake() + ", available "
                        + now.balance() + ". Nothing was changed.");
            }
            restart(handle, generation, stage(now.from()), charge);
            ActBook.note(handle, generation, "RETRY", "Retried by " + why.actor() + " from " + now.from(), why.actor());
            return new Decision.Done("Retrying from " + now.from().name().toLowerCase(Locale.ROOT) + ".");
        });
    }

    EditPlan planEdit(Handle handle, Generation generation, ObjectNode input) {
        Refusal.of(Act.EDIT_AND_RETRY, generation, false).ifPresent(refusal -> {
            throw new IllegalArgumentException(refusal.sentence());
        });
        Model model = models.require(generation.model());
        List<String> wrong = model.validate(input);
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", wrong));
        }
        return new EditPlan(
                generation.refunded() ? 0 : generation.credits(),
                model.price(input),
                balance(handle, generation.userId()),
                bill(model, input),
                Seen.of(generation));
    }

    /** The old price is given back if it was not yet; the new one is a charge of its own. */
    Decision edit(UUID id, EditPlan plan, ObjectNode input, ActBook.Why why) {
        return book.act(Act.EDIT_AND_RETRY, id, plan.seen(), why, (handle, generation) -> {
            EditPlan now = planEdit(handle, generation, input);
            if (now.credits() != plan.credits()) {
                return new Decision.Nothing(
                        "The price has changed since: it is " + now.credits() + " now. Look again.");
            }
            if (now.balance() + now.creditsBack() < now.credits()) {
                return new Decision.Nothing("Not enough credits: needed " + now.credits() + ", available "
                        + (now.balance() + now.creditsBack()) + ". Nothing was changed.");
            }
            if (now.creditsBack() > 0) {
                CreditLedger.refund(
                        handle,
                        generation.userId(),
                        id,
                        generation.charge(),
                        generation.credits(),
                        "edited: the old price",
                        why.actor());
            }
            int charge = generation.charge() + 1;
            if (!deduct(handle, generation, charge, now.credits(), why.actor())) {
                throw new IllegalArgumentException("The balance of " + generation.userId()
                        + " was used for something else meanwhile. Nothing was changed.");
            }
            handle.createUpdate("""
                            update generation set input = cast(:input as jsonb), prompt = :prompt, credits = :credits,
                                   result = null, rendered_at = null, files_expected = null, files_stored = 0,
                                   bytes_stored = 0, media_path = null, media_url = null, media_url_expires_at = null
                            where id = :id
                            """)
                    .bind("id", id)
                    .bind("input", Json.write(input))
                    .bind("prompt", models.require(generation.model()).prompt(input))
                    .bind("credits", now.credits())
                    .execute();
            restart(handle, generation, RunRepository.Restart.NEW_JOB.sql(), charge);
            ActBook.note(
                    handle,
                    generation,
                    "EDITED",
                    "Edited by " + why.actor() + ": "
                            + difference(generation.input(), input, generation.credits(), now.credits()),
                    why.actor());
            return new Decision.Done("Retrying with the edited input for " + now.credits() + " credits.");
        });
    }

    /** What changed, old → new, so that the timeline keeps what was asked before. */
    static String difference(ObjectNode before, ObjectNode after, long oldPrice, long newPrice) {
        Set<String> names = new TreeSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        List<String> changes = new ArrayList<>();
        for (String name : names) {
            if (!before.path(name).equals(after.path(name))) {
                changes.add(name + " " + value(before.path(name)) + " → " + value(after.path(name)));
            }
        }
        if (oldPrice != newPrice) {
            changes.add("price " + oldPrice + " → " + newPrice);
        }
        return changes.isEmpty() ? "nothing changed" : String.join("; ", changes);
    }

    private static String value(JsonNode node) {
        String text = node.isMissingNode() ? "(none)" : Json.write(node);
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }

    private static boolean deduct(Handle handle, Generation generation, int charge, long credits, String actor) {
        return CreditLedger.deduct(
                        handle,
                        generation.userId(),
                        generation.id(),
                        charge,
                        credits,
                        generation.model() + ", charge " + charge,
                        actor)
                .isPresent();
    }

    private static long balance(Handle handle, String user) {
        return handle.createQuery("select balance from account where user_id = :user")
                .bind("user", user)
                .mapTo(Long.class)
                .one();
    }

    /** The list price of as many units as the user pays for. */
    private static BigDecimal bill(Model model, ObjectNode input) {
        return model.usdPrice().multiply(BigDecimal.valueOf(model.price(input) / model.credits()));
    }

    /** A saved result is stored again, a job that may still be there is asked, and only else a new one is begun. */
    private static RetryPlan.From from(Generation generation) {
        if (generation.result() != null) {
            return RetryPlan.From.STORE;
        }
        Generation.Failure failure = generation.failure();
        boolean jobOver = failure == null
                || !failure.kind().equals("RETRYABLE")
                || generation.fal().request() == null;
        return jobOver ? RetryPlan.From.SUBMIT : RetryPlan.From.FOLLOW;
    }

    private static String stage(RetryPlan.From from) {
        return switch (from) {
            case SUBMIT -> RunRepository.Restart.NEW_JOB.sql();
            case FOLLOW -> "stage = 'SUBMITTED',";
            case STORE -> "stage = 'RENDERED',";
        };
    }

    private static void restart(Handle handle, Generation generation, String stage, int charge) {
        handle.createUpdate("update generation set " + stage + """
                        status = 'PENDING', attempt = 0, next_attempt_at = now(), finished_at = null, refunded = false,
                        charge = :charge, warning = null, error_kind = null, error_code = null, error = null,
                        error_detail = null, cancel_requested_at = null, cancel_reason = null, epoch = epoch + 1,
                        updated_at = now()
                        where id = :id
                        """)
                .bind("id", generation.id())
                .bind("charge", charge)
                .execute();
    }
}
