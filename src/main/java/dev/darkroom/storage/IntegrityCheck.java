package dev.darkroom.storage;

import dev.darkroom.http.RemoteException;
import dev.darkroom.storage.supabase.StoredObject;
import dev.darkroom.storage.supabase.SupabaseStorage;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether storage matches the row.
 *
 * @param evidence the basis of the result
 * @param storedBytes the size in storage, -1 when there is no object
 */
public record IntegrityCheck(Result result, Evidence evidence, long storedBytes) {
    public enum Result {
        MATCHES,
        DIFFERS,
        /** There is no object at the path. */
        GONE
    }

    /** Strongest first. */
    public enum Evidence {
        /** The SHA-256 of bytes fetched just now. */
        FETCHED_BYTES,
        /** The size, and the hash recorded with the object on upload. */
        NOTED_HASH,
        SIZE
    }

    /**
     * Queries the object at the row's path and compares it with the row; {@code fetchedHash} is the hash of bytes fetched just
     * now.
     */
    public static IntegrityCheck compare(SupabaseStorage storage, StoredFile file, Optional<String> fetchedHash) {
        try {
            return storage.withBucket(file.bucket())
                    .find(file.path())
                    .map(object -> of(file, object, fetchedHash))
                    .orElseGet(IntegrityCheck::gone);
        } catch (RemoteException failure) {
            // For the configured bucket this is a wrong setting, which proves nothing about the file.
            if (SupabaseStorage.isBucketMissing(failure) && !file.bucket().equals(storage.bucket())) {
                return gone();
            }
            throw failure;
        }
    }

    private static IntegrityCheck gone() {
        return new IntegrityCheck(Result.GONE, Evidence.SIZE, -1);
    }

    private static IntegrityCheck of(StoredFile file, StoredObject object, Optional<String> fetchedHash) {
        if (!Objects.equals(file.bytes(), object.size())) {
            return new IntegrityCheck(Result.DIFFERS, Evidence.SIZE, object.size());
        }
        Optional<String> noted =
                Optional.of(object.userMetadata().path("sha256").asText("")).filter(text -> !text.isEmpty());
        Optional<String> hash = fetchedHash.or(() -> noted);
        Evidence evidence = fetchedHash.isPresent()
                ? Evidence.FETCHED_BYTES
                : noted.isPresent() ? Evidence.NOTED_HASH : Evidence.SIZE;
        boolean same = hash.isEmpty() || hash.get().equals(file.sha256());
        return new IntegrityCheck(same ? Result.MATCHES : Result.DIFFERS, evidence, object.size());
    }
}
