package dev.darkroom.generation;

import static dev.darkroom.generation.TransitionSql.act;
import static dev.darkroom.generation.TransitionSql.end;
import static dev.darkroom.generation.TransitionSql.step;
import static dev.darkroom.generation.TransitionSql.stepNamed;

import dev.darkroom.database.writer.BatchStatement;
import dev.darkroom.storage.FileRow;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The state machine: every change that Java makes to a generation's row, each with its precondition, the values written, and
 * its line in the timeline. Changes that other programs may make as well, requesting a generation and cancelling one, are
 * functions of the schema; nothing else writes the row.
 *
 * <p>A step of a run is fenced by its owner and epoch, an operator's action by the epoch it was decided on: when the row has moved
 * on, nothing is written. A statement takes its values from the rows of {@code w} and returns the {@code n} of each that
 * changed.
 */
public final class GenerationTransition {
    /** The start of every change of a row; {@link TransitionSql} adds the rest. */
    static final String UPDATE = "update generation g set ";

    /** Clears the errors of a completed step, so that the next one is not blamed for them. */
    private static final String NO_ERROR =
            "error_kind = null, error_code = null, error = null, error_said = null, error_detail = null";

    private static final String AFTER_WAIT = "clock_timestamp() + make_interval(secs => w.wait)";

    // ---- Steps of a run. The run keeps the row, and its lease is renewed.

    /** From here on the generation counts as possibly sent. */
    public static final BatchStatement SUBMITTING = step(TimelineKind.SUBMITTING)
            .columns("input text")
            .set("input = cast(w.input as jsonb), submit_started_at = clock_timestamp(), stage = 'SUBMITTING'")
            .statement();

    private static final String JOB_COLUMNS = "request text, status_url text, response_url text, cancel_url text";
    private static final String JOB_VALUES = "w.request, w.status_url, w.response_url, w.cancel_url";
    private static final String SAVE_JOB = """
            insert into fal_job (request_id, generation_id, attempt, status_url, response_url, cancel_url)
            select request, id, attempt, status_url, response_url, cancel_url from changed
            """;

    /** The answer to a commit may be lost: the same job of the same generation may be saved again, that of another not. */
    private static final String SAVE_JOB_REPEATABLY = SAVE_JOB + """
            on conflict (request_id) do update set generation_id =
              case when fal_job.generation_id = excluded.generation_id then excluded.generation_id end
            """;

    public static final BatchStatement SUBMITTED = step(TimelineKind.SUBMITTED)
            .columns(JOB_COLUMNS)
            .set("""
                    stage = 'SUBMITTED', submitted_at = clock_timestamp(), request_id = w.request,
                    fal_status = 'IN_QUEUE', fal_changed_at = clock_timestamp(), outages = 0,
                    """ + NO_ERROR)
            .also(JOB_VALUES, SAVE_JOB_REPEATABLY)
            .statement();

    /** fal.ai moved the job to another state, whose name is the kind of the timeline line. */
    public static final BatchStatement FOLLOWED = stepNamed("w.status")
            .columns("status text, position integer")
            .set("""
                    fal_status = w.status, queue_position = w.position, fal_changed_at = clock_timestamp(),
                    fal_started_at = case when w.status = 'IN_PROGRESS' then clock_timestamp() else g.fal_started_at end
                    """)
            .statement();

    /** A state that is not in fal.ai's protocol: shown, and followed like any other. */
    public static final BatchStatement STATUS_UNKNOWN = stepNamed("")
            .columns("status text")
            .set("fal_status = w.status")
            .keepsFlag()
            .statement();

    /** Updates nothing but the queue position: no timeline line, and the attention cause stays. */
    public static final BatchStatement STILL_THERE = stepNamed("")
            .columns("position integer")
            .set("queue_position = w.position")
            .keepsFlag()
            .statement();

