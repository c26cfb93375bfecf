package dev.darkroom.generation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.fal.CancelAnswer;
import dev.darkroom.fal.FalClient;
import dev.darkroom.fal.FalFailure;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.fal.FalResult;
import dev.darkroom.fal.FalStatus;
import dev.darkroom.fal.HistoryMatch;
import dev.darkroom.fal.PollDelay;
import dev.darkroom.fal.Submission;
import dev.darkroom.fal.SubmitOptions;
import dev.darkroom.http.Json;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.Retry;
import dev.darkroom.logging.Category;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.Mark;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The part of a run that talks to fal.ai: sends once, finds what was lost, follows to the end, fetches the result. */
final class FalJobRun {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration RENEW = Duration.ofSeconds(30);
    /** So long after it was written that this run sends, the right to do so may have gone: the process may have stood still. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final FalClient fal;
    private final RunJournal journal;
    private final Generation generation;
    private final Run run;
    private final EngineSettings settings;
    private final BooleanSupplier cancelRequested;
    private final GenerationRepository generations;
    private final Retry retry;

    FalJobRun(
            FalClient fal,
            RunJournal journal,
            Generation generation,
            Run run,
            EngineSettings settings,
            BooleanSupplier cancelRequested,
            GenerationRepository generations) {
        this.fal = fal;
        this.journal = journal;
        this.generation = generation;
        this.run = run;
        this.settings = settings;
        this.cancelRequested = cancelRequested;
        this.generations = generations;
        this.retry = new Retry(6, Duration.ofMillis(500), Duration.ofSeconds(20));
    }

    /** Thrown out of {@link #follow} when the job ended because a person had asked for it. */
    static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The job at fal.ai: the one that is there, the one that is found, or a new one, sent once. */
    FalRequest request() {
        FalRequest known = generation.fal().request();
        if (known != null) {
            return fal.resume(generation.model(), known);
        }
        if (generation.fal().submitUnknown()) {
            return lookUp(generation.input(), null);
        }
        if (cancelRequested.getAsBoolean()) {
            throw new Cancelled();
        }
        return submit(withSeed());
    }

    private FalRequest submit(ObjectNode input) {
        Instant asked = Instant.now();
        journal.submitting(run, Json.write(input));
        CategoryLog.info(
                Category.GENERATION_PROCESSING, Mark.MODEL, "Submitting to FAL.ai service: {}", generation.model());
        Instant start = Instant.now();
        Submission submission = sent(input, asked);
        return switch (submission) {
            case Submission.Accepted accepted -> {
                journal.submitted(run, accepted.request(), "Submitted", since(start));
                yield accepted.request();
            }
            case Submission.Refused refused ->
                throw RunFailure.of(refused.failure().kind(), refused.failure(), RunJournal.Restart.NOT_SENT);
            case Submission.Unknown unknown -> {
                CategoryLog.warning(
                        Category.GENERATION_PROCESSING,
                        Mark.WARNING,
                        "The answer to the submit was lost ({}), looking for it in fal.ai's history",
                        unknown.cause().getMessage());
                yield lookUp(input, unknown);
            }
        };
    }

    /** On a thread that nobody interrupts: an engine that stops must not tear off an answer that is on its way. */
    private Submission sent(ObjectNode input, Instant asked) {
        try {
            return CompletableFuture.supplyAsync(
                            () -> {
                                refuseIfTaken(asked);
                                return fal.submit(generation.model(), input, SubmitOptions.DEFAULT);
                            },
                            Thread.ofVirtual().name("submit-" + generation.shortId())::start)
                    .join();
        } catch (CompletionException wrapped) {
            throw wrapped.getCause() instanceof RuntimeException cause ? cause : wrapped;
        }
    }

    /** Another engine may have taken the row since, and a person may have decided: then nothing is sent any more. */
    private void refuseIfTaken(Instant asked) {
        Duration age = since(asked);
        if (age.isNegative() || age.compareTo(FRESH) > 0) {
            journal.stillThere(run, null);
        }
    }

