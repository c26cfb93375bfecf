package dev.darkroom.http;

import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Holds the OkHttp client shared by all services. Each service derives one with its own timeouts from it by
 * {@code newBuilder()}.
 */
public final class HttpClients implements AutoCloseable {
    /**
     * The number of idle connections kept for reuse; callers with more concurrent calls keep opening and closing connections.
     */
    public static final int MAX_IDLE_CONNECTIONS = 256;

    private final OkHttpClient client;
    private final OkHttpClient atMostOnce;

    public HttpClients() {
        this(new OkHttpClient.Builder());
    }

    /** For a read-only connection: no client derived from it sends anything that could cause a change. */
    public static HttpClients readOnly() {
        return new HttpClients(new OkHttpClient.Builder().addInterceptor(new ReadOnlyInterceptor()));
    }

    private HttpClients(OkHttpClient.Builder builder) {
        // Calls block on virtual threads: the dispatcher is not used and the pool only limits idle connections.
        client = builder.connectionPool(new ConnectionPool(MAX_IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
                .connectTimeout(Duration.ofSeconds(10))
                .readTimeout(Duration.ofSeconds(60))
                .writeTimeout(Duration.ofSeconds(60))
                // The calling thread connects; racing several addresses costs a platform thread per attempt. Java
                // returns IPv4 addresses first.
                .fastFallback(false)
                .retryOnConnectionFailure(false) // a POST must never be resent without our knowledge
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
        atMostOnce = client.newBuilder()
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.MINUTES))
                .protocols(List.of(Protocol.HTTP_1_1))
                .build();
    }

    public OkHttpClient client() {
        return client;
    }

    /**
     * A client for calls that must reach the server at most once and whose loss is costly. It opens a new connection for each
     * call, because the server may already have closed a pooled one, which looks exactly like a lost answer. It uses HTTP/1.1,
     * where nothing is shared or replayed. The body must also be one-shot ({@code isOneShot()}): OkHttp resends any other after
     * a 503 with {@code Retry-After: 0}, whatever its settings.
     */
    public OkHttpClient atMostOnce() {
        return atMostOnce;
    }

    /**
     * A client for untrusted addresses: forbidden targets, including those of redirects, are refused before connecting, with a
     * {@link RefusedAddressException}. The caller sets the timeout for the whole call and limits the bytes.
     */
    public OkHttpClient outbound(OutboundPolicy policy) {
        return client.newBuilder()
                .dns(policy.dns())
                .addInterceptor(policy.redirects())
                .build();
    }

    @Override
    public void close() {
        client.dispatcher().executorService().close();
        client.connectionPool().evictAll();
        atMostOnce.connectionPool().evictAll();
    }

    /** Passes requests that only read, and refuses any that could cause a change before connecting. */
    private static final class ReadOnlyInterceptor implements Interceptor {
        private static final Set<String> READING = Set.of("GET", "HEAD");

        /** @throws ReadOnlyHttpException rather than an IOException, which would be taken for a network fault and retried */
        @Override
        public Response intercept(Chain chain) throws IOException {
            Request request = chain.request();
            if (!onlyReads(request)) {
                throw new ReadOnlyHttpException(request.method(), request.url().host());
            }
            return chain.proceed(request);
        }

        private static boolean onlyReads(Request request) {
            return READING.contains(request.method())
                    || (request.method().equals("POST") && request.tag(RequestEffect.class) == RequestEffect.READS);
        }
    }

    /** The effect of a request on the remote side, where the method does not reveal it: used as an OkHttp tag. */
    public enum RequestEffect {
        /** A POST that only reads, such as a list or the signing of a link. */
        READS
    }

    /**
     * Thrown instead of sending a request that could cause a change on a read-only connection. The message is a sentence for
     * the user.
     */
    public static final class ReadOnlyHttpException extends RuntimeException implements CodedError {
        private static final long serialVersionUID = 1;

        private final transient CodedMessage message;

        ReadOnlyHttpException(String method, String host) {
            this(CodedMessage.of("network.reads", method, host));
        }

        private ReadOnlyHttpException(CodedMessage message) {
            super(message.english());
            this.message = message;
        }

        @Override
        public CodedMessage message() {
            return message;
        }
    }
}
