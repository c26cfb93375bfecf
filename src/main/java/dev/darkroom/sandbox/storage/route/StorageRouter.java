package dev.darkroom.sandbox.storage.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fault.FaultInjector;
import dev.darkroom.sandbox.fault.SandboxControl;
import dev.darkroom.sandbox.http.SandboxCall;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxServer;
import dev.darkroom.sandbox.http.UriEncoding;
import dev.darkroom.sandbox.storage.object.StorageCaller;
import dev.darkroom.sandbox.storage.object.StorageObjectStore;
import dev.darkroom.sandbox.storage.object.UploadSizeLimits;
import dev.darkroom.sandbox.storage.reply.StorageError;
import dev.darkroom.sandbox.storage.reply.StorageReply;
import dev.darkroom.sandbox.storage.token.CallerTokens;
import dev.darkroom.sandbox.storage.token.UrlSignatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Request;

/** Finds a request's route and first performs the server's checks in the same order: body, query, key. */
public final class StorageRouter implements SandboxServer.CallHandler {
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int MAX_JSON = 1024 * 1024;

    /** Measured on the original: 200 KiB are harmless, 335 KiB are not. */
    private static final long BODY_READ_ANYWAY = 256 * 1024;

    private static final String PREFIX = "/storage/v1";
    private static final String CONTROL = "/sandbox/";
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final List<StorageRoute> routes;
    private final CallerTokens keys;
    private final StorageFaults faults;
    private final SandboxControl control;

    public StorageRouter(
            StorageObjectStore store,
            CallerTokens keys,
            UrlSignatures signatures,
            UploadSizeLimits limits,
            FaultInjector injector) {
        this.keys = keys;
        this.faults = new StorageFaults(injector);
        this.control = new SandboxControl(injector);
        ObjectUploadRoutes uploads = new ObjectUploadRoutes(store, signatures, limits, faults);
        this.routes = Stream.of(
                        service(),
                        new BucketRoutes(store, limits).routes(),
                        new ObjectListRoutes(store).routes(),
                        new ListV2Routes(store).routes(),
                        new ObjectSignRoutes(store, signatures, faults).routes(),
                        new ObjectChangeRoutes(store).routes(),
                        new ObjectReadRoutes(store, signatures).routes(),
                        uploads.routes(),
                        new ResumableUploadRoutes(store, signatures, limits, uploads, faults).routes())
                .flatMap(List::stream)
                .toList();
    }

    private static List<StorageRoute> service() {
        SandboxReply.Answer version = SandboxReply.text(200, "text/plain; charset=utf-8", "sandbox");
        SandboxReply.Answer health = StorageReply.ok(SandboxReply.object().put("healthy", true));
        return List.of(
                StorageRoute.get("/status", StorageRoute.Auth.NONE, _ -> SandboxReply.empty(200)),
                StorageRoute.get("/version", StorageRoute.Auth.NONE, _ -> version),
                StorageRoute.get("/health", StorageRoute.Auth.REQUIRED, _ -> health));
    }

    /** A failed HEAD declares no length. */
    @Override
    public SandboxReply answer(Request request) throws IOException {
        SandboxReply reply = found(request, below(request.getHttpURI().getPathQuery()));
        return request.getMethod().equals("HEAD")
                        && reply instanceof SandboxReply.Answer(int status, var headers, var _)
                        && status >= 400
                ? new SandboxReply.Answer(status, headers, new SandboxReply.Body.None())
                : reply;
    }

    @Override
    public SandboxReply.Answer failure(int status, String target) {
        if (status == 500) {
            return StorageError.INTERNAL.reply();
        }
        if (status == 431) {
            return StorageReply.headersTooLarge();
        }
        try {
            String path = below(target).replaceFirst("\\?.*", "");
            UriEncoding.decodeUri(path);
            return keyWithZero(path)
                    .map(StorageError.INVALID_KEY::reply)
                    .orElseGet(() -> StorageReply.framework(status, "Bad Request", "Client Error"));
        } catch (UriEncoding.Malformed _) {
            return StorageReply.badUrl(below(target));
        }
    }

    /** The parser rejects a zero byte before any route sees it, so the most specific matching path determines the key. */
    private Optional<String> keyWithZero(String path) throws UriEncoding.Malformed {
        Optional<String> key = Optional.empty();
        for (StorageRoute route : routes) {
            Optional<String> rest = route.match(route.methods().iterator().next(), path)
                    .map(StorageRoute.RouteMatch::rest)
                    .filter(text -> text.indexOf('\0') >= 0);
            key = rest.isPresent()
                            && rest.get().length() < key.map(String::length).orElse(Integer.MAX_VALUE)
                    ? rest
                    : key;
        }
        return key;
    }

