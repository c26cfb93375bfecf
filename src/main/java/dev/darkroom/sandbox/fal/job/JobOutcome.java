package dev.darkroom.sandbox.fal.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fal.model.FalErrorDetail;
import dev.darkroom.sandbox.fal.model.SandboxModel;
import dev.darkroom.sandbox.http.SandboxReply;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a request: the answer that the result call replays, and its cost.
 *
 * @param body JSON text; file URLs begin with {@link #HERE}
 * @param error the error reported by the status when the platform, not the model, failed
 */
public record JobOutcome(
        int status,
        Map<String, String> headers,
        @Nullable String body,
        @Nullable String error,
        @Nullable String errorType,
        BigDecimal units,
        BigDecimal usd,
        List<ServedFile> files) {

    /** A placeholder for the stand-in's address, whose port may change on restart. */
    public static final String HERE = "http://stand-in.invalid";

    static JobOutcome success(JsonNode body, BigDecimal units, BigDecimal usd, List<ServedFile> files) {
        return new JobOutcome(200, Map.of(), JsonMapping.write(body), null, null, units, usd, List.copyOf(files));
    }

    /** The model refused or failed; only the result reveals it. */
    static JobOutcome model(int status, JsonNode body, boolean retryable) {
        return failure(status, Map.of("X-Fal-Retryable", Boolean.toString(retryable)), body, null, null);
    }

    /** The model's refusal of an input that does not fit its schema; empty when it fits. */
    public static Optional<JobOutcome> invalidInput(SandboxModel model, JsonNode input) {
        Optional<ObjectNode> problem = input.isObject()
                ? model.fields().stream()
                        .flatMap(field -> field.problem(input).stream())
                        .findFirst()
                : Optional.of(
                        FalErrorDetail.plain("model_attributes_type", "Input should be a valid dictionary", input));
        return problem.map(entry -> model(422, FalErrorDetail.list(entry), false));
    }

    /** The platform failed; both status and result report it. */
    static JobOutcome platform(int status, String errorType, String text, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("X-Fal-Error-Type", errorType);
        JsonNode body = SandboxReply.object().put("detail", text).put("error_type", errorType);
        return failure(status, all, body, text, errorType);
    }

    private static JobOutcome failure(
            int status, Map<String, String> headers, JsonNode body, @Nullable String error, @Nullable String type) {
        BigDecimal nothing = BigDecimal.ZERO;
        return new JobOutcome(status, headers, JsonMapping.write(body), error, type, nothing, nothing, List.of());
    }

    static JobOutcome cancelled() {
        return platform(499, "client_cancelled", "Request was cancelled by the client", Map.of());
    }

    static JobOutcome tooLate() {
        return platform(504, "request_timeout", "Request timed out", Map.of("X-Fal-Request-Timeout-Type", "user"));
    }

    JobOutcome withoutBody() {
        return new JobOutcome(status, headers, null, error, errorType, units, usd, files);
    }

    JobOutcome withFiles(List<ServedFile> others) {
        return new JobOutcome(status, headers, body, error, errorType, units, usd, List.copyOf(others));
    }

    int length() {
        return body == null ? 0 : body.length();
    }
}
