package dev.darkroom.storage;

import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.supabase.SignedUrl;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.mapper.reflect.ColumnName;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code stored_file} with the owner of its generation: a file of a generation, either stored or known to be
 * missing.
 *
 * @param flagged the verdict of the provider's safety check; null when there is none
 * @param model the generation's model, null before the file is stored
 * @param prompt the first 200 characters of the generation's prompt, null before the file is stored
 * @param remark an anomaly that is not a failure
 */
public record StoredFile(
        UUID id,
        @ColumnName("generation_id") UUID generation,
        String userId,
        int position,
        State state,
        String name,
        String sourceUrl,
        String bucket,
        String path,
        @Nullable String contentType,
        @Nullable Long bytes,
        @Nullable String sha256,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Double seconds,
        @Nullable Boolean flagged,
        @Nullable CodedMessage remark,
        @Nullable CodedMessage error,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String model,
        @Nullable String prompt) {
    /** The columns of a file {@code f} and its generation {@code g}: every mapping needs all of them. */
    public static final String COLUMNS = "f.*, g.user_id, g.model, left(g.prompt, 200) as prompt";

    /**
     * Returns a link that a user may paste into a browser. Active content is downloaded instead of shown, because it would run
     * with the rights of the site that serves it.
     */
    public SignedUrl forBrowser(SignedUrl link) {
        return FileKind.isActive(this) ? link.asDownload(name) : link;
    }

    StoredFile withId(UUID other) {
        return new StoredFile(
                other,
                generation,
                userId,
                position,
                state,
                name,
                sourceUrl,
                bucket,
                path,
                contentType,
                bytes,
                sha256,
                width,
                height,
                seconds,
                flagged,
                remark,
                error,
                createdAt,
                updatedAt,
                model,
                prompt);
    }

    /** Whether the object exists. */
    public enum State {
        STORED,
        /** Belongs to the result but could not be stored; {@link #error()} says why. */
        MISSING
    }
}
