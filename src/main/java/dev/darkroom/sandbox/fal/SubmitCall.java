package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.fal.job.AccountLock;
import dev.darkroom.sandbox.fal.job.FalQueue;
import dev.darkroom.sandbox.fal.job.FaultDice;
import dev.darkroom.sandbox.fal.job.FileLifecycle;
import dev.darkroom.sandbox.fal.job.QueuedSubmission;
import dev.darkroom.sandbox.fal.job.TimeOrderedUuid;
import dev.darkroom.sandbox.fal.model.CanonicalInput;
import dev.darkroom.sandbox.fal.model.EndpointPath;
import dev.darkroom.sandbox.fal.model.SandboxModel;
import dev.darkroom.sandbox.fal.model.SandboxModels;
import dev.darkroom.sandbox.fal.reply.FalRefusal;
import dev.darkroom.sandbox.fal.reply.FalReply;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /{endpoint}}: takes a request into the queue. The input is not looked at, as at fal.ai. */
final class SubmitCall {
    private final CallerKeys keys;
    private final AccountLock account;
    private final FaultDice dice;
    private final FalQueue queue;
    private final JobView view;

    SubmitCall(CallerKeys keys, AccountLock account, FaultDice dice, FalQueue queue, JobView view) {
        this.keys = keys;
        this.account = account;
        this.dice = dice;
        this.queue = queue;
        this.view = view;
    }

    FalReply answer(FalExchange exchange, EndpointPath endpoint) throws IOException {
        keys.check(exchange, endpoint.app());
        String locked = account.lock();
        if (locked != null) {
            return AccountLock.refusal(locked);
        }
        SandboxModel model = SandboxModels.find(endpoint).orElseThrow(() -> unknown(endpoint));
        JsonNode input = exchange.json();
        Set<SandboxFault> asked = FaultDice.asked(exchange.header(FaultDice.HEADER));
        Set<SandboxFault> wished = FaultDice.asked(input, model.words());
        String canonical = CanonicalInput.text(input);
        int seen = queue.count(endpoint.text(), canonical);
        Optional<SandboxFault> fault = FaultDice.of(asked, SandboxFault.Side.FAL_SUBMIT)
                .or(() -> seen == 0 ? FaultDice.of(wished, SandboxFault.Side.FAL_SUBMIT) : Optional.empty())
                .or(() -> dice.draw(SandboxFault.Side.FAL_SUBMIT, endpoint.text(), canonical, String.valueOf(seen)));
        Optional<FalReply> refusal = fault.flatMap(SubmitCall::refusal).or(() -> tooLong(exchange, endpoint));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        asked.addAll(wished);
        QueuedSubmission submission =
                submission(exchange, endpoint, input, seen, faults(asked, endpoint, canonical, seen));
        int position = queue.accept(submission, model);
        return fault.flatMap(SubmitCall::lost)
                .orElseGet(() -> FalReply.json(200, view.accepted(submission, position))
                        .with("x-fal-request-id", submission.id()));
    }

    private QueuedSubmission submission(
            FalExchange exchange, EndpointPath endpoint, JsonNode input, int seen, Set<SandboxFault> faults) {
        return new QueuedSubmission(
                TimeOrderedUuid.at(queue.now()),
                endpoint.text(),
                input,
                queue.now(),
                seen,
                faults,
                "low".equalsIgnoreCase(exchange.header("X-Fal-Queue-Priority")),
                startWithin(exchange.header("X-Fal-Request-Timeout")),
                exchange.query("fal_webhook"),
                !"0".equals(exchange.header("X-Fal-Store-IO")),
                FileLifecycle.of(exchange.header("X-Fal-Object-Lifecycle-Preference")));
    }

    /** What was asked for; chance decides only about the sides that were left open. */
    private Set<SandboxFault> faults(Set<SandboxFault> asked, EndpointPath endpoint, String canonical, int seen) {
        Set<SandboxFault> faults = EnumSet.noneOf(SandboxFault.class);
        faults.addAll(asked);
        faults.removeIf(fault -> fault.side() == SandboxFault.Side.FAL_SUBMIT);
        for (SandboxFault.Side side : EnumSet.of(
                SandboxFault.Side.FAL_JOB,
                SandboxFault.Side.FAL_CANCEL,
                SandboxFault.Side.FAL_STREAM,
                SandboxFault.Side.FAL_WEBHOOK)) {
            if (FaultDice.of(asked, side).isEmpty()) {
                dice.draw(side, endpoint.text(), canonical, String.valueOf(seen))
                        .ifPresent(faults::add);
            }
        }
        return faults;
    }

    private Optional<FalReply> tooLong(FalExchange exchange, EndpointPath endpoint) {
        String limit = exchange.query("fal_max_queue_length");
        if (limit == null || !limit.matches("\\d{1,9}")) {
            return Optional.empty();
        }
        return queue.waiting(endpoint.text()) > Integer.parseInt(limit)
                ? Optional.of(FalReply.detail(429, "The queue of this endpoint is longer than fal_max_queue_length"))
                : Optional.empty();
    }

    private static Optional<FalReply> refusal(SandboxFault fault) {
        return switch (fault) {
            case SUBMIT_429 ->
                Optional.of(FalReply.detail(429, "Too many requests").with("Retry-After", "1"));
            case SUBMIT_429_FOR_EVER ->
                Optional.of(FalReply.detail(429, "Too many requests").with("Retry-After", "99999999999999999"));
            case SUBMIT_503 -> Optional.of(FalReply.gateway(503, "Service Temporarily Unavailable"));
            case ACCOUNT_LOCKED -> Optional.of(AccountLock.refusal(AccountLock.USUAL_REASON));
            default -> Optional.empty();
        };
    }

    private static Optional<FalReply> lost(SandboxFault fault) {
        return switch (fault) {
            case SUBMIT_ANSWER_LOST -> Optional.of(new FalReply.Cut());
            case SUBMIT_502 -> Optional.of(FalReply.gateway(502, "Bad Gateway"));
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
        throw new FalRefusal(FalReply.json(
                400,
                FalReply.object()
                        .put("detail", "X-Fal-Request-Timeout must be a number of seconds above 0.1")
                        .put("error_type", "bad_request")));
    }

    private static FalRefusal unknown(EndpointPath endpoint) {
        return new FalRefusal(FalReply.detail(404, "Application \"" + endpoint.text() + "\" not found")
                .with("X-Fal-Billable-Units", "0"));
    }
}
