package dev.darkroom.storage.access;

import dev.darkroom.http.FailureKind;
import dev.darkroom.http.RemoteException;
import dev.darkroom.storage.supabase.StorageBucket;
import dev.darkroom.storage.supabase.SupabaseErrors;
import dev.darkroom.storage.supabase.SupabaseStorage;
import java.util.Optional;

/** Whether results can be stored with the settings of a connection, and if not, which setting is to be changed. */
public sealed interface StorageAccess {
    /** What to do, as a sentence that names the setting. */
    String sentence();

    /** As a failure of a call: account-wide where a setting is wrong, an outage where the service is away; empty when all is well. */
    Optional<RemoteException> failure();

    record Ready(StorageBucket bucket) implements StorageAccess {
        @Override
        public String sentence() {
            return "Supabase Storage takes files into the bucket \"" + bucket.id() + "\".";
        }

        @Override
        public Optional<RemoteException> failure() {
            return Optional.empty();
        }
    }

    record BucketMissing(String bucket) implements StorageAccess {
        @Override
        public String sentence() {
            return "Supabase Storage has no bucket \"" + bucket
                    + "\": create it in the project (private), or correct the bucket of this connection (DARKROOM_BUCKET).";
        }

        @Override
        public Optional<RemoteException> failure() {
            return Optional.of(setup(404, SupabaseErrors.NO_SUCH_BUCKET, sentence()));
        }
    }

    record KeyRefused(StorageKeyProblem problem) implements StorageAccess {
        @Override
        public String sentence() {
            return "The Supabase key of this connection is refused: " + problem.why()
                    + ". Set the service_role or sb_secret_ key of the project (DARKROOM_SUPABASE_KEY).";
        }

        @Override
        public Optional<RemoteException> failure() {
            return Optional.of(setup(403, "KeyRefused", sentence()));
        }
    }

    /** @param url what was asked, without its query */
    record PathWrong(String url) implements StorageAccess {
        @Override
        public String sentence() {
            return "There is no Storage API at " + url
                    + ": correct the Supabase URL of this connection (DARKROOM_SUPABASE_URL), like https://<ref>.supabase.co"
                    + " or the address in front of /bucket and /object.";
        }

        @Override
        public Optional<RemoteException> failure() {
            return Optional.of(setup(404, SupabaseErrors.WRONG_PATH, sentence()));
        }
    }

    /** It is away or overloaded; nothing has to be changed here. */
    record Unavailable(RemoteException cause) implements StorageAccess {
        @Override
        public String sentence() {
            return String.valueOf(cause.getMessage());
        }

        @Override
        public Optional<RemoteException> failure() {
            return Optional.of(cause);
        }
    }

    private static RemoteException setup(int status, String code, String sentence) {
        return new RemoteException(
                SupabaseStorage.SERVICE, status, code, sentence, FailureKind.ACCOUNT_WIDE, null, null);
    }
}
