package dev.darkroom.generation.diagnosis;

import dev.darkroom.generation.EngineName;
import dev.darkroom.generation.FencingToken;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.Cause;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.SafeAction;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.State;
import dev.darkroom.generation.diagnosis.TypicalDurationStore.TypicalDurations;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds one diagnosis: rules from the most certain to the least. */
final class DiagnosisRules {
    private static final int MAX_BRIEF_LENGTH = 60;
    private static final Set<String> KNOWN_STATUSES = Set.of("IN_QUEUE", "IN_PROGRESS", "COMPLETED");

    private final GenerationRow row;
    private final ClusterSnapshot cluster;
    private final StuckThresholds limits;
    private final WaitingDiagnosisRules waiting;

    DiagnosisRules(GenerationRow row, ClusterSnapshot cluster, StuckThresholds limits) {
        this.row = row;
        this.cluster = cluster;
        this.limits = limits;
        waiting = new WaitingDiagnosisRules(row, cluster, limits.silence());
    }

    GenerationDiagnosis diagnosis() {
        return switch (row.status()) {
            case PENDING -> pending();
            case PROCESSING -> processing();
            case COMPLETED -> new EndedDiagnosisRules(row, cluster).completed();
            case FAILED -> new EndedDiagnosisRules(row, cluster).failed();
            case CANCELLED -> new EndedDiagnosisRules(row, cluster).cancelled();
        };
    }

    private GenerationDiagnosis pending() {
        if (row.hold() != null) {
            return switch (row.hold()) {
                case SUBMIT_UNKNOWN -> submitUnknown();
                case FOREIGN_ORIGIN -> onHold(Cause.FOREIGN_ORIGIN, SafeAction.CANCEL, "remark.refunds.address");
                case JOB_REFUSED -> onHold(Cause.JOB_REFUSED, SafeAction.RECOVER, "remark.asks.job");
                case UNREADABLE -> onHold(Cause.UNREADABLE, SafeAction.CANCEL, "remark.refunds");
            };
        }
        if (unwatched()) {
            CodedMessage why = waiting.whyNotTaken();
            return unfollowed(why.isEmpty() ? CodedMessage.of("due.unfollowed.waits") : why);
        }
        if (isExpiring()) {
            return expiring(SafeAction.RECOVER, "remark.from.result");
        }
        return row.failure() == null ? waiting.waiting() : retrying(row.failure());
    }

    private GenerationDiagnosis submitUnknown() {
        String since =
                ElapsedTime.clock(since(Objects.requireNonNullElse(row.job().submitStartedAt(), row.updatedAt())));
        return stuck(
                Cause.SUBMIT_UNKNOWN,
                CodedMessage.of("stuck.SUBMIT_UNKNOWN"),
                CodedMessage.of("stuck.SUBMIT_UNKNOWN.brief"),
                CodedMessage.of("stuck.SUBMIT_UNKNOWN.why", since, ElapsedTime.clock(limits.lookUp())),
                SafeAction.CANCEL,
                "remark.refunds.bill");
    }

    /** Combines the reason recorded when the hold began with the sentences of its cause. */
    private GenerationDiagnosis onHold(Cause cause, SafeAction act, String remark) {
        String key = "stuck." + cause;
        return stuck(
                cause,
                CodedMessage.of(key),
                CodedMessage.of(key + ".brief"),
                CodedMessage.sentences(reason(), CodedMessage.of(key + ".why")),
                act,
                remark);
    }

    private CodedMessage reason() {
        return row.failure() == null ? CodedMessage.NONE : row.failure().said();
    }

