package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.fal.catalog.EndpointId;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteFailureKind;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import okhttp3.HttpUrl;

/**
 * The client of fal.ai's queue and of its request history. Blocking, for virtual threads; safe for any number of them. It never
 * repeats a call by itself and never throws for what the protocol foresees. What is read throws {@link RemoteException}: no
 * answer, 5xx, 429 and malformed answers are retryable, a refused key is account-wide.
 */
public final class FalClient {
    /** The code of the failure that a job of another service meets. */
    public static final String FOREIGN_ORIGIN = "foreign_origin";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final FalSettings settings;
    private final FalHttp calls;

    public FalClient(HttpClients http, FalSettings settings) {
        this(http, settings, LIMIT);
    }

    FalClient(HttpClients http, FalSettings settings, Duration limit) {
        this.settings = settings;
        this.calls = new FalHttp(http, settings.key(), limit);
    }

    public FalSettings settings() {
        return settings;
    }

    /**
     * Sends the job once and says what is known about it. Save that you are about to before you call: a process that dies in
     * here leaves the same doubt as {@link SubmitResult.Unknown}.
     *
     * @throws IllegalArgumentException when the name of the model or the input can be seen to be wrong; nothing was sent
     */
    public SubmitResult submit(String endpointId, JsonNode input, FalSubmitOptions options) {
        EndpointId endpoint = new EndpointId(endpointId);
        if (!input.isObject()) {
            throw new IllegalArgumentException("The input of a model must be a JSON object.");
        }
        HttpUrl url = HttpUrl.get(settings.queueUrl() + "/" + endpoint.path());
        return new SubmitClassifier(settings, endpoint)
                .read(calls.post(url, options.headers(), JsonMapping.write(input)));
    }

    /** Where the job stands, with the log of the model when asked for. */
    public FalStatus status(FalRequest request, boolean logs) {
        CodedMessage doing = CodedMessage.of("doing.status");
        HttpUrl url = own(request, request.statusUrl())
                .newBuilder()
                .setQueryParameter("logs", logs ? "1" : "0")
                .build();
        HttpAnswer answer = calls.get(doing, url);
        if (answer.status() == 404) {
            return new FalStatus.Gone(ErrorBodyParser.of(answer).message());
        }
        return FalStatusParser.read(FalReadFailure.json(answer, doing));
    }

    /**
     * The result, which fal keeps for minutes only. A 5xx that nothing marks as the job's own may be a passing fault of a gateway:
     * it is thrown as retryable, so ask again before you believe it; the job is not to be sent again for it.
     */
    public FalResult result(FalRequest request) {
        return FalResultParser.read(calls.get(CodedMessage.of("doing.result"), own(request, request.responseUrl())));
    }

    /**
     * The result of a job that has ended. When the result tells nothing (not yet there, gone) but the status named a failure, the job
     * failed for that reason.
     */
    public FalResult result(FalRequest request, FalStatus.Completed status) {
        FalResult result = result(request);
        boolean silent = result instanceof FalResult.NotYet || result instanceof FalResult.Gone;
        return silent
                ? FalFailure.of(status).<FalResult>map(FalResult.Failed::new).orElse(result)
                : result;
    }

    /** Asks for the job to be cancelled. Safe to repeat. Keep asking for the status: the job may finish and be billed all the same. */
    public FalCancelResult cancel(FalRequest request) {
        CodedMessage doing = CodedMessage.of("doing.cancel");
        HttpAnswer answer = calls.put(doing, own(request, request.cancelUrl()));
        return CancelParser.read(answer).orElseThrow(() -> FalReadFailure.of(answer, doing));
    }

    /**
     * Looks for the requests of the model since a moment whose input is exactly this one, to find a job whose submit answer was lost. A history that cannot be asked is a value of its own and never thrown, so that it is taken neither
     * for "not found" nor for a refused account.
     */
    public FalHistoryResult findByInput(String endpointId, JsonNode input, Instant from) {
        return new FalHistory(settings, calls).find(new EndpointId(endpointId), input, from);
    }

    /**
     * A page of what fal keeps of the requests of a model that ended between two moments.
     *
     * @param cursor where the page before said that this one begins, empty for the first
     * @throws RemoteException when fal.ai does not answer, or the key may not read the history
     */
    public HistoryPage history(String endpointId, Instant from, Instant to, Optional<String> cursor) {
        return new FalHistory(settings, calls).list(new EndpointId(endpointId), from, to, cursor);
    }

