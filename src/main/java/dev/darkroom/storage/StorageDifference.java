package dev.darkroom.storage;

import dev.darkroom.storage.supabase.StoredObject;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One place where the rows of files and the objects in storage disagree.
 *
 * @param generation of the row, or the one that the path names and that exists
 * @param file the row, if there is one
 * @param object what lies there, if anything does
 */
public record StorageDifference(
        Kind kind,
        String bucket,
        String path,
        Optional<UUID> generation,
        @Nullable StoredFile file,
        @Nullable StoredObject object) {
    public enum Kind {
        /** At a path as ours are, with no row: what an attempt left that ended before it wrote the row. */
        OBJECT_WITHOUT_ROW,
        /** The row says stored. */
        ROW_WITHOUT_OBJECT,
        SIZE_DIFFERS,
        /** The row says missing, and yet it is there: the answer to the upload was lost. */
        OBJECT_OF_MISSING_FILE
    }

    /** What lies in storage; nothing where there is no object. */
    public long storedBytes() {
        return object == null ? 0 : Math.max(0, object.size());
    }

    /** The same way to say which one it is for rows and objects, to keep what was chosen. */
    public String key() {
        return bucket + "/" + path;
    }
}
