package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.fal.job.FalQueue;
import dev.darkroom.sandbox.fal.job.FileLifecycle;
import dev.darkroom.sandbox.fal.job.JobOutcome;
import dev.darkroom.sandbox.fal.job.QueuedSubmission;
import dev.darkroom.sandbox.fal.model.CanonicalInput;
import dev.darkroom.sandbox.fal.model.FalEndpointPath;
import dev.darkroom.sandbox.fal.model.FalErrorDetail;
import dev.darkroom.sandbox.fal.model.SandboxModel;
import dev.darkroom.sandbox.fal.model.SandboxModel.SandboxModels;
import dev.darkroom.sandbox.fault.FaultInjector;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.sandbox.fault.SandboxFault.Side;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxReply.SandboxRefusal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /{endpoint}}: queues a request, whose input is not validated here, as at fal.ai; or runs it and answers with its
 * result when the call is a direct one.
 */
final class FalSubmitRoute {
    private final FalAccount account;
    private final FaultInjector faults;
    private final FalQueue queue;
    private final FalJobView view;
    private final FalQueueRoutes follow;

    FalSubmitRoute(FalAccount account, FaultInjector faults, FalQueue queue, FalJobView view, FalQueueRoutes follow) {
        this.account = account;
        this.faults = faults;
        this.queue = queue;
        this.view = view;
        this.follow = follow;
    }

    SandboxReply answer(FalCall call, FalEndpointPath endpoint) throws IOException {
        account.check(call, endpoint.app());
        account.checkLock();
        SandboxModel model = SandboxModels.find(endpoint).orElseThrow(() -> unknown(endpoint));
        JsonNode input = call.json();
        Set<SandboxFault> asked = FaultInjector.requestedFaults(call);
        Set<SandboxFault> inInput = FaultInjector.requestedFaults(input, model.words());
        String canonical = CanonicalInput.text(input);
        int seen = queue.countSubmit(endpoint.text(), canonical);
        String[] request = {endpoint.text(), canonical, String.valueOf(seen)};
        Optional<SandboxFault> fault = FaultInjector.of(asked, Side.FAL_SUBMIT)
                .or(() -> seen == 0 ? FaultInjector.of(inInput, Side.FAL_SUBMIT) : Optional.empty())
                .or(() -> faults.draw(Side.FAL_SUBMIT, request));
        Optional<SandboxReply> refusal = fault.flatMap(FalSubmitRoute::refusal).or(() -> tooLong(call, endpoint));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        asked.addAll(inInput);
        QueuedSubmission submission = submission(call, endpoint, input, seen, jobFaults(asked, request));
        SandboxReply reply = call.isDirect() ? direct(call, submission, model) : queued(submission, model);
        return fault.flatMap(FalSubmitRoute::lost).orElse(reply);
    }

    private SandboxReply queued(QueuedSubmission submission, SandboxModel model) {
        int position = queue.accept(submission, model);
        return SandboxReply.ok(view.accepted(submission, position)).with("x-fal-request-id", submission.id());
    }

    /** An input that does not fit leaves no job behind: no runner has seen it. */
    private SandboxReply direct(FalCall call, QueuedSubmission submission, SandboxModel model)
            throws InterruptedIOException {
        Optional<JobOutcome> invalid = JobOutcome.invalidInput(model, submission.input());
        if (invalid.isPresent()) {
            return FalQueueRoutes.replay(submission.id(), invalid.get());
        }
        if (!queue.runAtOnce(submission, model)) {
            return tooMany(submission);
        }
        call.request().addIdleTimeoutListener(_ -> false); // a film takes longer than a connection may be idle
        queue.awaitEnd(submission.id());
        return follow.result(call, submission.endpointId(), submission.id());
    }

    private static SandboxReply tooMany(QueuedSubmission submission) {
        return SandboxReply.json(
                        429,
                        FalErrorDetail.list(FalErrorDetail.of(
                                "concurrent_requests_limit",
                                "Too many requests of this account are running",
                                submission.input(),
                                null)))
                .with("X-Fal-needs-retry", "1");
    }

