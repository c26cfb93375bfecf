package dev.darkroom.generation.diagnosis;

import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.Cause;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.SafeAction;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.State;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Diagnoses generations that have ended. */
final class EndedDiagnosisRules {
    private final GenerationRow row;
    private final ClusterSnapshot cluster;

    EndedDiagnosisRules(GenerationRow row, ClusterSnapshot cluster) {
        this.row = row;
        this.cluster = cluster;
    }

    GenerationDiagnosis completed() {
        Generation.Media media = row.media();
        if (media.url() == null
                && media.warning() != null
                && media.warning().code().equals(Generation.Media.LOST)) {
            return end(
                    State.STUCK,
                    Cause.NO_MEDIA_URL,
                    CodedMessage.of("stuck.NO_MEDIA_URL"),
                    media.warning(),
                    CodedMessage.sentences(media.warning(), CodedMessage.of("ended.ago", ago())),
                    SafeAction.RETRY,
                    "remark.costs.first");
        }
        if (media.path() == null || media.url() == null) {
            return end(
                    State.STUCK,
                    Cause.NO_MEDIA_URL,
                    CodedMessage.of("stuck.NO_MEDIA_URL"),
                    CodedMessage.of("stuck.NO_MEDIA_URL.brief"),
                    CodedMessage.of(media.path() == null ? "stuck.NO_MEDIA_URL.path" : "stuck.NO_MEDIA_URL.url", ago()),
                    SafeAction.RECOVER,
                    "remark.stores.signs");
        }
        if (media.warning() != null) {
            return end(
                    State.COMPLETED,
                    null,
                    CodedMessage.of("ended.warning"),
                    media.warning(),
                    CodedMessage.sentences(media.warning(), CodedMessage.of("ended.ago", ago())),
                    SafeAction.RETRY,
                    "remark.stores.again");
        }
        Instant expires = media.urlExpiresAt();
        boolean expired = expires != null && !expires.isAfter(cluster.now());
        return end(
                State.COMPLETED,
                null,
                CodedMessage.of("ended.completed", ago()),
                CodedMessage.NONE,
                CodedMessage.sentences(
                        CodedMessage.of("ended.files", media.filesStored(), took()),
                        expired || expires == null
                                ? CodedMessage.of(expired ? "ended.link.over" : "ended.link.unknown")
                                : CodedMessage.of("ended.link", left(expires))),
                expired ? SafeAction.NEW_LINK : SafeAction.NONE,
                expired ? "remark.signs" : "");
    }

    GenerationDiagnosis failed() {
        Generation.@Nullable Failure failure = row.failure();
        CodedMessage message = failure == null ? CodedMessage.of("ended.no.reason") : failure.said();
        return end(
                State.FAILED,
                row.refunded() ? null : Cause.NOT_REFUNDED,
                row.refunded() ? CodedMessage.of("ended.failed", ago()) : CodedMessage.of("ended.failed.unrefunded"),
                row.refunded() ? message : CodedMessage.of("ended.failed.unrefunded.brief"),
                CodedMessage.sentences(message, CodedMessage.of("ended.took", took(), row.attempt()), money()),
                row.refunded() ? SafeAction.RETRY : SafeAction.REFUND,
                row.refunded() ? "remark.costs.first" : "remark.refunds.once");
    }

    GenerationDiagnosis cancelled() {
        return end(
                State.CANCELLED,
                row.refunded() ? null : Cause.NOT_REFUNDED,
                row.refunded()
                        ? CodedMessage.of("ended.cancelled", ago())
                        : CodedMessage.of("ended.cancelled.unrefunded"),
                row.refunded() ? CodedMessage.NONE : CodedMessage.of("ended.cancelled.unrefunded.brief"),
                CodedMessage.sentences(
                        CodedMessage.of(
                                "ended.cancelled.why",
                                ago(),
                                ElapsedTime.taken(Duration.between(row.createdAt(), finished()))),
                        money()),
                row.refunded() ? SafeAction.NONE : SafeAction.REFUND,
                row.refunded() ? "" : "remark.refunds.once");
    }

    private static GenerationDiagnosis end(
            State state,
            @Nullable Cause cause,
            CodedMessage title,
            CodedMessage brief,
            CodedMessage sentence,
            SafeAction act,
            String remark) {
        return new GenerationDiagnosis(
                state,
                cause,
                title,
                brief,
                sentence,
                act,
                remark.isEmpty() ? CodedMessage.NONE : CodedMessage.of(remark));
    }

    private CodedMessage money() {
        return row.credits() == 0
                ? CodedMessage.NONE
                : CodedMessage.of(row.refunded() ? "ended.refunded" : "ended.kept", row.credits());
    }

    private String ago() {
        return ElapsedTime.rough(Duration.between(finished(), cluster.now()));
    }

    private String took() {
        return ElapsedTime.taken(row.lastRun());
    }

    private String left(Instant expires) {
        return ElapsedTime.left(Duration.between(cluster.now(), expires));
    }

    private Instant finished() {
        return Objects.requireNonNullElse(row.finishedAt(), row.updatedAt());
    }
}