    private SandboxReply found(Request request, String url) throws IOException {
        try {
            String path = url.replaceFirst("\\?.*", "");
            UriEncoding.decodeUri(path);
            if (path.startsWith(CONTROL)) {
                return control.answer(new SandboxCall(request, url), path.substring(CONTROL.length()));
            }
            path = path.equals("/bucket/") ? "/bucket" : path; // the only route that ignores a trailing slash
            for (StorageRoute route : routes) {
                Optional<StorageRoute.RouteMatch> match = route.match(request.getMethod(), path);
                if (match.isPresent()) {
                    StorageCall call = new StorageCall(request, url, match.get());
                    return call.headerSize() > MAX_HEADERS
                            ? StorageReply.headersTooLarge()
                            : faults.before(call, route).orElseGet(() -> guarded(route, call));
                }
            }
            return noRoute(request.getMethod(), url);
        } catch (UriEncoding.Malformed _) {
            return StorageReply.badUrl(url);
        }
    }

    private static String below(String url) {
        if (url.equals(PREFIX) || url.startsWith(PREFIX + "/") || url.startsWith(PREFIX + "?")) {
            String rest = url.substring(PREFIX.length());
            return rest.startsWith("/") ? rest : "/" + rest;
        }
        return url;
    }

    private static SandboxReply noRoute(String method, String url) {
        boolean ours = url.startsWith("/object") || url.startsWith("/bucket");
        return ours
                ? StorageError.NO_ROUTE.reply(method, url)
                : StorageReply.framework(404, "Not Found", "Route " + method + ":" + url + " not found");
    }

    /**
     * When the permission check refuses a large file, the original answers, leaves the body unread and keeps the connection
     * open: the next request on it waits forever. If the client asked to close the connection after the answer, it is closed.
     */
    private SandboxReply guarded(StorageRoute route, StorageCall call) {
        try {
            return checkedAndRun(route, call);
        } catch (StorageError.StorageRefusal refusal) {
            boolean unread = route.body() == StorageRoute.Body.FILE
                    && refusal.isOfPermissionTest()
                    && !IncomingFile.isForm(call)
                    && call.length() > BODY_READ_ANYWAY
                    && !call.closesConnection();
            if (unread) {
                return new SandboxReply.Stuck((SandboxReply.Answer) refusal.reply());
            }
            call.drain();
            return refusal.reply();
        }
    }

    private SandboxReply checkedAndRun(StorageRoute route, StorageCall call) {
        JsonNode body = readBody(route, call);
        if (route.schema() != null) {
            call.body(route.schema().check("body", body));
        }
        if (route.query() != null) {
            call.parameters(route.query().check("querystring", queryObject(call)));
        }
        if (route.auth() == StorageRoute.Auth.REQUIRED) {
            keys.checkHeader(call);
        }
        call.caller(
                switch (route.auth()) {
                    case NONE -> StorageCaller.NOBODY;
                    case OPTIONAL -> keys.callerIfAny(call);
                    case REQUIRED, REQUIRED_TOKEN -> keys.callerOf(call);
                });
        return route.handler().apply(call);
    }

    private static JsonNode readBody(StorageRoute route, StorageCall call) {
        Optional<String> type = call.header("content-type");
        if (type.isEmpty() || !WITH_BODY.contains(call.method())) {
            return MissingNode.getInstance();
        }
        if (!type.get().contains("/")) {
            throw StorageError.CONTENT_TYPE.refusal();
        }
        String bare =
                type.get().toLowerCase(Locale.ROOT).replaceFirst(";.*", "").strip();
        return bare.equals("application/json") && route.body() != StorageRoute.Body.FILE
                ? readJson(route, call)
                : MissingNode.getInstance();
    }

    private static JsonNode readJson(StorageRoute route, StorageCall call) {
        byte[] bytes = call.bytes(MAX_JSON + 1);
        if (bytes.length > MAX_JSON) {
            throw StorageError.BODY_TOO_LARGE.refusal();
        }
        if (bytes.length == 0) {
            if (route.body() == StorageRoute.Body.JSON_OR_EMPTY) {
                return MissingNode.getInstance();
            }
            throw StorageError.JSON_BODY.refusal("Body cannot be empty when content-type is set to 'application/json'");
        }
        try {
            return JsonMapping.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            throw StorageError.JSON_BODY.refusal(
                    "Body is not valid JSON but content-type is set to 'application/json'");
        }
    }

    /** Turns a repeated name into a list, as the schema expects. */
    private static ObjectNode queryObject(StorageCall call) {
        ObjectNode query = SandboxReply.object();
        call.query()
                .forEach((name, values) -> query.set(
                        name, JsonMapping.MAPPER.valueToTree(values.size() == 1 ? values.getFirst() : values)));
        return query;
    }
}
