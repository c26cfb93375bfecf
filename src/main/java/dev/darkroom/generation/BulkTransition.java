package dev.darkroom.generation;

import static dev.darkroom.generation.GenerationTransition.UPDATE;

/**
 * The changes of the state machine that engines make to many rows at once, by the database's clock. Locked rows are left for
 * the next time.
 */
public final class BulkTransition {
    /** The start of a claim, which adds the selection of rows. */
    public static final String CLAIM = UPDATE + """
            status = 'PROCESSING', stage = coalesce(g.stage, 'SUBMITTING'),
                   owner = :engine, lease_until = clock_timestamp() + make_interval(secs => :lease),
                   epoch = g.epoch + 1, attempt = g.attempt + 1, waits_for = null,
                   started_at = coalesce(g.started_at, clock_timestamp()), updated_at = clock_timestamp()
            """ + TransitionSql.NO_LONGER_STUCK;

    public static final String CLAIM_NOTED = """
            insert into timeline_event (generation_id, kind, attempt, stage, actor)
            select id, 'CLAIMED', attempt, stage, :actor from claimed
            """;

    /** Lets a live run keep its row, however long a step takes; sent with its engine's heartbeat. */
    public static final String LEASES_RENEWED = UPDATE + """
            lease_until = clock_timestamp() + make_interval(secs => :lease)
            where id = any(array(
              select id from generation
              where id = any(cast(:running as uuid[])) and owner = :engine
                and lease_until < clock_timestamp() + make_interval(secs => :lease * 2 / 3)
              for no key update skip locked))
            """;

    /** Lets another engine take the row at once. */
    private static final String FREED =
            "status = 'PENDING', owner = null, lease_until = null, next_attempt_at = clock_timestamp()";

    /**
     * Takes back from dead engines, judged at the moment of the update. An engine whose row is locked or deleted may be alive
     * and unable to record a heartbeat: its generations are judged by their leases.
     */
    static final String TAKEN_FROM_ENGINE = takenBack("ENGINE_SILENT", FREED, """
            owner = any(array(
                select e.id from engine e
                where e.state = 'STOPPED' or e.heartbeat_at < clock_timestamp() - make_interval(secs => :silence)
                for share skip locked))
            """);

    /** Takes back from runs whose lease has expired although their engine is alive. */
    static final String LEASE_ENDED = takenBack("LEASE_ENDED", FREED, "lease_until < clock_timestamp()");

    /** Takes back generations that their engine owns but no longer runs: such a run counts as an attempt. */
    static final String RUN_VANISHED = takenBack("RUN_VANISHED", FREED, """
            owner = :engine and not (id = any(cast(:running as uuid[])))
              and updated_at < clock_timestamp() - make_interval(secs => :grace)
            """);

    /** Releases whatever a stopping engine still owns; counts no attempt. */
    public static final String ENGINE_STOPPED =
            takenBack("ENGINE_STOPPED", FREED + ", attempt = greatest(g.attempt - 1, 0)", "owner = :engine");

    /** Wakes the generations that wait for this service, and no others: no timeline line, as the pause has its own. */
    public static final String WOKEN = UPDATE + """
            next_attempt_at = clock_timestamp(), waits_for = null
            where id = any(array(select id from generation
                                 where status = 'PENDING' and hold is null and epoch > 0 and waits_for = :service
                                 for no key update skip locked))
            """;

    /**
     * Clears the bytes of old results of completed, intact generations: nothing needs them any more, and the row loses no
     * information.
     */
    public static final String RESULTS_FORGOTTEN = UPDATE + """
            result = null
            where id = any(array(
              select id from generation
              where id = any(cast(:ids as uuid[])) and status = 'COMPLETED' and finished_at < :before
                and result is not null and media_url is not null and warning is null and attention_cause is null
              for no key update skip locked))
            """;

    /** Stores the monitor's finding; written to the timeline once for as long as it stays the same. */
    public static final String FLAGGED = "with changed as (" + UPDATE + """
              attention_cause = :cause, attention_since = clock_timestamp(),
                     attention_detail = cast(:detail as jsonb)
              where g.id = any(array(select id from generation where id = :id for no key update skip locked))
                and g.status = :status and g.updated_at = :seen and g.attention_cause is distinct from :cause
              returning g.id, g.attempt, g.stage)
            insert into timeline_event (generation_id, kind, attempt, stage, data, actor)
            select id, 'DIAGNOSED', attempt, stage, cast(:detail as jsonb), :actor from changed
            """;

    public static final String UNFLAGGED = UPDATE + """
            attention_cause = null, attention_since = null, attention_detail = null
            where g.id = any(array(select id from generation
                                   where id = any(cast(:ids as uuid[])) and attention_cause is not null
                                   for no key update skip locked))
            returning g.id, g.user_id
            """;

    private BulkTransition() {}

    /** @param where the condition on a running generation {@code g} */
    private static String takenBack(String cause, String set, String where) {
        return "with changed as (" + UPDATE + set + ", updated_at = clock_timestamp() where g.id = any(array("
                + "select g.id from generation g where g.status = 'PROCESSING' and " + where.strip()
                + " limit 1000 for no key update skip locked)) returning g.id, g.attempt, g.stage)"
                + " insert into timeline_event (generation_id, kind, attempt, stage, data, actor)"
                + " select id, '" + TimelineKind.TAKEN_BACK + "', attempt, stage, jsonb_build_object('cause', '" + cause
                + "'), :actor from changed";
    }
}
