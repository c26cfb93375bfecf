package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.fal.FalHttp.HttpAnswer;
import dev.darkroom.fal.catalog.EndpointId;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
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
 * A client for fal.ai's queue and its request history. Blocking, intended for virtual threads, and safe for any number of them.
 * It repeats no call by itself, except a read or cancel on a stale pooled connection, and never throws for outcomes that the
 * protocol defines. Reads throw {@link RemoteException}: no answer, 5xx, 429 and malformed answers are retryable, a refused key
 * is account-wide.
 */
public final class FalClient {
    /** The error code for a job that belongs to another service. */
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
     * Sends the job once and reports what is known about it. Record the intent to submit before calling this: a process that
     * dies during the call leaves the same doubt as {@link SubmitResult.Unknown}.
     *
     * @throws IllegalArgumentException when the model name or the input is recognizably invalid; nothing was sent
     */
    public SubmitResult submit(String endpointId, JsonNode input) {
        EndpointId endpoint = new EndpointId(endpointId);
        if (!input.isObject()) {
            throw new IllegalArgumentException("The input of a model must be a JSON object.");
        }
        HttpUrl url = HttpUrl.get(settings.queueUrl() + "/" + endpoint.path());
        return new SubmitClassifier(settings, endpoint).read(calls.post(url, JsonMapping.write(input)));
    }

    public FalStatus status(FalRequest request) {
        CodedMessage doing = CodedMessage.of("doing.status");
        HttpAnswer answer = calls.get(doing, checkedUrl(request, request.statusUrl()));
        if (answer.status() == 404) {
            return new FalStatus.Gone(ErrorBodyParser.of(answer).message());
        }
        return FalStatusParser.read(FalReadFailure.json(answer, doing));
    }

    /**
     * Returns the result, which fal keeps for minutes only. A 5xx without a mark that it is the job's own failure may be a
     * passing gateway fault and is thrown as retryable: fetch the result again before trusting it, and do not resubmit the job
     * because of it.
     */
    public FalResult result(FalRequest request) {
        return FalResultParser.read(
                calls.get(CodedMessage.of("doing.result"), checkedUrl(request, request.responseUrl())));
    }

    /**
     * Returns the result of a finished job. When the result is not there yet or gone but the status named a failure, the job
     * failed for that reason.
     */
    public FalResult result(FalRequest request, FalStatus.Completed status) {
        FalResult result = result(request);
        boolean silent = result instanceof FalResult.NotReady || result instanceof FalResult.Gone;
        return silent
                ? FalFailure.of(status).<FalResult>map(FalResult.Failed::new).orElse(result)
                : result;
    }

    /** Requests cancellation. Safe to repeat. Keep polling the status: the job may still finish and be billed. */
    public FalCancelResult cancel(FalRequest request) {
        CodedMessage doing = CodedMessage.of("doing.cancel");
        HttpAnswer answer = calls.put(doing, checkedUrl(request, request.cancelUrl()));
        return CancelParser.read(answer).orElseThrow(() -> FalReadFailure.of(answer, doing));
    }

    /**
     * Searches the model's requests since the given time for this exact input, to find a job whose submit answer was lost. An
     * unavailable history is returned as a value and never thrown, so that it is mistaken neither for "not found" nor for a
     * refused account.
     */
    public FalHistoryResult findByInput(String endpointId, JsonNode input, Instant from) {
        return new FalHistory(settings, calls).find(new EndpointId(endpointId), input, from);
    }

    /**
     * Returns a page of a model's requests in fal's history that ended between two instants.
     *
     * @param cursor the {@code next} cursor of the previous page, empty for the first
     * @throws RemoteException when fal.ai does not answer, or the key may not read the history
     */
    public HistoryPage history(String endpointId, Instant from, Instant to, Optional<String> cursor) {
        return new FalHistory(settings, calls).list(new EndpointId(endpointId), from, to, cursor);
    }

    /**
     * Builds the request for a known id, deriving its URLs. Throws {@link IllegalArgumentException} when the id is malformed.
     */
    public FalRequest attach(String endpointId, String requestId) {
        return FalRequest.of(settings, new EndpointId(endpointId), requestId);
    }

