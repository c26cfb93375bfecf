package dev.darkroom.generation.engine;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.fal.FalFailure;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.HoldReason;
import dev.darkroom.generation.RestartPoint;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteFailureKind;
import dev.darkroom.http.ServiceOutage;
import dev.darkroom.json.JsonTextSanitizer;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.secret.SecretRedactor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why an attempt ended before its goal, and from where the next one may go on. */
final class GenerationRunFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int DETAIL_LIMIT = 16_000;
    private static final int SERVER_ERROR = 500;

    private final RemoteFailureKind kind;
    private final transient CodedMessage said;
    private final String code;
    private final String service;
    private final RestartPoint restart;
    private final @Nullable Duration retryAfter;
    private final @Nullable String body;
    private final @Nullable HoldReason hold;

    private GenerationRunFailure(
            RemoteFailureKind kind,
            String code,
            String service,
            CodedMessage said,
            RestartPoint restart,
            @Nullable Duration retryAfter,
            @Nullable String body,
            @Nullable HoldReason hold,
            @Nullable Throwable cause) {
        super(said.english(), cause);
        this.said = said;
        this.kind = kind;
        this.code = code;
        this.service = service;
        this.restart = restart;
        this.retryAfter = retryAfter;
        this.body = body;
        this.hold = hold;
    }

    static GenerationRunFailure finally_(String code, CodedMessage said, @Nullable Throwable cause) {
        return new GenerationRunFailure(
                RemoteFailureKind.FINAL, code, "", said, RestartPoint.FROM_STAGE, null, null, null, cause);
    }

    /** Whether something was started is not known and cannot be found out. */
    static GenerationRunFailure unknown(CodedMessage said, @Nullable Throwable cause) {
        return held(HoldReason.SUBMIT_UNKNOWN, "submit_unknown", said, cause);
    }

    /** No engine may go on with it until a person has decided. */
    static GenerationRunFailure held(HoldReason hold, String code, CodedMessage said, @Nullable Throwable cause) {
        return new GenerationRunFailure(
                RemoteFailureKind.UNKNOWN, code, "", said, RestartPoint.FROM_STAGE, null, null, hold, cause);
    }

    static GenerationRunFailure of(RemoteFailureKind kind, RemoteException cause, RestartPoint restart) {
        return new GenerationRunFailure(
                kind,
                cause.code(),
                cause.service(),
                cause.message(),
                restart,
                cause.retryAfter().orElse(null),
                null,
                null,
                cause);
    }

    /** The job itself failed; when it is worth another one, that begins anew, for this one is over and not billed. */
    static GenerationRunFailure of(FalFailure failure) {
        return new GenerationRunFailure(
                failure.kind(),
                failure.type(),
                "fal.ai",
                failure.sentence(),
                RestartPoint.NEW_JOB,
                null,
                failure.raw(),
                null,
                null);
    }

    /** A defect of ours or of the machine: tried again a few times, then failed like any other. */
    static GenerationRunFailure unexpected(Throwable cause) {
        return new GenerationRunFailure(
                RemoteFailureKind.RETRYABLE,
                "internal_error",
                "",
                CodedMessage.of("failed.unexpected", SecretRedactor.text(cause.toString())),
                RestartPoint.FROM_STAGE,
                null,
                null,
                null,
                cause);
    }

    /** The statement or its values cannot be held: in words that can. */
    static GenerationRunFailure refusedByDatabase(DatabaseException cause) {
        return new GenerationRunFailure(
                RemoteFailureKind.RETRYABLE,
                "refused_by_database",
                "",
                CodedMessage.of("failed.database", cause.state()),
                RestartPoint.FROM_STAGE,
                null,
                null,
                null,
                null);
    }

    CodedMessage said() {
        return said;
    }

    RemoteFailureKind kind() {
        return kind;
    }

    String service() {
        return service;
    }

    /** Why a failure of the kind UNKNOWN is held: what is unknown is the submit, unless it says otherwise. */
    HoldReason hold() {
        return Objects.requireNonNullElse(hold, HoldReason.SUBMIT_UNKNOWN);
    }

    /** The service gave no answer, could not work, or asked for patience: nobody's fault but its own. */
    boolean isOutage() {
        return kind == RemoteFailureKind.RETRYABLE
                && getCause() instanceof RemoteException remote
                && ServiceOutage.isOutage(remote);
    }

    /** No answer, or only that the service cannot work at present. */
    boolean isSilence() {
        return isOutage()
                && getCause() instanceof RemoteException remote
                && (remote.status() == 0 || remote.status() >= SERVER_ERROR);
    }

    RestartPoint restart() {
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
        String detail = JsonTextSanitizer.clean(SecretRedactor.text(trace.toString()), DETAIL_LIMIT);
        CodedMessage clean = said.withTexts(text -> JsonTextSanitizer.clean(SecretRedactor.text(text)));
        return new Generation.Failure(kind.name(), code, clean, detail);
    }
}
