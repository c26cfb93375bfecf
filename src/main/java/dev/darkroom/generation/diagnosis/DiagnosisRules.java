package dev.darkroom.generation.diagnosis;

import dev.darkroom.generation.EngineName;
import dev.darkroom.generation.FencingToken;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.Cause;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.SafeAct;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One diagnosis in the making: rules from the most certain to the least. */
final class DiagnosisRules {
    private static final String KEEPS_ASKING = " The engine is alive and keeps asking.";

    private final GenerationRow row;
    private final ClusterSnapshot situation;
    private final StuckThresholds limits;

    DiagnosisRules(GenerationRow row, ClusterSnapshot situation, StuckThresholds limits) {
        this.row = row;
        this.situation = situation;
        this.limits = limits;
    }

    GenerationDiagnosis diagnosis() {
        return switch (row.status()) {
            case PENDING -> pending();
            case PROCESSING -> processing();
            case COMPLETED -> new EndedRules(row, situation).completed();
            case FAILED -> new EndedRules(row, situation).failed();
            case CANCELLED -> new EndedRules(row, situation).cancelled();
        };
    }

    private GenerationDiagnosis pending() {
        if (row.hold() != null) {
            return switch (row.hold()) {
                case SUBMIT_UNKNOWN -> submitUnknown();
                case FOREIGN_ORIGIN -> foreignOrigin();
                case UNREADABLE -> unreadable();
            };
        }
        if (unwatched()) {
            return unfollowed("Nobody follows it: it waits for its next attempt.");
        }
        return row.failure() == null
                ? new WaitingRules(row, situation, limits.silence()).waiting()
                : retrying(row.failure());
    }

    private GenerationDiagnosis submitUnknown() {
        String since = GenerationDiagnosis.clock(
                since(Objects.requireNonNullElse(row.job().submitStartedAt(), row.updatedAt())));
        return new GenerationDiagnosis(
                State.STUCK,
                Cause.SUBMIT_UNKNOWN,
                "The answer to the submit was lost",
                "answer to submit lost",
                "Sent to fal.ai " + since + " ago; no answer came, and its history, asked for up to "
                        + GenerationDiagnosis.clock(limits.lookUp()) + ", does not tell which request it is."
                        + " It is not sent again by itself, because that could be paid twice." + held(),
                SafeAct.CANCEL,
                "gives the credits back; fal.ai may still bill one run");
    }

    private GenerationDiagnosis foreignOrigin() {
        return new GenerationDiagnosis(
                State.STUCK,
                Cause.FOREIGN_ORIGIN,
                "Its job is at another address",
                "job at another address",
                reason() + " It is not asked there and not sent again by itself." + held(),
                SafeAct.CANCEL,
                "gives the credits back; with the right address in the connection, Recover goes on with its job");
    }

    private GenerationDiagnosis unreadable() {
        return new GenerationDiagnosis(
                State.STUCK,
                Cause.UNREADABLE,
                "It cannot be read",
                "input cannot be read",
                reason() + " Nothing was sent for it; all others go on." + held(),
                SafeAct.CANCEL,
                "gives the credits back");
    }

    private String reason() {
        return row.failure() == null ? "" : row.failure().message();
    }

    private GenerationDiagnosis retrying(Generation.Failure failure) {
        String next = nextTry();
        if (stored() && tries() >= limits.uploads()) {
            return uploadFailing(
                    failure, next, SafeAct.RECOVER, "goes on from the saved result, fal.ai is not paid again");
        }
        if (row.outages() > 0) {
            return new GenerationDiagnosis(
                    State.RETRYING,
                    null,
                    "Waits out an outage, " + next,
                    code(failure) + ", " + next,
                    failure.message() + " That is nobody’s attempt: it goes on from " + stageWords()
                            + " when the service works again." + held(),
                    SafeAct.NONE,
                    "nothing to do: what is made is kept, and nothing is paid again");
        }
        return new GenerationDiagnosis(
                State.RETRYING,
                null,
                "Attempt " + row.attempt() + " failed, " + next,
                code(failure) + ", " + next,
                failure.message() + " Attempt " + (row.attempt() + 1) + " of " + row.maxAttempts() + " goes on from "
                        + stageWords() + "." + limited() + held(),
                SafeAct.NONE,
                "nothing to do: after " + row.maxAttempts() + " attempts it fails and is refunded");
    }

    /** How often storing was tried, whoever was to blame. */
    private int tries() {
        return row.attempt() + row.outages();
    }

