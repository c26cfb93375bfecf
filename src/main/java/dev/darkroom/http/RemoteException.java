package dev.darkroom.http;

import dev.darkroom.json.JsonTextSanitizer;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.secret.SecretRedactor;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a call to a remote service fails. The message is a sentence without secrets that is safe to store in any column.
 * {@link #status()} is the service's own status (for Supabase the inner one), 0 when no answer arrived.
 */
public final class RemoteException extends RuntimeException implements CodedError {
    private static final long serialVersionUID = 1L;

    private final transient CodedMessage message;
    private final String service;
    private final int status;
    private final String code;
    private final RemoteFailureKind kind;
    private final @Nullable Duration retryAfter;

    public RemoteException(
            String service,
            int status,
            String code,
            CodedMessage said,
            RemoteFailureKind kind,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(clean(said).english(), cause);
        message = clean(said);
        this.service = service;
        this.status = status;
        this.code = code;
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public RemoteException(
            String service,
            int status,
            String code,
            CodedMessage said,
            boolean retryable,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        this(
                service,
                status,
                code,
                said,
                retryable ? RemoteFailureKind.RETRYABLE : RemoteFailureKind.FINAL,
                retryAfter,
                cause);
    }

    private static CodedMessage clean(CodedMessage said) {
        return said.withTexts(text -> JsonTextSanitizer.clean(SecretRedactor.text(text)));
    }

    @Override
    public CodedMessage message() {
        return message;
    }

    /** "fal.ai" or "Supabase Storage". */
    public String service() {
        return service;
    }

    public int status() {
        return status;
    }

    /** A stable, short code for grouping and logs, such as {@code NoSuchBucket} or {@code content_policy_violation}. */
    public String code() {
        return code;
    }

    public RemoteFailureKind kind() {
        return kind;
    }

    /** Whether the same call may succeed later without anyone changing anything. */
    public boolean retryable() {
        return kind == RemoteFailureKind.RETRYABLE;
    }

    /** The wait requested by the service, if any. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
