package dev.darkroom.http;

import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.http.outbound.RedirectGuard;
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

/** The one OkHttp client that all services share; each takes its own time limits from it with {@code newBuilder()}. */
public final class HttpClients implements AutoCloseable {
    /** So many connections are kept for the next calls; who calls more often than that at once opens and closes them all the time. */
    public static final int CONNECTIONS = 256;

    private final OkHttpClient client;
    private final OkHttpClient once;

    public HttpClients() {
        this(new OkHttpClient.Builder());
    }

    /** For a read-only connection: whatever client is made of it sends nothing that could change something. */
    public static HttpClients readOnly() {
        return new HttpClients(new OkHttpClient.Builder().addInterceptor(new ReadOnlyInterceptor()));
    }

    private HttpClients(OkHttpClient.Builder builder) {
        // Blocking calls on virtual threads: the dispatcher is not used, the pool only bounds idle connections.
        client = builder.connectionPool(new ConnectionPool(CONNECTIONS, 1, TimeUnit.MINUTES))
                .connectTimeout(Duration.ofSeconds(10))
                .readTimeout(Duration.ofSeconds(60))
                .writeTimeout(Duration.ofSeconds(60))
                // The calling thread connects; racing several addresses costs a platform thread for each attempt. Java
                // names the IPv4 addresses first.
                .fastFallback(false)
                .retryOnConnectionFailure(false) // a POST must never be sent twice behind our back
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
        once = client.newBuilder()
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.MINUTES))
                .protocols(List.of(Protocol.HTTP_1_1))
                .build();
    }

    public OkHttpClient client() {
        return client;
    }

    /**
     * For calls that must reach the server at most once and whose loss is costly: a fresh connection each, because one
     * from the pool may have been closed by the server already, which looks exactly like an answer that was lost. It
     * speaks HTTP/1.1, where nothing is shared or replayed. The body must be one-shot ({@code isOneShot()}) as well: OkHttp
     * repeats any other after a 503 with {@code Retry-After: 0}, whatever its settings.
     */
    public OkHttpClient once() {
        return once;
    }

    /**
     * For addresses that a stranger can write: what is no place for them is refused before it is connected to, redirects included,
     * with a {@link RefusedAddressException}. The caller sets the limit for the time of a whole call and counts the bytes.
     */
    public OkHttpClient outbound(OutboundPolicy policy) {
        return client.newBuilder()
                .dns(policy.dns())
                .addInterceptor(new RedirectGuard(policy))
                .build();
    }

    @Override
    public void close() {
        client.dispatcher().executorService().close();
        client.connectionPool().evictAll();
        once.connectionPool().evictAll();
    }

    /** Lets through what asks and refuses, before anything is connected, what could change something. */
    private static final class ReadOnlyInterceptor implements Interceptor {
        private static final Set<String> READING = Set.of("GET", "HEAD");

        /** @throws ReadOnlyHttpException and no IOException, which would count as a fault of the network and be tried again */
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

    /** What a request does to the other side, where its method does not tell: an OkHttp tag of this type. */
    public enum RequestEffect {
        /** A POST that asks and changes nothing, as a list or the signing of a link. */
        READS
    }
}
