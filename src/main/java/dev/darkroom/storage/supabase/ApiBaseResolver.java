package dev.darkroom.storage.supabase;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Finds the base URL of the Storage API for a configured address; resolved once and shared by all clients of that address. */
final class ApiBaseResolver {
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
