package dev.darkroom.generation;

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
        long millis = row.getLong("duration_ms");
        Duration duration = row.wasNull() ? null : Duration.ofMillis(millis);
        return new TimelineEvent(
                row.getLong("id"),
                row.getObject("generation_id", UUID.class),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                TimelineEvent.Lane.valueOf(row.getString("lane")),
                row.getString("kind"),
                row.getInt("attempt"),
                stage == null ? null : Stage.valueOf(stage),
                row.getString("text"),
                duration,
                row.getString("actor"));
    }
}
