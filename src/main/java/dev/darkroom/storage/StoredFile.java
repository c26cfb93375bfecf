package dev.darkroom.storage;

import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.supabase.SignedUrl;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.mapper.reflect.ColumnName;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table {@code stored_file} with the owner of its generation: a file of a generation, stored or known to be missing.
 *
 * @param flagged what the provider's own safety check says of it; null when it says nothing
 * @param model of its generation, null before it is stored
 * @param prompt the first 200 characters of that one, null before it is stored
 * @param remark what was odd about it and no failure
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
    /** Of a file {@code f} of a generation {@code g}: every mapping needs all of them. */
    public static final String COLUMNS = "f.*, g.user_id, g.model, left(g.prompt, 200) as prompt";

    /**
     * A link to it for a person, who may paste it into a browser: what the browser would run is saved there instead, for it would run
     * with the rights of the page that it is served from.
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

    /** Whether the object is there. */
    public enum State {
        STORED,
        /** Belongs to the result but could not be stored; {@link #error()} says why. */
        MISSING
    }
}
