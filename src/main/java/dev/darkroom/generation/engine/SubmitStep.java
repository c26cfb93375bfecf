package dev.darkroom.generation.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.database.StaleWriteException;
import dev.darkroom.fal.FalClient;
import dev.darkroom.fal.FalHistoryResult;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.fal.FalStatus;
import dev.darkroom.fal.SubmitResult;
import dev.darkroom.generation.FencingToken;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.HoldReason;
import dev.darkroom.generation.RestartPoint;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.http.RetryingHttpCall;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogMark;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.BackoffPolicy;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Submits a generation to fal.ai: sends it once, and finds a job whose answer was lost. */
public final class SubmitStep {
    private static final BackoffPolicy LOOK_UPS = new BackoffPolicy(Duration.ofSeconds(1), Duration.ofSeconds(10));
    private static final SecureRandom RANDOM = new SecureRandom();
    /** This long after recording the submit, the run may no longer be entitled to send: the process may have been suspended. */
    private static final Duration RECHECK_AFTER = Duration.ofSeconds(2);
    /** How long a lost submit waits for fal.ai's history while fal.ai works otherwise: then an operator decides. */
    private static final Duration MAX_HISTORY_OUTAGE = Duration.ofHours(1);

    private final RunContext job;
    private final FalClient fal;
    private final GenerationRunRepository runs;
    private final Generation generation;
    private final FencingToken run;
    private final ServiceCircuitBreaker breaker;
    private final RetryingHttpCall retry = RunContext.retry();
    private final ElapsedTimeCheck clocks;

    SubmitStep(RunContext job) {
        this(job, ElapsedTimeCheck.SYSTEM);
    }

    public SubmitStep(RunContext job, ElapsedTimeCheck clocks) {
        this.job = job;
        fal = job.fal();
        runs = job.runs();
        generation = job.generation();
        run = job.run();
        breaker = job.resources().breaker();
        this.clocks = clocks;
    }

    /** Returns the job at fal.ai: the known one, the one found, or a new one, sent once. */
    public FalRequest request() {
        FalRequest known = generation.fal().request();
        if (known != null) {
            if (!fal.isSameService(known)) {
                throw GenerationRunFailure.held(
                        HoldReason.FOREIGN_ORIGIN,
                        FalClient.FOREIGN_ORIGIN,
                        CodedMessage.of(
                                "failed.foreign",
                                known.statusUrl().getHost(),
                                fal.settings().queueUrl()),
                        null);
            }
            return known;
        }
        if (generation.fal().submitUnknown()) {
            return lookUp(generation.input(), null);
        }
        ObjectNode input = withSeed();
        long begun = System.nanoTime();
        SubmitResult submission = job.resources().sending().run(() -> runs.renewLease(run, null), () -> submit(input));
        return switch (submission) {
            case SubmitResult.Accepted accepted -> accepted.request();
            case SubmitResult.Refused refused ->
                throw GenerationRunFailure.of(refused.failure().kind(), refused.failure(), RestartPoint.NOT_SENT);
            case SubmitResult.Unknown unknown -> {
                CategoryLog.warning(
                        LogCategory.GENERATION_PROCESSING,
                        LogMark.WARNING,
                        "The answer to the submit was lost ({}), looking for it in fal.ai's history",
                        unknown.cause().getMessage());
                FalRequest found = lookUp(input, unknown);
                breaker.reportSuccess(ServiceCircuitBreaker.Service.FAL, since(begun));
                yield found;
            }
        };
    }

    private SubmitResult submit(ObjectNode input) {
        if (job.cancelRequested().getAsBoolean()) {
            throw new RunContext.Cancelled();
        }
        breaker.pauseSince(generation.updatedAt()).ifPresent(pause -> {
            throw new RunContext.Paused(pause);
        });
        ElapsedTimeCheck.Moment asked = clocks.now();
        runs.submitting(run, JsonMapping.write(input));
        CategoryLog.info(
                LogCategory.GENERATION_PROCESSING,
                LogMark.MODEL,
                "Submitting to FAL.ai service: {}",
                generation.model());
        long start = System.nanoTime();
        SubmitResult submission = recordSent(input, asked);
        switch (submission) {
            case SubmitResult.Accepted accepted -> {
                recordAccepted(accepted.request(), since(start));
                breaker.reportSuccess(ServiceCircuitBreaker.Service.FAL, since(start));
            }
            // Before the place is free for the next submit, which must find the pause that this may begin.
            case SubmitResult.Unknown unknown ->
                breaker.reportSilence(
                        ServiceCircuitBreaker.Service.FAL,
                        generation.id(),
                        unknown.cause().message(),
                        since(start));
            case SubmitResult.Refused _ -> {}
        }
        return submission;
    }

