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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table {@code generation}, as it was read.
 *
 * @param waitsFor the service whose pause it waits for
 * @param delivered whether it was once completed with its present content, and so stays delivered
 * @param outages how many service outages in a row have sent it back
 * @param storeFailures how many attempts to store its present result have failed, whoever was to blame
 * @param attentionCause the {@link GenerationDiagnosis.Cause} stored by the monitor; null when nothing is wrong
 * @param unreadable why its input could not be read and is empty here; null when it could be read
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
        @Nullable String waitsFor,
        int attempt,
        int maxAttempts,
        Instant nextAttemptAt,
        Lease lease,
        int charge,
        boolean refunded,
        boolean delivered,
        int outages,
        int storeFailures,
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

    /** The provider's result, as the bytes received. */
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

        /** @throws IllegalArgumentException when it is not JSON at all */
        public JsonNode json() {
            return JsonMapping.readLeniently(body);
        }
    }

    /** The right to write: the owning engine, the end of the lease, and the epoch that every write of its run must carry. */
    public record Lease(@Nullable UUID owner, @Nullable Instant until, long epoch) {}

    /** The known state of the job at fal.ai. */
    public record FalJob(
            @Nullable Instant submitStartedAt,
            @Nullable Instant submittedAt,
            @Nullable FalRequest request,
            @Nullable String status,
            @Nullable Integer queuePosition,
            @Nullable Instant startedAt,
            @Nullable Instant changedAt,
            @Nullable Instant renderedAt) {

        /** Whether it was sent without a known answer: it must not be sent again blindly. */
        public boolean submitUnknown() {
            return submitStartedAt != null && request == null;
        }
    }

    /** The stored media: the path is authoritative, the URL a cached link that expires. */
    public record Media(
            @Nullable Integer filesExpected,
            int filesStored,
            long bytesStored,
            @Nullable String path,
            @Nullable URI url,
            @Nullable Instant urlExpiresAt,
            @Nullable CodedMessage warning) {
        /** The code of the warning about a file whose object is gone from storage: a new link would open nothing. */
        public static final String LOST = "warning.lost";
    }

    /** Why it failed, or why its last attempt did. */
    public record Failure(
            String kind,
            String code,
            CodedMessage said,
            @Nullable String detail) {
        /** The code of a result whose files were all flagged. */
        public static final String FLAGGED = "content_flagged";

        /** Matches the codes of what fal.ai's content check refuses, in PostgreSQL too. */
        public static final String REFUSED_CODES = "content_policy|" + FLAGGED;

        private static final Pattern REFUSED = Pattern.compile(REFUSED_CODES);

        /** Returns the message in English, for logs and other programs. */
        public String message() {
            return said.english();
        }

        /** Whether the service refuses all requests of the account, so that the attempt did not count. */
        public boolean isAccountWide() {
            return kind.equals("ACCOUNT_WIDE");
        }

        /** Whether fal.ai's content check has refused the prompt or its result, and would most likely refuse it again. */
        public boolean isRefusedPrompt() {
            return kind.equals("FINAL") && REFUSED.matcher(code).find();
        }
    }

    /** Whether a cancel ends it without an answer of fal.ai: the rule of the database's {@code end_or_ask_cancel}. */
    public boolean endsWhenCancelled() {
        boolean awaitsNothing = fal.submitStartedAt() == null || "FAL".equals(waitsFor);
        return status == GenerationStatus.PENDING && (hold != null || fal.request() == null && awaitsNothing);
    }

    /** Whether fal.ai's part is done: what is left is to store the result, which a cancel does not undo. */
    public boolean isMade() {
        return result != null && stage != GenerationStage.SUBMITTED;
    }

    /** Returns the first eight characters, the form that people use. */
    public String shortId() {
        return id.toString().substring(0, 8);
    }
}
