package dev.darkroom.generation.diagnosis;

import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.Cause;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.SafeAct;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The diagnosis of what has ended. */
final class EndedRules {
    private static final String GIVES_BACK = "gives the credits back, once";

    private final GenerationRow row;
    private final ClusterSnapshot situation;

    EndedRules(GenerationRow row, ClusterSnapshot situation) {
        this.row = row;
        this.situation = situation;
    }

    GenerationDiagnosis completed() {
        Generation.Media media = row.media();
        if (media.path() == null || media.url() == null) {
            return end(
                    State.STUCK,
                    Cause.NO_MEDIA_URL,
                    "Completed without a media url",
                    "completed without media url",
                    "It ended " + ago()
                            + " ago and should have had an address at that moment, but the storage never gave"
                            + " the user one: "
                            + (media.path() == null
                                    ? "no stored file is named."
                                    : "the file is there, its link is missing."),
                    SafeAct.RECOVER,
                    "stores the saved result where it is missing and signs it; nothing is paid again");
        }
        if (media.warning() != null) {
            return end(
                    State.COMPLETED,
                    null,
                    "Completed with a warning",
                    media.warning(),
                    media.warning() + " It ended " + ago() + " ago.",
                    SafeAct.RETRY,
                    "stores again what is missing, nothing is paid again");
        }
        Instant expires = media.urlExpiresAt();
        boolean expired = expires != null && !expires.isAfter(situation.now());
        return end(
                State.COMPLETED,
                null,
                "Completed " + ago() + " ago",
                "",
                media.filesStored() + (media.filesStored() == 1 ? " file" : " files") + " in " + took() + ". "
                        + (expired
                                ? "Its link has ended; a new one is made when it is asked for."
                                : "Its link lives for " + left(expires) + " more."),
                expired ? SafeAct.NEW_LINK : SafeAct.NONE,
                expired ? "signs the stored file again and copies the link" : "");
    }

    GenerationDiagnosis failed() {
        Generation.@Nullable Failure failure = row.failure();
        String message = failure == null ? "No reason was kept." : failure.message();
        return end(
                State.FAILED,
                row.refunded() ? null : Cause.NOT_REFUNDED,
                row.refunded() ? "Failed " + ago() + " ago" : "Failed, and the credits were not given back",
                row.refunded() ? message : "failed, not refunded",
                message + " It took " + took() + " and " + attempts() + "." + money(),
                row.refunded() ? SafeAct.RETRY : SafeAct.REFUND,
                row.refunded() ? "says first what it costs" : GIVES_BACK);
    }

    GenerationDiagnosis cancelled() {
        return end(
                State.CANCELLED,
                row.refunded() ? null : Cause.NOT_REFUNDED,
                row.refunded() ? "Cancelled " + ago() + " ago" : "Cancelled, and the credits were not given back",
                row.refunded() ? "" : "cancelled, not refunded",
                "It ended " + ago() + " ago and had been there for " + took() + "." + money(),
                row.refunded() ? SafeAct.NONE : SafeAct.REFUND,
                row.refunded() ? "" : GIVES_BACK);
    }

    private static GenerationDiagnosis end(
            State state,
            @Nullable Cause cause,
            String title,
            String brief,
            String sentence,
            SafeAct act,
            String remark) {
        return new GenerationDiagnosis(state, cause, title, brief, sentence, act, remark);
    }

    private String money() {
        return row.credits() == 0
                ? ""
                : " " + row.credits() + (row.credits() == 1 ? " credit was " : " credits were ")
                        + (row.refunded() ? "refunded." : "kept.");
    }

    private String attempts() {
        return row.attempt() + (row.attempt() == 1 ? " attempt" : " attempts");
    }

    private String ago() {
        return GenerationDiagnosis.rough(Duration.between(finished(), situation.now()));
    }

    private String took() {
        return GenerationDiagnosis.clock(Duration.between(row.createdAt(), finished()));
    }

    private String left(@Nullable Instant expires) {
        return expires == null
                ? "an unknown time"
                : GenerationDiagnosis.rough(
                        Duration.between(situation.now(), expires).plusSeconds(59));
    }

    private Instant finished() {
        return Objects.requireNonNullElse(row.finishedAt(), row.updatedAt());
    }
}