    private GenerationDiagnosis retrying(Generation.Failure failure) {
        CodedMessage next = waiting.nextTry();
        if (isRendered() && isStoringFailing()) {
            return uploadFailing(failure, next, SafeAction.RECOVER, "remark.from.result");
        }
        boolean refused = failure.isAccountWide();
        boolean outage = row.outages() > 0 || refused;
        return new GenerationDiagnosis(
                State.RETRYING,
                null,
                outage
                        ? CodedMessage.of(refused ? "retrying.refused" : "retrying.outage", next)
                        : CodedMessage.of("retrying.attempt", row.attempt(), next),
                brief(failure, next),
                CodedMessage.sentences(
                        failure.said(),
                        outage
                                ? CodedMessage.of("retrying.outage.why", stage())
                                : CodedMessage.of(
                                        "retrying.attempt.why",
                                        row.attempt() + 1,
                                        Math.max(row.attempt() + 1, row.maxAttempts()),
                                        stage()),
                        outage ? CodedMessage.NONE : waiting.limited(),
                        isDue() ? waiting.whyNotTaken() : CodedMessage.NONE,
                        refundableCredits(row)),
                isDue() ? SafeAction.NONE : SafeAction.RETRY_NOW,
                outage
                        ? CodedMessage.of("remark.outage")
                        : CodedMessage.of(
                                row.delivered() ? "remark.attempts.repair" : "remark.attempts", row.maxAttempts()));
    }

    private boolean isStoringFailing() {
        return row.storeFailures() >= limits.uploads();
    }

    private GenerationDiagnosis uploadFailing(
            Generation.Failure failure, CodedMessage next, SafeAction act, String remark) {
        return stuck(
                Cause.UPLOAD_FAILING,
                CodedMessage.of("stuck.UPLOAD_FAILING", row.storeFailures()),
                CodedMessage.of("stuck.UPLOAD_FAILING.brief", row.storeFailures()),
                CodedMessage.sentences(
                        failure.said(),
                        CodedMessage.of(
                                "stuck.UPLOAD_FAILING.why",
                                ElapsedTime.clock(since(renderedAt())),
                                limits.uploads(),
                                next)),
                act,
                remark);
    }

    /** Whether the wait for its next attempt is over. */
    private boolean isDue() {
        return !row.nextAttemptAt().isAfter(cluster.now());
    }

    private GenerationDiagnosis processing() {
        UUID owner = Objects.requireNonNull(row.lease().owner());
        ClusterSnapshot.@Nullable EngineBeat engine = cluster.engine(owner).orElse(null);
        boolean gone = engine == null || !cluster.isAlive(engine, limits.silence());
        if (gone && unwatched()) {
            return unfollowed(CodedMessage.of("due.unfollowed.silent", EngineName.of(owner)));
        }
        if (gone || leaseEnded()) {
            return workerGone(owner, engine, gone);
        }
        return switch (Objects.requireNonNull(row.stage())) {
            case SUBMITTING -> submitting();
            case SUBMITTED -> "IN_PROGRESS".equals(row.job().status()) ? running() : queued();
            case RENDERED, STORING, SIGNING -> storing();
        };
    }

    private boolean leaseEnded() {
        return row.lease().until() != null && row.lease().until().isBefore(cluster.now());
    }

    private GenerationDiagnosis workerGone(UUID owner, ClusterSnapshot.@Nullable EngineBeat engine, boolean gone) {
        String name = EngineName.of(owner);
        Instant heard = engine == null || !gone ? row.updatedAt() : engine.heartbeatAt();
        boolean others = !cluster.alive(limits.silence()).isEmpty();
        String silent = ElapsedTime.rough(since(heard));
        return stuck(
                Cause.WORKER_GONE,
                gone ? CodedMessage.of("stuck.engine", name, silent) : CodedMessage.of("stuck.run", silent),
                CodedMessage.of(gone ? "stuck.engine.brief" : "stuck.run.brief", silent),
                CodedMessage.sentences(
                        gone
                                ? CodedMessage.of(
                                        "stuck.engine.why",
                                        stage(),
                                        ElapsedTime.clock(limits.silence()),
                                        ElapsedTime.clock(limits.givenUp()))
                                : CodedMessage.of("stuck.run.why", name, ElapsedTime.clock(FencingToken.LEASE)),
                        CodedMessage.of(others ? "stuck.engine.others" : "stuck.engine.alone")),
                SafeAction.NONE,
                others ? "remark.taken" : "remark.unpaid");
    }