    /** The seed makes the input unique, so that a lost job can be told from any other with the same prompt. */
    private ObjectNode withSeed() {
        ObjectNode input = generation.input().deepCopy();
        if (!input.hasNonNull("seed")) {
            input.put("seed", BigInteger.valueOf(RANDOM.nextLong(1L << 53)));
        }
        return input;
    }

    /** Looks until the job must have shown up, then leaves it to a person: the POST is never sent again blindly. */
    private FalRequest lookUp(ObjectNode input, Submission.@Nullable Unknown unknown) {
        Instant sent = generation.fal().submitStartedAt();
        Instant from = (sent == null ? Instant.now() : sent).minus(settings.lookUpWindow());
        Instant until = Instant.now().plus(settings.lookUpFor());
        if (unknown != null && unknown.candidate().isPresent()) {
            FalRequest candidate = unknown.candidate().get();
            if (!(retry.call(() -> fal.status(candidate, false)) instanceof FalStatus.Gone)) {
                return attach(candidate);
            }
        }
        Duration wait = Duration.ofSeconds(1);
        while (true) {
            List<HistoryMatch> matches = ofThisSubmit(retry.call(() -> fal.findByInput(
                    generation.model(), input, from, Instant.now().plusSeconds(60))));
            if (matches.size() == 1) {
                return attach(matches.getFirst().request());
            }
            if (matches.size() > 1 || Instant.now().isAfter(until)) {
                String found = matches.isEmpty()
                        ? "fal.ai's history does not show it"
                        : "fal.ai's history shows " + matches.size() + " requests with this input";
                throw RunFailure.unknown(
                        "The answer to the submit was lost and " + found
                                + ". A person decides: attach a request, or give up and refund.",
                        unknown == null ? null : unknown.cause());
            }
            journal.stillThere(run, null);
            pause(wait);
            wait = wait.multipliedBy(2).compareTo(Duration.ofSeconds(10)) > 0
                    ? Duration.ofSeconds(10)
                    : wait.multipliedBy(2);
        }
    }

    /** Without the jobs of earlier attempts with the same input, which have ended, and those of other generations. */
    private List<HistoryMatch> ofThisSubmit(List<HistoryMatch> matches) {
        if (matches.isEmpty()) {
            return matches;
        }
        Set<String> known = generations.knownRequests(
                generation.id(),
                matches.stream().map(match -> match.request().requestId()).toList());
        return matches.stream()
                .filter(match -> !known.contains(match.request().requestId()))
                .toList();
    }

    private FalRequest attach(FalRequest request) {
        CategoryLog.info(
                Category.GENERATION_PROCESSING,
                Mark.SUCCESS,
                "Found the lost request {} in fal.ai's history",
                request.requestId());
        journal.submitted(run, request, "Found in fal.ai's history", Duration.ZERO);
        return request;
    }

    /** Follows the job to its end and saves the result before anything else is done with it. */
    FalResult.Ready follow(FalRequest request) {
        Instant start = Instant.now();
        PollDelay delay = PollDelay.of(generation.kind());
        Follow follow = new Follow(start);
        while (true) {
            FalStatus status = retry.call(() -> fal.status(request, false));
            note(status, follow);
            switch (status) {
                case FalStatus.Completed completed -> {
                    FalResult.Ready ready = fetch(request, completed, start);
                    if (ready != null) {
                        return ready;
                    }
                }
                case FalStatus.Gone gone -> throw gone(request, gone.detail());
                case FalStatus.InQueue _, FalStatus.InProgress _, FalStatus.Unrecognised _ -> {}
            }
            askToEnd(request, follow);
            pause(delay.next(since(start), RANDOM.nextDouble()));
        }
    }

    private RuntimeException gone(FalRequest request, String detail) {
        if (cancelRequested.getAsBoolean()) {
            return new Cancelled();
        }
        return RunFailure.finally_(
                "request_gone", "fal.ai no longer knows request " + request.requestId() + " (404): " + detail, null);
    }