    private static final String RESULT = """
            result = w.result, rendered_at = clock_timestamp(), outages = 0,
            fal_status = 'COMPLETED', fal_changed_at = clock_timestamp(), queue_position = null,
            """ + NO_ERROR + ", ";
    public static final BatchStatement RENDERED = step(TimelineKind.RENDERED)
            .columns("result bytea")
            .set(RESULT + "stage = 'RENDERED'")
            .statement();

    private static final String EXPECTED = "stage = 'STORING', files_expected = w.files";
    public static final BatchStatement STORING =
            step(TimelineKind.STORING).columns("files integer").set(EXPECTED).statement();

    /** {@link #RENDERED} and {@link #STORING} combined, for a result whose storing begins at once. */
    public static final BatchStatement RENDERED_STORING = step(TimelineKind.STORING)
            .after(TimelineKind.RENDERED)
            .columns("result bytea, files integer")
            .set(RESULT + EXPECTED)
            .statement();

    private static final String STORED = """
            stage = 'SIGNING', files_stored = w.files, bytes_stored = w.bytes, warning = cast(w.warning as jsonb), outages = 0
            """;
    private static final String STORED_COLUMNS = "files integer, bytes bigint, warning text, " + FileRow.COLUMNS;
    /** Inserts the row of the file that has none yet, if there is one. */
    private static final String SAVE_FILE = "insert into " + FileRow.TABLE + " select id, " + FileRow.VALUES
            + " from changed where file_id is not null " + FileRow.OR_UPDATE;

    public static final BatchStatement SIGNING = step(TimelineKind.STORED)
            .columns(STORED_COLUMNS)
            .set(STORED)
            .also(FileRow.VALUES, SAVE_FILE)
            .statement();

    // ---- Ends of a run. The run gives the row back.

    private static final String LINK = """
            status = 'COMPLETED', finished_at = clock_timestamp(), media_path = w.path, media_url = w.url,
            media_url_expires_at = w.expires, delivered = true,
            """ + NO_ERROR;
    private static final String LINK_COLUMNS = "path text, url text, expires timestamptz";
    public static final BatchStatement COMPLETED =
            end(TimelineKind.COMPLETED).columns(LINK_COLUMNS).set(LINK).statement();

    /** {@link #SIGNING} and {@link #COMPLETED} combined, for a link that was signed at once. */
    public static final BatchStatement STORED_COMPLETED = end(TimelineKind.COMPLETED)
            .after(TimelineKind.STORED)
            .columns(STORED_COLUMNS + ", " + LINK_COLUMNS)
            .set(STORED + ", " + LINK)
            .also(FileRow.VALUES, SAVE_FILE)
            .statement();

    private static final String ERROR =
            "error_kind = w.error_kind, error_code = w.error_code, error = w.error, error_said = cast(w.error_said as jsonb), "
                    + "error_detail = w.error_detail";
    private static final String ERROR_COLUMNS =
            "error_kind text, error_code text, error text, error_said text, error_detail text";
    private static final String NOT_DELIVERED = "not g.delivered";

    /** A submit whose answer is unknown may have made a job that is billed, so only an operator gives it up. */
    private static final String ANSWERED = " and (g.submit_started_at is null or g.request_id is not null)";

    private static final BatchStatement FAILED = failedWith("", NOT_DELIVERED + ANSWERED);
    /** fal.ai refused the submit: nothing is known under it, and a retry has nothing to look for. */
    private static final BatchStatement FAILED_UNSENT = failedWith(RestartPoint.NOT_SENT.sql(), NOT_DELIVERED);
    /** A job that has failed for good is not asked about again: clearing the stage makes a retry start over, and show it. */
    private static final BatchStatement FAILED_WITH_JOB = failedWith("stage = null, ", NOT_DELIVERED);

    /** Of a submit that was refused, nothing is left to look for. */
    private static final String FORGET_UNSENT =
            "submit_started_at = case when not w.unsent then g.submit_started_at end, ";

