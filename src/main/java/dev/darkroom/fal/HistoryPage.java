package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A page of fal's request history, which lists a request only once it has ended.
 *
 * @param next the cursor of the page behind it, empty at the end
 */
public record HistoryPage(List<PastRequest> requests, Optional<String> next) {
    /** The input is a missing node where fal does not keep it. */
    public record PastRequest(String requestId, Optional<Instant> endedAt, OptionalInt statusCode, JsonNode input) {}
}
