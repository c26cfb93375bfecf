package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.fal.job.FalQueue;
import dev.darkroom.sandbox.fal.job.RequestHistoryEntry;
import dev.darkroom.sandbox.fal.job.ServedFile;
import dev.darkroom.sandbox.fal.model.SandboxModel;
import dev.darkroom.sandbox.fal.model.SandboxModel.SandboxModels;
import dev.darkroom.sandbox.fault.FaultInjector;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxReply.SandboxRefusal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Platform API under {@code /v1}: request history, billing, prices. */
final class FalPlatformRoutes {
    private static final int MAX_IDS = 50;
    private static final int MAX_PAGE = 100;
    private static final Duration MAX_WINDOW = Duration.ofDays(90);
    private static final BigDecimal DEPOSIT = new BigDecimal(1000);

    private final FalAccount account;
    private final FaultInjector faults;
    private final FalQueue queue;
    private final String address;

    FalPlatformRoutes(FalAccount account, FaultInjector faults, FalQueue queue, String address) {
        this.account = account;
        this.faults = faults;
        this.queue = queue;
        this.address = address;
    }

    /** @param segments the path segments without {@code v1} */
    SandboxReply answer(FalCall call, List<String> segments) {
        String path = String.join("/", segments);
        if (path.equals("meta")) {
            return meta();
        }
        if (!account.hasKey(call)) {
            return error(401, "authorization_error", "Authentication required");
        }
        boolean payloads = segments.size() == 4 && path.startsWith("models/requests/") && path.endsWith("/payloads");
        if (!call.is(payloads ? "DELETE" : "GET")) {
            return error(405, "method_not_allowed", "Method Not Allowed");
        }
        return switch (payloads ? "payloads" : path) {
            case "payloads" -> forget(segments.get(2));
            case "models/requests/by-endpoint" -> byEndpoint(call);
            case "models/requests/search" -> search(call);
            case "models/billing-events" -> billingEvents(call);
            case "models/usage" -> usage(call);
            case "models/pricing" -> pricing(call);
            case "account/billing" -> account(call);
            default -> error(404, "not_found", "There is no such call");
        };
    }

    static SandboxReply meta() {
        ObjectNode body = SandboxReply.object();
        body.putArray("webhook_ip_ranges").add("127.0.0.0/8");
        return SandboxReply.ok(body);
    }

    private SandboxReply byEndpoint(FalCall call) {
        Optional<SandboxFault> fault = faults.strike(
                call,
                SandboxFault.Side.FAL_HISTORY,
                String.valueOf(call.query("endpoint_id")),
                String.valueOf(queue.now()));
        if (fault.isPresent()) {
            return fault.get() == SandboxFault.HISTORY_403
                    ? error(403, "authorization_error", "This key may not read the request history")
                    : error(500, "server_error", "Internal server error");
        }
        int endpoints = call.queries("endpoint_id").size();
        if (endpoints == 0 || endpoints > MAX_IDS) {
            return error(400, "validation_error", "endpoint_id must name 1 to 50 endpoints");
        }
        Optional<String> status = call.query("status").filter(text -> !text.isBlank());
        if (status.isPresent() && !RequestHistoryEntry.STATUSES.contains(status.get())) {
            return error(400, "validation_error", "status must be one of " + RequestHistoryEntry.STATUSES);
        }
        Optional<String> id = call.query("request_id");
        TimeWindow window = TimeWindow.of(call, queue.now(), id.isEmpty() ? Duration.ofDays(1) : MAX_WINDOW);
        boolean longest = call.query("sort_by").equals(Optional.of("duration"));
        Stream<RequestHistoryEntry> rows = history(call)
                .filter(row -> id.isEmpty() || row.submission().id().equals(id.get()))
                .filter(row -> row.has(status.orElse(null)))
                .filter(row -> window.touches(row.submission().sentAt(), row.endedAt()))
                .sorted(longest ? RequestHistoryEntry.LONGEST_FIRST : RequestHistoryEntry.NEWEST_FIRST);
        boolean payloads = call.queries("expand").contains("payloads");
        return ListPage.of(call, rows.toList(), MAX_PAGE, "items", row -> row.row(payloads, address));
    }

