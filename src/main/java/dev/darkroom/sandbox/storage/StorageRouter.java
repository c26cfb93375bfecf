package dev.darkroom.sandbox.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.ControlGuard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.Request;

/** Finds the route of a request and does what the server does before a route runs, in its order: body, query, key. */
final class StorageRouter {
    static final int MAX_HEADERS = 16 * 1024;
    private static final int MAX_JSON = 1024 * 1024;
    /** Seen on the original: 200 KiB do no harm, 335 KiB do. */
    private static final long BODY_READ_ANYWAY = 256 * 1024;

    private static final String PREFIX = "/storage/v1";
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final List<StorageRoute> routes;
    private final CallerTokens keys;
    private final FaultSource faults;

    StorageRouter(List<StorageRoute> routes, CallerTokens keys, FaultSource faults) {
        this.routes = List.copyOf(routes);
        this.keys = keys;
        this.faults = faults;
    }

    RequestOutcome answer(Request request) {
        String url = below(request.getHttpURI().getPathQuery());
        try {
            String path = url.replaceFirst("\\?.*", "");
            UriEncoding.decodeUri(path);
            path = path.equals("/bucket/") ? "/bucket" : path; // the only place where a slash behind counts nothing
            for (StorageRoute route : routes) {
                Optional<StorageRoute.Match> match = route.match(request.getMethod(), path);
                if (match.isPresent()) {
                    return run(route, new StorageRequest(request, url, match.get()));
                }
            }
            return new RequestOutcome.Answered(noRoute(request.getMethod(), url));
        } catch (UriEncoding.Malformed _) {
            return new RequestOutcome.Answered(StorageReply.badUrl(url));
        }
    }

    static StorageReply headersTooLarge() {
        return StorageReply.framework(
                431, "Request Header Fields Too Large", "Exceeded maximum allowed HTTP header size");
    }

    static String below(String url) {
        if (url.equals(PREFIX) || url.startsWith(PREFIX + "/") || url.startsWith(PREFIX + "?")) {
            String rest = url.substring(PREFIX.length());
            return rest.startsWith("/") ? rest : "/" + rest;
        }
        return url;
    }

    private static StorageReply noRoute(String method, String url) {
        boolean ours = url.startsWith("/object") || url.startsWith("/bucket");
        return ours
                ? ApiError.noRoute(method, url).reply()
                : StorageReply.framework(404, "Not Found", "Route " + method + ":" + url + " not found");
    }

    private RequestOutcome run(StorageRoute route, StorageRequest call) {
        if (call.headerSize() > MAX_HEADERS) {
            return new RequestOutcome.Answered(headersTooLarge());
        }
        if (route.auth() == StorageRoute.Auth.CONTROL) {
            Optional<String> refusal = ControlGuard.refusal(
                    call.method(), name -> call.header(name).orElse(null));
            if (refusal.isPresent()) {
                call.drain();
                return new RequestOutcome.Answered(StorageReply.framework(403, "Forbidden", refusal.get()));
            }
        }
        try {
            return faults.before(call, route).orElseGet(() -> guarded(route, call));
        } catch (FaultSource.Cut _) {
            return new RequestOutcome.Cut();
        }
    }

    private RequestOutcome guarded(StorageRoute route, StorageRequest call) {
        try {
            StorageReply reply = checkedAndRun(route, call);
            if (reply.status() >= 400) {
                call.drain();
            }
            return new RequestOutcome.Answered(reply);
        } catch (ApiError error) {
            return refused(route, call, error);
        }
    }

    /**
     * When the permission test refuses a large file, the original answers, leaves the body unread and keeps the connection: the
     * next request on it waits for ever. One that was to be closed after the answer is closed.
     */
    private static RequestOutcome refused(StorageRoute route, StorageRequest call, ApiError error) {
        boolean unread = route.body() == StorageRoute.Body.FILE
                && error.isOfPermissionTest()
                && !IncomingFile.isForm(call)
                && call.length() > BODY_READ_ANYWAY
                && !call.closesConnection();
        if (unread) {
            return new RequestOutcome.Stuck(error.reply());
        }
        call.drain();
        return new RequestOutcome.Answered(error.reply());
    }

    private StorageReply checkedAndRun(StorageRoute route, StorageRequest call) {
        JsonNode body = readBody(route, call);
        if (route.schema() != null) {
            call.body(route.schema().check("body", body));
        }
        if (route.query() != null) {
            route.query().check("querystring", queryObject(call));
        }
        StorageCaller caller = keys.callerOf(call, route.auth());
        call.caller(call.isAnonymousByFault() ? StorageCaller.ANONYMOUS : caller);
        return route.handler().apply(call);
    }

    private static JsonNode readBody(StorageRoute route, StorageRequest call) {
        Optional<String> type = call.header("content-type");
        if (type.isEmpty() || !WITH_BODY.contains(call.method())) {
            return JsonSchemaCheck.none();
        }
        if (!type.get().contains("/")) {
            throw ApiError.contentType();
        }
        boolean json = type.get()
                .toLowerCase(Locale.ROOT)
                .replaceFirst(";.*", "")
                .strip()
                .equals("application/json");
        return json && route.body() != StorageRoute.Body.FILE ? readJson(route, call) : JsonSchemaCheck.none();
    }

    private static JsonNode readJson(StorageRoute route, StorageRequest call) {
        byte[] bytes;
        try {
            bytes = call.stream().readNBytes(MAX_JSON + 1);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        if (bytes.length > MAX_JSON) {
            throw ApiError.bodyTooLarge();
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            if (route.body() == StorageRoute.Body.JSON_OR_EMPTY) {
                return JsonSchemaCheck.none();
            }
            throw ApiError.jsonBody("Body cannot be empty when content-type is set to 'application/json'");
        }
        try {
            return JsonMapping.parse(text);
        } catch (IllegalArgumentException _) {
            throw ApiError.jsonBody("Body is not valid JSON but content-type is set to 'application/json'");
        }
    }

    /** A name that is given twice is a list, as the schema then sees it. */
    private static ObjectNode queryObject(StorageRequest call) {
        ObjectNode query = JsonMapping.MAPPER.createObjectNode();
        call.query().forEach((name, values) -> {
            if (values.size() == 1) {
                query.put(name, values.getFirst());
            } else {
                ArrayNode list = query.putArray(name);
                values.forEach(list::add);
            }
        });
        return query;
    }
}
