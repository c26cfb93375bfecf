package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fal.job.FalQueue;
import dev.darkroom.sandbox.fal.job.FaultDice;
import dev.darkroom.sandbox.fal.job.HistoryEntry;
import dev.darkroom.sandbox.fal.job.ServedFile;
import dev.darkroom.sandbox.fal.model.SandboxModel;
import dev.darkroom.sandbox.fal.model.SandboxModels;
import dev.darkroom.sandbox.fal.model.UnitPrice;
import dev.darkroom.sandbox.fal.reply.FalRefusal;
import dev.darkroom.sandbox.fal.reply.FalReply;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The Platform API below {@code /v1}: history, money, prices. */
final class PlatformCalls {
    private static final int MOST_IDS = 50;
    private static final int LARGEST_PAGE = 100;
    private static final BigDecimal DEPOSIT = new BigDecimal(1000);

    private final CallerKeys keys;
    private final FaultDice dice;
    private final FalQueue queue;
    private final String address;

    PlatformCalls(CallerKeys keys, FaultDice dice, FalQueue queue, String address) {
        this.keys = keys;
        this.dice = dice;
        this.queue = queue;
        this.address = address;
    }

    /** Segments without the {@code v1}. */
    FalReply answer(FalExchange exchange, List<String> segments) {
        String path = String.join("/", segments);
        if (path.equals("meta")) {
            return meta();
        }
        if (!keys.knows(exchange.header("Authorization"))) {
            return error(401, "authorization_error", "Authentication required");
        }
        boolean payloads = segments.size() == 4 && path.startsWith("models/requests/") && path.endsWith("/payloads");
        if (payloads) {
            return exchange.is("DELETE") ? forget(segments.get(2)) : wrongMethod();
        }
        if (!exchange.is("GET")) {
            return wrongMethod();
        }
        return switch (path) {
            case "models/requests/by-endpoint" -> byEndpoint(exchange);
            case "models/requests/search" -> search(exchange);
            case "models/billing-events" -> billingEvents(exchange);
            case "models/usage" -> usage(exchange);
            case "models/pricing" -> pricing(exchange);
            case "account/billing" -> account(exchange);
            default -> error(404, "not_found", "There is no such call");
        };
    }

    static FalReply meta() {
        ObjectNode body = FalReply.object();
        body.putArray("webhook_ip_ranges").add("127.0.0.0/8");
        return FalReply.json(200, body);
    }

    private FalReply byEndpoint(FalExchange exchange) {
        Optional<SandboxFault> fault = historyFault(exchange);
        if (fault.isPresent()) {
            return fault.get() == SandboxFault.HISTORY_403
                    ? error(403, "authorization_error", "This key may not read the request history")
                    : error(500, "server_error", "Internal server error");
        }
        List<String> endpoints = exchange.queries("endpoint_id");
        if (endpoints.isEmpty() || endpoints.size() > MOST_IDS) {
            return error(400, "validation_error", "endpoint_id must name 1 to 50 endpoints");
        }
        String id = exchange.query("request_id");
        Window window = Window.of(exchange, queue.now(), id == null ? Duration.ofDays(1) : Duration.ofDays(90));
        boolean longest = "duration".equals(exchange.query("sort_by"));
        List<HistoryEntry> rows = HistoryEntry.of(queue).stream()
                .filter(row -> endpoints.contains(row.submission().endpoint()))
                .filter(row -> id == null || row.submission().id().equals(id))
                .filter(row -> row.has(exchange.query("status")))
                .filter(row -> window.touches(row.submission().sentAt(), row.endedAt()))
                .sorted(longest ? HistoryEntry.LONGEST_FIRST : HistoryEntry.NEWEST_FIRST)
                .toList();
        boolean payloads = exchange.queries("expand").contains("payloads");
        return ListPage.of(exchange, rows, LARGEST_PAGE, "items", row -> row.row(payloads, address));
    }

    private Optional<SandboxFault> historyFault(FalExchange exchange) {
        return FaultDice.of(FaultDice.asked(exchange.header(FaultDice.HEADER)), SandboxFault.Side.FAL_HISTORY)
                .or(() -> dice.draw(
                        SandboxFault.Side.FAL_HISTORY,
                        String.valueOf(exchange.query("endpoint_id")),
                        String.valueOf(exchange.query("end"))));
    }

    private FalReply search(FalExchange exchange) {
        List<String> endpoints = exchange.queries("endpoint_id");
        List<HistoryEntry> rows = HistoryEntry.of(queue).stream()
                .filter(row -> endpoints.isEmpty()
                        || endpoints.contains(row.submission().endpoint()))
                .sorted(Comparator.comparing(
                                (HistoryEntry row) -> row.submission().id())
                        .reversed())
                .toList();
        return ListPage.of(exchange, rows, LARGEST_PAGE, "results", row -> row.row(true, address));
    }

    private FalReply billingEvents(FalExchange exchange) {
        List<String> ids = exchange.queries("request_id");
        if (ids.size() > MOST_IDS) {
            return error(400, "validation_error", "request_id must name at most 50 requests");
        }
        List<HistoryEntry> rows = billed(exchange).stream()
                .filter(row -> ids.isEmpty() || ids.contains(row.submission().id()))
                .sorted(HistoryEntry.NEWEST_FIRST)
                .toList();
        return ListPage.of(exchange, rows, 10_000, "billing_events", HistoryEntry::billing);
    }

