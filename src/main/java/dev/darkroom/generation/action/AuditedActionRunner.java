package dev.darkroom.generation.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.activity.ActivityRecord;
import dev.darkroom.database.Database;
import dev.darkroom.database.writer.BatchRow;
import dev.darkroom.database.writer.BatchStatement;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRepository;
import dev.darkroom.generation.engine.EngineSettings;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.json.JsonTextSanitizer;
import dev.darkroom.logging.LogContext;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Runs every action the same way: locks and reads the row, lets the action change it or refuse, and writes who, when, why,
 * before and after, all in one transaction. Takes part in the caller's transaction if there is one.
 */
public final class AuditedActionRunner {
    /** The bulk action that the action is part of, if any. */
    static final ScopedValue<UUID> BULK = ScopedValue.newInstance();

    private final Database database;
    private final EventBus events;

    AuditedActionRunner(Database database, EventBus events) {
        this.database = database;
        this.events = events;
    }

    /** The change made by an action. */
    @FunctionalInterface
    interface RowChange {
        ActionResult on(Handle handle, Generation generation);
    }

    /** The reason and the operator. */
    public record Why(String reason, String actor) {}

    /** Acts only if the row is unchanged since it was seen, and if the action is possible at all. */
    ActionResult act(OperatorAction action, UUID id, ExpectedVersion seen, Why why, RowChange operation) {
        return act(id, action.name(), why.reason(), why.actor(), (handle, generation) -> {
            Optional<CodedMessage> change = seen.change(generation);
            if (change.isPresent()) {
                return new ActionResult.Nothing(change.get());
            }
            Optional<ActionGuard> refusal = ActionGuard.of(action, generation, isBeingWorkedOn(handle, id));
            return refusal.<ActionResult>map(no -> new ActionResult.Nothing(no.message()))
                    .orElseGet(() -> operation.on(handle, generation));
        });
    }

    ActionResult act(UUID id, String name, String reason, String actor, RowChange operation) {
        if (reason.isBlank()) {
            throw new RefusedInputException("reason.missing");
        }
        return database.inTransaction(handle -> {
            handle.createQuery("select 1 from generation where id = :id for update")
                    .bind("id", id)
                    .mapTo(Integer.class)
                    .findOne();
            Generation before = known(handle, id);
            try (LogContext _ = LogContext.of(id, before.userId())) {
                ActionResult made = operation.on(handle, before);
                log(handle, before, known(handle, id), name, new Why(reason, actor), made);
                if (made instanceof ActionResult.Done) {
                    handle.afterCommit(() -> {
                        events.publish(new EngineEvent.GenerationChanged(id, before.userId(), change(name)));
                        events.publish(new EngineEvent.CreditsChanged(before.userId()));
                    });
                }
                return made;
            }
        });
    }

    static Generation known(Handle handle, UUID id) {
        return GenerationRepository.find(handle, id)
                .orElseThrow(() -> new RefusedInputException("generation.unknown", id));
    }

    /**
     * Whether its engine has a current heartbeat, its lease runs, and fal.ai reported something new within the last seconds or
     * is no longer needed.
     */
    static boolean isBeingWorkedOn(Handle handle, UUID id) {
        return handle.createQuery("""
                        select g.status = 'PROCESSING' and g.lease_until >= now()
                               and e.state <> 'STOPPED' and e.heartbeat_at >= now() - make_interval(secs => :silence)
                               and (g.stage <> 'SUBMITTED'
                                    or greatest(g.fal_changed_at, g.submitted_at) > now() - make_interval(secs => 10))
                        from generation g left join engine e on e.id = g.owner where g.id = :id
                        """)
                .bind("id", id)
                .bind("silence", EngineSettings.DEFAULT.silence().toSeconds())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    /** Maps an action to the event for engines. */
    private static EngineEvent.Change change(String act) {
        return switch (act) {
            case "RETRY", "RETRY_NOW", "RECOVER", "ATTACH", "SEND_AGAIN", "EDIT_AND_RETRY", "PRIORITY" ->
                EngineEvent.Change.WORK;
            case "CANCEL" -> EngineEvent.Change.CANCEL;
            default -> EngineEvent.Change.PROGRESS;
        };
    }

    /**
     * Makes a transition of a generation that was read and is locked in this transaction.
     *
     * @param data the data of its timeline line
     * @return false when the row does not meet the transition's condition
     */
    static boolean apply(Handle handle, Generation generation, BatchStatement transition, ObjectNode data, Why why) {
        return apply(handle, generation, BatchRow.of(transition), data, why);
    }

    /** Makes a transition with its own values. */
    public static boolean apply(Handle handle, Generation generation, BatchRow transition, ObjectNode data, Why why) {
        return transition
                .with("id", generation.id())
                .with("epoch", generation.lease().epoch())
                .with("data", JsonMapping.write(data.put("reason", JsonTextSanitizer.clean(why.reason()))))
                .with("actor", why.actor())
                .in(handle)
                .isPresent();
    }

    public static ObjectNode data() {
        return JsonMapping.MAPPER.createObjectNode();
    }

    private static void log(
            Handle handle, Generation before, Generation after, String action, Why why, ActionResult decision) {
        boolean edited = !before.input().equals(after.input());
        ActivityRecord.of(action, why.actor(), why.reason(), decision.message())
                .ended(
                        decision instanceof ActionResult.Done
                                ? ActivityRecord.Result.DONE
                                : ActivityRecord.Result.SKIPPED)
                .about(before.id(), before.userId())
                .within(BULK.isBound() ? BULK.get() : null)
                .changing(facts(before, edited), facts(after, edited))
                .write(handle);
    }

    /** Returns the values that actions can change. */
    private static ObjectNode facts(Generation generation, boolean withInput) {
        ObjectNode facts = JsonMapping.MAPPER
                .createObjectNode()
                .put("status", generation.status().name())
                .put("stage", name(generation.stage()))
                .put("hold", name(generation.hold()))
                .put("epoch", generation.lease().epoch())
                .put("attempt", generation.attempt())
                .put("charge", generation.charge())
                .put("credits", generation.credits())
                .put("refunded", generation.refunded())
                .put("priority", generation.priority())
                .put("cancel_asked", generation.cancelRequestedAt() != null)
                .put(
                        "request_id",
                        generation.fal().request() == null
                                ? null
                                : generation.fal().request().requestId());
        if (withInput) {
            facts.set("input", generation.input());
        }
        return facts;
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }
}