    /** Clears earlier errors, which a retry could take for its cause, and a job that is over. */
    public static final BatchStatement CANCELLED = end(TimelineKind.CANCELLED)
            .columns("job_over boolean, unsent boolean")
            .refunding()
            .set(FORGET_UNSENT + "status = 'CANCELLED', refunded = true, finished_at = clock_timestamp(), "
                    + "stage = case when not w.job_over then g.stage end, " + NO_ERROR)
            .where(NOT_DELIVERED)
            .statement();

    /**
     * Whatever was delivered before stays delivered, however its repair ended. Without a stage a retry starts a new job, and says
     * what that costs: a result whose files fal.ai has no longer cannot be stored.
     */
    public static final BatchStatement REPAIR_ENDED = end(TimelineKind.REPAIR_ENDED)
            .columns("warning text, result_gone boolean, unsent boolean")
            .set(FORGET_UNSENT + """
                    stage = case when not w.result_gone then g.stage end,
                    status = 'COMPLETED', finished_at = clock_timestamp(), outages = 0, cancel_requested_at = null,
                    cancel_reason = null, warning = coalesce(g.warning, cast(w.warning as jsonb))
                    """)
            .where("g.delivered")
            .statement();

    /** Holds the generation for an operator's decision; a cancel request is one already. */
    public static final BatchStatement HELD = end(TimelineKind.HELD)
            .columns(ERROR_COLUMNS + ", hold text")
            .set("status = 'PENDING', hold = w.hold, " + ERROR)
            .where("g.cancel_requested_at is null")
            .flagged("w.hold")
            .statement();

    private static final Map<RestartPoint, BatchStatement> RETRY_SCHEDULED =
            each(restart -> end(TimelineKind.RETRY_SCHEDULED)
                    .columns(ERROR_COLUMNS + ", wait double precision, outages integer")
                    .set(restart.sql() + storeFailures("1") + "status = 'PENDING', outages = w.outages, "
                            + "next_attempt_at = " + AFTER_WAIT + ", " + ERROR)
                    .where("not (g.cancel_requested_at is not null and " + restart.endsWithCancel() + ")")
                    .statement());

    /**
     * Counts no attempt: nothing was wrong with the generation itself. With a cancel request a repair, and what was not sent,
     * ends instead, and so does a submit without a known answer while fal.ai cannot be asked about it.
     */
    private static final Map<RestartPoint, BatchStatement> HANDED_BACK = each(restart -> end(TimelineKind.HANDED_BACK)
            .columns(ERROR_COLUMNS + ", wait double precision, service text, outages integer")
            .set(restart.sql() + storeFailures("greatest(w.outages - g.outages, 0)") + ERROR + """
                    , status = 'PENDING', attempt = greatest(g.attempt - 1, 0), waits_for = w.service,
                    outages = w.outages, next_attempt_at =
                    """ + AFTER_WAIT)
            .where("not (g.cancel_requested_at is not null and (" + restart.endsWithCancel()
                    + " or g.request_id is null and coalesce(w.service = 'FAL', false)))")
            .statement());

    // ---- Actions of an operator. All but a new link advance the epoch, so a current run loses its right to write.

    private static final String OPEN = "g.finished_at is null";
    private static final String ENDED_WITHOUT_RESULT = "g.status in ('FAILED', 'CANCELLED')";
    /** Allows at least one more attempt. That fal.ai refused this job, and worked for others, is not forgotten. */
    private static final String ONE_MORE = """
            attempt = greatest(least(g.attempt, g.max_attempts - 1), 0), next_attempt_at = clock_timestamp(),
            hold = null, waits_for = null, outages = case when g.hold = 'JOB_REFUSED' then 1 else 0 end
            """;

    /** Resumes now from the saved stage. */
    public static final BatchStatement RECOVERED = act(TimelineKind.RECOVERED)
            .set("status = 'PENDING', owner = null, lease_until = null, " + ONE_MORE)
            .where(OPEN)
            .statement();