    private GenerationDiagnosis uploadFailing(Generation.Failure failure, String next, SafeAct act, String remark) {
        return new GenerationDiagnosis(
                State.STUCK,
                Cause.UPLOAD_FAILING,
                "Storing has failed " + tries() + " times",
                "storing failed " + tries() + " times",
                failure.message() + " Rendered " + GenerationDiagnosis.clock(since(rendered()))
                        + " ago, usually stored at the first try; the limit is " + limits.uploads()
                        + " attempts. The storage does not take it; " + next + "." + held(),
                act,
                remark);
    }

    private String nextTry() {
        Duration left = Duration.between(situation.now(), row.nextAttemptAt());
        if (left.isPositive()) {
            return "next try in " + GenerationDiagnosis.rough(left);
        }
        return limited().isEmpty() ? "next try as soon as an engine is free" : "next try as soon as a limit lets it";
    }

    private String limited() {
        return situation
                .limitOf(row)
                .map(limit -> " " + WaitingRules.limited(limit, row.userId()))
                .orElse("");
    }

    private GenerationDiagnosis processing() {
        UUID owner = Objects.requireNonNull(row.lease().owner());
        ClusterSnapshot.@Nullable EngineBeat engine = situation.engine(owner).orElse(null);
        boolean gone = engine == null || !situation.isAlive(engine, limits.silence());
        if (gone && unwatched()) {
            return unfollowed("Nobody follows it: " + EngineName.of(owner) + " went silent.");
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
        return row.lease().until() != null && row.lease().until().isBefore(situation.now());
    }

    private GenerationDiagnosis workerGone(UUID owner, ClusterSnapshot.@Nullable EngineBeat engine, boolean gone) {
        String name = EngineName.of(owner);
        Instant heard = engine == null || !gone ? row.updatedAt() : engine.heartbeatAt();
        boolean others = !situation.alive(limits.silence()).isEmpty();
        String silent = GenerationDiagnosis.rough(since(heard));
        return new GenerationDiagnosis(
                State.STUCK,
                Cause.WORKER_GONE,
                gone ? name + " went silent " + silent + " ago" : "The run went silent " + silent + " ago",
                gone ? "engine silent for " + silent : "run silent for " + silent,
                (gone
                                ? "It had come to " + stageWords() + "; an engine is missed after "
                                        + GenerationDiagnosis.clock(limits.silence())
                                        + " of silence and given up after "
                                        + GenerationDiagnosis.clock(limits.givenUp()) + "."
                                : name + " is alive, but this run has written nothing and its lease of "
                                        + GenerationDiagnosis.clock(FencingToken.LEASE) + " has ended.")
                        + (others
                                ? " A living engine takes it over and goes on from there."
                                : " No other engine is alive: start one, it goes on from there.")
                        + held(),
                SafeAct.NONE,
                others ? "nothing to do: it is taken over within seconds" : "nothing is sent or paid again");
    }

    private GenerationDiagnosis submitting() {
        Instant sent = row.job().submitStartedAt();
        return sent == null
                ? calm(
                        State.AT_FAL,
                        "About to be sent to fal.ai",
                        "The seed is saved and nothing was sent yet." + held())
                : calm(
                        State.AT_FAL,
                        "Being sent to fal.ai",
                        "Sent " + GenerationDiagnosis.clock(since(sent))
                                + " ago, no answer yet; if it is lost, fal.ai's history is asked." + held());
    }

    private GenerationDiagnosis queued() {
        Duration time = since(Objects.requireNonNullElse(row.job().submittedAt(), row.updatedAt()));
        Integer before = row.job().queuePosition();
        String place = before == null ? "" : before == 0 ? ", nobody before it" : ", " + before + " before it";
        TypicalDurations.Span usual = limits.usual().apply(row.model()).queue();
        if (time.compareTo(usual.limit()) <= 0) {
            return calm(
                    State.AT_FAL,
                    "In fal.ai's queue" + place,
                    "Waits there since " + GenerationDiagnosis.clock(time) + ", " + usual.words(row.model()) + "."
                            + held());
        }
        return slow(
                Cause.QUEUE_TOO_LONG,
                "In fal.ai's queue for " + GenerationDiagnosis.rough(time),
                "in fal.ai queue for " + GenerationDiagnosis.rough(time),
                "Waits there" + place + " since " + GenerationDiagnosis.clock(time),
                usual);
    }

    private GenerationDiagnosis running() {
        Duration time = since(Objects.requireNonNullElse(row.job().startedAt(), row.updatedAt()));
        TypicalDurations.Span usual = limits.usual().apply(row.model()).run();
        if (time.compareTo(usual.limit()) <= 0) {
            return calm(
                    State.AT_FAL,
                    "Running at fal.ai",
                    "Runs since " + GenerationDiagnosis.clock(time) + ", " + usual.words(row.model()) + "." + held());
        }
        Duration silent = since(Objects.requireNonNullElse(row.job().changedAt(), row.updatedAt()));
        return slow(
                Cause.RUN_TOO_LONG,
                "fal.ai went silent " + GenerationDiagnosis.rough(silent) + " ago",
                "fal.ai silent for " + GenerationDiagnosis.rough(silent),
                "Running for " + GenerationDiagnosis.clock(time),
                usual);
    }

    private GenerationDiagnosis slow(
            Cause cause, String title, String brief, String since, TypicalDurations.Span usual) {
        boolean asked = row.cancelRequestedAt() != null;
        return new GenerationDiagnosis(
                State.STUCK,
                cause,
                title,
                brief,
                since + ", " + usual.words(row.model()) + "; the limit is " + GenerationDiagnosis.clock(usual.limit())
                        + "." + KEEPS_ASKING + held(),
                asked ? SafeAct.NONE : SafeAct.CANCEL,
                asked
                        ? "fal.ai was asked to cancel; its end state is awaited"
                        : "asks fal.ai first; the credits come back when it has ended");
    }

    private GenerationDiagnosis storing() {
        if (tries() > limits.uploads() && row.failure() != null) {
            return uploadFailing(
                    row.failure(), "trying again now", SafeAct.NONE, "its engine is at work on it this moment");
        }
        if (since(rendered()).compareTo(limits.unstored()) > 0) {
            return resultInDanger(
                    "Rendered " + GenerationDiagnosis.clock(since(rendered()))
                            + " ago and not in the storage yet; the limit is "
                            + GenerationDiagnosis.clock(limits.unstored()) + ". fal.ai keeps its files for seven days.",
                    SafeAct.NONE,
                    "its engine is at work on it this moment");
        }
        String files =
                row.media().filesExpected() == null ? "" : " " + row.media().filesExpected() + " file(s) expected.";
        return calm(
                State.STORING,
                row.stage() == GenerationStage.SIGNING ? "Signing the link" : "Storing the result",
                "Rendered " + GenerationDiagnosis.clock(since(rendered())) + " ago." + files + held());
    }

    /** At fal.ai, and nobody has looked for so long that the result may be gone when somebody does. */
    private boolean unwatched() {
        boolean atFal = row.job().requestId() != null && row.job().renderedAt() == null;
        return atFal && since(row.updatedAt()).compareTo(limits.unasked()) > 0;
    }

    private GenerationDiagnosis unfollowed(String why) {
        boolean alone = situation.alive(limits.silence()).isEmpty();
        return resultInDanger(
                why + " Last asked " + GenerationDiagnosis.clock(since(row.updatedAt())) + " ago, the limit is "
                        + GenerationDiagnosis.clock(limits.unasked())
                        + "; fal.ai keeps a result for one hour for sure.",
                alone ? SafeAct.NONE : SafeAct.RECOVER,
                alone ? "start an engine: it asks at once" : "a living engine asks fal.ai at once");
    }

    private GenerationDiagnosis resultInDanger(String why, SafeAct act, String remark) {
        return new GenerationDiagnosis(
                State.STUCK,
                Cause.RESULT_EXPIRING,
                "The result may be lost soon",
                "result may be lost soon",
                why + held(),
                act,
                remark);
    }

    private GenerationDiagnosis calm(State state, String title, String sentence) {
        return new GenerationDiagnosis(state, null, title, "", sentence, SafeAct.NONE, "");
    }

    private boolean stored() {
        return row.stage() == GenerationStage.RENDERED
                || row.stage() == GenerationStage.STORING
                || row.stage() == GenerationStage.SIGNING;
    }

    private Instant rendered() {
        return Objects.requireNonNullElse(row.job().renderedAt(), row.updatedAt());
    }

    private String held() {
        return held(row);
    }

    /** What the user has paid for it and would get back. */
    static String held(GenerationRow row) {
        return row.refunded() || row.credits() == 0
                ? ""
                : " " + row.credits() + (row.credits() == 1 ? " credit is held." : " credits are held.");
    }

    private String stageWords() {
        return row.stage() == null
                ? "the start"
                : switch (row.stage()) {
                    case SUBMITTING -> "the submit";
                    case SUBMITTED -> "the request at fal.ai";
                    case RENDERED, STORING -> "the saved result";
                    case SIGNING -> "the stored files";
                };
    }

    private static String code(Generation.Failure failure) {
        String first = failure.message().lines().findFirst().orElse(failure.code());
        return first.length() <= 60 ? first.replaceFirst("\\.$", "") : failure.code();
    }

    private Duration since(Instant instant) {
        return Duration.between(instant, situation.now());
    }
}
