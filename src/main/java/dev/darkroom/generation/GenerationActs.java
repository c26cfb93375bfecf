package dev.darkroom.generation;

import dev.darkroom.credit.CreditLedger;
import dev.darkroom.database.Database;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.Events;
import dev.darkroom.fal.Model;
import dev.darkroom.fal.ModelCatalog;
import dev.darkroom.http.Json;
import dev.darkroom.logging.Category;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogContext;
import dev.darkroom.logging.Mark;
import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What a person does with a generation that is there. Each act is decided on a state and changes nothing when that state
 * has gone by then: a second click, or a second console, is told so. Each is kept in {@code operator_action}.
 */
public final class GenerationActs {
    private final Database database;
    private final Events events;
    private final ModelCatalog models;

    public GenerationActs(Database database, Events events, ModelCatalog models) {
        this.database = database;
        this.events = events;
        this.models = models;
    }

    /** What a retry would cost and where it would begin; {@link IllegalArgumentException} says why it is not possible. */
    public RetryPlan planRetry(UUID id) {
        return database.read(handle -> plan(handle, known(handle, id)));
    }

    /** Retries a failed or cancelled generation, or stores again what a partial upload left out, as planned. */
    public Decision retry(UUID id, RetryPlan plan, String reason, String actor) {
        return act(id, "RETRY", reason, actor, (handle, generation) -> {
            if (generation.lease().epoch() != plan.epoch()
                    || !generation.status().isFinal()) {
                return new Decision.Nothing("It has changed since: it is " + generation.status() + " now.");
            }
            RetryPlan now = plan(handle, generation);
            if (!now.from().equals(plan.from()) || now.creditsToTake() != plan.creditsToTake()) {
                return new Decision.Nothing("What a retry would do has changed since; look again.");
            }
            int charge = generation.charge() + (now.creditsToTake() > 0 ? 1 : 0);
            if (now.creditsToTake() > 0
                    && CreditLedger.deduct(
                                    handle,
                                    generation.userId(),
                                    id,
                                    charge,
                                    now.creditsToTake(),
                                    generation.model() + ", charge " + charge,
                                    actor)
                            .isEmpty()) {
                return new Decision.Nothing("Not enough credits: needed " + now.creditsToTake() + ", available "
                        + now.balance() + ". Nothing was changed.");
            }
            restart(handle, generation, now.from(), charge);
            note(handle, generation, "RETRY", "Retried by " + actor + " from " + now.from(), actor);
            return new Decision.Done("Retrying from " + now.from().name().toLowerCase(java.util.Locale.ROOT) + ".");
        });
    }

    /** Ends a generation: at once while nothing was sent, else by asking fal.ai first and believing only its end state. */
    public Decision cancel(UUID id, String reason, String actor) {
        return act(id, "CANCEL", reason, actor, (handle, generation) -> {
            String outcome = handle.createQuery("select end_or_ask_cancel(:id, :reason, :actor)")
                    .bind("id", id)
                    .bind("reason", reason)
                    .bind("actor", actor)
                    .mapTo(String.class)
                    .one();
            return switch (outcome) {
                case "CANCELLED" -> {
                    logEnd(generation, reason);
                    yield new Decision.Done("Cancelled, " + generation.credits() + " credits refunded.");
                }
                case "ASKED" ->
                    new Decision.Done("fal.ai is asked to cancel; the credits come back when it has ended.");
                case "ASKED_BEFORE" ->
                    new Decision.Nothing("It was asked before; the credits come back when fal.ai has ended it.");
                default -> new Decision.Nothing("It is " + generation.status() + " already.");
            };
        });
    }

    private static void logEnd(Generation generation, String reason) {
        CategoryLog.info(
                Category.DB_STATUS,
                Mark.CHANGE,
                "Updating generation {} status to: {}",
                generation.id(),
                GenerationStatus.CANCELLED);
        CategoryLog.info(Category.DB_STATUS, Mark.TIME, "Adding completion timestamp");
        CategoryLog.info(Category.DB_STATUS, Mark.SUCCESS, "Status update completed");
        CategoryLog.info(
                Category.GENERATION,
                Mark.CREDITS,
                "Refunded {} credits to {}: cancelled, {}",
                generation.credits(),
                generation.userId(),
                reason);
    }