    /** Resumes a completed generation from a stage after fal.ai. */
    public static final BatchStatement REPAIRED = act(TimelineKind.RECOVERED)
            .columns("stage text")
            .set("""
                    status = 'PENDING', started_at = null, finished_at = null, stage = w.stage, attempt = 0, outages = 0,
                    store_failures = 0, next_attempt_at = clock_timestamp(), cancel_requested_at = null,
                    cancel_reason = null,
                    """ + NO_ERROR)
            .where("g.status = 'COMPLETED'")
            .statement();

    public static final BatchStatement ATTACHED = attached(TimelineKind.ATTACHED);

    /** The answer to the submit reached an engine that had already lost its right to the row. */
    public static final BatchStatement ANSWERED_LATE = attached(TimelineKind.SUBMITTED);

    public static final BatchStatement SENT_AGAIN = act(TimelineKind.SENT_AGAIN)
            .set(RestartPoint.NEW_JOB.sql() + NO_ERROR + ", " + ONE_MORE)
            .where("g.status = 'PENDING' and g.hold is not null")
            .statement();

    public static final BatchStatement PRIORITY_CHANGED = act(TimelineKind.PRIORITY_CHANGED)
            .columns("priority integer")
            .set("priority = w.priority")
            .keepsFlag()
            .where("g.status = 'PENDING'")
            .statement();

    /** Makes the next attempt due now; it counts as it would have. */
    public static final BatchStatement WAIT_ENDED = act(TimelineKind.WAIT_ENDED)
            .set("next_attempt_at = clock_timestamp()")
            .keepsFlag()
            .where("g.status = 'PENDING' and g.hold is null and g.next_attempt_at > clock_timestamp()")
            .statement();

    private static final String BEGIN_AGAIN = """
            status = 'PENDING', attempt = 0, next_attempt_at = clock_timestamp(), started_at = null, finished_at = null,
            refunded = false,
            charge = w.charge, cancel_requested_at = null, cancel_reason = null, outages = 0, store_failures = 0,
            warning = case when g.delivered then g.warning end,
            """ + NO_ERROR;

    private static final BatchStatement RETRIED_SUBMIT = retried(RestartPoint.NEW_JOB.sql() + "result = null, ");
    /** A submit whose answer was lost is looked up first, as the job may exist. */
    private static final BatchStatement RETRIED_FOLLOW =
            retried("stage = case when g.request_id is null then 'SUBMITTING' else 'SUBMITTED' end, ");

    private static final BatchStatement RETRIED_STORE = retried("stage = 'RENDERED', ");

    /** The files of the earlier input, which must not be taken for those of the new one. */
    private static final String FORGET_FILES =
            "delete from stored_file where generation_id in (select id from changed)";

    public static final BatchStatement EDITED = act(TimelineKind.EDITED)
            .columns("charge integer, input text, prompt text, credits bigint")
            .set(RestartPoint.NEW_JOB.sql() + """
                    input = cast(w.input as jsonb), prompt = w.prompt, credits = w.credits, result = null,
                    rendered_at = null, files_expected = null, files_stored = 0, bytes_stored = 0, media_path = null,
                    media_url = null, media_url_expires_at = null,
                    """ + BEGIN_AGAIN)
            .where(ENDED_WITHOUT_RESULT)
            .also("w.prompt, g.user_id, g.created_at", PromptSearchIndex.REPLACE)
            .also(FORGET_FILES)
            .statement();

    public static final BatchStatement REFUND_DECIDED = act(TimelineKind.REFUND_DECIDED)
            .set("refunded = true")
            .where(ENDED_WITHOUT_RESULT + " and not g.refunded")
            .statement();

    public static final BatchStatement MARKED_FAILED = act(TimelineKind.MARKED_FAILED)
            .columns("error text, error_said text")
            .set("""
                    status = 'FAILED', hold = null, waits_for = null, owner = null, lease_until = null,
                    refunded = true, error_kind = 'FINAL', error_code = 'marked_failed', error = w.error,
                    error_said = cast(w.error_said as jsonb),
                    finished_at = clock_timestamp()
                    """)
            .where(OPEN + " and " + NOT_DELIVERED)
            .statement();