    /** The request of a known id, its addresses built by rule. Throws {@link IllegalArgumentException} when the id cannot be one. */
    public FalRequest attach(String endpointId, String requestId) {
        return FalRequest.of(settings, new EndpointId(endpointId), requestId);
    }

    /**
     * Whether the job was taken by the service of the settings. Another one answers 404 about it, which would look like a job that is
     * lost; and the key is for the addresses of its own service only. {@link #status}, {@link #result} and {@link #cancel} refuse a
     * foreign job with the code {@link #FOREIGN_ORIGIN} before anything is sent.
     */
    public boolean isOwn(FalRequest request) {
        return isOwn(request.statusUrl()) && isOwn(request.responseUrl()) && isOwn(request.cancelUrl());
    }

    private boolean isOwn(URI address) {
        HttpUrl url = HttpUrl.parse(address.toString());
        return url != null && settings.sameService(url);
    }

    private HttpUrl own(FalRequest request, URI address) {
        if (!isOwn(request)) {
            String taken = Stream.of(request.statusUrl(), request.responseUrl(), request.cancelUrl())
                    .filter(named -> !isOwn(named))
                    .map(named -> String.valueOf(named.getAuthority()))
                    .findFirst()
                    .orElseThrow();
            throw new RemoteException(
                    FalHttp.SERVICE,
                    0,
                    FOREIGN_ORIGIN,
                    CodedMessage.of("fal.foreign", request.requestId(), taken, settings.queueUrl()),
                    RemoteFailureKind.UNKNOWN,
                    null,
                    null);
        }
        return HttpUrl.get(address.toString());
    }

    /** Whether the queue answers at all: empty when it does, else why not, in a sentence. Starts nothing and costs nothing. */
    public Optional<CodedMessage> silence() {
        try {
            HttpAnswer answer = calls.get(
                    CodedMessage.of("doing.probe"),
                    HttpUrl.get(settings.queueUrl().toString()));
            return answer.status() < 500 ? Optional.empty() : Optional.of(CodedMessage.of("fal.away", answer.status()));
        } catch (RemoteException failure) {
            return Optional.of(failure.message());
        }
    }

    /** What is left of the prepaid credits, in US dollars; only an ADMIN key may ask (else an account-wide refusal is thrown). */
    public Optional<BigDecimal> balance() {
        CodedMessage doing = CodedMessage.of("doing.balance");
        HttpAnswer answer = calls.get(doing, HttpUrl.get(settings.apiUrl() + "/account/billing?expand=credits"));
        JsonNode balance = FalReadFailure.json(answer, doing).path("credits").path("current_balance");
        return balance.isNumber() ? Optional.of(balance.decimalValue()) : Optional.empty();
    }

    /** Reads the answer to a cancel: the word in the body first, else the code. Empty when it says nothing about the job. */
    private static final class CancelParser {
        private CancelParser() {}

        static Optional<FalCancelResult> read(HttpAnswer answer) {
            Optional<JsonNode> body = answer.json();
            String word = body.flatMap(json -> JsonMapping.text(json, "status")).orElse("");
            return switch (word) {
                case "CANCELLATION_REQUESTED" -> Optional.of(FalCancelResult.REQUESTED);
                case "ALREADY_COMPLETED" -> Optional.of(FalCancelResult.ALREADY_COMPLETED);
                case "NOT_FOUND" -> Optional.of(FalCancelResult.NOT_FOUND);
                default ->
                    byCode(
                            answer,
                            body.map(json -> json.path("success").asBoolean(true))
                                    .orElse(true));
            };
        }

        /** An older form of the answer is {@code {"success": bool}}; one that is false promises nothing. */
        private static Optional<FalCancelResult> byCode(HttpAnswer answer, boolean success) {
            return switch (answer.status()) {
                case 200, 204 -> Optional.of(success ? FalCancelResult.REMOVED : FalCancelResult.REQUESTED);
                case 404 -> Optional.of(FalCancelResult.NOT_FOUND);
                default -> answer.good() ? Optional.of(FalCancelResult.REQUESTED) : Optional.empty();
            };
        }
    }

    /**
     * A page of fal's request history, which lists a request only once it has ended.
     *
     * @param next the cursor of the page behind it, empty at the end
     */
    public record HistoryPage(List<PastRequest> requests, Optional<String> next) {
        /** The input is a missing node where fal does not keep it. */
        public record PastRequest(
                String requestId, Optional<Instant> endedAt, OptionalInt statusCode, JsonNode input) {}
    }
}