    private GenerationDiagnosis submitting() {
        Instant sent = row.job().submitStartedAt();
        return sent == null
                ? calm(State.AT_FAL, CodedMessage.of("calm.unsent"), CodedMessage.of("calm.unsent.why"))
                : calm(
                        State.AT_FAL,
                        CodedMessage.of("calm.sending"),
                        CodedMessage.of("calm.sending.why", ElapsedTime.clock(since(sent))));
    }

    private GenerationDiagnosis queued() {
        // A job that ran and went back to the queue waits since then.
        Instant queued = row.job().startedAt() == null
                ? row.job().submittedAt()
                : row.job().changedAt();
        Duration time = since(Objects.requireNonNullElse(queued, row.updatedAt()));
        TypicalDurations.Span usual = limits.usual().apply(row.model()).queue();
        String since = ElapsedTime.clock(time);
        String rough = ElapsedTime.rough(time);
        return time.compareTo(usual.limit()) <= 0
                ? calm(
                        State.AT_FAL,
                        CodedMessage.of("calm.queue", position()),
                        CodedMessage.of("calm.queue.why", since, usual.words(row.model())))
                : slow(
                        Cause.QUEUE_TOO_LONG,
                        CodedMessage.of("stuck.QUEUE_TOO_LONG", rough),
                        CodedMessage.of("stuck.QUEUE_TOO_LONG.brief", rough),
                        CodedMessage.of("stuck.QUEUE_TOO_LONG.why", position(), since),
                        usual);
    }

    private CodedMessage position() {
        String status = row.job().status();
        if (status != null && !KNOWN_STATUSES.contains(status)) {
            return CodedMessage.of("queue.unknown", status);
        }
        Integer before = row.job().queuePosition();
        return before == null ? CodedMessage.NONE : CodedMessage.of("queue.before", before);
    }

    private GenerationDiagnosis running() {
        Duration time = since(Objects.requireNonNullElse(row.job().startedAt(), row.updatedAt()));
        TypicalDurations.Span usual = limits.usual().apply(row.model()).run();
        if (time.compareTo(usual.limit()) <= 0) {
            return calm(
                    State.AT_FAL,
                    CodedMessage.of("calm.running"),
                    CodedMessage.of("calm.running.why", ElapsedTime.clock(time), usual.words(row.model())));
        }
        String silent =
                ElapsedTime.rough(since(Objects.requireNonNullElse(row.job().changedAt(), row.updatedAt())));
        return slow(
                Cause.RUN_TOO_LONG,
                CodedMessage.of("stuck.RUN_TOO_LONG", silent),
                CodedMessage.of("stuck.RUN_TOO_LONG.brief", silent),
                CodedMessage.of("stuck.RUN_TOO_LONG.why", ElapsedTime.clock(time)),
                usual);
    }

    private GenerationDiagnosis slow(
            Cause cause, CodedMessage title, CodedMessage brief, CodedMessage since, TypicalDurations.Span usual) {
        boolean asked = row.cancelRequestedAt() != null;
        return stuck(
                cause,
                title,
                brief,
                CodedMessage.of("stuck.slow", since, usual.words(row.model()), ElapsedTime.clock(usual.limit())),
                asked ? SafeAction.NONE : SafeAction.CANCEL,
                asked ? "remark.cancelling" : "remark.asks.first");
    }

    private GenerationDiagnosis storing() {
        if (isExpiring()) {
            return expiring(SafeAction.NONE, "remark.at.work");
        }
        if (isStoringFailing() && row.failure() != null) {
            return uploadFailing(row.failure(), CodedMessage.of("next.now"), SafeAction.NONE, "remark.at.work");
        }
        Integer files = row.media().filesExpected();
        return calm(
                State.STORING,
                CodedMessage.of(row.stage() == GenerationStage.SIGNING ? "calm.signing" : "calm.storing"),
                CodedMessage.sentences(
                        CodedMessage.of("calm.rendered", ElapsedTime.clock(since(renderedAt()))),
                        files == null ? CodedMessage.NONE : CodedMessage.of("calm.files", files)));
    }

