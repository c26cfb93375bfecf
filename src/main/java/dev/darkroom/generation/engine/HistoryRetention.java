package dev.darkroom.generation.engine;

import dev.darkroom.generation.BulkTransition;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Deletes history that ended longer ago than the table {@code retention} allows, at most a thousand rows a step, and nothing of
 * a generation that has not ended. The ledger is never touched. Each step returns true when there may be more to do now.
 */
final class HistoryRetention {
    /** The maximum number of rows a step deletes, and of generations it looks at. */
    static final int BATCH = 1_000;

    /** The pass over all generations restarts after a week, for those that ended after it had passed them. */
    private static final String PASS = """
            select reached_at, reached_id, clock_timestamp() - make_interval(days => days) as before,
                   began_at < clock_timestamp() - interval '7 days' as outdated
            from retention where what = :what and days is not null
            """;

    private static final String NEXT = """
            select id, created_at, coalesce(finished_at < :before, false) as ended from generation
            where (created_at, id) > (:reached_at, :reached_id) and created_at < :before
            order by created_at, id limit :batch
            """;

    private static final String REACHED =
            "update retention set reached_at = :reached_at, reached_id = :reached_id where what = :what";

    private static final String BEGIN_AGAIN = """
            update retention set reached_at = 'epoch', reached_id = '00000000-0000-0000-0000-000000000000',
                   began_at = clock_timestamp()
            where what = :what
            """;

    /** Checks the end again: a generation that was retried in the meantime keeps its lines. */
    private static final String DELETE_TIMELINES = """
            delete from timeline_event where ctid = any(array(
              select e.ctid from generation g join timeline_event e on e.generation_id = g.id
              where g.id = any(cast(:ids as uuid[])) and g.finished_at < :before limit 1000))
            """;

    private static final String DELETE_BULK_ITEMS = """
            delete from bulk_item where ctid = any(array(
              select i.ctid from bulk_action b join bulk_item i on i.bulk_id = b.id
              where b.finished_at < clock_timestamp()
                      - make_interval(days => (select days from retention where what = 'BULK_ITEM'))
              limit 1000))
            """;

    /** An engine that was killed has no stop time, so its last heartbeat counts. */
    private static final String DELETE_ENGINES = """
            delete from engine where id = any(array(
              select id from engine
              where greatest(stopped_at, heartbeat_at) < clock_timestamp()
                      - make_interval(days => (select days from retention where what = 'ENGINE'))
              limit 1000 for update skip locked))
            """;

    /** The position of a pass over the generations, and the time before which they must have ended. */
    record Pass(OffsetDateTime reachedAt, UUID reachedId, OffsetDateTime before, boolean outdated) {}

    /** A generation reached by the pass. */
    record Passed(UUID id, OffsetDateTime createdAt, boolean ended) {}

    private HistoryRetention() {}

    static boolean deleteTimelines(Handle handle) {
        return continuePass(handle, "TIMELINE", DELETE_TIMELINES);
    }

    static boolean forgetResults(Handle handle) {
        return continuePass(handle, "RESULT", BulkTransition.RESULTS_FORGOTTEN);
    }

    static boolean deleteBulkItems(Handle handle) {
        return handle.execute(DELETE_BULK_ITEMS) == BATCH;
    }

    static boolean deleteEngines(Handle handle) {
        return handle.execute(DELETE_ENGINES) == BATCH;
    }

    private static boolean continuePass(Handle handle, String what, String change) {
        Optional<Pass> pass =
                handle.createQuery(PASS).bind("what", what).mapTo(Pass.class).findOne();
        return pass.isPresent() && continuePass(handle, what, change, pass.get());
    }

    private static boolean continuePass(Handle handle, String what, String change, Pass pass) {
        List<Passed> next = handle.createQuery(NEXT)
                .bind("before", pass.before())
                .bind("reached_at", pass.reachedAt())
                .bind("reached_id", pass.reachedId())
                .bind("batch", BATCH)
                .mapTo(Passed.class)
                .list();
        if (next.isEmpty()) {
            return pass.outdated()
                    && handle.createUpdate(BEGIN_AGAIN).bind("what", what).execute() > 0;
        }
        int changed = handle.createUpdate(change)
                .bind("ids", next.stream().filter(Passed::ended).map(Passed::id).toArray(UUID[]::new))
                .bind("before", pass.before())
                .execute();
        if (changed == BATCH) {
            return true;
        }
        handle.createUpdate(REACHED)
                .bind("what", what)
                .bind("reached_at", next.getLast().createdAt())
                .bind("reached_id", next.getLast().id())
                .execute();
        return next.size() == BATCH;
    }
}
