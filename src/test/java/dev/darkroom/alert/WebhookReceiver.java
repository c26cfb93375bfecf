package dev.darkroom.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.darkroom.json.JsonMapping;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** A real HTTP server that receives webhook calls, at an address whose path is a secret. */
public final class WebhookReceiver implements AutoCloseable {
    /** Of which nothing may stand in any log. */
    public static final String SECRET = "T0PSECRET99/B0HOOK77/x7Kq21LmPz";

    private final HttpServer server;
    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable IntSupplier> next = new AtomicReference<>();
    private volatile int status = 200;

    public WebhookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/services/" + SECRET, exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            IntSupplier once = next.getAndSet(null);
            int code = once == null ? status : once.getAsInt();
            if (code == 200) {
                taken.add(JsonMapping.parse(body));
            }
            exchange.sendResponseHeaders(code, -1);
            exchange.close();
        });
        server.setExecutor(command -> Thread.ofVirtual().start(command));
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/services/" + SECRET;
    }

    /** From now on this is the answer, and what is refused is not kept. */
    public void answer(int code) {
        status = code;
    }

    /** The next call waits for this and gets its answer; further calls meanwhile are answered as usual. */
    public void answerOnce(IntSupplier answer) {
        next.set(answer);
    }

    public List<JsonNode> taken() {
        return List.copyOf(taken);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
