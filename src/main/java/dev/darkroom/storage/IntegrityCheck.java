package dev.darkroom.storage;

import dev.darkroom.http.RemoteException;
import dev.darkroom.storage.supabase.StoredObject;
import dev.darkroom.storage.supabase.SupabaseStorage;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether storage holds what the row says.
 *
 * @param evidence how that was found out
 * @param storedBytes the size in storage, -1 when there is no object
 */
public record IntegrityCheck(Result result, Evidence evidence, long storedBytes) {
    public enum Result {
        MATCHES,
        DIFFERS,
        /** There is no object at the path. */
        GONE
    }

    /** From strong to weak. */
    public enum Evidence {
        /** The SHA-256 of the bytes that were fetched just now. */
        FETCHED_BYTES,
        /** The size, and the hash that was noted with the object when it was uploaded. */
        NOTED_HASH,
        SIZE
    }

    /** Asks now what there is where the row says a file lies, and compares; {@code fetchedHash} is that of bytes just fetched. */
    public static IntegrityCheck ask(SupabaseStorage storage, StoredFile file, Optional<String> fetchedHash) {
        try {
            return storage.withBucket(file.bucket())
                    .find(file.path())
                    .map(object -> of(file, object, fetchedHash))
                    .orElseGet(IntegrityCheck::gone);
        } catch (RemoteException failure) {
            // Of our own bucket that is a wrong setting and says nothing about the file.
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
