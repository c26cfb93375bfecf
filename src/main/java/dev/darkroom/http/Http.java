package dev.darkroom.http;

import java.time.Duration;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** The one OkHttp client that all services share; each takes its own time limits from it with {@code newBuilder()}. */
public final class Http implements AutoCloseable {
    private final OkHttpClient client;

    public Http() {
        // Blocking calls on virtual threads: the dispatcher is not used, the pool only bounds idle connections.
        client = new OkHttpClient.Builder()
                .dispatcher(new Dispatcher())
                .connectionPool(new ConnectionPool(64, 1, java.util.concurrent.TimeUnit.MINUTES))
                .connectTimeout(Duration.ofSeconds(10))
                .readTimeout(Duration.ofSeconds(60))
                .writeTimeout(Duration.ofSeconds(60))
                .retryOnConnectionFailure(false) // a POST must never be sent twice behind our back
                .followRedirects(false)
                .build();
    }

    public OkHttpClient client() {
        return client;
    }

    @Override
    public void close() {
        client.dispatcher().executorService().close();
        client.connectionPool().evictAll();
    }
}
