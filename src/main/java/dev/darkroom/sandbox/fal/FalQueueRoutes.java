package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.fal.job.FalQueue;
import dev.darkroom.sandbox.fal.job.JobOutcome;
import dev.darkroom.sandbox.fal.job.OddResults;
import dev.darkroom.sandbox.fal.job.QueuedJob;
import dev.darkroom.sandbox.fal.model.FalEndpointPath;
import dev.darkroom.sandbox.fault.FaultInjector;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.sandbox.http.SandboxReply;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Status, result and cancel of a request. */
final class FalQueueRoutes {
    private static final int NOT_READY_RESPONSES = 2;
    private static final int LATE_RESPONSES = 2;

    private final FaultInjector faults;
    private final FalQueue queue;
    private final FalJobView view;
    private final String address;

    FalQueueRoutes(FaultInjector faults, FalQueue queue, FalJobView view, String address) {
        this.faults = faults;
        this.queue = queue;
        this.view = view;
        this.address = address;
    }

    SandboxReply status(FalCall call, FalEndpointPath endpoint, String id) {
        Set<SandboxFault> asked = FaultInjector.requestedFaults(call);
        return read(endpoint, id, job -> status(call, job, asked)).orElseGet(FalQueueRoutes::notFound);
    }

    SandboxReply result(FalCall call, FalEndpointPath endpoint, String id) {
        Set<SandboxFault> asked = FaultInjector.requestedFaults(call);
        return read(endpoint, id, job -> result(job, asked)).orElseGet(FalQueueRoutes::resultNotFound);
    }

    SandboxReply cancel(FalEndpointPath endpoint, String id) {
        if (read(endpoint, id, job -> job.has(SandboxFault.CANCEL_REFUSED)).orElse(false)) {
            return SandboxReply.detail(400, "This job cannot be cancelled");
        }
        if (read(endpoint, id, job -> job.strikes(SandboxFault.CANCEL_LATE)).orElse(false)) {
            return notFound();
        }
        FalQueue.CancelReply reply = read(endpoint, id, _ -> queue.cancel(id)).orElse(FalQueue.CancelReply.NOT_FOUND);
        return reply.answer().with("x-fal-request-id", id);
    }

    SandboxReply stream(FalCall call, FalEndpointPath endpoint, String id) {
        return read(endpoint, id, _ -> new FalStatusStream(queue, view, id, wantsLogs(call)).reply())
                .orElseGet(FalQueueRoutes::notFound);
    }

    /** Applies the function to the job with the queue locked; empty when the application has no such job. */
    private <T> Optional<T> read(FalEndpointPath endpoint, String id, Function<QueuedJob, T> function) {
        return queue.read(
                        id,
                        job -> Optional.of(job)
                                .filter(own -> own.submission.endpointId().app().equals(endpoint.app()))
                                .map(function))
                .flatMap(Function.identity());
    }

    private SandboxReply status(FalCall call, QueuedJob job, Set<SandboxFault> asked) {
        if (job.has(SandboxFault.STATUS_REFUSED)) {
            return broken(SandboxFault.STATUS_REFUSED);
        }
        Optional<SandboxFault> fault = callFault(job, asked, true);
        if (fault.isPresent()) {
            return broken(fault.get());
        }
        if (job.has(SandboxFault.STATUS_LATE) && job.isAmongFirstCalls(LATE_RESPONSES)) {
            return notFound();
        }
        ObjectNode body = view.status(job, wantsLogs(call) ? 0 : -1);
        if (job.strikes(SandboxFault.UNKNOWN_STATUS)) {
            body.put("status", "PAUSED");
        }
        if (job.state == QueuedJob.State.RUNNING && job.has(SandboxFault.STUCK_IN_TURNS) && job.calls % 2 == 0) {
            body.put("status", "IN_QUEUE").put("queue_position", 0);
        }
        if (job.ended()) {
            endWord(job).ifPresent(word -> body.put("status", word));
        }
        return SandboxReply.json(job.ended() ? 200 : 202, body).with("x-fal-request-id", job.id());
    }

