package dev.darkroom.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table {@code generation}, as it was read.
 *
 * @param delivered it was completed once with what it holds now, and stays so
 * @param outages how often in a row an outage of a service has sent it back
 * @param attentionCause the {@link GenerationDiagnosis.Cause} that the monitor has stored; null when nothing is wrong
 * @param unreadable why its input could not be read and is empty here; null when all is well
 */
public record Generation(
        UUID id,
        String userId,
        String model,
        MediaKind kind,
        ObjectNode input,
        String prompt,
        long credits,
        int priority,
        GenerationStatus status,
        @Nullable GenerationStage stage,
        @Nullable HoldReason hold,
        int attempt,
        int maxAttempts,
        Instant nextAttemptAt,
        Lease lease,
        int charge,
        boolean refunded,
        boolean delivered,
        int outages,
        FalJob fal,
        @Nullable SavedResult result,
        Media media,
        @Nullable Failure failure,
        @Nullable Instant cancelRequestedAt,
        @Nullable String cancelReason,
        String createdBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        Instant updatedAt,
        @Nullable Instant finishedAt,
        @Nullable String attentionCause,
        @Nullable CodedMessage unreadable) {

    /** What the provider answered, as the bytes that came. */
    @SuppressWarnings("ArrayRecordComponent") // not to be copied: a result may have many megabytes
    public record SavedResult(byte[] body) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof SavedResult saved && Arrays.equals(body, saved.body);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(body);
        }

        @Override
        public String toString() {
            return "SavedResult[" + body.length + " bytes]";
        }

        /** @throws IllegalArgumentException when it is no JSON at all */
        public JsonNode json() {
            return JsonMapping.readLeniently(body);
        }
    }

    /** The right to write: which engine, until when, and the number that every write of its run must carry. */
    public record Lease(@Nullable UUID owner, @Nullable Instant until, long epoch) {}

    /** What is known of the job at fal.ai. */
    public record FalJob(
            @Nullable Instant submitStartedAt,
            @Nullable Instant submittedAt,
            @Nullable FalRequest request,
            @Nullable String status,
            @Nullable Integer queuePosition,
            @Nullable Instant startedAt,
            @Nullable Instant changedAt,
            @Nullable Instant renderedAt) {

        /** Sent, and no answer is known: it must not be sent again blindly. */
        public boolean submitUnknown() {
            return submitStartedAt != null && request == null;
        }
    }

    /** What is stored: the path is the truth, the url a cache of it with an end. */
    public record Media(
            @Nullable Integer filesExpected,
            int filesStored,
            long bytesStored,
            @Nullable String path,
            @Nullable URI url,
            @Nullable Instant urlExpiresAt,
            @Nullable CodedMessage warning) {}

    /** Why it failed, or why its last attempt did. */
    public record Failure(
            String kind,
            String code,
            CodedMessage said,
            @Nullable String detail) {
        /** In English, as logs and other programs have it. */
        public String message() {
            return said.english();
        }

        /** fal.ai's content check has refused the prompt, and would most likely refuse it again. */
        public boolean isRefusedPrompt() {
            return kind.equals("FINAL") && code.contains("content_policy");
        }
    }

    /** The first eight characters, as people say it. */
    public String shortId() {
        return id.toString().substring(0, 8);
    }
}
