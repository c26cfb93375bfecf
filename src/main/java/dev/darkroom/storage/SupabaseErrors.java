package dev.darkroom.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.darkroom.http.Json;
import dev.darkroom.http.RemoteException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Reads the service's error envelope: almost every refusal is an HTTP 400 whose body holds the real status. */
final class SupabaseErrors {
    /** What the server says of a token that it cannot verify, and gateways of a key that they do not know. */
    private static final List<String> KEY_WORDS = List.of(
            "JWS", "JWT", "signature verification failed", "claim timestamp check failed", "(Algorithm)", "API key");

    private static final int SHOWN = 300;

    private SupabaseErrors() {}

    static RemoteException of(String action, Response response) throws IOException {
        JsonNode body = parsed(response.peekBody(64 * 1024).string());
        int status = body.path("statusCode").asInt(response.code());
        String code = code(body, response.code());
        String said = said(body, response);
        String message = "Supabase Storage could not " + action + ": " + said + " (" + status + " " + code + ").";
        RemoteException exception = exception(status, code, message, retryable(status), retryAfter(response), null);
        return isKeyRefused(exception)
                ? exception(status, code, message + " Check the Supabase key of this connection.", false, null, null)
                : exception;
    }

    static RemoteException network(String action, IOException cause) {
        boolean interrupted = cause instanceof InterruptedIOException
                && !(cause instanceof SocketTimeoutException)
                && !"timeout".equals(cause.getMessage());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        String code = interrupted ? "Interrupted" : cause instanceof InterruptedIOException ? "Timeout" : "NoAnswer";
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return exception(0, code, "No answer from Supabase Storage to " + action + ": " + why + ".", true, null, cause);
    }

    static RemoteException unreadable(String action) {
        return exception(
                0,
                "BadAnswer",
                "Supabase Storage answered something that is not JSON to " + action + ".",
                true,
                null,
                null);
    }

    /** Every call with this key will fail the same way until a person changes it. */
    static boolean isKeyRefused(RemoteException exception) {
        String message = String.valueOf(exception.getMessage());
        return exception.status() == 401
                || exception.status() == 403 && KEY_WORDS.stream().anyMatch(message::contains);
    }

    private static boolean retryable(int status) {
        return status == 429 || status == 423 || status >= 500;
    }

    private static JsonNode parsed(String text) {
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException _) {
            return MissingNode.getInstance();
        }
    }

    private static String code(JsonNode body, int httpStatus) {
        // Servers before 2024 send no code, only the irregular label.
        String code = body.path("code").asText(body.path("error").asText());
        return code.isEmpty() ? "Http" + httpStatus : code;
    }

    private static String said(JsonNode body, Response response) {
        String said = body.path("message").asText(body.path("error").asText());
        if (said.isEmpty()) {
            said = response.message().isEmpty() ? "no reason given" : response.message();
        }
        return said.length() > SHOWN ? said.substring(0, SHOWN) + "…" : said;
    }

    private static @Nullable Duration retryAfter(Response response) {
        try {
            String seconds = response.header("Retry-After");
            return seconds == null ? null : Duration.ofSeconds(Math.max(0, Long.parseLong(seconds.strip())));
        } catch (NumberFormatException _) {
            return null; // the date form is not used by this service
        }
    }

    private static RemoteException exception(
            int status,
            String code,
            String message,
            boolean retryable,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        return new RemoteException(SupabaseStorage.SERVICE, status, code, message, retryable, retryAfter, cause);
    }
}
