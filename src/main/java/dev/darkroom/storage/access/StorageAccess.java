package dev.darkroom.storage.access;

import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.supabase.StorageBucket;
import dev.darkroom.storage.supabase.SupabaseErrors;
import dev.darkroom.storage.supabase.SupabaseStorage;
import java.util.Optional;

/** Whether results can be stored with a connection's settings and, if not, which setting to change. */
public sealed interface StorageAccess {
    record Ready(StorageBucket bucket) implements StorageAccess {}

    record BucketMissing(String bucket) implements StorageAccess {}

    record KeyRefused(KeyProblem problem) implements StorageAccess {}

    /** @param url the requested URL, without its query */
    record PathWrong(String url) implements StorageAccess {}

    /** The service is down or overloaded; no setting needs to change. */
    record Unavailable(RemoteException cause) implements StorageAccess {}

    /** The action to take, as a sentence that names the setting. */
    default CodedMessage message() {
        return switch (this) {
            case Ready(StorageBucket bucket) -> CodedMessage.of("access.ready", bucket.id());
            case BucketMissing(String bucket) -> CodedMessage.of("access.bucket", bucket);
            case KeyRefused(KeyProblem problem) -> CodedMessage.of("access.key", problem.why());
            case PathWrong(String url) -> CodedMessage.of("access.path", url);
            case Unavailable(RemoteException cause) -> cause.message();
        };
    }

    /**
     * The failure of a call: account-wide for a wrong setting, an outage when the service is unavailable; empty when all is
     * well.
     */
    default Optional<RemoteException> failure() {
        return switch (this) {
            case Ready _ -> Optional.empty();
            case BucketMissing _ -> wrongSetting(404, SupabaseErrors.NO_SUCH_BUCKET);
            case KeyRefused _ -> wrongSetting(403, "KeyRefused");
            case PathWrong _ -> wrongSetting(404, SupabaseErrors.WRONG_PATH);
            case Unavailable(RemoteException cause) -> Optional.of(cause);
        };
    }

    private Optional<RemoteException> wrongSetting(int status, String code) {
        return Optional.of(
                new RemoteException(SupabaseStorage.SERVICE, status, code, message(), RemoteFailureKind.ACCOUNT_WIDE));
    }

    /** Why a connection's key cannot store anything. */
    enum KeyProblem {
        ANONYMOUS,
        /** The token of a signed-in user, or a token without a role. */
        USER,
        EXPIRED,
        WRONG_PROJECT,
        UNREADABLE,
        REFUSED;

        /** Completes "The key of Supabase Storage is refused: ...". */
        CodedMessage why() {
            return CodedMessage.of("key." + name());
        }
    }
}