    private RetryPlan plan(Handle handle, Generation generation) {
        boolean partial = generation.status() == GenerationStatus.COMPLETED
                && generation.media().warning() != null;
        if (!generation.status().isFinal()) {
            throw new IllegalArgumentException("It is " + generation.status()
                    + ": an engine is at work or will be; only an ended generation is retried.");
        }
        if (generation.status() == GenerationStatus.COMPLETED && !partial) {
            throw new IllegalArgumentException("It is completed, with all its files: there is nothing to retry.");
        }
        RetryPlan.From from = from(generation);
        long toTake = generation.refunded() ? generation.credits() : 0;
        long balance = handle.createQuery("select balance from account where user_id = :user")
                .bind("user", generation.userId())
                .mapTo(Long.class)
                .one();
        BigDecimal bill = from == RetryPlan.From.SUBMIT
                ? models.find(generation.model())
                        .map(model -> bill(model, generation))
                        .orElse(BigDecimal.ZERO)
                : BigDecimal.ZERO;
        return new RetryPlan(
                generation.refunded() ? 0 : generation.credits(),
                toTake,
                balance,
                bill,
                from,
                generation.lease().epoch());
    }

    /** The list price of as many units as the user pays for. */
    private static BigDecimal bill(Model model, Generation generation) {
        return model.usdPrice().multiply(BigDecimal.valueOf(model.price(generation.input()) / model.credits()));
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

    private static void restart(Handle handle, Generation generation, RetryPlan.From from, int charge) {
        String stage = switch (from) {
            case SUBMIT -> RunJournal.Restart.NEW_JOB.sql();
            case FOLLOW -> "stage = 'SUBMITTED',";
            case STORE -> "stage = 'RENDERED',";
        };
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

    @FunctionalInterface
    private interface Act {
        Decision on(Handle handle, Generation generation);
    }

    private Decision act(UUID id, String name, String reason, String actor, Act act) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("A reason is missing: it is kept in Activity.");
        }
        String[] user = new String[1];
        Decision decision = database.inTransaction(handle -> {
            handle.createQuery("select 1 from generation where id = :id for update")
                    .bind("id", id)
                    .mapTo(Integer.class)
                    .findOne();
            Generation generation = known(handle, id);
            user[0] = generation.userId();
            try (LogContext _ = LogContext.of(id, generation.userId())) {
                Decision made = act.on(handle, generation);
                log(handle, generation, name, reason, actor, made);
                return made;
            }
        });
        events.publish(new EngineEvent.GenerationChanged(id, user[0], name));
        events.publish(new EngineEvent.CreditsChanged(user[0]));
        return decision;
    }

    private static Generation known(Handle handle, UUID id) {
        return GenerationRepository.find(handle, id)
                .orElseThrow(() -> new IllegalArgumentException("There is no generation " + id + "."));
    }

    private static void note(Handle handle, Generation generation, String kind, String text, String actor) {
        handle.createUpdate("""
                        insert into timeline_event (generation_id, lane, kind, attempt, stage, text, actor)
                        values (:id, 'OPERATOR', :kind, :attempt, :stage, :text, :actor)
                        """)
                .bind("id", generation.id())
                .bind("kind", kind)
                .bind("attempt", generation.attempt())
                .bind("stage", generation.stage())
                .bind("text", text)
                .bind("actor", actor)
                .execute();
    }

    private static void log(
            Handle handle, Generation generation, String action, String reason, String actor, Decision decision) {
        String outcome = switch (decision) {
            case Decision.Done done -> done.what();
            case Decision.Nothing nothing -> nothing.why();
        };
        handle.createUpdate("""
                        insert into operator_action (actor, action, generation_id, user_id, reason, outcome, before)
                        values (:actor, :action, :generation, :user, :reason, :outcome, cast(:before as jsonb))
                        """)
                .bind("actor", actor)
                .bind("action", action)
                .bind("generation", generation.id())
                .bind("user", generation.userId())
                .bind("reason", reason)
                .bind("outcome", outcome)
                .bind(
                        "before",
                        Json.write(Map.of(
                                "status",
                                generation.status(),
                                "epoch",
                                generation.lease().epoch())))
                .execute();
    }
}
