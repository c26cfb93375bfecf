package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;

/** The outcome of fetching a result. */
public sealed interface FalResult {
    /**
     * The model's answer: {@code body} holds the bytes as received, to be stored unchanged, and {@code json} is their parsed
     * form.
     */
    @SuppressWarnings("ArrayRecordComponent") // not copied: a result may have many megabytes
    record Ready(JsonNode json, byte[] body) implements FalResult {
        /** Omits the content: it repeats the prompt, which must not be logged. */
        @Override
        public String toString() {
            return "Ready[" + body.length + " bytes]";
        }
    }

    /** "Still in progress", which some jobs report for a moment after COMPLETED: fetch again. */
    record NotReady() implements FalResult {}

    /** The job failed. The failure comes from the model or the platform, not from this call. */
    record Failed(FalFailure failure) implements FalResult {}

    /**
     * The result is not there (404 or 410): either no longer kept (results of 10 KB or more expire minutes after completion) or,
     * right after the submit, not there yet.
     */
    record Gone(String detail) implements FalResult {}
}
