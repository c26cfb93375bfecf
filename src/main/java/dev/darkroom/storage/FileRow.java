package dev.darkroom.storage;

import dev.darkroom.database.writer.BatchRow;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import org.jspecify.annotations.Nullable;

/**
 * Adds a row of {@code stored_file} to any {@link dev.darkroom.database.writer.BatchStatement}: its columns are named after the
 * table's, prefixed with {@code file_}.
 */
public final class FileRow {
    /** The columns of {@code w}, for {@link #with}; all null when there is no file. */
    public static final String COLUMNS = """
            file_id uuid, file_position integer, file_state text, file_name text, file_source text, file_bucket text,
            file_path text, file_type text, file_bytes bigint, file_sha256 text, file_width integer, file_height integer,
            file_seconds double precision, file_flagged boolean, file_remark text, file_error text""";

    /** The table and its columns in the order of {@link #VALUES}; the generation's id comes first. */
    public static final String TABLE = """
            stored_file (generation_id, id, position, state, name, source_url, bucket, path, content_type, bytes, sha256,
                         width, height, seconds, flagged, remark, error)""";

    public static final String VALUES = """
            file_id, file_position, file_state, file_name, file_source, file_bucket, file_path, file_type, file_bytes,
            file_sha256, file_width, file_height, file_seconds, file_flagged, cast(file_remark as jsonb),
            cast(file_error as jsonb)""";

    /** For a row that may have been inserted before, as the answer to a commit can be lost. */
    public static final String OR_UPDATE = """
            on conflict (generation_id, position) do update set
              state = excluded.state, name = excluded.name, source_url = excluded.source_url,
              bucket = excluded.bucket, path = excluded.path, content_type = excluded.content_type,
              bytes = excluded.bytes, sha256 = excluded.sha256, width = excluded.width,
              height = excluded.height, seconds = excluded.seconds, flagged = excluded.flagged,
              remark = excluded.remark, error = excluded.error,
              updated_at = clock_timestamp()
            """;

    private FileRow() {}

    public static BatchRow with(BatchRow write, StoredFile file) {
        return write.with("file_id", file.id())
                .with("file_position", file.position())
                .with("file_state", file.state())
                .with("file_name", file.name())
                .with("file_source", file.sourceUrl())
                .with("file_bucket", file.bucket())
                .with("file_path", file.path())
                .with("file_type", file.contentType())
                .with("file_bytes", file.bytes())
                .with("file_sha256", file.sha256())
                .with("file_width", file.width())
                .with("file_height", file.height())
                .with("file_seconds", file.seconds())
                .with("file_flagged", file.flagged())
                .with("file_remark", json(file.remark()))
                .with("file_error", json(file.error()));
    }

    private static @Nullable String json(@Nullable CodedMessage said) {
        return said == null ? null : JsonMapping.write(said.json());
    }
}
