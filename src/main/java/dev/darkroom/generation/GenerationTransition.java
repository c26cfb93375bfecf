package dev.darkroom.generation;

import dev.darkroom.database.BatchStatement;
import dev.darkroom.storage.FileRow;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements of {@link RunRepository}. Each changes the row and adds its line to the timeline, each names the run's owner
 * and epoch, and each renews the lease or gives the row back.
 */
final class GenerationTransition {
    private static final String KEEPS =
            ", updated_at = clock_timestamp(), lease_until = clock_timestamp() + make_interval(secs => w.lease)";
    private static final String GIVES_BACK = ", updated_at = clock_timestamp(), owner = null, lease_until = null";
    /** Who has an owner is PROCESSING: the table holds it. Saying so here led the planner to another index than the key. */
    private static final String FENCE = """

            from {rows} where g.id = w.id and g.owner = w.owner and g.epoch = w.epoch
            """;

    private static final String FENCE_COLUMNS = "id uuid, owner uuid, epoch bigint, lease integer";
    private static final String NOTE_COLUMNS =
            FENCE_COLUMNS + ", lane text, kind text, text text, duration bigint, actor text";
    private static final String LINE = "lane, kind, stage, text, duration";
    /** The line before it, of a write that says two things. */
    private static final String LINE_BEFORE = "lane_before, kind_before, %s, text_before, duration_before";

    private static final String COLUMNS_BEFORE =
            ", lane_before text, kind_before text, text_before text, duration_before bigint";
    private static final String RETURNING_BEFORE = ", w.lane_before, w.kind_before, w.text_before, w.duration_before";
    private static final String ERROR =
            "error_kind = w.error_kind, error_code = w.error_code, error = w.error, error_detail = w.error_detail";
    private static final String ERROR_COLUMNS = ", error_kind text, error_code text, error text, error_detail text";

    static final BatchStatement SUBMITTING = keep(
            "input = cast(w.input as jsonb), submit_started_at = clock_timestamp(), stage = 'SUBMITTING'",
            ", input text");
    static final BatchStatement SUBMITTED = keep("""
            stage = 'SUBMITTED', submitted_at = clock_timestamp(), request_id = w.request, status_url = w.status,
            response_url = w.response, cancel_url = w.cancel, fal_status = 'IN_QUEUE', fal_changed_at = clock_timestamp()
            """, ", request text, status text, response text, cancel text");
    static final BatchStatement FOLLOWED = keep("""
            fal_status = w.status, queue_position = w.position, fal_changed_at = clock_timestamp(),
            fal_started_at = case when w.status = 'IN_PROGRESS' then clock_timestamp() else g.fal_started_at end
            """, ", status text, position integer");
    static final BatchStatement STILL_THERE = new BatchStatement(
            "update generation g set queue_position = w.position" + KEEPS + FENCE + "returning w.n",
            FENCE_COLUMNS + ", position integer");
    private static final String RESULT = """
            result = cast(w.result as jsonb), rendered_at = clock_timestamp(),
            fal_status = 'COMPLETED', fal_changed_at = clock_timestamp(), queue_position = null,
            """;
    static final BatchStatement RENDERED = keep(RESULT + "stage = 'RENDERED'", ", result text");
    private static final String EXPECTED = "stage = 'STORING', files_expected = w.files";
    static final BatchStatement STORING = keep(EXPECTED, ", files integer");
    /** {@link #RENDERED} and {@link #STORING} in one, for the result whose storing begins at once. */
    static final BatchStatement RENDERED_STORING = noted(
            RESULT + EXPECTED + KEEPS,
            ", result text, files integer" + COLUMNS_BEFORE,
            RETURNING_BEFORE,
            "",
            LINE_BEFORE.formatted("'RENDERED'"),
            LINE);

