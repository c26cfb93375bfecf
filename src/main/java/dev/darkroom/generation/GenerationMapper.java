package dev.darkroom.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.fal.MediaKind;
import dev.darkroom.http.Json;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads a whole row of the table {@code generation}. */
final class GenerationMapper implements RowMapper<Generation> {
    @Override
    public Generation map(ResultSet row, StatementContext context) throws SQLException {
        String stage = row.getString("stage");
        String hold = row.getString("hold");
        return new Generation(
                row.getObject("id", UUID.class),
                row.getString("user_id"),
                row.getString("model"),
                MediaKind.valueOf(row.getString("kind")),
                (ObjectNode) Json.parse(row.getString("input")),
                row.getString("prompt"),
                row.getLong("credits"),
                row.getInt("priority"),
                GenerationStatus.valueOf(row.getString("status")),
                stage == null ? null : Stage.valueOf(stage),
                hold == null ? null : Hold.valueOf(hold),
                row.getInt("attempt"),
                row.getInt("max_attempts"),
                known(row, "next_attempt_at"),
                new Generation.Lease(
                        row.getObject("owner", UUID.class), instant(row, "lease_until"), row.getLong("epoch")),
                row.getInt("charge"),
                row.getBoolean("refunded"),
                falJob(row),
                json(row, "result"),
                media(row),
                failure(row),
                instant(row, "cancel_requested_at"),
                row.getString("cancel_reason"),
                row.getString("created_by"),
                known(row, "created_at"),
                instant(row, "started_at"),
                known(row, "updated_at"),
                instant(row, "finished_at"));
    }

    private static Generation.FalJob falJob(ResultSet row) throws SQLException {
        String requestId = row.getString("request_id");
        return new Generation.FalJob(
                instant(row, "submit_started_at"),
                instant(row, "submitted_at"),
                requestId == null
                        ? null
                        : new FalRequest(
                                requestId,
                                URI.create(row.getString("status_url")),
                                URI.create(row.getString("response_url")),
                                URI.create(row.getString("cancel_url"))),
                row.getString("fal_status"),
                (Integer) row.getObject("queue_position"),
                instant(row, "fal_started_at"),
                instant(row, "fal_changed_at"),
                instant(row, "rendered_at"));
    }

    static Generation.Media media(ResultSet row) throws SQLException {
        String url = row.getString("media_url");
        return new Generation.Media(
                (Integer) row.getObject("files_expected"),
                row.getInt("files_stored"),
                row.getLong("bytes_stored"),
                row.getString("media_path"),
                url == null ? null : URI.create(url),
                instant(row, "media_url_expires_at"),
                row.getString("warning"));
    }

    private static Generation.@Nullable Failure failure(ResultSet row) throws SQLException {
        String message = row.getString("error");
        return message == null
                ? null
                : new Generation.Failure(
                        row.getString("error_kind"),
                        row.getString("error_code"),
                        message,
                        row.getString("error_detail"));
    }

    private static @Nullable JsonNode json(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : Json.parse(text);
    }

    static Instant known(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