    private void recordAccepted(FalRequest request, Duration took) {
        try {
            runs.submitted(run, request, false, took);
        } catch (StaleWriteException lost) {
            attachLate(request);
            throw lost;
        }
    }

    /**
     * This engine stalled while it sent, and another one has taken the row and is looking for this very job, or has given up:
     * provides the answer that it is missing.
     */
    private void attachLate(FalRequest request) {
        long begun = System.nanoTime();
        Duration maxWait = job.settings().lookUpFor().multipliedBy(2);
        for (int tries = 1; since(begun).compareTo(maxWait) < 0; tries++) {
            Optional<Generation> looking = whileJobIsMissing();
            if (looking.isEmpty()) {
                break;
            }
            if (runs.attachLate(run, looking.get().lease().epoch(), request)) {
                return;
            }
            RunContext.pause(LOOK_UPS.after(tries));
        }
        CategoryLog.warning(
                LogCategory.GENERATION_PROCESSING,
                LogMark.WARNING,
                "The answer to the submit came when nobody waited for it any more: request {}",
                request.requestId());
    }

    /** Returns the row while the job of this charge is looked for, or held because it was not found. */
    private Optional<Generation> whileJobIsMissing() {
        return job.resources()
                .generations()
                .find(generation.id())
                .filter(now -> !now.status().isFinal() && now.fal().submitUnknown())
                .filter(now -> now.charge() == generation.charge());
    }

    /** Sends on a thread that nobody interrupts: a stopping engine must not cut off an answer that is on its way. */
    private SubmitResult recordSent(ObjectNode input, ElapsedTimeCheck.Moment asked) {
        try {
            return CompletableFuture.supplyAsync(
                            () -> {
                                refuseIfTaken(asked);
                                return fal.submit(generation.model(), input);
                            },
                            Thread.ofVirtual().name("submit-" + generation.shortId())::start)
                    .join();
        } catch (CompletionException wrapped) {
            throw wrapped.getCause() instanceof RuntimeException cause ? cause : wrapped;
        }
    }

    /** Sends nothing if another engine has taken the row since, or an operator has decided. */
    private void refuseIfTaken(ElapsedTimeCheck.Moment asked) {
        if (!clocks.isWithin(asked, RECHECK_AFTER)) {
            runs.renewLease(run, null);
        }
    }

    /** Adds a seed, which makes the input unique, so that a lost job can be distinguished from any other with the same prompt. */
    private ObjectNode withSeed() {
        ObjectNode input = generation.input().deepCopy();
        if (!input.hasNonNull("seed")) {
            input.put("seed", BigInteger.valueOf(RANDOM.nextLong(1L << 53)));
        }
        return input;
    }

