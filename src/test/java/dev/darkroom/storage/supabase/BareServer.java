package dev.darkroom.storage.supabase;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import okhttp3.OkHttpClient;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** A storage server without a gateway: it forwards GETs and does not know {@code /storage/v1}. */
final class BareServer implements AutoCloseable {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    BareServer(URI behind, OkHttpClient http) throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                String path = request.getHttpURI().getPathQuery();
                if (path.startsWith("/storage/v1")) {
                    String body = "{\"message\":\"Route GET:" + path + " not found\",\"statusCode\":404}";
                    response.setStatus(404);
                    Content.Sink.write(response, true, body, callback);
                    return true;
                }
                var call = new okhttp3.Request.Builder()
                        .url(behind + path)
                        .header("authorization", request.getHeaders().get("authorization"))
                        .build();
                try (var reply = http.newCall(call).execute()) {
                    response.setStatus(reply.code());
                    String body = new String(reply.body().bytes(), StandardCharsets.UTF_8);
                    Content.Sink.write(response, true, body, callback);
                }
                return true;
            }
        });
        server.start();
    }

    String origin() {
        return "http://127.0.0.1:" + connector.getLocalPort();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
