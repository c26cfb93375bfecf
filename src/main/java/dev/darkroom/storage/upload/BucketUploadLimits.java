package dev.darkroom.storage.upload;

import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.access.StorageAccess;
import dev.darkroom.storage.access.StorageAccessCheck;
import dev.darkroom.storage.supabase.StorageBucket;
import dev.darkroom.storage.supabase.SupabaseStorage;
import java.util.List;
import java.util.Optional;

/**
 * Checks a file against the bucket's rules: before the upload, because a refused upload of a large file may never be answered,
 * and after a refusal, because the service names neither the limit nor the types.
 */
final class BucketUploadLimits {
    private static final int TOO_LARGE = 413;
    private static final int WRONG_TYPE = 415;

    private final StorageAccessCheck access;
    private final String name;
    private final String type;
    private final long bytes;

    BucketUploadLimits(StorageAccessCheck access, String name, String type, long bytes) {
        this.access = access;
        this.name = name;
        this.type = type;
        this.bytes = bytes;
    }

    /** Throws if the bucket would refuse the file by its last known rules, after querying them again to confirm. */
    void check() {
        if (access.lastSeen().flatMap(this::refusal).isPresent()) {
            bucketOf(access.check()).flatMap(this::refusal).ifPresent(refused -> {
                throw refused;
            });
        }
    }

    /** Returns the failure with a more helpful message, or the refusal behind a missing answer. */
    RemoteException explained(RemoteException failure) {
        boolean refused = failure.status() == TOO_LARGE || failure.status() == WRONG_TYPE;
        if (!refused && !failure.isOutage()) {
            return failure;
        }
        Optional<StorageBucket> bucket = bucketOf(access.checkUnlessRecent());
        return bucket.flatMap(this::refusal)
                .or(() -> failure.status() == TOO_LARGE ? bucket.map(this::largerThanProject) : Optional.empty())
                .orElse(failure);
    }

    private static Optional<StorageBucket> bucketOf(StorageAccess now) {
        return now instanceof StorageAccess.Ready(StorageBucket bucket) ? Optional.of(bucket) : Optional.empty();
    }

    private Optional<RemoteException> refusal(StorageBucket bucket) {
        StorageBucket.Rules rules = bucket.rules();
        if (rules.maxBytes().isPresent() && bytes > rules.maxBytes().getAsLong()) {
            return Optional.of(refusal(
                    TOO_LARGE,
                    "EntityTooLarge",
                    CodedMessage.of(
                            "bucket.too.large",
                            name,
                            bytes,
                            bucket.id(),
                            rules.maxBytes().getAsLong())));
        }
        return rules.mimeTypes().isEmpty() || rules.mimeTypes().stream().anyMatch(this::allows)
                ? Optional.empty()
                : Optional.of(refusal(WRONG_TYPE, "InvalidMimeType", typeSentence(bucket.id(), rules.mimeTypes())));
    }

    private CodedMessage typeSentence(String bucket, List<String> allowed) {
        return CodedMessage.of("bucket.type", name, type, bucket, String.join(", ", allowed));
    }

    private RemoteException largerThanProject(StorageBucket bucket) {
        return refusal(TOO_LARGE, "EntityTooLarge", CodedMessage.of("bucket.project", name, bytes, bucket.id()));
    }

    private boolean allows(String allowed) {
        return allowed.endsWith("/*")
                ? type.startsWith(allowed.substring(0, allowed.length() - 1))
                : allowed.equals(type);
    }

    private static RemoteException refusal(int status, String code, CodedMessage sentence) {
        return new RemoteException(SupabaseStorage.SERVICE, status, code, sentence, RemoteFailureKind.FINAL);
    }
}
