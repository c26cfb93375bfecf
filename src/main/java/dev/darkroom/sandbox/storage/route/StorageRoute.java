package dev.darkroom.sandbox.storage.route;

import dev.darkroom.sandbox.http.SandboxReply.Answer;
import dev.darkroom.sandbox.http.UriEncoding;
import dev.darkroom.sandbox.storage.reply.JsonSchemaCheck;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the server's route table.
 *
 * @param path such as {@code /object/sign/:bucket/*}: at most one named segment, and a trailing rest that may be empty
 * @param query schema of the query, checked after the body
 */
record StorageRoute(
        Set<String> methods,
        String path,
        Auth auth,
        Body body,
        @Nullable JsonSchemaCheck schema,
        @Nullable JsonSchemaCheck query,
        Function<StorageCall, Answer> handler) {

    enum Auth {
        NONE,
        /** An invalid token is ignored. */
        OPTIONAL,
        REQUIRED,
        /** Required, but a missing one is refused like an invalid one. */
        REQUIRED_TOKEN
    }

    enum Body {
        NONE,
        JSON,
        /** JSON, whose content type may be missing. */
        JSON_OR_EMPTY,
        FILE
    }

    record RouteMatch(String bucket, String rest) {}

    static StorageRoute get(String path, Auth auth, Function<StorageCall, Answer> handler) {
        return new StorageRoute(Set.of("GET", "HEAD"), path, auth, Body.NONE, null, null, handler);
    }

    static StorageRoute of(String method, String path, Auth auth, Body body, Function<StorageCall, Answer> handler) {
        return new StorageRoute(Set.of(method), path, auth, body, null, null, handler);
    }

    StorageRoute checking(JsonSchemaCheck schema) {
        return new StorageRoute(methods, path, auth, body, schema, query, handler);
    }

    StorageRoute query(JsonSchemaCheck schema) {
        return new StorageRoute(methods, path, auth, body, this.schema, schema, handler);
    }

    /** @param raw the path as received; it is split before decoding, so that {@code %2F} is part of a name */
    Optional<RouteMatch> match(String method, String raw) throws UriEncoding.Malformed {
        if (!methods.contains(method)) {
            return Optional.empty();
        }
        String bucket = "";
        int at = 0;
        for (String part : path.substring(1).split("/")) {
            if (at >= raw.length() || raw.charAt(at) != '/') {
                return Optional.empty();
            }
            if (part.equals("*")) {
                return Optional.of(new RouteMatch(bucket, UriEncoding.decodeComponent(raw.substring(at + 1))));
            }
            int end = raw.indexOf('/', at + 1);
            String segment = raw.substring(at + 1, end < 0 ? raw.length() : end);
            if (part.startsWith(":")) {
                if (segment.isEmpty()) {
                    return Optional.empty();
                }
                bucket = UriEncoding.decodeComponent(segment);
            } else if (!part.equals(segment)) {
                return Optional.empty();
            }
            at += 1 + segment.length();
        }
        return at == raw.length() ? Optional.of(new RouteMatch(bucket, "")) : Optional.empty();
    }
}