    private SandboxReply search(FalCall call) {
        Comparator<RequestHistoryEntry> byId =
                Comparator.comparing(row -> row.submission().id());
        List<RequestHistoryEntry> rows = history(call).sorted(byId.reversed()).toList();
        return ListPage.of(call, rows, MAX_PAGE, "results", row -> row.row(true, address));
    }

    private SandboxReply billingEvents(FalCall call) {
        List<String> ids = call.queries("request_id");
        if (ids.size() > MAX_IDS) {
            return error(400, "validation_error", "request_id must name at most 50 requests");
        }
        TimeWindow window = TimeWindow.of(call, queue.now(), Duration.ofDays(1));
        if (window.start().isBefore(window.end().minus(MAX_WINDOW))) {
            return error(400, "validation_error", "start and end must be at most 90 days apart");
        }
        List<RequestHistoryEntry> rows = billed(call, window)
                .filter(row -> ids.isEmpty() || ids.contains(row.submission().id()))
                .sorted(RequestHistoryEntry.NEWEST_FIRST)
                .toList();
        return ListPage.of(call, rows, 10_000, "billing_events", RequestHistoryEntry::billing);
    }

    /** Returns the history of the given endpoints, or of all when none is given. */
    private Stream<RequestHistoryEntry> history(FalCall call) {
        List<String> endpoints = call.queries("endpoint_id");
        return RequestHistoryEntry.of(queue).stream()
                .filter(row -> endpoints.isEmpty()
                        || endpoints.contains(row.submission().endpoint()));
    }

    private Stream<RequestHistoryEntry> billed(FalCall call, TimeWindow window) {
        return history(call).filter(RequestHistoryEntry::billed).filter(row -> window.contains(row.endedAt()));
    }

    private SandboxReply usage(FalCall call) {
        List<String> expand = call.queries("expand");
        if (!expand.contains("summary") && !expand.contains("time_series")) {
            return error(400, "validation_error", "expand must contain time_series or summary");
        }
        List<RequestHistoryEntry> rows = billed(call, TimeWindow.of(call, queue.now(), Duration.ofDays(1)))
                .toList();
        ObjectNode body = SandboxReply.object();
        if (expand.contains("time_series")) {
            ArrayNode series = body.putArray("time_series");
            grouped(rows, row -> row.endedAt().truncatedTo(ChronoUnit.HOURS))
                    .forEach((hour, some) ->
                            series.addObject().put("bucket", hour.toString()).set("results", sums(some)));
        }
        if (expand.contains("summary")) {
            body.set("summary", sums(rows));
        }
        return lastPage(body);
    }

    private static <K extends Comparable<K>> TreeMap<K, List<RequestHistoryEntry>> grouped(
            List<RequestHistoryEntry> rows, Function<RequestHistoryEntry, K> key) {
        return rows.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
    }

