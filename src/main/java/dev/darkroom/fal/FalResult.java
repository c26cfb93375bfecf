package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/** What fetching a result gave. */
public sealed interface FalResult {
    /** The model's answer, {@code raw} exactly as it came. Units say what is billed, when the service says so. */
    record Ready(JsonNode json, String raw, Optional<BigDecimal> billableUnits) implements FalResult {}

    /** "Still in progress", which some jobs say for a moment after COMPLETED: ask again. */
    record NotYet() implements FalResult {}

    /** The job failed; the failure was raised by the model or by the platform, not by this call. */
    record Failed(FalFailure failure) implements FalResult {}

    /** The result is no longer kept (404): minutes after completion for one of 10 KB or more. */
    record Gone(String detail) implements FalResult {}
}