    /** Applies only to the file that the link was made for, and never replaces a link that expires later. */
    public static final BatchStatement LINK_RENEWED = act(TimelineKind.LINK_RENEWED)
            .columns("path text, url text, expires timestamptz")
            .set("media_url = w.url, media_url_expires_at = w.expires")
            .keepsEpoch()
            .where("""
                    g.status = 'COMPLETED' and g.media_path = w.path
                    and (g.media_url is null or g.media_url_expires_at is null or g.media_url_expires_at < w.expires)
                    """)
            .statement();

    /** The object behind the link is gone: removes the link, which opens nothing. */
    public static final BatchStatement FILE_LOST = act(TimelineKind.FILE_LOST)
            .columns("path text, warning text")
            .set("media_url = null, media_url_expires_at = null, warning = cast(w.warning as jsonb)")
            .where("g.status = 'COMPLETED' and g.media_path = w.path and g.media_url is not null")
            .flagged("'NO_MEDIA_URL'")
            .statement();

    // ---- Changes that engines make to many rows at once, by the database's clock. Locked rows are left for the next
    // time.

    /** The start of a claim, which adds the selection of rows. */
    public static final String CLAIM = """
            update generation g set status = 'PROCESSING', stage = coalesce(g.stage, 'SUBMITTING'),
                   owner = :engine, lease_until = clock_timestamp() + make_interval(secs => :lease),
                   epoch = g.epoch + 1, attempt = g.attempt + 1, waits_for = null,
                   started_at = coalesce(g.started_at, clock_timestamp()), updated_at = clock_timestamp()
            """ + TransitionSql.NO_LONGER_STUCK;

    public static final String CLAIM_NOTED = """
            insert into timeline_event (generation_id, kind, attempt, stage, actor)
            select id, 'CLAIMED', attempt, stage, :actor from claimed
            """;

