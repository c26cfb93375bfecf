package dev.darkroom.generation;

import dev.darkroom.json.JsonMapping;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads a row of the table {@code timeline_event}. */
final class TimelineMapper implements RowMapper<TimelineEvent> {
    @Override
    public TimelineEvent map(ResultSet row, StatementContext context) throws SQLException {
        String stage = row.getString("stage");
        String data = row.getString("data");
        long millis = row.getLong("duration_ms");
        Duration duration = row.wasNull() ? null : Duration.ofMillis(millis);
        return new TimelineEvent(
                row.getLong("id"),
                row.getObject("generation_id", UUID.class),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                TimelineKind.valueOf(row.getString("kind")),
                row.getInt("attempt"),
                stage == null ? null : GenerationStage.valueOf(stage),
                data == null ? JsonMapping.MAPPER.createObjectNode() : JsonMapping.parse(data),
                duration,
                row.getString("actor"));
    }
}
