package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.Fault;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /{endpoint}}: takes a request into the queue. The input is not looked at, as at fal.ai. */
final class SubmitCall {
    private final Keys keys;
    private final Account account;
    private final Dice dice;
    private final FalQueue queue;
    private final JobView view;

    SubmitCall(Keys keys, Account account, Dice dice, FalQueue queue, JobView view) {
        this.keys = keys;
        this.account = account;
        this.dice = dice;
        this.queue = queue;
        this.view = view;
    }

    Answer answer(Exchange exchange, EndpointId endpoint) throws IOException {
        keys.check(exchange, endpoint.app());
        String locked = account.lock();
        if (locked != null) {
            return Account.refusal(locked);
        }
        Model model = Models.find(endpoint).orElseThrow(() -> unknown(endpoint));
        JsonNode input = exchange.json();
        Set<Fault> asked = Dice.asked(exchange.header(Dice.HEADER));
        Set<Fault> wished = Dice.asked(input, model.words());
        String canonical = Canonical.text(input);
        int seen = queue.count(endpoint.text(), canonical);
        Optional<Fault> fault = Dice.of(asked, Fault.Side.FAL_SUBMIT)
                .or(() -> seen == 0 ? Dice.of(wished, Fault.Side.FAL_SUBMIT) : Optional.empty())
                .or(() -> dice.draw(Fault.Side.FAL_SUBMIT, endpoint.text(), canonical, String.valueOf(seen)));
        Optional<Answer> refusal = fault.flatMap(SubmitCall::refusal).or(() -> tooLong(exchange, endpoint));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        asked.addAll(wished);
        Submission submission = submission(exchange, endpoint, input, seen, faults(asked, endpoint, canonical, seen));
        int position = queue.accept(submission, model);
        return fault.flatMap(SubmitCall::lost)
                .orElseGet(() -> Answer.json(200, view.accepted(submission, position))
                        .with("x-fal-request-id", submission.id()));
    }

    private Submission submission(Exchange exchange, EndpointId endpoint, JsonNode input, int seen, Set<Fault> faults) {
        return new Submission(
                Uuid7.at(queue.now()),
                endpoint.text(),
                input,
                queue.now(),
                seen,
                faults,
                "low".equalsIgnoreCase(exchange.header("X-Fal-Queue-Priority")),
                startWithin(exchange.header("X-Fal-Request-Timeout")),
                exchange.query("fal_webhook"),
                !"0".equals(exchange.header("X-Fal-Store-IO")),
                Lifecycle.of(exchange.header("X-Fal-Object-Lifecycle-Preference")));
    }

    /** What was asked for; chance decides only about the sides that were left open. */
    private Set<Fault> faults(Set<Fault> asked, EndpointId endpoint, String canonical, int seen) {
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        faults.addAll(asked);
        faults.removeIf(fault -> fault.side() == Fault.Side.FAL_SUBMIT);
        for (Fault.Side side :
                EnumSet.of(Fault.Side.FAL_JOB, Fault.Side.FAL_CANCEL, Fault.Side.FAL_STREAM, Fault.Side.FAL_WEBHOOK)) {
            if (Dice.of(asked, side).isEmpty()) {
                dice.draw(side, endpoint.text(), canonical, String.valueOf(seen))
                        .ifPresent(faults::add);
            }
        }
        return faults;
    }

    private Optional<Answer> tooLong(Exchange exchange, EndpointId endpoint) {
        String limit = exchange.query("fal_max_queue_length");
        if (limit == null || !limit.matches("\\d{1,9}")) {
            return Optional.empty();
        }
        return queue.waiting(endpoint.text()) > Integer.parseInt(limit)
                ? Optional.of(Answer.detail(429, "The queue of this endpoint is longer than fal_max_queue_length"))
                : Optional.empty();
    }

    private static Optional<Answer> refusal(Fault fault) {
        return switch (fault) {
            case SUBMIT_429 ->
                Optional.of(Answer.detail(429, "Too many requests").with("Retry-After", "1"));
            case SUBMIT_429_FOR_EVER ->
                Optional.of(Answer.detail(429, "Too many requests").with("Retry-After", "99999999999999999"));
            case SUBMIT_503 -> Optional.of(Answer.gateway(503, "Service Temporarily Unavailable"));
            case ACCOUNT_LOCKED -> Optional.of(Account.refusal(Account.USUAL_REASON));
            default -> Optional.empty();
        };
    }

    private static Optional<Answer> lost(Fault fault) {
        return switch (fault) {
            case SUBMIT_ANSWER_LOST -> Optional.of(new Answer.Cut());
            case SUBMIT_502 -> Optional.of(Answer.gateway(502, "Bad Gateway"));
            default -> Optional.empty();
        };
    }

    private static @Nullable Double startWithin(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            double seconds = Double.parseDouble(header);
            if (seconds > 0.1) {
                return seconds;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new Refusal(Answer.json(
                400,
                Answer.object()
                        .put("detail", "X-Fal-Request-Timeout must be a number of seconds above 0.1")
                        .put("error_type", "bad_request")));
    }

    private static Refusal unknown(EndpointId endpoint) {
        return new Refusal(Answer.detail(404, "Application \"" + endpoint.text() + "\" not found")
                .with("X-Fal-Billable-Units", "0"));
    }
}
