package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Status, result and cancel of one request. */
final class QueueCalls {
    private static final int NOT_YET_ANSWERS = 2;
    private static final int LATE_ANSWERS = 2;

    private final Dice dice;
    private final FalQueue queue;
    private final JobView view;
    private final String address;

    QueueCalls(Dice dice, FalQueue queue, JobView view, String address) {
        this.dice = dice;
        this.queue = queue;
        this.view = view;
        this.address = address;
    }

    Answer status(Exchange exchange, EndpointId endpoint, String id) {
        Set<Fault> asked = Dice.asked(exchange.header(Dice.HEADER));
        return queue.read(id, job -> belongs(job, endpoint) ? status(exchange, job, asked) : notFound())
                .orElseGet(QueueCalls::notFound);
    }

    Answer result(Exchange exchange, EndpointId endpoint, String id) {
        Set<Fault> asked = Dice.asked(exchange.header(Dice.HEADER));
        return queue.read(id, job -> belongs(job, endpoint) ? result(job, asked) : resultNotFound())
                .orElseGet(QueueCalls::resultNotFound);
    }

    Answer cancel(EndpointId endpoint, String id) {
        boolean known = queue.read(id, job -> belongs(job, endpoint)).orElse(false);
        return (known ? queue.cancel(id) : CancelAnswer.NOT_FOUND).answer().with("x-fal-request-id", id);
    }

    Answer stream(Exchange exchange, EndpointId endpoint, String id) {
        boolean known = queue.read(id, job -> belongs(job, endpoint)).orElse(false);
        return known ? new Answer.Events(new StatusStream(queue, view, id, wantsLogs(exchange))) : notFound();
    }

    private Answer status(Exchange exchange, Job job, Set<Fault> asked) {
        Optional<Fault> fault = callFault(job, asked, true);
        if (fault.isPresent()) {
            return broken(fault.get());
        }
        if (job.has(Fault.STATUS_LATE) && job.calls <= LATE_ANSWERS) {
            return notFound();
        }
        ObjectNode body = view.status(job, wantsLogs(exchange) ? 0 : -1);
        if (job.strikes(Fault.UNKNOWN_STATUS)) {
            body.put("status", "PAUSED");
        }
        if (job.ended()) {
            endWord(job).ifPresent(word -> body.put("status", word));
        }
        return Answer.json(job.ended() ? 200 : 202, body).with("x-fal-request-id", job.id());
    }

    /** A word at the end that the protocol does not have. */
    private static Optional<String> endWord(Job job) {
        if (job.has(Fault.STATUS_LOWER_CASE)) {
            return Optional.of("completed");
        }
        if (job.has(Fault.STATUS_FAILED)) {
            return Optional.of("FAILED");
        }
        return job.has(Fault.STATUS_CANCELLED) ? Optional.of("CANCELLED") : Optional.empty();
    }

    private Answer result(Job job, Set<Fault> asked) {
        Optional<Fault> fault = callFault(job, asked, false);
        if (fault.isPresent()) {
            return broken(fault.get());
        }
        if (!job.ended() || job.outcome == null || notYet(job)) {
            return Answer.detail(400, "Request is still in progress").with("x-fal-request-id", job.id());
        }
        if (job.has(Fault.RESULT_EXPIRED) || job.outcome.body() == null) {
            return resultNotFound();
        }
        String text = job.outcome.body().replace(Outcome.HERE, address);
        byte[] bytes = job.outcome.status() == 200 ? OddResults.of(job, text) : text.getBytes(StandardCharsets.UTF_8);
        if (job.strikes(Fault.MALFORMED_RESULT)) {
            bytes = Arrays.copyOf(bytes, bytes.length / 2);
        }
        return new Answer.Body(job.outcome.status(), job.outcome.headers(), "application/json", bytes)
                .with(Map.of(
                        "x-fal-request-id", job.id(),
                        "X-Fal-Billable-Units", job.outcome.units().toPlainString(),
                        "X-Fal-Served-From", "sandbox"));
    }

    private static boolean notYet(Job job) {
        if (!job.has(Fault.NOT_YET)) {
            return false;
        }
        job.early++;
        return job.early <= NOT_YET_ANSWERS;
    }

    /** Asked for with this call, wished for with the input and not yet struck, or drawn. */
    private Optional<Fault> callFault(Job job, Set<Fault> asked, boolean status) {
        job.calls++;
        return Dice.of(asked, Fault.Side.FAL_CALL)
                .or(() -> Dice.of(job.pending, Fault.Side.FAL_CALL)
                        .filter(f -> fits(f, status))
                        .filter(job::strikes))
                .or(() -> dice.draw(Fault.Side.FAL_CALL, job.id(), String.valueOf(job.calls))
                        .filter(f -> fits(f, status)));
    }

    private static boolean fits(Fault fault, boolean status) {
        return status || fault == Fault.CONNECTION_CUT;
    }

    private static Answer broken(Fault fault) {
        return switch (fault) {
            case CONNECTION_CUT -> new Answer.Cut();
            case STATUS_405 -> Answer.detail(405, "Method Not Allowed");
            case MALFORMED_STATUS -> Answer.text(200, "application/json", "{\"status\": \"IN_PRO");
            default -> Answer.detail(500, "Internal server error");
        };
    }

    private static boolean wantsLogs(Exchange exchange) {
        String logs = exchange.query("logs");
        return "1".equals(logs) || "true".equalsIgnoreCase(logs);
    }

    private static boolean belongs(Job job, EndpointId endpoint) {
        return job.submission.endpointId().app().equals(endpoint.app());
    }

    private static Answer notFound() {
        return Answer.json(404, Answer.object().put("status", "NOT_FOUND"));
    }

    private static Answer resultNotFound() {
        return Answer.json(
                404, Answer.object().put("detail", "Request not found").put("status", "NOT_FOUND"));
    }
}
