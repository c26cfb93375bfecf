package dev.darkroom.storage.supabase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** Performs single HTTP calls with both key headers and interprets the answers. Blocks; intended for virtual threads. */
final class SupabaseCalls {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final long MAX_RESPONSE_BYTES = 64L * 1024 * 1024;

    private final OkHttpClient http;
    private final ApiBaseResolver base;
    private final String key;

    SupabaseCalls(OkHttpClient http, ApiBaseResolver base, String key) {
        this.http = http;
        this.base = base;
        this.key = key;
    }

    /** Returns the same calls through a client with other limits. */
    SupabaseCalls withClient(OkHttpClient other) {
        return new SupabaseCalls(other, base, key);
    }

    /** Returns the same calls, each limited to this duration whatever the service does. */
    SupabaseCalls withTimeout(Duration timeout) {
        return withClient(http.newBuilder().callTimeout(timeout).build());
    }

    /** The base URL of all paths. */
    String base() {
        try {
            return base.get(key);
        } catch (IOException exception) {
            throw SupabaseErrors.network(CodedMessage.of("do.find"), exception);
        }
    }

    JsonNode get(CodedMessage action, String path) {
        return json(action, request(path).build());
    }

    /** Sends a POST that changes nothing and is therefore allowed on a read-only connection. */
    JsonNode query(CodedMessage action, String path, Object body) {
        return json(
                action,
                request(path)
                        .post(jsonBody(body))
                        .tag(HttpClients.RequestEffect.class, HttpClients.RequestEffect.READS)
                        .build());
    }

    JsonNode send(CodedMessage action, String method, String path, Object body) {
        return json(action, request(path).method(method, jsonBody(body)).build());
    }

    /** @param path percent-encoded, with a leading slash */
    Request.Builder request(String path) {
        // Gateways check apikey, the storage server checks Authorization; the same key in both works everywhere.
        return new Request.Builder()
                .url(base() + path)
                .header("apikey", key)
                .header("Authorization", "Bearer " + key)
                .header("User-Agent", "Darkroom");
    }

    JsonNode json(CodedMessage action, Request request) {
        try (Response response = open(action, request)) {
            if (response.header("Content-Type", "").startsWith("text/html")) {
                throw SupabaseErrors.page(action);
            }
            BufferedSource body = response.body().source();
            if (body.request(MAX_RESPONSE_BYTES + 1)) {
                throw new ProtocolException("its answer is longer than " + MAX_RESPONSE_BYTES + " bytes");
            }
            JsonNode answer = JsonMapping.MAPPER.readTree(body.readByteArray());
            if (answer == null || answer.isMissingNode()) {
                throw SupabaseErrors.unreadable(action);
            }
            return answer;
        } catch (JsonProcessingException _) {
            throw SupabaseErrors.unreadable(action);
        } catch (IOException exception) {
            throw SupabaseErrors.network(action, exception);
        }
    }

    /** Returns a successful answer with an unread body; the caller closes it. */
    Response open(CodedMessage action, Request request) {
        Response response;
        try {
            response = http.newCall(request).execute();
        } catch (IOException exception) {
            throw SupabaseErrors.network(action, exception);
        }
        if (response.isSuccessful()) {
            return response;
        }
        try (response) {
            throw refused(action, response);
        }
    }

    private static RemoteException refused(CodedMessage action, Response response) {
        try {
            return SupabaseErrors.of(action, response);
        } catch (IOException exception) {
            return SupabaseErrors.network(action, exception);
        }
    }

    static RequestBody jsonBody(Object body) {
        return RequestBody.create(JsonMapping.write(body).getBytes(StandardCharsets.UTF_8), JSON);
    }

    /** Finds the base URL of the Storage API for a configured address; resolved once and shared by all clients of that address. */
    static final class ApiBaseResolver {
        private static final String PREFIX = "/storage/v1";
        private static final int SERVER_ERROR = 500;
        private static final int TOO_MANY_REQUESTS = 429;

        private final OkHttpClient http;
        private final URI given;
        private volatile @Nullable String found;

        ApiBaseResolver(OkHttpClient http, URI given) {
            this.http = http;
            this.given = given;
            this.found = isClear(given) ? asWritten(given) : null;
        }

        /** Returns the base without a trailing slash. The first call may probe whether the server is behind a gateway. */
        String get(String key) throws IOException {
            String base = found;
            if (base == null) {
                base = ask(key);
                found = base;
            }
            return base;
        }

        private static String asWritten(URI url) {
            String text = trimmed(url);
            boolean prefixed = path(url).isEmpty() || isHosted(url) && path(url).equals("/");
            return prefixed ? text + PREFIX : text;
        }

        /**
         * A bare storage server has no {@code /storage/v1} and reports this in a 404 that names the route.
         *
         * @throws IOException if this cannot be determined now: a proxy's error is no answer to remember
         */
        private String ask(String key) throws IOException {
            Request request = new Request.Builder()
                    .url(trimmed(given) + PREFIX + "/status")
                    .header("apikey", key)
                    .header("Authorization", "Bearer " + key)
                    .build();
            try (Response response = http.newCall(request).execute()) {
                if (response.code() >= SERVER_ERROR || response.code() == TOO_MANY_REQUESTS) {
                    throw new IOException("HTTP " + response.code() + " from " + given.getHost());
                }
                boolean noRoute = response.code() == 404
                        && response.peekBody(1000).string().contains("Route GET:" + PREFIX + "/status not found");
                return noRoute ? trimmed(given) : trimmed(given) + PREFIX;
            }
        }

        private static boolean isClear(URI url) {
            return !path(url).isEmpty() || isHosted(url);
        }

        private static boolean isHosted(URI url) {
            return url.getHost().toLowerCase(Locale.ROOT).endsWith(".supabase.co");
        }

        private static String path(URI url) {
            return url.getRawPath() == null ? "" : url.getRawPath();
        }

        private static String trimmed(URI url) {
            return url.toString().replaceFirst("/+$", "");
        }
    }
}
