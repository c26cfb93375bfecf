package dev.darkroom.storage;

import dev.darkroom.storage.supabase.StoredObject;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A path at which the file rows and the objects in storage disagree.
 *
 * @param generation the row's generation, or an existing generation named by the path
 * @param file the row, if any
 * @param object the object at the path, if any
 */
public record StorageDifference(
        Kind kind,
        String bucket,
        String path,
        Optional<UUID> generation,
        @Nullable StoredFile file,
        @Nullable StoredObject object) {
    public enum Kind {
        /** At a path in our format, but without a row: left by an attempt that ended before writing the row. */
        OBJECT_WITHOUT_ROW,
        /** The row is in the stored state, or in the missing state although its generation is completed. */
        ROW_WITHOUT_OBJECT,
        SIZE_DIFFERS,
        /** The row is in the missing state, but the object exists: the answer to the upload was lost. */
        OBJECT_OF_MISSING_FILE
    }

    /** Whether the row itself says that there is no object. */
    boolean isKnown() {
        return kind == Kind.ROW_WITHOUT_OBJECT && file != null && file.state() == StoredFile.State.MISSING;
    }

    /** The size in storage; 0 when there is no object. */
    public long storedBytes() {
        return object == null ? 0 : Math.max(0, object.size());
    }

    /** Identifies rows and objects alike, to keep the selection. */
    public String key() {
        return bucket + "/" + path;
    }
}
