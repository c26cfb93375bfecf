package dev.darkroom.storage.access;

import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteFailureKind;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.supabase.StorageBucket;
import dev.darkroom.storage.supabase.SupabaseErrors;
import dev.darkroom.storage.supabase.SupabaseStorage;
import java.util.Optional;

/** Whether results can be stored with the settings of a connection, and if not, which setting is to be changed. */
public sealed interface StorageAccess {
    /** What to do, as a sentence that names the setting. */
    CodedMessage message();

    /** As a failure of a call: account-wide where a setting is wrong, an outage where the service is away; empty when all is well. */
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

    record KeyRefused(StorageKeyProblem problem) implements StorageAccess {
        @Override
        public CodedMessage message() {
            return CodedMessage.of("access.key", problem.why());
        }

        @Override
        public Optional<RemoteException> failure() {
            return Optional.of(setup(403, "KeyRefused", message()));
        }
    }

    /** @param url what was asked, without its query */
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

    /** It is away or overloaded; nothing has to be changed here. */
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
}
