package dev.darkroom.storage.supabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.http.RetryAfterHeader;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Parses the service's error envelope: almost every refusal is an HTTP 400 whose body contains the real status. */
public final class SupabaseErrors {
    /** Phrases that the server uses for tokens it cannot verify, and gateways for unknown keys. */
    private static final List<String> KEY_WORDS = List.of(
            "JWS", "JWT", "signature verification failed", "claim timestamp check failed", "(Algorithm)", "API key");

    public static final String NO_SUCH_BUCKET = "NoSuchBucket";
    /** Our own code: the answer does not come from a Storage API at all. */
    public static final String WRONG_PATH = "WrongPath";

    private static final String TIMEOUT = "Timeout";

    private static final int MAX_SHOWN = 300;

    private SupabaseErrors() {}

    public static RemoteException of(CodedMessage action, Response response) throws IOException {
        JsonNode body = parsed(response.peekBody(64 * 1024).string());
        int status = body.path("statusCode").asInt(response.code());
        String code = code(body, response.code());
        String said = said(body, response);
        CodedMessage message = CodedMessage.of("storage.refused", action, said, status, code);
        if (isOfAnotherServer(response, body)) {
            return setup(
                    status,
                    WRONG_PATH,
                    CodedMessage.sentences(
                            CodedMessage.of("storage.other", action, response.code()),
                            CodedMessage.of("storage.check.url")));
        }
        RemoteException exception = new RemoteException(
                SupabaseStorage.SERVICE,
                status,
                code,
                message,
                RemoteFailureKind.of(retryable(status)),
                retryAfter(response),
                null);
        if (isKeyRefused(exception)) {
            return setup(status, code, CodedMessage.sentences(message, CodedMessage.of("storage.check.key")));
        }
        if (isRowRefused(exception)) {
            return setup(status, code, CodedMessage.sentences(message, CodedMessage.of("storage.check.role")));
        }
        return isBucketMissing(exception)
                ? setup(status, code, CodedMessage.sentences(message, CodedMessage.of("storage.check.bucket")))
                : exception;
    }

    /**
     * Whether something other than the API answered: the API refuses objects and buckets with HTTP 400 and an envelope, so a
     * real 404, 405 or redirect means an unknown path or a different server.
     */
    private static boolean isOfAnotherServer(Response response, JsonNode body) {
        boolean noSuchPath = response.code() == 404 || response.code() == 405;
        boolean envelope = body.path("statusCode").isTextual()
                && !body.path("message").asText().startsWith("Route ");
        return response.isRedirect() || noSuchPath && !envelope;
    }

    public static RemoteException network(CodedMessage action, IOException cause) {
        boolean interrupted = cause instanceof InterruptedIOException
                && !(cause instanceof SocketTimeoutException)
                && !"timeout".equals(cause.getMessage());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        String code = interrupted ? "Interrupted" : cause instanceof InterruptedIOException ? TIMEOUT : "NoAnswer";
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new RemoteException(
                SupabaseStorage.SERVICE,
                0,
                code,
                CodedMessage.of("storage.silent", action, why),
                RemoteFailureKind.RETRYABLE,
                null,
                cause);
    }

    /** An HTML page instead of JSON: a success as far as the page's server is concerned. */
    static RemoteException page(CodedMessage action) {
        return setup(
                404,
                WRONG_PATH,
                CodedMessage.sentences(CodedMessage.of("storage.page", action), CodedMessage.of("storage.check.url")));
    }

    static RemoteException unreadable(CodedMessage action) {
        return new RemoteException(
                SupabaseStorage.SERVICE,
                0,
                "BadAnswer",
                CodedMessage.of("storage.unreadable", action),
                RemoteFailureKind.RETRYABLE);
    }

    /** Whether every call with this key will fail the same way until a user changes it. */
    public static boolean isKeyRefused(RemoteException exception) {
        String message = String.valueOf(exception.getMessage());
        return exception.status() == 401
                || exception.status() == 403 && KEY_WORDS.stream().anyMatch(message::contains);
    }

    public static boolean isBucketMissing(RemoteException exception) {
        return exception.status() == 404
                && Set.of(NO_SUCH_BUCKET, "Bucket not found").contains(exception.code());
    }

    /** Whether the project's row-level security refuses to store with this key. */
    public static boolean isRowRefused(RemoteException exception) {
        return exception.status() == 403
                && String.valueOf(exception.getMessage()).contains("row-level security");
    }

    public static boolean isTimeout(RemoteException exception) {
        return exception.code().equals(TIMEOUT);
    }

    public static boolean isPathWrong(RemoteException exception) {
        return exception.code().equals(WRONG_PATH);
    }

    private static boolean retryable(int status) {
        return status == 429 || status == 423 || status >= 500;
    }

    private static JsonNode parsed(String text) {
        try {
            return JsonMapping.parse(text);
        } catch (IllegalArgumentException _) {
            return MissingNode.getInstance();
        }
    }

    private static String code(JsonNode body, int httpStatus) {
        // Servers before 2024 send only the irregular label and no code.
        String code = body.path("code").asText(body.path("error").asText());
        return code.isEmpty() ? "Http" + httpStatus : code;
    }

    private static String said(JsonNode body, Response response) {
        String said = body.path("message").asText(body.path("error").asText());
        if (said.isEmpty()) {
            said = response.message().isEmpty() ? "no reason given" : response.message();
        }
        return said.length() > MAX_SHOWN ? said.substring(0, MAX_SHOWN) + "…" : said;
    }

    private static @Nullable Duration retryAfter(Response response) {
        return RetryAfterHeader.parse(response.header("Retry-After"), InstantSource.system())
                .orElse(null);
    }

    private static RemoteException setup(int status, String code, CodedMessage message) {
        return new RemoteException(SupabaseStorage.SERVICE, status, code, message, RemoteFailureKind.ACCOUNT_WIDE);
    }
}