    private static final String STORED =
            "stage = 'SIGNING', files_stored = w.files, bytes_stored = w.bytes, warning = w.warning";
    private static final String STORED_COLUMNS = ", files integer, bytes bigint, warning text, " + FileRow.COLUMNS;
    private static final String RETURNING_FILE = ", " + FileRow.VALUES;
    /** The row of the file that has none yet, if there is one. */
    private static final String FILED = ", filed as (insert into " + FileRow.TABLE + " select id, " + FileRow.VALUES
            + " from changed where file_id is not null)";

    static final BatchStatement SIGNING = noted(STORED + KEEPS, STORED_COLUMNS, RETURNING_FILE, FILED, LINE);
    private static final String LINK = """
            status = 'COMPLETED', finished_at = clock_timestamp(), media_path = w.path, media_url = w.url,
            media_url_expires_at = w.expires, error_kind = null, error_code = null, error = null, error_detail = null
            """;
    private static final String LINK_COLUMNS = ", path text, url text, expires timestamptz";
    static final BatchStatement COMPLETED = end(LINK, LINK_COLUMNS, false);
    /** {@link #SIGNING} and {@link #COMPLETED} in one, for the link that came at once. */
    static final BatchStatement STORED_COMPLETED = noted(
            STORED + ", " + LINK + GIVES_BACK,
            STORED_COLUMNS + LINK_COLUMNS + COLUMNS_BEFORE,
            RETURNING_BEFORE + RETURNING_FILE,
            FILED,
            LINE_BEFORE.formatted("stage"),
            LINE);

    static final BatchStatement FAILED = end(
            "status = 'FAILED', refunded = true, finished_at = clock_timestamp(), " + ERROR,
            ERROR_COLUMNS + ", reason text",
            true);
    static final BatchStatement CANCELLED =
            end("status = 'CANCELLED', refunded = true, finished_at = clock_timestamp()", ", reason text", true);
    static final BatchStatement HELD =
            end("status = 'PENDING', hold = w.hold, " + ERROR, ERROR_COLUMNS + ", hold text", false);

    private GenerationTransition() {}

    static BatchStatement retryLater(String restart) {
        return end(
                restart + "status = 'PENDING', next_attempt_at = w.at, " + ERROR,
                ERROR_COLUMNS + ", at timestamptz",
                false);
    }

    static BatchStatement handedBack(String restart) {
        return end(
                restart + "status = 'PENDING', attempt = greatest(g.attempt - 1, 0), next_attempt_at = w.at",
                ", at timestamptz",
                false);
    }

    private static BatchStatement keep(String set, String columns) {
        return noted(set + KEEPS, columns, "", "", LINE);
    }

    /** With a refund, the ledger and the balance change in the same statement. */
    private static BatchStatement end(String set, String columns, boolean refund) {
        return refund
                ? noted(set + GIVES_BACK, columns, ", g.user_id, g.charge, g.credits, w.reason", "", """
                        lane, kind, stage,
                        concat(text, ', balance ', refund_charge(user_id, id, charge, credits, reason, actor)), duration
                        """)
                : noted(set + GIVES_BACK, columns, "", "", LINE);
    }

    /**
     * @param returning more of the row and its write, for what follows
     * @param also what is written beside row and timeline
     * @param lines of the timeline: their lane, kind, stage, text and duration
     */
    private static BatchStatement noted(String set, String columns, String returning, String also, String... lines) {
        return new BatchStatement(
                "with changed as (update generation g set " + set + FENCE
                        + "returning w.n, g.id, g.attempt, g.stage, w.lane, w.kind, w.text, w.duration, w.actor"
                        + returning
                        + """
                        ), noted as (
                          insert into timeline_event (generation_id, attempt, actor, lane, kind, stage, text, duration_ms)
                        """
                        + Stream.of(lines)
                                .map(line -> "select id, attempt, actor, " + line + " from changed")
                                .collect(Collectors.joining(" union all "))
                        + ")" + also + " select n from changed",
                NOTE_COLUMNS + columns);
    }
}
