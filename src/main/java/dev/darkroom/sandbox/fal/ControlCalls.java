package dev.darkroom.sandbox.fal;

import dev.darkroom.http.JsonMapping;
import dev.darkroom.sandbox.Books;
import dev.darkroom.sandbox.ControlGuard;
import dev.darkroom.sandbox.Faults;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /sandbox/...}: what fal.ai does not have. Without a key; {@link ControlGuard} says who may call. */
final class ControlCalls {
    private final Supplier<Books> books;
    private final Dice dice;
    private final Account account;

    ControlCalls(Supplier<Books> books, Dice dice, Account account) {
        this.books = books;
        this.dice = dice;
        this.account = account;
    }

    Answer answer(Exchange exchange, List<String> segments) throws IOException {
        Optional<String> refusal = ControlGuard.refusal(exchange.method(), exchange::header);
        if (refusal.isPresent()) {
            return Answer.detail(403, refusal.get());
        }
        String call = exchange.method() + " " + String.join("/", segments);
        return switch (call) {
            case "GET books" -> Answer.json(200, JsonMapping.MAPPER.valueToTree(books.get()));
            case "GET faults" -> faults();
            case "POST faults" -> setFaults(exchange);
            case "POST lock" -> {
                account.lock(exchange.json().path("reason").asText(Account.USUAL_REASON));
                yield state();
            }
            case "POST unlock" -> {
                account.lock(null);
                yield state();
            }
            default -> Answer.detail(404, "Use GET books, GET or POST faults, POST lock, POST unlock");
        };
    }

    private Answer setFaults(Exchange exchange) throws IOException {
        try {
            dice.faults(Faults.parse(exchange.json().path("faults").asText("none")));
            return faults();
        } catch (IllegalArgumentException exception) {
            return Answer.detail(400, String.valueOf(exception.getMessage()));
        }
    }

    private Answer faults() {
        return Answer.json(200, Answer.object().put("faults", dice.faults().text()));
    }

    private Answer state() {
        return Answer.json(
                200, Answer.object().put("locked", account.lock() != null).put("reason", account.lock()));
    }
}
