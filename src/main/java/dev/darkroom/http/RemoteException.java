package dev.darkroom.http;

import dev.darkroom.json.JsonTextSanitizer;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.secret.SecretRedactor;
import java.io.IOException;
import java.io.InterruptedIOException;
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

    public RemoteException(String service, int status, String code, CodedMessage said, RemoteFailureKind kind) {
        this(service, status, code, said, kind, null, null);
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

    /**
     * Whether the service is down or overloaded, which is not the fault of the affected work: no complete answer arrived, or
     * one that means "not now": 5xx, 429, 423 (locked). Such a failure does not count as an attempt. False for an interrupted
     * thread and for requests that would fail again even on a healthy service.
     */
    public boolean isOutage() {
        return switch (kind) {
            case FINAL, ACCOUNT_WIDE -> false;
            case RETRYABLE, UNKNOWN -> status == 0 ? isSilence() : status >= 500 || status == 429 || status == 423;
        };
    }

    private boolean isSilence() {
        return getCause() instanceof IOException cause
                && !(cause instanceof InterruptedIOException late && NetworkFault.of(late) == NetworkFault.INTERRUPTED);
    }

    /** The wait requested by the service, if any. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The consequence of a failure for the affected work. */
    public enum RemoteFailureKind {
        /** The network, a limit or a problem of the service: the same step may succeed later without any change. */
        RETRYABLE,
        /** This request will never succeed unchanged: rejected prompt, bad input, missing file. */
        FINAL,
        /**
         * The account or the key is refused, or an address is misconfigured: every other request would fail too, so pause them
         * all.
         */
        ACCOUNT_WIDE,
        /** Whether anything was started or stored is unknown: look it up or leave it to an operator; never repeat it blindly. */
        UNKNOWN;

        public static RemoteFailureKind of(boolean retryable) {
            return retryable ? RETRYABLE : FINAL;
        }
    }
}
