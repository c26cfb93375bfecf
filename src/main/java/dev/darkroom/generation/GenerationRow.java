package dev.darkroom.generation;

import dev.darkroom.fal.catalog.MediaKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The part of a generation that lists show: everything but the rest of its input, its result and the detail of its error.
 *
 * @param delivered whether it was once completed with its present content, and so stays delivered
 * @param outages how many service outages in a row have sent it back
 * @param storeFailures how many attempts to store its present result have failed, whoever was to blame
 * @param attentionCause the {@link GenerationDiagnosis.Cause} stored by the monitor; null when nothing is wrong
 * @param mediaFlagged whether the provider's safety check flags the file named by {@code media}; read for lists only
 * @param triage the marks and notes of operators; read for lists only
 * @param prompt its first 200 characters in a list
 */
public record GenerationRow(
        UUID id,
        String userId,
        String model,
        MediaKind kind,
        long credits,
        GenerationStatus status,
        @Nullable GenerationStage stage,
        @Nullable HoldReason hold,
        int attempt,
        int maxAttempts,
        Instant nextAttemptAt,
        Generation.Lease lease,
        boolean refunded,
        boolean delivered,
        Job job,
        Generation.Media media,
        Generation.@Nullable Failure failure,
        @Nullable Instant cancelRequestedAt,
        Instant createdAt,
        @Nullable Instant startedAt,
        Instant updatedAt,
        @Nullable Instant finishedAt,
        int outages,
        int storeFailures,
        @Nullable String attentionCause,
        boolean mediaFlagged,
        GenerationTriage.TriageSummary triage,
        String prompt) {

    /** The times of the job at fal.ai. */
    public record Job(
            @Nullable String requestId,
            @Nullable Instant submitStartedAt,
            @Nullable Instant submittedAt,
            @Nullable String status,
            @Nullable Integer queuePosition,
            @Nullable Instant startedAt,
            @Nullable Instant changedAt,
            @Nullable Instant renderedAt) {}

    public static GenerationRow of(Generation full) {
        Generation.FalJob fal = full.fal();
        return new GenerationRow(
                full.id(),
                full.userId(),
                full.model(),
                full.kind(),
                full.credits(),
                full.status(),
                full.stage(),
                full.hold(),
                full.attempt(),
                full.maxAttempts(),
                full.nextAttemptAt(),
                full.lease(),
                full.refunded(),
                full.delivered(),
                new Job(
                        fal.request() == null ? null : fal.request().requestId(),
                        fal.submitStartedAt(),
                        fal.submittedAt(),
                        fal.status(),
                        fal.queuePosition(),
                        fal.startedAt(),
                        fal.changedAt(),
                        fal.renderedAt()),
                full.media(),
                full.failure(),
                full.cancelRequestedAt(),
                full.createdAt(),
                full.startedAt(),
                full.updatedAt(),
                full.finishedAt(),
                full.outages(),
                full.storeFailures(),
                full.attentionCause(),
                false,
                GenerationTriage.TriageSummary.NONE,
                full.prompt());
    }

    public String shortId() {
        return id.toString().substring(0, 8);
    }

    /**
     * Returns the time from the start of its last run to its end, or to its last change; the wait before the run does not
     * count.
     */
    public Duration lastRun() {
        return Duration.between(
                Objects.requireNonNullElse(startedAt, createdAt), Objects.requireNonNullElse(finishedAt, updatedAt));
    }

    /** Returns its position in every list. */
    public Key key() {
        return new Key(createdAt, id);
    }

    /** The key at which a page begins or ends. */
    public record Key(Instant createdAt, UUID id) {}
}