    /** Null when fal.ai says, as it sometimes does for a moment, that it is not there yet. */
    private FalResult.@Nullable Ready fetch(FalRequest request, FalStatus.Completed completed, Instant start) {
        return switch (result(request, completed)) {
            case FalResult.Ready ready -> {
                CategoryLog.info(
                        Category.GENERATION_PROCESSING,
                        Mark.ANSWER,
                        "FAL.ai result received: status=COMPLETED, {} ms",
                        since(start).toMillis());
                journal.rendered(run, ready.raw().replace("\\u0000", ""), since(start));
                yield ready;
            }
            case FalResult.NotYet _ -> null;
            case FalResult.Failed failed -> {
                CategoryLog.info(
                        Category.GENERATION_PROCESSING,
                        Mark.ANSWER,
                        "FAL.ai result received: status={} {}",
                        failed.failure().httpStatus(),
                        failed.failure().type());
                if (failed.failure().cancelled() && cancelRequested.getAsBoolean()) {
                    throw new Cancelled();
                }
                if (failed.failure().cancelled()) {
                    throw RunFailure.finally_(
                            "timed_out", "fal.ai did not finish in time, so the job was cancelled.", null);
                }
                throw RunFailure.of(failed.failure());
            }
            case FalResult.Gone gone ->
                throw RunFailure.finally_(
                        "result_gone",
                        "fal.ai finished the job but no longer keeps its result (404): " + gone.detail(),
                        null);
        };
    }

    /** When the result cannot be fetched but the status said that the job failed, that is the answer. */
    private FalResult result(FalRequest request, FalStatus.Completed completed) {
        try {
            return retry.call(() -> fal.result(request));
        } catch (RemoteException unanswered) {
            return FalFailure.of(completed)
                    .<FalResult>map(FalResult.Failed::new)
                    .orElseThrow(() -> unanswered);
        }
    }

    /** What was told last, so that only news is written. */
    private static final class Follow {
        private String word = "IN_QUEUE";
        private Instant changed;
        private Instant renewed;
        private boolean asked;

        Follow(Instant now) {
            changed = now;
            renewed = now;
        }
    }

    private void note(FalStatus status, Follow follow) {
        Integer position =
                status instanceof FalStatus.InQueue queued && queued.position().isPresent()
                        ? queued.position().getAsInt()
                        : null;
        if (status instanceof FalStatus.Unrecognised unknown && !follow.word.equals(unknown.value())) {
            CategoryLog.warning(
                    Category.GENERATION_PROCESSING,
                    Mark.WARNING,
                    "fal.ai answers the unknown status {}, asking again",
                    unknown.value());
        }
        boolean live = status instanceof FalStatus.InQueue || status instanceof FalStatus.InProgress;
        if (live && !status.word().equals(follow.word)) {
            String text = status instanceof FalStatus.InProgress
                    ? "fal.ai started the run"
                    : "fal.ai put the job back into its queue";
            journal.followed(run, status.word(), position, text, since(follow.changed));
            follow.changed = Instant.now();
            follow.renewed = follow.changed;
        } else if (since(follow.renewed).compareTo(RENEW) > 0) {
            journal.stillThere(run, position);
            follow.renewed = Instant.now();
        }
        follow.word = status.word();
    }

    /** A wish of a person, or the time limit: fal.ai is asked, and only its end state is believed. */
    private void askToEnd(FalRequest request, Follow follow) {
        boolean late = since(follow.changed).compareTo(settings.patience(generation.kind())) > 0;
        if (follow.asked || !(late || cancelRequested.getAsBoolean())) {
            return;
        }
        follow.asked = true;
        CategoryLog.warning(
                Category.GENERATION_PROCESSING,
                Mark.WARNING,
                late
                        ? "No change at fal.ai for {} s, asking it to cancel request {}"
                        : "Cancel asked after {} s, request {}",
                since(follow.changed).toSeconds(),
                request.requestId());
        CancelAnswer answer = retry.call(() -> fal.cancel(request));
        if (answer == CancelAnswer.NOT_FOUND) {
            throw gone(request, "unknown when asked to cancel");
        }
    }

    private static Duration since(Instant start) {
        return Duration.between(start, Instant.now());
    }

    private static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException _) {
            throw new Stopped();
        }
    }

    /** The engine stops: the run ends where it is, its stage is saved. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
