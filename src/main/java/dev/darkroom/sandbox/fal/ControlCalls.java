package dev.darkroom.sandbox.fal;

import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.ControlGuard;
import dev.darkroom.sandbox.fal.job.AccountLock;
import dev.darkroom.sandbox.fal.job.FaultDice;
import dev.darkroom.sandbox.fal.reply.FalReply;
import dev.darkroom.sandbox.fault.FaultRates;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /sandbox/...}: what fal.ai does not have. Without a key; {@link ControlGuard} says who may call. */
final class ControlCalls {
    private final Supplier<RequestLedger> books;
    private final FaultDice dice;
    private final AccountLock account;

    ControlCalls(Supplier<RequestLedger> books, FaultDice dice, AccountLock account) {
        this.books = books;
        this.dice = dice;
        this.account = account;
    }

    FalReply answer(FalExchange exchange, List<String> segments) throws IOException {
        Optional<String> refusal = ControlGuard.refusal(exchange.method(), exchange::header);
        if (refusal.isPresent()) {
            return FalReply.detail(403, refusal.get());
        }
        String call = exchange.method() + " " + String.join("/", segments);
        return switch (call) {
            case "GET books" -> FalReply.json(200, JsonMapping.MAPPER.valueToTree(books.get()));
            case "GET faults" -> faults();
            case "POST faults" -> setFaults(exchange);
            case "POST lock" -> {
                account.lock(exchange.json().path("reason").asText(AccountLock.USUAL_REASON));
                yield state();
            }
            case "POST unlock" -> {
                account.lock(null);
                yield state();
            }
            default -> FalReply.detail(404, "Use GET books, GET or POST faults, POST lock, POST unlock");
        };
    }

    private FalReply setFaults(FalExchange exchange) throws IOException {
        try {
            dice.faults(FaultRates.parse(exchange.json().path("faults").asText("none")));
            return faults();
        } catch (IllegalArgumentException exception) {
            return FalReply.detail(400, String.valueOf(exception.getMessage()));
        }
    }

    private FalReply faults() {
        return FalReply.json(200, FalReply.object().put("faults", dice.faults().text()));
    }

    private FalReply state() {
        return FalReply.json(
                200, FalReply.object().put("locked", account.lock() != null).put("reason", account.lock()));
    }
}