    private QueuedSubmission submission(
            FalCall call, FalEndpointPath endpoint, JsonNode input, int seen, Set<SandboxFault> struck) {
        return new QueuedSubmission(
                newId(queue.now()),
                endpoint.text(),
                input,
                queue.now(),
                seen,
                struck,
                call.header("X-Fal-Queue-Priority")
                        .filter("low"::equalsIgnoreCase)
                        .isPresent(),
                startWithin(call),
                call.query("fal_webhook").orElse(null),
                !call.header("X-Fal-Store-IO").equals(Optional.of("0")),
                FileLifecycle.of(call, "X-Fal-Object-Lifecycle-Preference"));
    }

    /** Combines the requested faults with faults drawn by rate for every side without a requested one. */
    private Set<SandboxFault> jobFaults(Set<SandboxFault> asked, String[] request) {
        Set<SandboxFault> struck = EnumSet.noneOf(SandboxFault.class);
        struck.addAll(asked);
        struck.removeIf(fault -> fault.side() == Side.FAL_SUBMIT);
        for (Side side : List.of(Side.FAL_JOB, Side.FAL_CANCEL, Side.FAL_STREAM, Side.FAL_WEBHOOK)) {
            if (FaultInjector.of(asked, side).isEmpty()) {
                faults.draw(side, request).ifPresent(struck::add);
            }
        }
        return struck;
    }

    private Optional<SandboxReply> tooLong(FalCall call, FalEndpointPath endpoint) {
        return call.query("fal_max_queue_length")
                .filter(limit -> limit.matches("\\d{1,9}"))
                .filter(limit -> queue.waiting(endpoint.text()) > Integer.parseInt(limit))
                .map(_ -> SandboxReply.detail(429, "The queue of this endpoint is longer than fal_max_queue_length"));
    }

    private static Optional<SandboxReply> refusal(SandboxFault fault) {
        return Optional.ofNullable(
                switch (fault) {
                    case SUBMIT_429 ->
                        SandboxReply.detail(429, "Too many requests").with("Retry-After", "1");
                    case SUBMIT_429_FOR_EVER ->
                        SandboxReply.detail(429, "Too many requests").with("Retry-After", "99999999999999999");
                    case SUBMIT_503 -> SandboxReply.gateway(503, "Service Temporarily Unavailable");
                    case ACCOUNT_LOCKED -> FalAccount.locked(FalAccount.DEFAULT_REASON);
                    default -> null;
                });
    }

    private static Optional<SandboxReply> lost(SandboxFault fault) {
        return switch (fault) {
            case SUBMIT_ANSWER_LOST -> Optional.of(new SandboxReply.Cut());
            case SUBMIT_502 -> Optional.of(SandboxReply.gateway(502, "Bad Gateway"));
            default -> Optional.empty();
        };
    }

    /** Creates an id as fal.ai does: a version 7 UUID, which sorts by time. */
    private static String newId(Instant time) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (time.toEpochMilli() << 16) | 0x7000L | random.nextInt(1 << 12);
        long low = (random.nextLong() >>> 2) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    /** The newest Python client has a name of its own for the header. */
    private static @Nullable Double startWithin(FalCall call) {
        String newest = "X-Fal-Request-Start-Timeout";
        String header = call.header(newest).isPresent() ? newest : "X-Fal-Request-Timeout";
        return call.header(header).map(value -> seconds(header, value)).orElse(null);
    }

    private static double seconds(String header, String value) {
        try {
            double seconds = Double.parseDouble(value);
            if (seconds > 0.1) {
                return seconds;
            }
        } catch (NumberFormatException _) {
            // reported below
        }
        throw new SandboxRefusal(SandboxReply.json(
                400,
                SandboxReply.object()
                        .put("detail", header + " must be a number of seconds above 0.1")
                        .put("error_type", "bad_request")));
    }

    private static SandboxRefusal unknown(FalEndpointPath endpoint) {
        return new SandboxRefusal(SandboxReply.detail(404, "Application \"" + endpoint.text() + "\" not found")
                .with("X-Fal-Billable-Units", "0"));
    }
}
