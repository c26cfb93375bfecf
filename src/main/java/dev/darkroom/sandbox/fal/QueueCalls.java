package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.fal.job.FalQueue;
import dev.darkroom.sandbox.fal.job.FaultDice;
import dev.darkroom.sandbox.fal.job.JobOutcome;
import dev.darkroom.sandbox.fal.job.OddResults;
import dev.darkroom.sandbox.fal.job.QueuedJob;
import dev.darkroom.sandbox.fal.model.EndpointPath;
import dev.darkroom.sandbox.fal.reply.CancelReply;
import dev.darkroom.sandbox.fal.reply.FalReply;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Status, result and cancel of one request. */
final class QueueCalls {
    private static final int NOT_YET_ANSWERS = 2;
    private static final int LATE_ANSWERS = 2;

    private final FaultDice dice;
    private final FalQueue queue;
    private final JobView view;
    private final String address;

    QueueCalls(FaultDice dice, FalQueue queue, JobView view, String address) {
        this.dice = dice;
        this.queue = queue;
        this.view = view;
        this.address = address;
    }

    FalReply status(FalExchange exchange, EndpointPath endpoint, String id) {
        Set<SandboxFault> asked = FaultDice.asked(exchange.header(FaultDice.HEADER));
        return queue.read(id, job -> belongs(job, endpoint) ? status(exchange, job, asked) : notFound())
                .orElseGet(QueueCalls::notFound);
    }

    FalReply result(FalExchange exchange, EndpointPath endpoint, String id) {
        Set<SandboxFault> asked = FaultDice.asked(exchange.header(FaultDice.HEADER));
        return queue.read(id, job -> belongs(job, endpoint) ? result(job, asked) : resultNotFound())
                .orElseGet(QueueCalls::resultNotFound);
    }

    FalReply cancel(EndpointPath endpoint, String id) {
        boolean known = queue.read(id, job -> belongs(job, endpoint)).orElse(false);
        return (known ? queue.cancel(id) : CancelReply.NOT_FOUND).answer().with("x-fal-request-id", id);
    }

    FalReply stream(FalExchange exchange, EndpointPath endpoint, String id) {
        boolean known = queue.read(id, job -> belongs(job, endpoint)).orElse(false);
        return known ? new FalReply.Events(new StatusStream(queue, view, id, wantsLogs(exchange))) : notFound();
    }

    private FalReply status(FalExchange exchange, QueuedJob job, Set<SandboxFault> asked) {
        Optional<SandboxFault> fault = callFault(job, asked, true);
        if (fault.isPresent()) {
            return broken(fault.get());
        }
        if (job.has(SandboxFault.STATUS_LATE) && job.calls <= LATE_ANSWERS) {
            return notFound();
        }
        ObjectNode body = view.status(job, wantsLogs(exchange) ? 0 : -1);
        if (job.strikes(SandboxFault.UNKNOWN_STATUS)) {
            body.put("status", "PAUSED");
        }
        if (job.ended()) {
            endWord(job).ifPresent(word -> body.put("status", word));
        }
        return FalReply.json(job.ended() ? 200 : 202, body).with("x-fal-request-id", job.id());
    }

    /** A word at the end that the protocol does not have. */
    private static Optional<String> endWord(QueuedJob job) {
        if (job.has(SandboxFault.STATUS_LOWER_CASE)) {
            return Optional.of("completed");
        }
        if (job.has(SandboxFault.STATUS_FAILED)) {
            return Optional.of("FAILED");
        }
        return job.has(SandboxFault.STATUS_CANCELLED) ? Optional.of("CANCELLED") : Optional.empty();
    }

    private FalReply result(QueuedJob job, Set<SandboxFault> asked) {
        Optional<SandboxFault> fault = callFault(job, asked, false);
        if (fault.isPresent()) {
            return broken(fault.get());
        }
        if (!job.ended() || job.outcome == null || notYet(job)) {
            return FalReply.detail(400, "Request is still in progress").with("x-fal-request-id", job.id());
        }
        if (job.has(SandboxFault.RESULT_EXPIRED) || job.outcome.body() == null) {
            return resultNotFound();
        }
        String text = job.outcome.body().replace(JobOutcome.HERE, address);
        byte[] bytes = job.outcome.status() == 200 ? OddResults.of(job, text) : text.getBytes(StandardCharsets.UTF_8);
        if (job.strikes(SandboxFault.MALFORMED_RESULT)) {
            bytes = Arrays.copyOf(bytes, bytes.length / 2);
        }
        return new FalReply.Body(job.outcome.status(), job.outcome.headers(), "application/json", bytes)
                .with(Map.of(
                        "x-fal-request-id", job.id(),
                        "X-Fal-Billable-Units", job.outcome.units().toPlainString(),
                        "X-Fal-Served-From", "sandbox"));
    }

    private static boolean notYet(QueuedJob job) {
        if (!job.has(SandboxFault.NOT_YET)) {
            return false;
        }
        job.early++;
        return job.early <= NOT_YET_ANSWERS;
    }

    /** Asked for with this call, wished for with the input and not yet struck, or drawn. */
    private Optional<SandboxFault> callFault(QueuedJob job, Set<SandboxFault> asked, boolean status) {
        job.calls++;
        return FaultDice.of(asked, SandboxFault.Side.FAL_CALL)
                .or(() -> FaultDice.of(job.pending, SandboxFault.Side.FAL_CALL)
                        .filter(f -> fits(f, status))
                        .filter(job::strikes))
                .or(() -> dice.draw(SandboxFault.Side.FAL_CALL, job.id(), String.valueOf(job.calls))
                        .filter(f -> fits(f, status)));
    }

    private static boolean fits(SandboxFault fault, boolean status) {
        return status || fault == SandboxFault.CONNECTION_CUT;
    }

    private static FalReply broken(SandboxFault fault) {
        return switch (fault) {
            case CONNECTION_CUT -> new FalReply.Cut();
            case STATUS_405 -> FalReply.detail(405, "Method Not Allowed");
            case MALFORMED_STATUS -> FalReply.text(200, "application/json", "{\"status\": \"IN_PRO");
            default -> FalReply.detail(500, "Internal server error");
        };
    }

    private static boolean wantsLogs(FalExchange exchange) {
        String logs = exchange.query("logs");
        return "1".equals(logs) || "true".equalsIgnoreCase(logs);
    }

    private static boolean belongs(QueuedJob job, EndpointPath endpoint) {
        return job.submission.endpointId().app().equals(endpoint.app());
    }

    private static FalReply notFound() {
        return FalReply.json(404, FalReply.object().put("status", "NOT_FOUND"));
    }

    private static FalReply resultNotFound() {
        return FalReply.json(
                404, FalReply.object().put("detail", "Request not found").put("status", "NOT_FOUND"));
    }
}