    /**
     * Whether the job was accepted by the configured service. Another service would answer 404, which looks like a lost job,
     * and the key must only be sent to its own service. {@link #status}, {@link #result} and {@link #cancel} refuse a foreign
     * job with the code {@link #FOREIGN_ORIGIN} before sending anything.
     */
    public boolean isSameService(FalRequest request) {
        return isSameService(request.statusUrl())
                && isSameService(request.responseUrl())
                && isSameService(request.cancelUrl());
    }

    private boolean isSameService(URI address) {
        HttpUrl url = HttpUrl.parse(address.toString());
        return url != null && settings.isSameService(url);
    }

    private HttpUrl checkedUrl(FalRequest request, URI address) {
        if (!isSameService(request)) {
            String taken = Stream.of(request.statusUrl(), request.responseUrl(), request.cancelUrl())
                    .filter(named -> !isSameService(named))
                    .map(named -> String.valueOf(named.getAuthority()))
                    .findFirst()
                    .orElseThrow();
            throw new RemoteException(
                    FalHttp.SERVICE,
                    0,
                    FOREIGN_ORIGIN,
                    CodedMessage.of("fal.foreign", request.requestId(), taken, settings.queueUrl()),
                    RemoteFailureKind.UNKNOWN);
        }
        return HttpUrl.get(address.toString());
    }

    /**
     * Checks whether the queue answers at all: empty when it does, else the reason in a sentence. Starts nothing and costs
     * nothing.
     */
    public Optional<CodedMessage> probe() {
        try {
            HttpAnswer answer = calls.get(
                    CodedMessage.of("doing.probe"),
                    HttpUrl.get(settings.queueUrl().toString()));
            return answer.status() < 500 ? Optional.empty() : Optional.of(CodedMessage.of("fal.away", answer.status()));
        } catch (RemoteException failure) {
            return Optional.of(failure.message());
        }
    }

    /** The remaining prepaid credits in US dollars. Requires an ADMIN key (any other causes an account-wide refusal). */
    public Optional<BigDecimal> balance() {
        CodedMessage doing = CodedMessage.of("doing.balance");
        HttpAnswer answer = calls.get(doing, HttpUrl.get(settings.apiUrl() + "/account/billing?expand=credits"));
        JsonNode balance = FalReadFailure.json(answer, doing).path("credits").path("current_balance");
        return balance.isNumber() ? Optional.of(balance.decimalValue()) : Optional.empty();
    }

    /**
     * Reads a cancel answer: the status word in the body first, then the status code. Empty when it reveals nothing about the
     * job.
     */
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

        /** An older form of the answer is {@code {"success": bool}}; {@code false} guarantees nothing. */
        private static Optional<FalCancelResult> byCode(HttpAnswer answer, boolean success) {
            return switch (answer.status()) {
                case 200, 204 -> Optional.of(success ? FalCancelResult.REMOVED : FalCancelResult.REQUESTED);
                case 404 -> Optional.of(FalCancelResult.NOT_FOUND);
                default -> answer.isSuccess() ? Optional.of(FalCancelResult.REQUESTED) : Optional.empty();
            };
        }
    }

    /**
     * A page of fal's request history, which lists a request only once it has ended.
     *
     * @param next the cursor of the next page, empty at the end
     */
    public record HistoryPage(List<PastRequest> requests, Optional<String> next) {
        /** A past request. The input is a missing node when fal has not kept it. */
        public record PastRequest(
                String requestId, Optional<Instant> endedAt, OptionalInt statusCode, JsonNode input) {}
    }

    /**
     * fal's answer to a cancel request. Only {@link #REMOVED} means that the job will not run; otherwise keep polling the status.
     */
    public enum FalCancelResult {
        /** Signalled; it may still finish and be billed. */
        REQUESTED,
        /** Taken out of the queue before it ran. */
        REMOVED,
        /** Too late: a result exists or is about to. */
        ALREADY_COMPLETED,
        /** Unknown or expired. */
        NOT_FOUND
    }
}
