package dev.darkroom.generation;

import dev.darkroom.generation.Diagnosis.Cause;
import dev.darkroom.generation.Diagnosis.SafeAct;
import dev.darkroom.generation.Diagnosis.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One diagnosis in the making: rules from the most certain to the least. */
final class Diagnosing {
    private static final String KEEPS_ASKING = " The engine is alive and keeps asking.";

    private final GenerationRow row;
    private final Situation situation;
    private final Limits limits;

    Diagnosing(GenerationRow row, Situation situation, Limits limits) {
        this.row = row;
        this.situation = situation;
        this.limits = limits;
    }

    Diagnosis diagnosis() {
        return switch (row.status()) {
            case PENDING -> pending();
            case PROCESSING -> processing();
            case COMPLETED -> new EndDiagnosing(row, situation).completed();
            case FAILED -> new EndDiagnosing(row, situation).failed();
            case CANCELLED -> new EndDiagnosing(row, situation).cancelled();
        };
    }

    private Diagnosis pending() {
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
                ? new WaitDiagnosing(row, situation, limits.silence()).waiting()
                : retrying(row.failure());
    }

    private Diagnosis submitUnknown() {
        String since =
                Diagnosis.clock(since(Objects.requireNonNullElse(row.job().submitStartedAt(), row.updatedAt())));
        return new Diagnosis(
                State.STUCK,
                Cause.SUBMIT_UNKNOWN,
                "The answer to the submit was lost",
                "answer to submit lost",
                "Sent to fal.ai " + since + " ago; no answer came, and its history, asked for up to "
                        + Diagnosis.clock(limits.lookUp()) + ", does not tell which request it is."
                        + " It is not sent again by itself, because that could be paid twice." + held(),
                SafeAct.CANCEL,
                "gives the credits back; fal.ai may still bill one run");
    }

    private Diagnosis foreignOrigin() {
        return new Diagnosis(
                State.STUCK,
                Cause.FOREIGN_ORIGIN,
                "Its job is at another address",
                "job at another address",
                reason() + " It is not asked there and not sent again by itself." + held(),
                SafeAct.CANCEL,
                "gives the credits back; with the right address in the connection, Recover goes on with its job");
    }

