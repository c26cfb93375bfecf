package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.http.Http;
import dev.darkroom.http.Json;
import dev.darkroom.http.RemoteException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * The client of fal.ai's queue and of its request history. Blocking, for virtual threads; safe for any number of them. It never
 * repeats a call by itself and never throws for what the protocol foresees. What is read throws {@link RemoteException}: no
 * answer, 5xx, 429 and malformed answers are retryable, a refused key is account-wide.
 */
public final class FalClient {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final FalSettings settings;
    private final FalCalls calls;

    public FalClient(Http http, FalSettings settings) {
        this(http, settings, LIMIT);
    }

    FalClient(Http http, FalSettings settings, Duration limit) {
        this.settings = settings;
        this.calls = new FalCalls(http, settings.key(), limit);
    }

    public FalSettings settings() {
        return settings;
    }

    /**
     * Sends the job once and says what is known about it. Save that you are about to before you call: a process that dies in
     * here leaves the same doubt as {@link Submission.Unknown}.
     *
     * @throws IllegalArgumentException when the name of the model or the input can be seen to be wrong; nothing was sent
     */
    public Submission submit(String endpointId, JsonNode input, SubmitOptions options) {
        EndpointId endpoint = new EndpointId(endpointId);
        if (!input.isObject()) {
            throw new IllegalArgumentException("The input of a model must be a JSON object.");
        }
        HttpUrl url = HttpUrl.get(settings.queueUrl() + "/" + endpoint.path());
        return new SubmitOutcome(settings, endpoint).read(calls.post(url, options.headers(), Json.write(input)));
    }

    /** Where the job stands, with the log of the model when asked for. */
    public FalStatus status(FalRequest request, boolean logs) {
        String doing = "asking for the status of a job";
        HttpUrl url = HttpUrl.get(request.statusUrl().toString())
                .newBuilder()
                .setQueryParameter("logs", logs ? "1" : "0")
                .build();
        Answer answer = calls.get(doing, url);
        if (answer.status() == 404) {
            return new FalStatus.Gone(ErrorBody.of(answer).message());
        }
        return StatusReader.read(ReadFailure.json(answer, doing));
    }

    /**
     * The result, which fal keeps for minutes only. A 5xx that nothing marks as the job's own may be a passing fault of a gateway:
     * it is thrown as retryable, so ask again before you believe it; the job is not to be sent again for it.
     */
    public FalResult result(FalRequest request) {
        return ResultReader.read(
                calls.get("fetching a result", HttpUrl.get(request.responseUrl().toString())));
    }

    /** Wishes the job cancelled. Safe to repeat. Keep asking for the status: the job may finish and be billed all the same. */
    public CancelAnswer cancel(FalRequest request) {
        String doing = "cancelling a job";
        Answer answer = calls.put(doing, HttpUrl.get(request.cancelUrl().toString()));
        return CancelReader.read(answer).orElseThrow(() -> ReadFailure.of(answer, doing));
    }

    /**
     * The requests of the model between two moments (the second excluded) whose input is exactly this one, for finding a job whose
     * submit answer was lost. Several matches mean that nothing can be told; none proves nothing, for a job that still waits may
     * not be listed.
     */
    public List<HistoryMatch> findByInput(String endpointId, JsonNode input, Instant from, Instant to) {
        return new FalHistory(settings, calls).find(new EndpointId(endpointId), input, from, to);
    }

    /** The request of a known id, its addresses built by rule. Throws {@link IllegalArgumentException} when the id cannot be one. */
    public FalRequest attach(String endpointId, String requestId) {
        return FalRequest.of(settings, new EndpointId(endpointId), requestId);
    }

    /**
     * A saved job as it is reached today: as saved while its addresses are the queue's own, else by rule, for a stand-in that was
     * started again on another port or an address that was changed in the settings.
     */
    public FalRequest resume(String endpointId, FalRequest saved) {
        HttpUrl url = HttpUrl.parse(saved.statusUrl().toString());
        boolean own = url != null && settings.sameService(url);
        return own ? saved : attach(endpointId, saved.requestId());
    }

    /** What is left of the prepaid credits, in US dollars; only an ADMIN key may ask (else an account-wide refusal is thrown). */
    public Optional<BigDecimal> balance() {
        String doing = "asking for the balance";
        Answer answer = calls.get(doing, HttpUrl.get(settings.apiUrl() + "/account/billing?expand=credits"));
        JsonNode balance = ReadFailure.json(answer, doing).path("credits").path("current_balance");
        return balance.isNumber() ? Optional.of(balance.decimalValue()) : Optional.empty();
    }
}
