package dev.darkroom.generation;

import dev.darkroom.fal.catalog.MediaKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads the columns of a list. Whether the file is flagged is looked up for each row shown: with "exists", PostgreSQL would
 * read the files of all generations instead.
 */
public final class GenerationRowMapper implements RowMapper<GenerationRow> {
    /** All marks of {@code g}, null when it has none. */
    static final String MARKS = """
            (select jsonb_agg(jsonb_build_array(k.mark, k.actor, k.at) order by k.at)
             from generation_mark k where k.generation_id = g.id)
            """;

    public static final String COLUMNS = """
            g.id, g.user_id, g.model, g.kind, g.credits, g.status, g.stage, g.hold, g.attempt, g.max_attempts,
            g.next_attempt_at, g.owner, g.lease_until, g.epoch, g.refunded, g.delivered, g.request_id, g.submit_started_at,
            g.submitted_at, g.fal_status, g.queue_position, g.fal_started_at, g.fal_changed_at, g.rendered_at,
            g.files_expected, g.files_stored, g.bytes_stored, g.media_path, g.media_url, g.media_url_expires_at,
            g.warning, g.error_kind, g.error_code, left(g.error, 500) as error,
            case when length(g.error) <= 500 then g.error_said end as error_said, g.cancel_requested_at, g.created_at,
            g.started_at, g.updated_at, g.finished_at, g.outages, g.store_failures, g.attention_cause,
            (select f.flagged from stored_file f
             where f.generation_id = g.id and f.path = g.media_path limit 1) is true as media_flagged,
            (select count(*) from generation_note n where n.generation_id = g.id) as notes,
            """ + MARKS + " as marks, left(g.prompt, 200) as prompt ";

    @Override
    public GenerationRow map(ResultSet row, StatementContext context) throws SQLException {
        String stage = row.getString("stage");
        String hold = row.getString("hold");
        return new GenerationRow(
                row.getObject("id", UUID.class),
                row.getString("user_id"),
                row.getString("model"),
                MediaKind.valueOf(row.getString("kind")),
                row.getLong("credits"),
                GenerationStatus.valueOf(row.getString("status")),
                stage == null ? null : GenerationStage.valueOf(stage),
                hold == null ? null : HoldReason.valueOf(hold),
                row.getInt("attempt"),
                row.getInt("max_attempts"),
                GenerationMapper.known(row, "next_attempt_at"),
                new Generation.Lease(
                        row.getObject("owner", UUID.class),
                        GenerationMapper.instant(row, "lease_until"),
                        row.getLong("epoch")),
                row.getBoolean("refunded"),
                row.getBoolean("delivered"),
                job(row),
                GenerationMapper.media(row),
                failure(row),
                GenerationMapper.instant(row, "cancel_requested_at"),
                GenerationMapper.known(row, "created_at"),
                GenerationMapper.instant(row, "started_at"),
                GenerationMapper.known(row, "updated_at"),
                GenerationMapper.instant(row, "finished_at"),
                row.getInt("outages"),
                row.getInt("store_failures"),
                row.getString("attention_cause"),
                row.getBoolean("media_flagged"),
                new GenerationTriage.TriageSummary(
                        GenerationTriage.marks(row.getString("marks")), row.getLong("notes")),
                row.getString("prompt"));
    }

    private static GenerationRow.Job job(ResultSet row) throws SQLException {
        return new GenerationRow.Job(
                row.getString("request_id"),
                GenerationMapper.instant(row, "submit_started_at"),
                GenerationMapper.instant(row, "submitted_at"),
                row.getString("fal_status"),
                (Integer) row.getObject("queue_position"),
                GenerationMapper.instant(row, "fal_started_at"),
                GenerationMapper.instant(row, "fal_changed_at"),
                GenerationMapper.instant(row, "rendered_at"));
    }

    private static Generation.@Nullable Failure failure(ResultSet row) throws SQLException {
        return row.getString("error") == null
                ? null
                : new Generation.Failure(
                        text(row, "error_kind"), text(row, "error_code"), GenerationMapper.said(row), null);
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }
}
