package dev.darkroom.generation.engine;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.fal.FalFailure;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.HoldReason;
import dev.darkroom.generation.RestartPoint;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.json.JsonTextSanitizer;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.secret.SecretRedactor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why an attempt failed, and where the next one may resume. */
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

    static GenerationRunFailure permanent(String code, CodedMessage said, @Nullable Throwable cause) {
        return new GenerationRunFailure(
                RemoteFailureKind.FINAL, code, "", said, RestartPoint.FROM_STAGE, null, null, null, cause);
    }

    /** fal.ai has no job any more that could give a result, or files that could be stored: a retry needs a new one. */
    static GenerationRunFailure jobOver(String code, CodedMessage said, @Nullable Throwable cause) {
        return new GenerationRunFailure(
                RemoteFailureKind.FINAL, code, "", said, RestartPoint.NEW_JOB, null, null, null, cause);
    }

    /** It is unknown, and cannot be found out, whether something was started. */
    static GenerationRunFailure unknown(CodedMessage said, @Nullable Throwable cause) {
        return held(HoldReason.SUBMIT_UNKNOWN, "submit_unknown", said, cause);
    }

    /** No engine may continue until an operator has decided. */
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

    /**
     * The job itself failed; if another attempt is worthwhile it needs a new job, because this one is over and was not billed.
     */
    static GenerationRunFailure of(FalFailure failure) {
        return of(failure, failure.kind());
    }

    /** The job was cancelled when an earlier charge of the generation ended: the retry wants another one. */
    static GenerationRunFailure cancelledBefore(FalFailure failure) {
        return of(failure, RemoteFailureKind.RETRYABLE);
    }

    private static GenerationRunFailure of(FalFailure failure, RemoteFailureKind kind) {
        return new GenerationRunFailure(
                kind,
                failure.type(),
                "fal.ai",
                failure.sentence(),
                RestartPoint.NEW_JOB,
                null,
                failure.raw(),
                null,
                null);
    }

    /** A defect in Darkroom or the machine: retried a few times, then failed like any other. */
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

    /** The database cannot store the statement or its values: described in words that it can. */
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

    /** The same failure, after which no other attempt follows. */
    GenerationRunFailure asFinal() {
        return new GenerationRunFailure(
                RemoteFailureKind.FINAL, code, service, said, restart, null, body, hold, getCause());
    }

    /** Whether fal.ai will not give the result of this job, however often it is asked. */
    boolean endsJob() {
        return kind == RemoteFailureKind.FINAL || restart == RestartPoint.NEW_JOB;
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

    /** Returns why a failure of the kind UNKNOWN is held: {@code SUBMIT_UNKNOWN} unless another reason was given. */
    HoldReason hold() {
        return Objects.requireNonNullElse(hold, HoldReason.SUBMIT_UNKNOWN);
    }

    /** Whether the service did not respond, could not work, or asked to wait: its own fault alone. */
    boolean isOutage() {
        return kind == RemoteFailureKind.RETRYABLE && getCause() instanceof RemoteException remote && remote.isOutage();
    }

    /** Whether the service did not respond, or only reported that it cannot work at present. */
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

    /** Returns the failure for the row: the sentence, the stable code and the complete cause, all without secrets. */
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
