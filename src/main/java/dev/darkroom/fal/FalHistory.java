package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.fal.catalog.EndpointId;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Searches the request history of the Platform API, page by page. */
final class FalHistory {
    private static final CodedMessage DOING = CodedMessage.of("doing.history");
    /** 100,000 requests: a window that holds more is too wide to search. */
    private static final int MAX_PAGES = 1_000;

    private final FalSettings settings;
    private final FalHttp calls;

    FalHistory(FalSettings settings, FalHttp calls) {
        this.settings = settings;
        this.calls = calls;
    }

    /**
     * Never throws for what the service answers or fails to answer, except on an interrupted thread, which proves nothing about
     * the history.
     */
    FalHistoryResult find(EndpointId endpoint, JsonNode input, Instant from) {
        try {
            return new FalHistoryResult.Found(matches(endpoint, input, from));
        } catch (RemoteException refused) {
            if (Thread.currentThread().isInterrupted()) {
                throw refused;
            }
            return new FalHistoryResult.Unavailable(CodedMessage.of("history.unread", refused.message()), refused);
        }
    }

    private List<FalHistoryResult.Match> matches(EndpointId endpoint, JsonNode input, Instant from) {
        List<FalHistoryResult.Match> matches = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Set<String> cursors = new HashSet<>();
        Optional<String> cursor = Optional.empty();
        do {
            JsonNode page = page(endpoint, from, null, cursor);
            for (JsonNode row : page.path("items")) {
                Optional<FalHistoryResult.Match> match = match(endpoint, input, row);
                // A row that moves between pages during the read still counts once.
                match.filter(m -> ids.add(m.request().requestId())).ifPresent(matches::add);
            }
            cursor = next(page);
        } while (cursor.isPresent() && next(cursor.get(), cursors));
        return List.copyOf(matches);
    }

    /** Returns one page of all requests to the model, whoever sent them with this account. Throws on service failures. */
    FalClient.HistoryPage list(EndpointId endpoint, Instant from, Instant to, Optional<String> cursor) {
        JsonNode page = page(endpoint, from, to, cursor);
        List<FalClient.HistoryPage.PastRequest> requests = new ArrayList<>();
        for (JsonNode row : page.path("items")) {
            JsonNode sent = row.path("json_input");
            JsonMapping.text(row, "request_id")
                    .filter(FalRequest::isId)
                    .ifPresent(id -> requests.add(new FalClient.HistoryPage.PastRequest(
                            id,
                            JsonMapping.instant(row, "ended_at"),
                            code(row),
                            sent.isTextual() ? parsed(sent) : sent)));
        }
        return new FalClient.HistoryPage(
                List.copyOf(requests), next(page).filter(after -> !cursor.equals(Optional.of(after))));
    }

    private static Optional<String> next(JsonNode page) {
        return page.path("has_more").asBoolean(true) ? JsonMapping.text(page, "next_cursor") : Optional.empty();
    }

    private static OptionalInt code(JsonNode row) {
        JsonNode code = row.path("status_code");
        return code.canConvertToInt() ? OptionalInt.of(code.intValue()) : OptionalInt.empty();
    }

    private static boolean next(String cursor, Set<String> seen) {
        if (!seen.add(cursor) || seen.size() >= MAX_PAGES) {
            throw broken(CodedMessage.of("history.endless"), RemoteFailureKind.UNKNOWN);
        }
        return true;
    }

    /** @param to null for now, by fal.ai's clock */
    private JsonNode page(EndpointId endpoint, Instant from, @Nullable Instant to, Optional<String> cursor) {
        HttpUrl.Builder url = HttpUrl.get(settings.apiUrl() + "/models/requests/by-endpoint")
                .newBuilder()
                .addQueryParameter("endpoint_id", endpoint.path())
                .addQueryParameter("start", from.truncatedTo(ChronoUnit.MILLIS).toString())
                .addQueryParameter("expand", "payloads")
                .addQueryParameter("limit", "100");
        if (to != null) {
            url.addQueryParameter("end", to.truncatedTo(ChronoUnit.MILLIS).toString());
        }
        cursor.ifPresent(c -> url.addQueryParameter("cursor", c));
        JsonNode page = FalReadFailure.json(calls.get(DOING, url.build()), DOING);
        if (!page.path("items").isArray()) {
            throw broken(CodedMessage.of("history.no.items"), RemoteFailureKind.RETRYABLE);
        }
        return page;
    }

    private Optional<FalHistoryResult.Match> match(EndpointId endpoint, JsonNode input, JsonNode row) {
        JsonNode sent = row.path("json_input");
        Optional<String> id = JsonMapping.text(row, "request_id").filter(FalRequest::isId);
        if (id.isEmpty() || !JsonMapping.same(sent.isTextual() ? parsed(sent) : sent, input)) {
            return Optional.empty();
        }
        return Optional.of(new FalHistoryResult.Match(
                FalRequest.of(settings, endpoint, id.get()), JsonMapping.instant(row, "sent_at")));
    }

    private static JsonNode parsed(JsonNode text) {
        try {
            return JsonMapping.readLeniently(text.textValue());
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    private static RemoteException broken(CodedMessage message, RemoteFailureKind kind) {
        return new RemoteException(FalHttp.SERVICE, 200, "malformed", message, kind);
    }
}
