package dev.darkroom.storage.access;

import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.http.RetryingHttpCall;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogMark;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.secret.SecretRedactor;
import dev.darkroom.storage.supabase.SignedUrl;
import dev.darkroom.storage.supabase.StorageKey;
import dev.darkroom.storage.supabase.SupabaseStorage;
import java.time.Duration;
import java.time.Instant;

/** Creates signed URLs for stored files. Calls storage but writes nothing; blocks. */
public final class SignedLinkSigner {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    /** The number of attempts to get a link that has not already expired on arrival. */
    private static final int TRIES = 3;

    private final SupabaseStorage storage;
    private final StorageAccessCheck access;
    private final RetryingHttpCall retry = new RetryingHttpCall(3, Duration.ofMillis(200), Duration.ofSeconds(1));

    public SignedLinkSigner(SupabaseStorage storage) {
        this.storage = storage;
        this.access = new StorageAccessCheck(storage);
    }

    /**
     * Signs a link to a file that the user owns.
     *
     * @throws IllegalArgumentException when the path does not belong to the user
     * @throws RemoteException when the service refuses or does not answer
     */
    public SignedUrl sign(String userId, String path, Duration validFor) {
        CategoryLog.info(LogCategory.STORAGE_URL, LogMark.LINK, "Creating signed URL for file access");
        CategoryLog.info(LogCategory.STORAGE_URL, LogMark.INSPECT, "Checking file path ownership");
        if (!StorageKey.belongsTo(userId, path)) {
            CategoryLog.warning(
                    LogCategory.STORAGE_URL,
                    LogMark.ERROR,
                    "File ownership not verified: {} is not a path of {}",
                    path,
                    userId);
            throw new IllegalArgumentException("The file " + path + " does not belong to " + userId + ".");
        }
        CategoryLog.info(LogCategory.STORAGE_URL, LogMark.SUCCESS, "File ownership verified");
        SignedUrl signed = fresh(path, validFor);
        CategoryLog.info(
                LogCategory.STORAGE_URL,
                LogMark.LINK,
                "URL: {}",
                SecretRedactor.url(signed.url().toString()));
        CategoryLog.info(LogCategory.STORAGE_URL, LogMark.EXPIRY, "Expires at: {}", signed.expiresAt());
        return signed;
    }

    /** For an invisible bucket, the service also reports that the object does not exist. */
    private SignedUrl signed(String path, Duration validFor) {
        try {
            return retry.call(() -> storage.withTimeout(TIMEOUT).sign(path, validFor));
        } catch (RemoteException refused) {
            if (SupabaseStorage.isMissing(refused)) {
                access.check().failure().ifPresent(cause -> {
                    throw cause;
                });
            }
            throw refused;
        }
    }

    private SignedUrl fresh(String path, Duration validFor) {
        SignedUrl signed = signed(path, validFor);
        for (int attempt = 1; attempt < TRIES && signed.wasSignedExpired(Instant.now()); attempt++) {
            CategoryLog.warning(
                    LogCategory.STORAGE_URL,
                    LogMark.WARNING,
                    "The signed URL had already expired at {}, asking again",
                    signed.expiresAt());
            signed = signed(path, validFor);
        }
        if (signed.wasSignedExpired(Instant.now())) {
            throw new RemoteException(
                    SupabaseStorage.SERVICE,
                    0,
                    "LinkExpired",
                    CodedMessage.of("link.clocks"),
                    RemoteFailureKind.RETRYABLE);
        }
        return signed;
    }
}
