package dev.darkroom.storage;

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

    static IntegrityCheck gone() {
        return new IntegrityCheck(Result.GONE, Evidence.SIZE, -1);
    }

    static IntegrityCheck of(StoredFile file, StoredObject object, Optional<String> fetchedHash) {
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
