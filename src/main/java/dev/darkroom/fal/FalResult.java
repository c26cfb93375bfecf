package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/** What fetching a result gave. */
public sealed interface FalResult {
    /**
     * The model's answer: {@code body} is the bytes that came, to be kept as they are, {@code json} what they say. Units say what is
     * billed, when the service says so.
     */
    @SuppressWarnings("ArrayRecordComponent") // not to be copied: a result may have many megabytes
    record Ready(JsonNode json, byte[] body, Optional<BigDecimal> billableUnits) implements FalResult {
        /** Without the content: it repeats the prompt, which no log line may show. */
        @Override
        public String toString() {
            return "Ready[" + body.length + " bytes]";
        }
    }

    /** "Still in progress", which some jobs say for a moment after COMPLETED: ask again. */
    record NotYet() implements FalResult {}

    /** The job failed; the failure was raised by the model or by the platform, not by this call. */
    record Failed(FalFailure failure) implements FalResult {}

    /**
     * The result is not there (404): no longer kept, minutes after completion for one of 10 KB or more, or, right after the
     * submit, not there yet.
     */
    record Gone(String detail) implements FalResult {}
}
