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
    /** The action to take, as a sentence that names the setting. */
    CodedMessage message();

    /**
     * The failure of a call: account-wide for a wrong setting, an outage when the service is unavailable; empty when all is
     * well.
     */
    Optional<RemoteException> failure();

    record Ready(StorageBucket bucket) implements StorageAccess {
        @Override
        public CodedMessage message() {
            return CodedMessage.of("access.ready", bucket.id());
        }

        @Override
        public Optional<RemoteException> failure() {
            return Optional.empty();
        }
    }

    record BucketMissing(String bucket) implements StorageAccess {
        @Override
        public CodedMessage message() {
            return CodedMessage.of("access.bucket", bucket);
        }

        @Override
        public Optional<RemoteException> failure() {
            return Optional.of(setup(404, SupabaseErrors.NO_SUCH_BUCKET, message()));
        }
    }

    record KeyRefused(KeyProblem problem) implements StorageAccess {
        @Override
        public CodedMessage message() {
            return CodedMessage.of("access.key", problem.why());
        }

        @Override
        public Optional<RemoteException> failure() {
            return Optional.of(setup(403, "KeyRefused", message()));
        }
    }

    /** @param url the requested URL, without its query */
    record PathWrong(String url) implements StorageAccess {
        @Override
        public CodedMessage message() {
            return CodedMessage.of("access.path", url);
        }

        @Override
        public Optional<RemoteException> failure() {
            return Optional.of(setup(404, SupabaseErrors.WRONG_PATH, message()));
        }
    }

    /** The service is down or overloaded; no setting needs to change. */
    record Unavailable(RemoteException cause) implements StorageAccess {
        @Override
        public CodedMessage message() {
            return cause.message();
        }

        @Override
        public Optional<RemoteException> failure() {
            return Optional.of(cause);
        }
    }

    private static RemoteException setup(int status, String code, CodedMessage sentence) {
        return new RemoteException(
                SupabaseStorage.SERVICE, status, code, sentence, RemoteFailureKind.ACCOUNT_WIDE, null, null);
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