    private List<HistoryEntry> billed(FalExchange exchange) {
        List<String> endpoints = exchange.queries("endpoint_id");
        Window window = Window.of(exchange, queue.now(), Duration.ofDays(1));
        return HistoryEntry.of(queue).stream()
                .filter(HistoryEntry::billed)
                .filter(row -> endpoints.isEmpty()
                        || endpoints.contains(row.submission().endpoint()))
                .filter(row -> window.holds(row.endedAt()))
                .toList();
    }

    private FalReply usage(FalExchange exchange) {
        List<String> expand = exchange.queries("expand");
        if (!expand.contains("summary") && !expand.contains("time_series")) {
            return error(400, "validation_error", "expand must contain time_series or summary");
        }
        List<HistoryEntry> rows = billed(exchange);
        ObjectNode body = FalReply.object();
        if (expand.contains("time_series")) {
            ArrayNode series = body.putArray("time_series");
            Map<Instant, List<HistoryEntry>> hours = rows.stream()
                    .collect(Collectors.groupingBy(
                            row -> row.endedAt().truncatedTo(ChronoUnit.HOURS), TreeMap::new, Collectors.toList()));
            hours.forEach((hour, some) ->
                    series.addObject().put("bucket", hour.toString()).set("results", sums(some)));
        }
        if (expand.contains("summary")) {
            body.set("summary", sums(rows));
        }
        return FalReply.json(200, body.putNull("next_cursor").put("has_more", false));
    }

    private static ArrayNode sums(List<HistoryEntry> rows) {
        Map<String, List<HistoryEntry>> groups = rows.stream()
                .collect(Collectors.groupingBy(row -> row.submission().endpoint(), TreeMap::new, Collectors.toList()));
        ArrayNode sums = JsonMapping.MAPPER.createArrayNode();
        groups.forEach((endpoint, some) -> {
            UnitPrice price = some.getFirst().model().price();
            BigDecimal total = sum(some, row -> row.outcome().usd());
            sums.addObject()
                    .put("endpoint_id", endpoint)
                    .put("unit", price.unit())
                    .put("quantity", sum(some, row -> row.outcome().units()))
                    .put("unit_price", price.usd())
                    .put("percent_discount", 0)
                    .put("cost_subtotal", total)
                    .put("cost_discount", 0)
                    .put("cost_total", total)
                    .put("cost", total)
                    .put("currency", "USD");
        });
        return sums;
    }

    private static BigDecimal sum(List<HistoryEntry> rows, Function<HistoryEntry, BigDecimal> amount) {
        return UnitPrice.tidy(rows.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private static FalReply pricing(FalExchange exchange) {
        List<String> endpoints = exchange.queries("endpoint_id");
        ObjectNode body = FalReply.object();
        ArrayNode prices = body.putArray("prices");
        for (SandboxModel model : SandboxModels.all()) {
            if (endpoints.isEmpty() || endpoints.contains(model.id().text())) {
                prices.addObject()
                        .put("endpoint_id", model.id().text())
                        .put("unit_price", model.price().usd())
                        .put("unit", model.price().unit())
                        .put("currency", "USD");
            }
        }
        return FalReply.json(200, body.putNull("next_cursor").put("has_more", false));
    }

    private FalReply account(FalExchange exchange) {
        ObjectNode body = FalReply.object().put("username", "sandbox");
        if (exchange.queries("expand").contains("credits")) {
            BigDecimal left = DEPOSIT.subtract(
                    sum(HistoryEntry.of(queue), row -> row.outcome().usd()));
            body.set("credits", FalReply.object().put("current_balance", left).put("currency", "USD"));
        }
        return FalReply.json(200, body);
    }

    private FalReply forget(String id) {
        Optional<List<ServedFile>> files = queue.forget(id);
        if (files.isEmpty()) {
            return error(404, "not_found", "There is no finished request with this id");
        }
        ObjectNode body = FalReply.object();
        ArrayNode results = body.putArray("cdn_delete_results");
        files.get()
                .forEach(file -> results.addObject()
                        .put("link", address + "/files/" + file.path())
                        .putNull("exception"));
        return FalReply.json(200, body);
    }

    private static FalReply wrongMethod() {
        return error(405, "method_not_allowed", "Method Not Allowed");
    }

    static FalReply.Body error(int status, String type, String message) {
        ObjectNode error = FalReply.object().put("type", type).put("message", message);
        return FalReply.json(status, FalReply.object().set("error", error));
    }

    /** From start to end, the end not included. */
    private record Window(Instant start, Instant end) {
        static Window of(FalExchange exchange, Instant now, Duration usual) {
            Instant end = time(exchange, "end").orElse(now.plusMillis(1));
            return new Window(time(exchange, "start").orElse(end.minus(usual)), end);
        }

        boolean holds(Instant time) {
            return !time.isBefore(start) && time.isBefore(end);
        }

        boolean touches(Instant from, Instant to) {
            return from.isBefore(end) && !to.isBefore(start);
        }

        private static Optional<Instant> time(FalExchange exchange, String name) {
            String text = exchange.query(name);
            if (text == null || text.isBlank()) {
                return Optional.empty();
            }
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeParseException _) {
                throw new FalRefusal(
                        error(400, "validation_error", name + " must be a time such as 2026-11-24T12:00:00Z"));
            }
        }
    }
}