    /** Lets a live run keep its row, however long a step takes; sent with its engine's heartbeat. */
    public static final String LEASES_RENEWED = """
            update generation set lease_until = clock_timestamp() + make_interval(secs => :lease)
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
    static final String TAKEN_FROM_ENGINE =
            TransitionSql.many(TimelineKind.TAKEN_BACK, FREED, """
            status = 'PROCESSING' and owner = any(array(
                select e.id from engine e
                where e.state = 'STOPPED' or e.heartbeat_at < clock_timestamp() - make_interval(secs => :silence)
                for share skip locked))
            """, "jsonb_build_object('cause', 'ENGINE_SILENT')");

    /** Takes back from runs whose lease has expired although their engine is alive. */
    static final String LEASE_ENDED = TransitionSql.many(
            TimelineKind.TAKEN_BACK,
            FREED,
            "status = 'PROCESSING' and lease_until < clock_timestamp()",
            "jsonb_build_object('cause', 'LEASE_ENDED')");

    /** Takes back generations that their engine owns but no longer runs: such a run counts as an attempt. */
    static final String RUN_VANISHED =
            TransitionSql.many(TimelineKind.TAKEN_BACK, FREED, """
            status = 'PROCESSING' and owner = :engine and not (id = any(cast(:running as uuid[])))
              and updated_at < clock_timestamp() - make_interval(secs => :grace)
            """, "jsonb_build_object('cause', 'RUN_VANISHED')");

    /** Releases whatever a stopping engine still owns; counts no attempt. */
    public static final String ENGINE_STOPPED = TransitionSql.many(
            TimelineKind.TAKEN_BACK,
            FREED + ", attempt = greatest(g.attempt - 1, 0)",
            "status = 'PROCESSING' and owner = :engine",
            "jsonb_build_object('cause', 'ENGINE_STOPPED')");

    /** Wakes the generations that wait for this service, and no others: no timeline line, as the pause has its own. */
    public static final String WOKEN = """
            update generation set next_attempt_at = clock_timestamp(), waits_for = null
            where id = any(array(select id from generation
                                 where status = 'PENDING' and hold is null and epoch > 0 and waits_for = :service
                                 for no key update skip locked))
            """;

    /**
     * Clears the bytes of old results of completed, intact generations: nothing needs them any more, and the row loses no
     * information.
     */
    public static final String RESULTS_FORGOTTEN = """
            update generation set result = null
            where id = any(array(
              select id from generation
              where id = any(cast(:ids as uuid[])) and status = 'COMPLETED' and finished_at < :before
                and result is not null and media_url is not null and warning is null and attention_cause is null
              for no key update skip locked))
            """;

    /** Stores the monitor's finding; written to the timeline once for as long as it stays the same. */
    public static final String FLAGGED = """
            with changed as (
              update generation g set attention_cause = :cause, attention_since = clock_timestamp(),
                     attention_detail = cast(:detail as jsonb)
              where g.id = any(array(select id from generation where id = :id for no key update skip locked))
                and g.status = :status and g.updated_at = :seen and g.attention_cause is distinct from :cause
              returning g.id, g.attempt, g.stage)
            insert into timeline_event (generation_id, kind, attempt, stage, data, actor)
            select id, 'DIAGNOSED', attempt, stage, cast(:detail as jsonb), :actor from changed
            """;

    public static final String UNFLAGGED = """
            update generation g set attention_cause = null, attention_since = null, attention_detail = null
            where g.id = any(array(select id from generation
                                   where id = any(cast(:ids as uuid[])) and attention_cause is not null
                                   for no key update skip locked))
            returning g.id, g.user_id
            """;

    private GenerationTransition() {}

    private static BatchStatement failedWith(String more, String condition) {
        return end(TimelineKind.FAILED)
                .columns(ERROR_COLUMNS)
                .refunding()
                .set(more + "status = 'FAILED', refunded = true, finished_at = clock_timestamp(), " + ERROR)
                .where(condition)
                .statement();
    }

    private static BatchStatement attached(TimelineKind kind) {
        return act(kind)
                .columns(JOB_COLUMNS)
                .set("""
                        stage = 'SUBMITTED', request_id = w.request, fal_status = 'IN_QUEUE',
                        fal_changed_at = clock_timestamp(), submitted_at = coalesce(g.submit_started_at, clock_timestamp()),
                        """ + NO_ERROR + ", " + ONE_MORE)
                .where("g.hold = 'SUBMIT_UNKNOWN'")
                .also(JOB_VALUES, SAVE_JOB)
                .statement();
    }

    /** Adds to the failed attempts at storing when the attempt that ends was one. */
    private static String storeFailures(String count) {
        return "store_failures = g.store_failures + case when g.stage in ('RENDERED', 'STORING', 'SIGNING') then "
                + count + " else 0 end, ";
    }

    private static BatchStatement retried(String from) {
        return act(TimelineKind.RETRIED)
                .columns("charge integer")
                .set(from + BEGIN_AGAIN)
                .where("g.finished_at is not null")
                .statement();
    }

    private static Map<RestartPoint, BatchStatement> each(Function<RestartPoint, BatchStatement> statement) {
        return Arrays.stream(RestartPoint.values())
                .collect(Collectors.toUnmodifiableMap(Function.identity(), statement));
    }

    public static BatchStatement failed(RestartPoint restart) {
        return switch (restart) {
            case FROM_STAGE, FETCH_AGAIN -> FAILED;
            case NOT_SENT -> FAILED_UNSENT;
            case NEW_JOB -> FAILED_WITH_JOB;
        };
    }

    public static BatchStatement retryScheduled(RestartPoint restart) {
        return Objects.requireNonNull(RETRY_SCHEDULED.get(restart));
    }

    public static BatchStatement handedBack(RestartPoint restart) {
        return Objects.requireNonNull(HANDED_BACK.get(restart));
    }

    public static BatchStatement retried(RetryPlan.From from) {
        return switch (from) {
            case SUBMIT -> RETRIED_SUBMIT;
            case FOLLOW -> RETRIED_FOLLOW;
            case STORE -> RETRIED_STORE;
        };
    }
}
