package dev.darkroom.generation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.json.TimeBounds;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads a whole row of the table {@code generation}. */
public final class GenerationMapper implements RowMapper<Generation> {
    /**
     * Joins each row {@code g} to its current job {@code j}, looked up row by row: a plain join lets a planner without
     * statistics on a new table read all jobs ever made.
     */
    public static final String WITH_JOB = """
             left join lateral (
              select status_url, response_url, cancel_url from fal_job where request_id = g.request_id offset 0) j on true
            """;

    /** Selects whole rows named {@code g}, with the URLs of their current jobs. */
    public static String select(String from) {
        return "select g.*, j.status_url, j.response_url, j.cancel_url from " + from + WITH_JOB;
    }

    @Override
    public Generation map(ResultSet row, StatementContext context) throws SQLException {
        String stage = row.getString("stage");
        String hold = row.getString("hold");
        ReadInput input = input(row);
        byte[] result = row.getBytes("result");
        return new Generation(
                row.getObject("id", UUID.class),
                row.getString("user_id"),
                row.getString("model"),
                MediaKind.valueOf(row.getString("kind")),
                input.input(),
                row.getString("prompt"),
                row.getLong("credits"),
                row.getInt("priority"),
                GenerationStatus.valueOf(row.getString("status")),
                stage == null ? null : GenerationStage.valueOf(stage),
                hold == null ? null : HoldReason.valueOf(hold),
                row.getString("waits_for"),
                row.getInt("attempt"),
                row.getInt("max_attempts"),
                known(row, "next_attempt_at"),
                new Generation.Lease(
                        row.getObject("owner", UUID.class), instant(row, "lease_until"), row.getLong("epoch")),
                row.getInt("charge"),
                row.getBoolean("refunded"),
                row.getBoolean("delivered"),
                row.getInt("outages"),
                row.getInt("store_failures"),
                falJob(row),
                result == null ? null : new Generation.SavedResult(result),
                media(row),
                failure(row),
                instant(row, "cancel_requested_at"),
                row.getString("cancel_reason"),
                row.getString("created_by"),
                known(row, "created_at"),
                instant(row, "started_at"),
                known(row, "updated_at"),
                instant(row, "finished_at"),
                row.getString("attention_cause"),
                input.problem());
    }

    private record ReadInput(ObjectNode input, @Nullable CodedMessage problem) {}

    /** An unreadable row must neither stop the others nor be hidden from operators. */
    private static ReadInput input(ResultSet row) throws SQLException {
        try {
            return new ReadInput((ObjectNode) JsonMapping.readLeniently(row.getString("input")), null);
        } catch (IllegalArgumentException unreadable) {
            return new ReadInput(
                    JsonMapping.MAPPER.createObjectNode(),
                    CodedMessage.of("input.unreadable", CodedError.of(unreadable)));
        }
    }

    private static Generation.FalJob falJob(ResultSet row) throws SQLException {
        return new Generation.FalJob(
                instant(row, "submit_started_at"),
                instant(row, "submitted_at"),
                request(row),
                row.getString("fal_status"),
                (Integer) row.getObject("queue_position"),
                instant(row, "fal_started_at"),
                instant(row, "fal_changed_at"),
                instant(row, "rendered_at"));
    }

    /** The URLs come from the joined row of {@code fal_job}. */
    private static @Nullable FalRequest request(ResultSet row) throws SQLException {
        String id = row.getString("request_id");
        URI status = address(row.getString("status_url"));
        URI response = address(row.getString("response_url"));
        URI cancel = address(row.getString("cancel_url"));
        return id == null || status == null || response == null || cancel == null
                ? null
                : new FalRequest(id, status, response, cancel);
    }

    static Generation.Media media(ResultSet row) throws SQLException {
        String warning = row.getString("warning");
        return new Generation.Media(
                (Integer) row.getObject("files_expected"),
                row.getInt("files_stored"),
                row.getLong("bytes_stored"),
                row.getString("media_path"),
                address(row.getString("media_url")),
                instant(row, "media_url_expires_at"),
                warning == null ? null : CodedMessage.parse(warning));
    }

    private static Generation.@Nullable Failure failure(ResultSet row) throws SQLException {
        return row.getString("error") == null
                ? null
                : new Generation.Failure(
                        row.getString("error_kind"),
                        row.getString("error_code"),
                        said(row),
                        row.getString("error_detail"));
    }

    /** Rows written by other programs have the English sentence only. */
    static CodedMessage said(ResultSet row) throws SQLException {
        String said = row.getString("error_said");
        return said == null ? CodedMessage.quoted(row.getString("error")) : CodedMessage.parse(said);
    }

    /** Returns null for an invalid URL too: the path is authoritative, and a new link can be signed. */
    private static @Nullable URI address(@Nullable String text) {
        try {
            return text == null ? null : URI.create(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** Other programs write rows too, and {@code infinity} is a valid time in the database. */
    static Instant known(ResultSet row, String column) throws SQLException {
        return TimeBounds.within(row.getObject(column, OffsetDateTime.class).toInstant());
    }

    /** Returns the time as a statement parameter. */
    public static OffsetDateTime parameter(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : TimeBounds.within(time.toInstant());
    }
}
