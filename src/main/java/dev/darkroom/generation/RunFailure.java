package dev.darkroom.generation;

import dev.darkroom.fal.FalFailure;
import dev.darkroom.http.FailureKind;
import dev.darkroom.http.Redact;
import dev.darkroom.http.RemoteException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why an attempt ended before its goal, and from where the next one may go on. */
final class RunFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int DETAIL_LIMIT = 16_000;

    private final FailureKind kind;
    private final String code;
    private final String service;
    private final RunRepository.Restart restart;
    private final @Nullable Duration retryAfter;
    private final @Nullable String body;

    private RunFailure(
            FailureKind kind,
            String code,
            String service,
            String message,
            RunRepository.Restart restart,
            @Nullable Duration retryAfter,
            @Nullable String body,
            @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
        this.service = service;
        this.restart = restart;
        this.retryAfter = retryAfter;
        this.body = body;
    }

    static RunFailure finally_(String code, String message, @Nullable Throwable cause) {
        return new RunFailure(
                FailureKind.FINAL, code, "", message, RunRepository.Restart.FROM_STAGE, null, null, cause);
    }

    /** Whether something was started is not known and cannot be found out. */
    static RunFailure unknown(String message, @Nullable Throwable cause) {
        return new RunFailure(
                FailureKind.UNKNOWN,
                "submit_unknown",
                "",
                message,
                RunRepository.Restart.FROM_STAGE,
                null,
                null,
                cause);
    }

    static RunFailure of(FailureKind kind, RemoteException cause, RunRepository.Restart restart) {
        return new RunFailure(
                kind,
                cause.code(),
                cause.service(),
                String.valueOf(cause.getMessage()),
                restart,
                cause.retryAfter().orElse(null),
                null,
                cause);
    }

    /** The job itself failed; when it is worth another one, that begins anew, for this one is over and not billed. */
    static RunFailure of(FalFailure failure) {
        return new RunFailure(
                failure.kind(),
                failure.type(),
                "fal.ai",
                failure.sentence(),
                RunRepository.Restart.NEW_JOB,
                null,
                failure.raw(),
                null);
    }

    /** A defect of ours or of the machine: tried again a few times, then failed like any other. */
    static RunFailure unexpected(RuntimeException cause) {
        return new RunFailure(
                FailureKind.RETRYABLE,
                "internal_error",
                "",
                "Darkroom met an unexpected error: " + Redact.text(cause.toString()),
                RunRepository.Restart.FROM_STAGE,
                null,
                null,
                cause);
    }

    FailureKind kind() {
        return kind;
    }

    String service() {
        return service;
    }

    RunRepository.Restart restart() {
        return restart;
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** For the row: the sentence, the stable code and the whole cause, all without secrets. */
    Generation.Failure record() {
        StringWriter trace = new StringWriter();
        if (body != null) {
            trace.append(body).append('\n');
        }
        printStackTrace(new PrintWriter(trace));
        String detail = Redact.text(trace.toString()).replace("\0", "");
        return new Generation.Failure(
                kind.name(),
                code,
                Redact.text(String.valueOf(getMessage())).replace("\0", ""),
                detail.length() > DETAIL_LIMIT ? detail.substring(0, DETAIL_LIMIT) : detail);
    }
}
