package dev.darkroom.storage.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RetryingHttpCall;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.storage.access.StorageAccess.KeyProblem;
import dev.darkroom.storage.supabase.StorageBucket;
import dev.darkroom.storage.supabase.SupabaseErrors;
import dev.darkroom.storage.supabase.SupabaseStorage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks with the service whether results can be stored, before anything is paid for: at an engine's start, and as the probe of
 * a circuit breaker. Any thread; blocks for at most {@link #TIMEOUT}.
 */
public final class StorageAccessCheck {
    public static final Duration TIMEOUT = Duration.ofSeconds(15);
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
            StorageBucket bucket = storage.withTimeout(TIMEOUT).buckets().get(storage.bucket());
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

    /**
     * Returns the result of a check made a moment ago, else checks now, so that many concurrent failures cause only one check.
     */
    public synchronized StorageAccess checkUnlessRecent() {
        CheckedAccess asked = lastAsked;
        if (asked == null || !asked.isRecent()) {
            asked = new CheckedAccess(checkPatiently(), System.nanoTime());
            lastAsked = asked;
        }
        return asked.access();
    }

    /** An intermittent failure does not mean unavailable; a service that does not answer is not called twice. */
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

    /**
     * Derives the state of the whole service from the failure of any call. Failures that concern a single object count as
     * unavailable.
     */
    public StorageAccess explain(RemoteException failure) {
        KeyRole role = KeyRole.of(storage.settings().key());
        String said = String.valueOf(failure.getMessage());
        if (SupabaseErrors.isKeyRefused(failure)) {
            return new StorageAccess.KeyRefused(problem(said, role));
        }
        if (SupabaseErrors.isBucketMissing(failure)) {
            // Only the service role sees buckets; to all other roles every bucket looks missing.
            return switch (role) {
                case SERVICE, UNREADABLE -> new StorageAccess.BucketMissing(storage.bucket());
                case ANONYMOUS -> new StorageAccess.KeyRefused(KeyProblem.ANONYMOUS);
                case USER -> new StorageAccess.KeyRefused(KeyProblem.USER);
            };
        }
        if (SupabaseErrors.isRowRefused(failure)) {
            return new StorageAccess.KeyRefused(
                    role == KeyRole.ANONYMOUS
                            ? KeyProblem.ANONYMOUS
                            : role == KeyRole.USER ? KeyProblem.USER : KeyProblem.REFUSED);
        }
        return SupabaseErrors.isPathWrong(failure)
                ? new StorageAccess.PathWrong(storage.settings().baseUrl().toString())
                : new StorageAccess.Unavailable(failure);
    }

    /** Derives the problem from the service's message about a refused key. */
    private static KeyProblem problem(String said, KeyRole role) {
        if (said.contains("claim timestamp check failed")) {
            return KeyProblem.EXPIRED;
        }
        if (said.contains("signature verification failed") || said.contains("(Algorithm)")) {
            return KeyProblem.WRONG_PROJECT;
        }
        return role == KeyRole.UNREADABLE || said.contains("JWS") || said.contains("JWT")
                ? KeyProblem.UNREADABLE
                : KeyProblem.REFUSED;
    }

    /** The bucket and its rules as of the last successful check. */
    public Optional<StorageBucket> lastSeen() {
        return Optional.ofNullable(lastSeen);
    }

    /** The role of a key, read from the key itself without verification. */
    private enum KeyRole {
        SERVICE,
        ANONYMOUS,
        USER,
        UNREADABLE;

        static KeyRole of(String key) {
            if (key.startsWith("sb_")) {
                return key.startsWith("sb_secret_")
                        ? SERVICE
                        : key.startsWith("sb_publishable_") ? ANONYMOUS : UNREADABLE;
            }
            String[] parts = key.split("\\.", -1);
            try {
                JsonNode claims = parts.length == 3
                        ? JsonMapping.parse(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                        : JsonMapping.MAPPER.missingNode();
                if (!claims.isObject()) {
                    return UNREADABLE;
                }
                return switch (claims.path("role").asText()) {
                    case "service_role" -> SERVICE;
                    case "anon" -> ANONYMOUS;
                    default -> USER;
                };
            } catch (IllegalArgumentException _) {
                return UNREADABLE;
            }
        }
    }
}
