package dev.darkroom.generation.action;

import dev.darkroom.database.Database;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseFailure;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import dev.darkroom.generation.RetryPlan;
import dev.darkroom.generation.engine.EngineWorkLoop;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes the open items of bulk actions, beside an engine and while it runs. Each item is one transaction: its lock, its
 * action, its outcome. Any number of processes may do so concurrently, and one that is killed leaves nothing half done.
 */
public final class BulkActionRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BulkActionRunner.class);
    /** The number of items after which progress is published. */
    private static final int BATCH = 25;
    /** Local bulk actions start at once; this is for those that another process has left behind or cannot do. */
    private static final Duration POLL = Duration.ofSeconds(3);

    /** An item over which the session is lost this often in a row has failed: otherwise no later one would be processed. */
    private static final int MAX_SESSION_LOSSES = 3;

    /** An item whose generation another program has locked for longer is left for later. */
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(1);

    private static final String FREE_ITEMS = """
            select i.generation_id as generation, i.status, i.epoch, i.hold from bulk_item i
            where i.bulk_id = :bulk and i.state = 'OPEN'
              and exists (select from bulk_action b where b.id = i.bulk_id and b.state = 'RUNNING')
            """;

    private final Database database;
    private final GenerationActions actions;
    private final EventBus events;
    private final BooleanSupplier engineRuns;
    private final EventBus.Subscription eventSubscription;
    private final EngineWorkLoop loop = new EngineWorkLoop("A bulk act", POLL, this::turn);
    private volatile boolean closed;
    /** Used by the loop only. */
    private Optional<SessionLoss> lost = Optional.empty();

    /** Generations that were locked; tried again when nothing else is left. Used by the loop only. */
    private final Set<UUID> setAside = new HashSet<>();

    private record Bulk(
            UUID id,
            OperatorAction act,
            String reason,
            String actor,
            @Nullable Long budget) {}

    private record Item(UUID generation, @Nested ExpectedVersion seen) {}

    private record SessionLoss(UUID generation, int count) {}

    private record Outcome(BulkAction.ItemState state, CodedMessage message) {
        static Outcome of(ActionResult decision) {
            return new Outcome(
                    decision instanceof ActionResult.Done ? BulkAction.ItemState.DONE : BulkAction.ItemState.SKIPPED,
                    decision.message());
        }
    }

    /** @param engineRuns whether the engine beside it takes work; bulk actions run only while it does */
    public BulkActionRunner(Database database, GenerationActions actions, EventBus events, BooleanSupplier engineRuns) {
        this.database = database;
        this.actions = actions;
        this.events = events;
        this.engineRuns = engineRuns;
        eventSubscription = events.subscribe(event -> {
            if (event instanceof EngineEvent.BulkChanged) {
                loop.wake();
            }
        });
        loop.start("bulk");
    }

    private boolean turn() {
        return engineRuns.getAsBoolean() && work();
    }

    /** Processes one batch of the oldest bulk action; returns false when there is nothing to do. */
    private boolean work() {
        Optional<Bulk> oldest = database.inTransaction(handle -> handle.createQuery("""
                        select id, act, reason, actor, budget from bulk_action b
                        where state = 'RUNNING'
                          and (not exists (select from bulk_item i where i.bulk_id = b.id and i.state = 'OPEN')
                               or exists (select from bulk_item i where i.bulk_id = b.id and i.state = 'OPEN'
                                          and i.generation_id <> all(:aside)))
                        order by created_at limit 1
                        """)
                .bind("aside", setAside.toArray(UUID[]::new))
                .mapTo(Bulk.class)
                .findOne());
        oldest.ifPresentOrElse(this::runBatch, setAside::clear);
        return oldest.isPresent();
    }

    private void runBatch(Bulk bulk) {
        int done = 0;
        while (done < BATCH && !closed && engineRuns.getAsBoolean() && runNext(bulk)) {
            done++;
        }
        if (done == 0) {
            finish(bulk);
        }
        events.publish(new EngineEvent.BulkChanged(bulk.id()));
    }

    /** Processes one item; returns false when none is free. */
    private boolean runNext(Bulk bulk) {
        Optional<Item> next = database.inTransaction(handle -> findFree(handle, bulk));
        next.ifPresent(item -> run(bulk, item));
        return next.isPresent();
    }

    private void run(Bulk bulk, Item item) {
        try {
            Function<Handle, ActionResult> action = prepare(bulk, item);
            if (closed) {
                return; // the storage may have been asked in vain
            }
            database.inTransaction(LOCK_LIMIT, handle -> {
                boolean free = lock(handle, bulk, item);
                if (free) {
                    write(
                            handle,
                            bulk,
                            item,
                            Outcome.of(ScopedValue.where(AuditedActionRunner.BULK, bulk.id())
                                    .call(() -> action.apply(handle))));
                }
                return free;
            });
            lost = Optional.empty();
        } catch (RuntimeException failure) {
            if (failure instanceof DatabaseException known && known.kind() == DatabaseFailure.CONTENTION) {
                setAside.add(item.generation());
                return;
            }
            if (failure instanceof DatabaseException known && known.retryable() && !isLostTooOften(item, known)) {
                throw failure;
            }
            LOG.warn("{} of generation {} failed", bulk.act(), item.generation(), failure);
            Outcome failed = new Outcome(BulkAction.ItemState.FAILED, CodedError.of(failure));
            database.useTransaction(handle -> write(handle, bulk, item, failed));
        }
    }

    /** Counts the sessions lost over one item in a row. While the server is down no item is found, so that counts once. */
    private boolean isLostTooOften(Item item, DatabaseException failure) {
        if (failure.kind() != DatabaseFailure.UNAVAILABLE) {
            return false;
        }
        int before = lost.filter(loss -> loss.generation().equals(item.generation()))
                .map(SessionLoss::count)
                .orElse(0);
        lost = Optional.of(new SessionLoss(item.generation(), before + 1));
        return before + 1 >= MAX_SESSION_LOSSES;
    }

    private Optional<Item> findFree(Handle handle, Bulk bulk) {
        return handle.createQuery(FREE_ITEMS
                        + " and i.generation_id <> all(:aside) order by i.generation_id limit 1 for update skip locked")
                .bind("bulk", bulk.id())
                .bind("aside", setAside.toArray(UUID[]::new))
                .mapTo(Item.class)
                .findOne();
    }

    /** Claims the item for this transaction; returns false when another process has it or has ended it. */
    private static boolean lock(Handle handle, Bulk bulk, Item item) {
        return handle.createQuery(FREE_ITEMS + " and i.generation_id = :generation for update skip locked")
                .bind("bulk", bulk.id())
                .bind("generation", item.generation())
                .mapTo(Item.class)
                .findOne()
                .isPresent();
    }

    /**
     * Does what takes long, outside any transaction: the server ends the session of one that waits for an answer. What is
     * returned runs within the transaction of the item, which the actions join as it is open on this thread.
     */
    private Function<Handle, ActionResult> prepare(Bulk bulk, Item item) {
        UUID id = item.generation();
        return switch (bulk.act()) {
            case CANCEL -> _ -> actions.cancel(id, bulk.reason(), bulk.actor());
            case RECOVER -> {
                Supplier<ActionResult> recover = actions.prepareRecover(id, item.seen(), bulk.reason(), bulk.actor());
                yield _ -> recover.get();
            }
            case REFUND -> _ -> actions.refund(id, item.seen(), bulk.reason(), bulk.actor());
            case MARK_FAILED -> _ -> actions.markFailed(id, item.seen(), bulk.reason(), bulk.actor());
            case RETRY -> handle -> retry(handle, bulk, item);
            case RETRY_NOW, EDIT_AND_RETRY, ATTACH, SEND_AGAIN, PRIORITY ->
                _ -> new ActionResult.Nothing("bulk.not", bulk.act());
        };
    }

    private ActionResult retry(Handle handle, Bulk bulk, Item item) {
        Optional<CodedMessage> change = item.seen().change(AuditedActionRunner.known(handle, item.generation()));
        if (change.isPresent()) {
            return new ActionResult.Nothing(change.get());
        }
        RetryPlan plan;
        try {
            plan = actions.planRetry(item.generation());
        } catch (IllegalArgumentException impossible) {
            return new ActionResult.Nothing(CodedError.of(impossible));
        }
        if (!spend(handle, bulk, plan.creditsToTake())) {
            return new ActionResult.Nothing("bulk.budget", Objects.requireNonNull(bulk.budget()), plan.creditsToTake());
        }
        ActionResult decision = actions.retry(item.generation(), plan, bulk.reason(), bulk.actor());
        if (decision instanceof ActionResult.Nothing) {
            spend(handle, bulk, -plan.creditsToTake());
        }
        return decision;
    }

    /**
     * Reserves credits. The row of the bulk action stays locked until the item has ended, so that two processes never overdraw
     * together.
     */
    private static boolean spend(Handle handle, Bulk bulk, long credits) {
        return credits == 0
                || handle.createUpdate("""
                                update bulk_action set spent = spent + :credits
                                where id = :id and (budget is null or spent + :credits <= budget)
                                """)
                                .bind("id", bulk.id())
                                .bind("credits", credits)
                                .execute()
                        == 1;
    }

    private static void write(Handle handle, Bulk bulk, Item item, Outcome outcome) {
        handle.createUpdate("""
                        update bulk_item set state = :state, outcome = cast(:outcome as jsonb), done_at = clock_timestamp()
                        where bulk_id = :bulk and generation_id = :generation and state = 'OPEN'
                        """)
                .bind("bulk", bulk.id())
                .bind("generation", item.generation())
                .bind("state", outcome.state())
                .bind("outcome", JsonMapping.write(outcome.message().json()))
                .execute();
    }

    /** Ends the bulk action when no item is open; items held by another process keep it open. */
    private void finish(Bulk bulk) {
        int ended = database.inTransaction(handle -> handle.createUpdate("""
                        update bulk_action b set state = 'DONE', finished_at = clock_timestamp(),
                        """ + BulkActionService.COUNTED + """
                        where id = :id and state = 'RUNNING'
                          and not exists (select from bulk_item where bulk_id = b.id and state = 'OPEN')
                        """)
                .bind("id", bulk.id())
                .execute());
        if (ended == 0) {
            EngineWorkLoop.pauseBeforeRetry();
        }
    }

    @Override
    public void close() {
        closed = true;
        eventSubscription.close();
        loop.close();
    }
}
