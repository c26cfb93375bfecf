package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.fal.FalHttp.HttpAnswer;
import dev.darkroom.fal.catalog.EndpointId;
import dev.darkroom.http.NetworkFault;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Classifies the outcome of a submit POST. There is no idempotency key, so the only safe question is "can it be proved that no
 * job exists?".
 *
 * <ul>
 *   <li>Not a single byte sent (unknown host, connection refused, TLS failure): proved.
 *   <li>A 4xx: the service read the request and rejected it; proved, except for 408, 409 and 499, which a gateway may also
 *       return for a request it has already forwarded.
 *   <li>301, 307 and 308 ask for the same request elsewhere: proved. 302 and 303 are what a server answers after it has done
 *       the work.
 *   <li>Every 5xx: not proved. 500, 502 and 504 come from gateways that lost the answer, and so does 503 ("connection ended
 *       before headers"), with or without {@code Retry-After}.
 *   <li>A 2xx that names the job, in the body or in {@code x-fal-request-id}: a job exists. Any other 2xx, and an answer that
 *       is cut off before the headers end: not proved.
 * </ul>
 */
final class SubmitClassifier {
    private static final CodedMessage DOING = CodedMessage.of("doing.submit");

    private final FalSettings settings;
    private final EndpointId endpoint;

    SubmitClassifier(FalSettings settings, EndpointId endpoint) {
        this.settings = settings;
        this.endpoint = endpoint;
    }

    SubmitResult read(FalHttp.PostResult posted) {
        HttpAnswer answer = posted.answer();
        if (answer == null) {
            return noResponse(posted);
        }
        if (answer.isSuccess()) {
            return accepted(answer, posted.failure());
        }
        ErrorBodyParser error = ErrorBodyParser.of(answer);
        return switch (answer.status()) {
            case 401, 402, 403, 407 -> refused(answer, error, FalReadFailure.refusal(answer.status(), error));
            case 301, 307, 308 -> refused(answer, error, RemoteFailureKind.ACCOUNT_WIDE);
            case 425, 429 -> refused(answer, error, RemoteFailureKind.RETRYABLE);
            case 408, 409, 499 -> unknown(answer, error);
            default ->
                answer.status() >= 400 && answer.status() < 500
                        ? refused(answer, error, RemoteFailureKind.FINAL)
                        : unknown(answer, error);
        };
    }

    private static SubmitResult noResponse(FalHttp.PostResult posted) {
        IOException failure = posted.failure() == null ? new IOException("no answer") : posted.failure();
        return posted.sent()
                ? new SubmitResult.Unknown(
                        NetworkFault.exception(FalHttp.SERVICE, DOING, failure, RemoteFailureKind.UNKNOWN),
                        Optional.empty())
                : new SubmitResult.Refused(
                        NetworkFault.exception(FalHttp.SERVICE, DOING, failure, RemoteFailureKind.RETRYABLE));
    }

    private SubmitResult refused(HttpAnswer answer, ErrorBodyParser error, RemoteFailureKind kind) {
        return new SubmitResult.Refused(FalReadFailure.exception(answer, error, DOING, kind));
    }

    private SubmitResult unknown(HttpAnswer answer, ErrorBodyParser error) {
        RemoteException cause = FalReadFailure.exception(answer, error, DOING, RemoteFailureKind.UNKNOWN);
        return new SubmitResult.Unknown(cause, headerId(answer).map(id -> FalRequest.of(settings, endpoint, id)));
    }

    private SubmitResult accepted(HttpAnswer answer, @Nullable IOException cut) {
        JsonNode body = answer.json().filter(JsonNode::isObject).orElseGet(JsonMapping.MAPPER::createObjectNode);
        Optional<String> id =
                JsonMapping.text(body, "request_id").filter(FalRequest::isId).or(() -> headerId(answer));
        if (id.isPresent()) {
            return new SubmitResult.Accepted(FalRequest.returned(settings, endpoint, id.get(), body));
        }
        RemoteException cause = new RemoteException(
                FalHttp.SERVICE,
                answer.status(),
                "unreadable_answer",
                CodedMessage.of("fal.no.id", answer.status()),
                RemoteFailureKind.UNKNOWN,
                null,
                cut);
        return new SubmitResult.Unknown(cause, Optional.empty());
    }

    private static Optional<String> headerId(HttpAnswer answer) {
        return answer.header("x-fal-request-id").filter(FalRequest::isId);
    }
}
