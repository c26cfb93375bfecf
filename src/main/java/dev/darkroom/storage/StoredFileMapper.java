package dev.darkroom.storage;

import dev.darkroom.message.CodedMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads a row of {@code stored_file} joined with the owner's {@code user_id}. */
final class StoredFileMapper implements RowMapper<StoredFile> {
    @Override
    public StoredFile map(ResultSet row, StatementContext context) throws SQLException {
        return new StoredFile(
                row.getObject("id", UUID.class),
                row.getObject("generation_id", UUID.class),
                row.getString("user_id"),
                row.getInt("position"),
                StoredFile.State.valueOf(row.getString("state")),
                row.getString("name"),
                row.getString("source_url"),
                row.getString("bucket"),
                row.getString("path"),
                row.getString("content_type"),
                (Long) row.getObject("bytes"),
                row.getString("sha256"),
                (Integer) row.getObject("width"),
                (Integer) row.getObject("height"),
                (Double) row.getObject("seconds"),
                (Boolean) row.getObject("flagged"),
                said(row, "remark"),
                said(row, "error"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable CodedMessage said(ResultSet row, String column) throws SQLException {
        String said = row.getString(column);
        return said == null ? null : CodedMessage.parse(said);
    }
}