    private static ArrayNode sums(List<RequestHistoryEntry> rows) {
        ArrayNode sums = SandboxReply.array();
        grouped(rows, row -> row.submission().endpoint()).forEach((endpoint, some) -> {
            SandboxModel.UnitPrice price = some.getFirst().model().price();
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

    private static BigDecimal sum(
            Collection<RequestHistoryEntry> rows, Function<RequestHistoryEntry, BigDecimal> amount) {
        return SandboxModel.UnitPrice.tidy(rows.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private static SandboxReply pricing(FalCall call) {
        List<String> endpoints = call.queries("endpoint_id");
        ObjectNode body = SandboxReply.object();
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
        return lastPage(body);
    }

    private static SandboxReply lastPage(ObjectNode body) {
        return SandboxReply.ok(body.putNull("next_cursor").put("has_more", false));
    }

    private SandboxReply account(FalCall call) {
        ObjectNode body = SandboxReply.object().put("username", "sandbox");
        if (call.queries("expand").contains("credits")) {
            BigDecimal left = DEPOSIT.subtract(
                    sum(RequestHistoryEntry.of(queue), row -> row.outcome().usd()));
            body.putObject("credits").put("current_balance", left).put("currency", "USD");
        }
        return SandboxReply.ok(body);
    }

    private SandboxReply forget(String id) {
        Optional<List<ServedFile>> files = queue.forget(id);
        if (files.isEmpty()) {
            return error(404, "not_found", "There is no finished request with this id");
        }
        ObjectNode body = SandboxReply.object();
        ArrayNode results = body.putArray("cdn_delete_results");
        files.get()
                .forEach(file -> results.addObject()
                        .put("link", address + "/files/" + file.path())
                        .putNull("exception"));
        return SandboxReply.ok(body);
    }

    private static SandboxReply error(int status, String type, String message) {
        JsonNode error = SandboxReply.object().put("type", type).put("message", message);
        return SandboxReply.json(status, SandboxReply.object().set("error", error));
    }

    static SandboxRefusal invalid(String message) {
        return new SandboxRefusal(error(400, "validation_error", message));
    }

    /** Half-open: the end is excluded. */
    private record TimeWindow(Instant start, Instant end) {
        static TimeWindow of(FalCall call, Instant now, Duration usual) {
            Instant end = time(call, "end").orElse(now.plusMillis(1));
            return new TimeWindow(time(call, "start").orElse(end.minus(usual)), end);
        }

        boolean contains(Instant time) {
            return !time.isBefore(start) && time.isBefore(end);
        }

        boolean touches(Instant from, Instant to) {
            return from.isBefore(end) && !to.isBefore(start);
        }

        private static Optional<Instant> time(FalCall call, String name) {
            try {
                return call.query(name).filter(text -> !text.isBlank()).map(TimeWindow::parse);
            } catch (DateTimeParseException _) {
                throw invalid(name + " must be a time such as 2026-11-24T12:00:00Z, or a date");
            }
        }

        /** A date alone is its first moment in UTC. */
        private static Instant parse(String text) {
            return text.length() > "2026-11-24".length()
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }

    /**
     * One page of a list: {@code limit} and an opaque {@code cursor}, which names the last row, so that new rows do not
     * shift pages.
     */
    private static final class ListPage {
        private static final int DEFAULT_LIMIT = 50;

        private ListPage() {}

        static SandboxReply of(
                FalCall call,
                List<RequestHistoryEntry> rows,
                int maxLimit,
                String name,
                Function<RequestHistoryEntry, ObjectNode> row) {
            int limit = call.query("limit").map(text -> limit(text, maxLimit)).orElse(DEFAULT_LIMIT);
            int from = call.query("cursor")
                    .filter(cursor -> !cursor.isBlank())
                    .map(cursor -> indexAfter(rows, cursor))
                    .orElse(0);
            int to = Math.min(rows.size(), from + limit);
            boolean more = to < rows.size();
            ObjectNode body = SandboxReply.object();
            ArrayNode items = body.putArray(name);
            rows.subList(from, to).forEach(entry -> items.add(row.apply(entry)));
            body.put("next_cursor", more ? cursor(rows.get(to - 1)) : null);
            return SandboxReply.ok(body.put("has_more", more));
        }

        private static int limit(String text, int maxLimit) {
            if (!text.matches("\\d{1,6}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > maxLimit) {
                throw FalPlatformRoutes.invalid("limit must be a number from 1 to " + maxLimit);
            }
            return Integer.parseInt(text);
        }

        private static int indexAfter(List<RequestHistoryEntry> rows, String cursor) {
            int at = rows.stream().map(ListPage::cursor).toList().indexOf(cursor);
            if (at < 0) {
                throw FalPlatformRoutes.invalid("cursor is not one that was handed out");
            }
            return at + 1;
        }

        private static String cursor(RequestHistoryEntry row) {
            byte[] id = row.submission().id().getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        }
    }
}