    /**
     * Searches until the job should have appeared, then leaves it to an operator: the POST is never repeated blindly. An outage
     * of fal.ai is waited out instead, as it reveals nothing about the job; one of its history alone not for ever, as the result
     * expires meanwhile.
     */
    private FalRequest lookUp(ObjectNode input, SubmitResult.@Nullable Unknown unknown) {
        // By the database's clock, as the claim has just written the row: this machine's clock may be hours off.
        Instant from = Objects.requireNonNullElse(generation.fal().submitStartedAt(), generation.updatedAt())
                .minus(EngineSettings.LOOK_UP_WINDOW);
        long begun = System.nanoTime();
        if (unknown != null && unknown.candidate().isPresent()) {
            FalRequest candidate = unknown.candidate().get();
            if (isKnown(candidate)) {
                return attach(candidate);
            }
        }
        for (int looks = 1; ; looks++) {
            FalHistoryResult history = fal.findByInput(generation.model(), input, from);
            List<FalHistoryResult.Match> matches =
                    history instanceof FalHistoryResult.Found of ? ofThisSubmit(of.matches()) : List.of();
            if (matches.size() == 1) {
                return attach(matches.getFirst().request());
            }
            if (job.cancelRequested().getAsBoolean()) {
                throw new RunContext.Cancelled();
            }
            boolean over = since(begun).compareTo(job.settings().lookUpFor()) > 0;
            if (history instanceof FalHistoryResult.Unavailable away
                    && away.cause().isOutage()
                    && (over ? isWaitedOut(begun) : breaker.isSilent(ServiceCircuitBreaker.Service.FAL))) {
                throw GenerationRunFailure.of(RemoteFailureKind.RETRYABLE, away.cause(), RestartPoint.FROM_STAGE);
            }
            if (matches.size() > 1 || over) {
                CodedMessage found = switch (history) {
                    case FalHistoryResult.Unavailable unavailable -> unavailable.message();
                    case FalHistoryResult.Found _ when matches.isEmpty() -> CodedMessage.of("history.none");
                    case FalHistoryResult.Found _ -> CodedMessage.of("history.many", matches.size());
                };
                throw GenerationRunFailure.unknown(
                        CodedMessage.sentences(
                                CodedMessage.of("failed.lost", found.clause()), CodedMessage.of("failed.decide")),
                        unknown == null ? null : unknown.cause());
            }
            runs.renewLease(run, null);
            RunContext.pause(LOOK_UPS.after(looks));
        }
    }

    /** @param begun when the search began, by the monotonic clock */
    private boolean isWaitedOut(long begun) {
        Instant sent = generation.fal().submitStartedAt();
        return sent == null
                || breaker.isPaused(ServiceCircuitBreaker.Service.FAL)
                // nobody could ask during a pause
                || breaker.lastEnd(ServiceCircuitBreaker.Service.FAL)
                        .filter(sent::isBefore)
                        .orElse(sent)
                        .plus(MAX_HISTORY_OUTAGE)
                        .isAfter(generation.updatedAt())
                || breaker.confirmOutage(ServiceCircuitBreaker.Service.FAL, since(begun));
    }

    /** Returns false when fal.ai cannot be asked: then its history is searched. */
    private boolean isKnown(FalRequest candidate) {
        try {
            return !(retry.call(() -> fal.status(candidate)) instanceof FalStatus.Gone);
        } catch (RemoteException unanswered) {
            if (Thread.currentThread().isInterrupted()) {
                throw unanswered;
            }
            return false;
        }
    }

    /** Excludes jobs of earlier attempts with the same input, which have ended, and those of other generations. */
    private List<FalHistoryResult.Match> ofThisSubmit(List<FalHistoryResult.Match> matches) {
        if (matches.isEmpty()) {
            return matches;
        }
        Set<String> known = job.resources()
                .generations()
                .knownRequests(matches.stream()
                        .map(match -> match.request().requestId())
                        .toList());
        return matches.stream()
                .filter(match -> !known.contains(match.request().requestId()))
                .toList();
    }

    private FalRequest attach(FalRequest request) {
        CategoryLog.info(
                LogCategory.GENERATION_PROCESSING,
                LogMark.SUCCESS,
                "Found the lost request {} in fal.ai's history",
                request.requestId());
        runs.submitted(run, request, true, Duration.ZERO);
        return request;
    }

    /** By the monotonic clock. */
    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /**
     * Checks whether a short time has passed, by two clocks, because each alone can hide it: the wall clock may be set back,
     * and the monotonic one stands still on some systems while the machine sleeps.
     *
     * @param monotonic nanoseconds
     */
    public record ElapsedTimeCheck(InstantSource wall, LongSupplier monotonic) {
        static final ElapsedTimeCheck SYSTEM = new ElapsedTimeCheck(InstantSource.system(), System::nanoTime);

        record Moment(Instant wall, long nanos) {}

        Moment now() {
            return new Moment(wall.instant(), monotonic.getAsLong());
        }

        /** Returns false as soon as either clock exceeds the time, or the wall clock went backwards. */
        boolean isWithin(Moment moment, Duration atMost) {
            Moment now = now();
            Duration byWall = Duration.between(moment.wall, now.wall);
            return !byWall.isNegative()
                    && byWall.compareTo(atMost) <= 0
                    && now.nanos - moment.nanos <= atMost.toNanos();
        }
    }
}