    private Diagnosis unreadable() {
        return new Diagnosis(
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

    private Diagnosis retrying(Generation.Failure failure) {
        String next = nextTry();
        if (stored() && tries() >= limits.uploads()) {
            return uploadFailing(
                    failure, next, SafeAct.RECOVER, "goes on from the saved result, fal.ai is not paid again");
        }
        if (row.outages() > 0) {
            return new Diagnosis(
                    State.RETRYING,
                    null,
                    "Waits out an outage, " + next,
                    code(failure) + ", " + next,
                    failure.message() + " That is nobody’s attempt: it goes on from " + stageWords()
                            + " when the service works again." + held(),
                    SafeAct.NONE,
                    "nothing to do: what is made is kept, and nothing is paid again");
        }
        return new Diagnosis(
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

    private Diagnosis uploadFailing(Generation.Failure failure, String next, SafeAct act, String remark) {
        return new Diagnosis(
                State.STUCK,
                Cause.UPLOAD_FAILING,
                "Storing has failed " + tries() + " times",
                "storing failed " + tries() + " times",
                failure.message() + " Rendered " + Diagnosis.clock(since(rendered()))
                        + " ago, usually stored at the first try; the limit is " + limits.uploads()
                        + " attempts. The storage does not take it; " + next + "." + held(),
                act,
                remark);
    }

    private String nextTry() {
        Duration left = Duration.between(situation.now(), row.nextAttemptAt());
        if (left.isPositive()) {
            return "next try in " + Diagnosis.rough(left);
        }
        return limited().isEmpty() ? "next try as soon as an engine is free" : "next try as soon as a limit lets it";
    }

    private String limited() {
        return situation
                .limitOf(row)
                .map(limit -> " " + WaitDiagnosing.limited(limit, row.userId()))
                .orElse("");
    }

    private Diagnosis processing() {
        UUID owner = Objects.requireNonNull(row.lease().owner());
        Situation.@Nullable EngineBeat engine = situation.engine(owner).orElse(null);
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

    private Diagnosis workerGone(UUID owner, Situation.@Nullable EngineBeat engine, boolean gone) {
        String name = EngineName.of(owner);
        Instant heard = engine == null || !gone ? row.updatedAt() : engine.heartbeatAt();
        boolean others = !situation.alive(limits.silence()).isEmpty();
        String silent = Diagnosis.rough(since(heard));
        return new Diagnosis(
                State.STUCK,
                Cause.WORKER_GONE,
                gone ? name + " went silent " + silent + " ago" : "The run went silent " + silent + " ago",
                gone ? "engine silent for " + silent : "run silent for " + silent,
                (gone
                                ? "It had come to " + stageWords() + "; an engine is missed after "
                                        + Diagnosis.clock(limits.silence()) + " of silence and given up after "
                                        + Diagnosis.clock(limits.givenUp()) + "."
                                : name + " is alive, but this run has written nothing and its lease of "
                                        + Diagnosis.clock(FencingToken.LEASE) + " has ended.")
                        + (others
                                ? " A living engine takes it over and goes on from there."
                                : " No other engine is alive: start one, it goes on from there.")
                        + held(),
                SafeAct.NONE,
                others ? "nothing to do: it is taken over within seconds" : "nothing is sent or paid again");
    }

    private Diagnosis submitting() {
        Instant sent = row.job().submitStartedAt();
        return sent == null
                ? calm(
                        State.AT_FAL,
                        "About to be sent to fal.ai",
                        "The seed is saved and nothing was sent yet." + held())
                : calm(
                        State.AT_FAL,
                        "Being sent to fal.ai",
                        "Sent " + Diagnosis.clock(since(sent))
                                + " ago, no answer yet; if it is lost, fal.ai's history is asked." + held());
    }

    private Diagnosis queued() {
        Duration time = since(Objects.requireNonNullElse(row.job().submittedAt(), row.updatedAt()));
        Integer before = row.job().queuePosition();
        String place = before == null ? "" : before == 0 ? ", nobody before it" : ", " + before + " before it";
        Usual.Span usual = limits.usual().apply(row.model()).queue();
        if (time.compareTo(usual.limit()) <= 0) {
            return calm(
                    State.AT_FAL,
                    "In fal.ai's queue" + place,
                    "Waits there since " + Diagnosis.clock(time) + ", " + usual.words(row.model()) + "." + held());
        }
        return slow(
                Cause.QUEUE_TOO_LONG,
                "In fal.ai's queue for " + Diagnosis.rough(time),
                "in fal.ai queue for " + Diagnosis.rough(time),
                "Waits there" + place + " since " + Diagnosis.clock(time),
                usual);
    }

    private Diagnosis running() {
        Duration time = since(Objects.requireNonNullElse(row.job().startedAt(), row.updatedAt()));
        Usual.Span usual = limits.usual().apply(row.model()).run();
        if (time.compareTo(usual.limit()) <= 0) {
            return calm(
                    State.AT_FAL,
                    "Running at fal.ai",
                    "Runs since " + Diagnosis.clock(time) + ", " + usual.words(row.model()) + "." + held());
        }
        Duration silent = since(Objects.requireNonNullElse(row.job().changedAt(), row.updatedAt()));
        return slow(
                Cause.RUN_TOO_LONG,
                "fal.ai went silent " + Diagnosis.rough(silent) + " ago",
                "fal.ai silent for " + Diagnosis.rough(silent),
                "Running for " + Diagnosis.clock(time),
                usual);
    }

    private Diagnosis slow(Cause cause, String title, String brief, String since, Usual.Span usual) {
        boolean asked = row.cancelRequestedAt() != null;
        return new Diagnosis(
                State.STUCK,
                cause,
                title,
                brief,
                since + ", " + usual.words(row.model()) + "; the limit is " + Diagnosis.clock(usual.limit()) + "."
                        + KEEPS_ASKING + held(),
                asked ? SafeAct.NONE : SafeAct.CANCEL,
                asked
                        ? "fal.ai was asked to cancel; its end state is awaited"
                        : "asks fal.ai first; the credits come back when it has ended");
    }

    private Diagnosis storing() {
        if (tries() > limits.uploads() && row.failure() != null) {
            return uploadFailing(
                    row.failure(), "trying again now", SafeAct.NONE, "its engine is at work on it this moment");
        }
        if (since(rendered()).compareTo(limits.unstored()) > 0) {
            return resultInDanger(
                    "Rendered " + Diagnosis.clock(since(rendered())) + " ago and not in the storage yet; the limit is "
                            + Diagnosis.clock(limits.unstored()) + ". fal.ai keeps its files for seven days.",
                    SafeAct.NONE,
                    "its engine is at work on it this moment");
        }
        String files =
                row.media().filesExpected() == null ? "" : " " + row.media().filesExpected() + " file(s) expected.";
        return calm(
                State.STORING,
                row.stage() == Stage.SIGNING ? "Signing the link" : "Storing the result",
                "Rendered " + Diagnosis.clock(since(rendered())) + " ago." + files + held());
    }

    /** At fal.ai, and nobody has looked for so long that the result may be gone when somebody does. */
    private boolean unwatched() {
        boolean atFal = row.job().requestId() != null && row.job().renderedAt() == null;
        return atFal && since(row.updatedAt()).compareTo(limits.unasked()) > 0;
    }

    private Diagnosis unfollowed(String why) {
        boolean alone = situation.alive(limits.silence()).isEmpty();
        return resultInDanger(
                why + " Last asked " + Diagnosis.clock(since(row.updatedAt())) + " ago, the limit is "
                        + Diagnosis.clock(limits.unasked()) + "; fal.ai keeps a result for one hour for sure.",
                alone ? SafeAct.NONE : SafeAct.RECOVER,
                alone ? "start an engine: it asks at once" : "a living engine asks fal.ai at once");
    }

    private Diagnosis resultInDanger(String why, SafeAct act, String remark) {
        return new Diagnosis(
                State.STUCK,
                Cause.RESULT_EXPIRING,
                "The result may be lost soon",
                "result may be lost soon",
                why + held(),
                act,
                remark);
    }

    private Diagnosis calm(State state, String title, String sentence) {
        return new Diagnosis(state, null, title, "", sentence, SafeAct.NONE, "");
    }

    private boolean stored() {
        return row.stage() == Stage.RENDERED || row.stage() == Stage.STORING || row.stage() == Stage.SIGNING;
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
