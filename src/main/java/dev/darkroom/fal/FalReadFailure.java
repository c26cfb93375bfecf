package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.fal.FalHttp.HttpAnswer;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.message.CodedMessage;
import java.util.Locale;

/** Maps failed reads (and cancels) to exceptions. These calls start nothing, so most may simply be retried. */
final class FalReadFailure {
    private FalReadFailure() {}

    /** Returns the JSON object of a successful answer, and throws for any other. */
    static JsonNode json(HttpAnswer answer, CodedMessage doing) {
        if (!answer.isSuccess()) {
            throw of(answer, doing);
        }
        return answer.json().filter(JsonNode::isObject).orElseThrow(() -> malformed(answer, doing));
    }

    static RemoteException of(HttpAnswer answer, CodedMessage doing) {
        ErrorBodyParser error = ErrorBodyParser.of(answer);
        RemoteFailureKind kind = switch (answer.status()) {
            case 401, 402, 403, 407 -> refusal(answer.status(), error);
            case 408, 425, 429 -> RemoteFailureKind.RETRYABLE;
            // Nothing was started and the job is known, whatever this odd code is: retry.
            default -> RemoteFailureKind.RETRYABLE;
        };
        return exception(answer, error, doing, kind);
    }

    static RemoteException exception(
            HttpAnswer answer, ErrorBodyParser error, CodedMessage doing, RemoteFailureKind kind) {
        String code = error.type().orElse("http_" + answer.status());
        CodedMessage message = CodedMessage.sentences(
                error.message().isEmpty()
                        ? CodedMessage.of("fal.answered", answer.status(), doing)
                        : CodedMessage.of("fal.answered.said", answer.status(), doing, error.message()),
                advice(answer.status()));
        return new RemoteException(FalHttp.SERVICE, answer.status(), code, message, kind, answer.retryAfter(), null);
    }

    static RemoteException malformed(HttpAnswer answer, CodedMessage doing) {
        return new RemoteException(
                FalHttp.SERVICE,
                answer.status(),
                "malformed",
                CodedMessage.of("fal.malformed", doing),
                RemoteFailureKind.RETRYABLE);
    }

    /** A locked account or an invalid key stops every job; a single inaccessible application stops only its own. */
    static RemoteFailureKind refusal(int status, ErrorBodyParser error) {
        boolean oneModel =
                status == 403 && error.message().toLowerCase(Locale.ROOT).startsWith("cannot access application");
        return oneModel ? RemoteFailureKind.FINAL : RemoteFailureKind.ACCOUNT_WIDE;
    }

    private static CodedMessage advice(int status) {
        return switch (status) {
            case 401 -> CodedMessage.of("fal.check.key");
            case 301, 302, 303, 307, 308 -> CodedMessage.of("fal.check.address");
            default -> CodedMessage.NONE;
        };
    }
}
