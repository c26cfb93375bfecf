package dev.darkroom.generation.action;

import dev.darkroom.database.Database;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import dev.darkroom.generation.query.FilterNameResolver;
import dev.darkroom.generation.query.GenerationFilter;
import dev.darkroom.generation.query.GenerationSql;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Records one action on a selection, or on everything that matches a filter; {@link BulkActionRunner} carries it out. */
public final class BulkActionService {
    /** The actions that make sense without looking at each generation. */
    public static final Set<OperatorAction> ACTS = EnumSet.of(
            OperatorAction.RETRY,
            OperatorAction.CANCEL,
            OperatorAction.RECOVER,
            OperatorAction.REFUND,
            OperatorAction.MARK_FAILED);

    /** Counts the final states of its items. */
    static final String COUNTED = """
            done = (select count(*) from bulk_item where bulk_id = b.id and state = 'DONE'),
            skipped = (select count(*) from bulk_item where bulk_id = b.id and state = 'SKIPPED'),
            failed = (select count(*) from bulk_item where bulk_id = b.id and state = 'FAILED')
            """;

    private final Database database;
    private final EventBus events;

    public BulkActionService(Database database, EventBus events) {
        this.database = database;
        this.events = events;
    }

    /**
     * An operator's decision.
     *
     * @param budget the credits that may be deducted in total, null = no limit
     * @param withoutRefused leaves out generations refused by fal.ai's content check
     */
    public record Order(
            OperatorAction act,
            String reason,
            String actor,
            String what,
            @Nullable Long budget,
            boolean withoutRefused) {
        public Order(OperatorAction act, String reason, String actor, String what, @Nullable Long budget) {
            this(act, reason, actor, what, budget, false);
        }

        public Order {
            if (!ACTS.contains(act)) {
                throw new IllegalArgumentException(act + " is not done in bulk.");
            }
            if (reason.isBlank()) {
                throw new RefusedInputException("reason.missing");
            }
        }
    }

    /** Starts the action on these generations, in their present state. */
    public UUID start(Order order, Collection<UUID> generations) {
        UUID id = database.inTransaction(handle -> {
            UUID bulk = begin(handle, order);
            add(handle, bulk, order, generations);
            return bulk;
        });
        publishChange(id);
        return id;
    }

    /** Starts the action on everything that matches now. */
    public UUID start(Order order, GenerationFilter filter) {
        UUID id = database.inTransaction(handle -> {
            UUID bulk = begin(handle, order);
            GenerationSql.Resolved resolved = FilterNameResolver.resolve(handle, filter);
            if (!resolved.isImpossible()) {
                GenerationSql select = new GenerationSql(filter, resolved, true);
                select.bind(handle.createUpdate("insert into bulk_item (bulk_id, generation_id, status, epoch, hold) "
                                + "select :bulk, m.id, m.status, m.epoch, m.hold from (" + select.all()
                                + ") m where not (m.refused and cast(:without_refused as boolean))"))
                        .bind("bulk", bulk)
                        .bind("without_refused", order.withoutRefused())
                        .execute();
            }
            return bulk;
        });
        publishChange(id);
        return id;
    }

    /** Starts the same action again on the items that failed in another one, in their present state. */
    public UUID restart(UUID ended, String reason, String actor, @Nullable Long budget) {
        UUID id = database.inTransaction(handle -> {
            Order order = handle.createQuery("select act, what from bulk_action where id = :id")
                    .bind("id", ended)
                    .map((row, _) -> new Order(
                            OperatorAction.valueOf(row.getString("act")), reason, actor, row.getString("what"), budget))
                    .one();
            UUID bulk = begin(handle, order);
            handle.createUpdate("""
                            insert into bulk_item (bulk_id, generation_id, status, epoch, hold)
                            select :bulk, g.id, g.status, g.epoch, g.hold
                            from bulk_item i join generation g on g.id = i.generation_id
                            where i.bulk_id = :ended and i.state = 'FAILED'
                            """).bind("bulk", bulk).bind("ended", ended).execute();
            return bulk;
        });
        publishChange(id);
        return id;
    }

    private static UUID begin(Handle handle, Order order) {
        UUID id = UUID.randomUUID();
        handle.createUpdate("""
                        insert into bulk_action (id, act, reason, actor, what, budget)
                        values (:id, :act, :reason, :actor, :what, cast(:budget as bigint))
                        """)
                .bind("id", id)
                .bind("act", order.act())
                .bind("reason", order.reason())
                .bind("actor", order.actor())
                .bind("what", order.what())
                .bind("budget", order.budget())
                .execute();
        return id;
    }

    private static void add(Handle handle, UUID bulk, Order order, Collection<UUID> generations) {
        handle.createUpdate("""
                        insert into bulk_item (bulk_id, generation_id, status, epoch, hold)
                        select :bulk, g.id, g.status, g.epoch, g.hold from generation g
                        where g.id = any(:ids) and not (%s and cast(:without_refused as boolean))
                        """.formatted(GenerationSql.REFUSED_PROMPT))
                .bind("bulk", bulk)
                .bind("without_refused", order.withoutRefused())
                .bind("ids", generations.toArray(UUID[]::new))
                .execute();
    }

    /**
     * Stops the bulk action and skips its open items; returns false when it had already ended. Uses two transactions, as a
     * runner locks an item first and the bulk action after it; calling it again finishes an interrupted stop.
     */
    public boolean stop(UUID bulk, String actor) {
        boolean stopped = database.inTransaction(
                handle -> handle.createUpdate("""
                                update bulk_action set state = 'STOPPED', finished_at = clock_timestamp()
                                where id = :id and state = 'RUNNING'
                                """).bind("id", bulk).execute() == 1);
        database.useTransaction(handle -> handle.createUpdate("""
                        update bulk_item i set state = 'SKIPPED', outcome = cast(:why as jsonb), done_at = clock_timestamp()
                        where i.bulk_id = :bulk and i.state = 'OPEN'
                          and exists (select from bulk_action b where b.id = i.bulk_id and b.state = 'STOPPED')
                        """)
                .bind("bulk", bulk)
                .bind(
                        "why",
                        JsonMapping.write(CodedMessage.of("bulk.stopped", actor).json()))
                .execute());
        database.useTransaction(handle -> handle.createUpdate("update bulk_action b set " + COUNTED
                        + " where id = :id and state = 'STOPPED' and done is null")
                .bind("id", bulk)
                .execute());
        publishChange(bulk);
        return stopped;
    }

    private void publishChange(UUID bulk) {
        events.publish(new EngineEvent.BulkChanged(bulk));
    }
}