    /** Returns a status that the protocol does not define. */
    private static Optional<String> endWord(QueuedJob job) {
        if (job.has(SandboxFault.STATUS_LOWER_CASE)) {
            return Optional.of("completed");
        }
        if (job.has(SandboxFault.STATUS_FAILED)) {
            return Optional.of("FAILED");
        }
        return job.has(SandboxFault.STATUS_CANCELLED) ? Optional.of("CANCELLED") : Optional.empty();
    }

    private SandboxReply result(QueuedJob job, Set<SandboxFault> asked) {
        Optional<SandboxFault> fault = callFault(job, asked, false);
        if (fault.isPresent()) {
            return broken(fault.get());
        }
        if (!job.ended() || job.outcome == null || notYet(job)) {
            return SandboxReply.detail(400, "Request is still in progress").with("x-fal-request-id", job.id());
        }
        if (job.has(SandboxFault.RESULT_EXPIRED) || job.outcome.body() == null) {
            return resultNotFound();
        }
        String text = job.outcome.body().replace(JobOutcome.HERE, address);
        byte[] bytes = job.outcome.status() == 200 ? OddResults.of(job, text) : text.getBytes(StandardCharsets.UTF_8);
        if (job.strikes(SandboxFault.MALFORMED_RESULT)) {
            bytes = Arrays.copyOf(bytes, bytes.length / 2);
        }
        return replay(job.id(), job.outcome, bytes);
    }

    /** Returns the answer of a model that refused a request on sight. */
    static SandboxReply replay(String id, JobOutcome refusal) {
        return replay(id, refusal, Objects.requireNonNull(refusal.body()).getBytes(StandardCharsets.UTF_8));
    }

    private static SandboxReply replay(String id, JobOutcome outcome, byte[] body) {
        return SandboxReply.bytes(outcome.status(), "application/json", body)
                .with(outcome.headers())
                .with("x-fal-request-id", id)
                .with("X-Fal-Billable-Units", outcome.units().toPlainString())
                .with("X-Fal-Served-From", "sandbox");
    }

    private static boolean notYet(QueuedJob job) {
        if (!job.has(SandboxFault.NOT_YET)) {
            return false;
        }
        job.early++;
        return job.early <= NOT_READY_RESPONSES;
    }

    /**
     * Returns the fault requested by this call, else one requested with the input and still pending, else one drawn at random.
     */
    private Optional<SandboxFault> callFault(QueuedJob job, Set<SandboxFault> asked, boolean status) {
        job.calls++;
        return FaultInjector.of(asked, SandboxFault.Side.FAL_CALL)
                .or(() -> FaultInjector.of(job.pending, SandboxFault.Side.FAL_CALL)
                        .filter(f -> fits(f, status))
                        .filter(job::strikes))
                .or(() -> faults.draw(SandboxFault.Side.FAL_CALL, job.id(), String.valueOf(job.calls))
                        .filter(f -> fits(f, status)));
    }

    private static boolean fits(SandboxFault fault, boolean status) {
        return status || fault == SandboxFault.CONNECTION_CUT;
    }

    private static SandboxReply broken(SandboxFault fault) {
        return switch (fault) {
            case CONNECTION_CUT -> new SandboxReply.Cut();
            case STATUS_REFUSED -> SandboxReply.detail(403, "You may not see this request");
            case STATUS_405 -> SandboxReply.detail(405, "Method Not Allowed");
            case MALFORMED_STATUS -> SandboxReply.text(200, "application/json", "{\"status\": \"IN_PRO");
            default -> SandboxReply.detail(500, "Internal server error");
        };
    }

    private static boolean wantsLogs(FalCall call) {
        return call.query("logs")
                .filter(logs -> logs.equals("1") || logs.equalsIgnoreCase("true"))
                .isPresent();
    }

    private static SandboxReply notFound() {
        return SandboxReply.json(404, SandboxReply.object().put("status", "NOT_FOUND"));
    }

    private static SandboxReply resultNotFound() {
        return SandboxReply.json(
                404, SandboxReply.object().put("detail", "Request not found").put("status", "NOT_FOUND"));
    }
}