    /** Whether a result waits for storage that fal.ai will not keep much longer. */
    private boolean isExpiring() {
        return isRendered()
                && row.stage() != GenerationStage.SIGNING
                && !row.delivered()
                && since(renderedAt()).compareTo(limits.unstored()) > 0;
    }

    private GenerationDiagnosis expiring(SafeAction act, String remark) {
        return resultInDanger(
                CodedMessage.sentences(
                        CodedMessage.of(
                                "due.unstored",
                                ElapsedTime.clock(since(renderedAt())),
                                ElapsedTime.clock(limits.unstored())),
                        reason()),
                act,
                remark);
    }

    /** Whether it is at fal.ai and has been unwatched for so long that the result may be gone by the next check. */
    private boolean unwatched() {
        boolean atFal = row.job().requestId() != null && row.job().renderedAt() == null;
        return atFal && since(row.updatedAt()).compareTo(limits.unwatched()) > 0;
    }

    private GenerationDiagnosis unfollowed(CodedMessage why) {
        boolean alone = cluster.alive(limits.silence()).isEmpty();
        boolean paused = !cluster.pauses().isEmpty();
        return resultInDanger(
                CodedMessage.sentences(
                        why,
                        CodedMessage.of(
                                "due.unfollowed",
                                ElapsedTime.clock(since(row.updatedAt())),
                                ElapsedTime.clock(limits.unwatched()))),
                alone || paused ? SafeAction.NONE : SafeAction.RECOVER,
                alone ? "remark.start" : paused ? "remark.asks.later" : "remark.asks.now");
    }

    private GenerationDiagnosis resultInDanger(CodedMessage why, SafeAction act, String remark) {
        return stuck(
                Cause.RESULT_EXPIRING,
                CodedMessage.of("stuck.RESULT_EXPIRING"),
                CodedMessage.of("stuck.RESULT_EXPIRING.brief"),
                why,
                act,
                remark);
    }

    private GenerationDiagnosis stuck(
            Cause cause, CodedMessage title, CodedMessage brief, CodedMessage why, SafeAction act, String remark) {
        return new GenerationDiagnosis(
                State.STUCK,
                cause,
                title,
                brief,
                CodedMessage.sentences(why, refundableCredits(row)),
                act,
                CodedMessage.of(remark));
    }

    private GenerationDiagnosis calm(State state, CodedMessage title, CodedMessage sentence) {
        return new GenerationDiagnosis(
                state,
                null,
                title,
                CodedMessage.NONE,
                CodedMessage.sentences(sentence, refundableCredits(row)),
                SafeAction.NONE,
                CodedMessage.NONE);
    }

    private boolean isRendered() {
        return row.stage() == GenerationStage.RENDERED
                || row.stage() == GenerationStage.STORING
                || row.stage() == GenerationStage.SIGNING;
    }

    private Instant renderedAt() {
        return Objects.requireNonNullElse(row.job().renderedAt(), row.updatedAt());
    }

    /** Returns the credits that the user has paid for it and would get back; none of what was delivered. */
    static CodedMessage refundableCredits(GenerationRow row) {
        return row.refunded() || row.delivered() || row.credits() == 0
                ? CodedMessage.NONE
                : CodedMessage.of("reserved", row.credits());
    }

    private CodedMessage stage() {
        return CodedMessage.of("stage." + (row.stage() == null ? "none" : row.stage()));
    }

    /** For a table cell: the sentence and, if that is short, the time of the next attempt. */
    private static CodedMessage brief(Generation.Failure failure, CodedMessage next) {
        return failure.message().length() <= MAX_BRIEF_LENGTH
                        && !failure.message().contains("\n")
                ? CodedMessage.of("retrying.brief", failure.said().clause(), next)
                : failure.said();
    }

    private Duration since(Instant instant) {
        return Duration.between(instant, cluster.now());
    }
}
