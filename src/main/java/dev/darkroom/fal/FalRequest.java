package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.fal.catalog.EndpointId;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.RefusedInputException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** A job at fal.ai: its id and its status, result and cancel URLs, as returned by the submit. */
public record FalRequest(String requestId, URI statusUrl, URI responseUrl, URI cancelUrl) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,200}");

    /** Derives the URLs, for a job whose submit answer was lost and whose id was found another way. */
    static FalRequest of(FalSettings settings, EndpointId endpoint, String requestId) {
        if (!isId(requestId)) {
            throw new RefusedInputException("request.form", requestId);
        }
        String base = settings.queueUrl() + "/" + endpoint.app() + "/requests/" + requestId;
        return new FalRequest(requestId, URI.create(base + "/status"), URI.create(base), URI.create(base + "/cancel"));
    }

    /** Uses the URLs in the answer, deriving any that is missing, unreadable or of another service. */
    static FalRequest returned(FalSettings settings, EndpointId endpoint, String requestId, JsonNode body) {
        FalRequest rule = of(settings, endpoint, requestId);
        return new FalRequest(
                requestId,
                named(settings, body, "status_url").orElse(rule.statusUrl),
                named(settings, body, "response_url").orElse(rule.responseUrl),
                named(settings, body, "cancel_url").orElse(rule.cancelUrl));
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    private static Optional<URI> named(FalSettings settings, JsonNode body, String member) {
        return JsonMapping.text(body, member)
                .map(HttpUrl::parse)
                .filter(settings::isSameService)
                .map(HttpUrl::uri);
    }
}
