package dev.darkroom.storage.access;

import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RetryingHttpCall;
import dev.darkroom.storage.supabase.StorageBucket;
import dev.darkroom.storage.supabase.SupabaseErrors;
import dev.darkroom.storage.supabase.SupabaseStorage;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the service once whether results can be stored, before anything is paid for. For the start of an engine, and for the probe
 * of a circuit breaker. Any thread; blocks for {@link #LONGEST} at the most.
 */
public final class StorageAccessCheck {
    public static final Duration LONGEST = Duration.ofSeconds(15);
    private static final Duration RECENT = Duration.ofSeconds(2);

    private final SupabaseStorage storage;
    private final RetryingHttpCall retry = new RetryingHttpCall(3, Duration.ofMillis(200), Duration.ofSeconds(1));
    private volatile @Nullable StorageBucket lastSeen;
    private @Nullable CheckedAccess lastAsked;

    public StorageAccessCheck(SupabaseStorage storage) {
        this.storage = storage;
    }

    public StorageAccess check() {
        try {
            StorageBucket bucket = storage.within(LONGEST).buckets().get(storage.bucket());
            lastSeen = bucket;
            return new StorageAccess.Ready(bucket);
        } catch (RemoteException failure) {
            return explain(failure);
        }
    }

    private record CheckedAccess(StorageAccess access, long at) {
        boolean isRecent() {
            return System.nanoTime() - at < RECENT.toNanos();
        }
    }

    /** As it was found a moment ago, else as it is now: so that many who fail at once ask only once. */
    public synchronized StorageAccess checkUnlessRecent() {
        CheckedAccess asked = lastAsked;
        if (asked == null || !asked.isRecent()) {
            asked = new CheckedAccess(checkPatiently(), System.nanoTime());
            lastAsked = asked;
        }
        return asked.access();
    }

    /** A service that fails now and then is not away; one that is silent is not asked twice. */
    private StorageAccess checkPatiently() {
        try {
            return retry.call(() -> {
                StorageAccess now = check();
                if (now instanceof StorageAccess.Unavailable(RemoteException cause)
                        && !SupabaseErrors.isTimeout(cause)) {
                    throw cause;
                }
                return now;
            });
        } catch (RemoteException still) {
            return new StorageAccess.Unavailable(still);
        }
    }

    /** What a failure of any call says about the service as a whole. What concerns one object only counts as unavailable. */
    public StorageAccess explain(RemoteException failure) {
        StorageKeyRole role = StorageKeyRole.of(storage.settings().key());
        String said = String.valueOf(failure.getMessage());
        if (SupabaseErrors.isKeyRefused(failure)) {
            return new StorageAccess.KeyRefused(StorageKeyProblem.ofRefusal(said, role));
        }
        if (SupabaseErrors.isBucketMissing(failure)) {
            // Only the service role sees buckets; to all others each of them looks missing.
            return switch (role) {
                case SERVICE, UNREADABLE -> new StorageAccess.BucketMissing(storage.bucket());
                case ANONYMOUS -> new StorageAccess.KeyRefused(StorageKeyProblem.ANONYMOUS);
                case USER -> new StorageAccess.KeyRefused(StorageKeyProblem.USER);
            };
        }
        if (SupabaseErrors.isRowRefused(failure)) {
            return new StorageAccess.KeyRefused(
                    role == StorageKeyRole.ANONYMOUS
                            ? StorageKeyProblem.ANONYMOUS
                            : role == StorageKeyRole.USER ? StorageKeyProblem.USER : StorageKeyProblem.REFUSED);
        }
        return SupabaseErrors.isPathWrong(failure)
                ? new StorageAccess.PathWrong(storage.settings().baseUrl().toString())
                : new StorageAccess.Unavailable(failure);
    }

    /** What the bucket let in when it was last asked. */
    public Optional<StorageBucket> lastSeen() {
        return Optional.ofNullable(lastSeen);
    }
}
