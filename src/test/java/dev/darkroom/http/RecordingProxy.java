package dev.darkroom.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/** A loopback proxy in front of a service that forwards every request unchanged and records its method and path. */
public final class RecordingProxy implements AutoCloseable {
    /** Of one connection only, or set by the client that sends on. */
    private static final Set<String> NOT_HANDED_ON =
            Set.of("host", "connection", "content-length", "transfer-encoding", "keep-alive");

    /** What passed, its path without the query. */
    public record Passed(String method, String path) {}

    private final Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final List<Passed> passed = new CopyOnWriteArrayList<>();
    private final OkHttpClient client = new OkHttpClient.Builder()
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .build();
    private final URI target;

    public RecordingProxy(URI target) {
        this.target = target;
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws IOException {
                passed.add(new Passed(request.getMethod(), request.getHttpURI().getPath()));
                handOn(request, response, callback);
                return true;
            }
        });
        try {
            server.start();
        } catch (Exception exception) {
            throw new IllegalStateException(exception);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getURI().getPort());
    }

    public List<Passed> passed() {
        return List.copyOf(passed);
    }

    private void handOn(Request request, Response response, Callback callback) throws IOException {
        byte[] body = Content.Source.asInputStream(request).readAllBytes();
        boolean bodied = body.length > 0 || Set.of("POST", "PUT", "PATCH").contains(request.getMethod());
        okhttp3.Request.Builder onward = new okhttp3.Request.Builder()
                .url(target + request.getHttpURI().getPathQuery())
                .method(request.getMethod(), bodied ? RequestBody.create(body) : null);
        for (HttpField field : request.getHeaders()) {
            if (!NOT_HANDED_ON.contains(field.getLowerCaseName())) {
                onward.addHeader(field.getName(), field.getValue());
            }
        }
        try (okhttp3.Response answer = client.newCall(onward.build()).execute()) {
            byte[] answered = answer.body().bytes();
            response.setStatus(answer.code());
            answer.headers().forEach(header -> {
                if (!NOT_HANDED_ON.contains(header.getFirst().toLowerCase(java.util.Locale.ROOT))) {
                    response.getHeaders().add(header.getFirst(), header.getSecond());
                }
            });
            response.write(true, ByteBuffer.wrap(answered), callback);
        }
    }

    @Override
    public void close() throws Exception {
        server.stop();
        client.dispatcher().executorService().close();
        client.connectionPool().evictAll();
    }
}
