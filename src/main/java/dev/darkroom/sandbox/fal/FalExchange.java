package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fal.reply.FalRefusal;
import dev.darkroom.sandbox.fal.reply.FalReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;

/** One call: what it asks, and the one answer it gets. */
final class FalExchange {
    private static final int LARGEST_JSON = 32 * 1024 * 1024;

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final String path;
    private final Fields query = new Fields(true);

    FalExchange(Request request, Response response, Callback callback) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        // An official client with a proxy sends the address it means in this header.
        String meant = request.getHeaders().get("x-fal-target-url");
        HttpURI address = meant == null ? request.getHttpURI() : HttpURI.from(meant);
        this.path = address.getDecodedPath() == null ? "/" : address.getDecodedPath();
        if (address.getQuery() != null) {
            UrlEncoded.decodeTo(address.getQuery(), query::add, StandardCharsets.UTF_8);
        }
    }

    String method() {
        return request.getMethod();
    }

    boolean is(String method) {
        return method().equalsIgnoreCase(method);
    }

    List<String> segments() {
        return Arrays.stream(path.split("/")).skip(1).toList();
    }

    @Nullable
    String header(String name) {
        return request.getHeaders().get(name);
    }

    @Nullable
    String query(String name) {
        return query.getValue(name);
    }

    /** All values, repeated or separated by commas. */
    List<String> queries(String name) {
        return query.getValuesOrEmpty(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .filter(value -> !value.isBlank())
                .toList();
    }

    InputStream stream() {
        return Content.Source.asInputStream(request);
    }

    /** @throws Refusal 400 or 413 when the body is not JSON or too large */
    JsonNode json() throws IOException {
        byte[] bytes = stream().readNBytes(LARGEST_JSON + 1);
        if (bytes.length > LARGEST_JSON) {
            throw new FalRefusal(FalReply.detail(413, "Request body too large"));
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            return text.isBlank() ? FalReply.object() : JsonMapping.parse(text);
        } catch (IllegalArgumentException _) {
            throw new FalRefusal(FalReply.detail(400, "Invalid JSON in the request body"));
        }
    }

    void send(FalReply answer) {
        try {
            switch (answer) {
                case FalReply.Body body -> send(body);
                case FalReply.Piece piece -> send(piece);
                case FalReply.Events events -> send(events);
                case FalReply.Cut _ -> cut();
            }
        } catch (IOException exception) {
            callback.failed(exception); // the caller has gone
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            callback.failed(exception);
        }
    }

    private void send(FalReply.Body body) {
        head(body.status(), body.headers());
        response.getHeaders().put("Content-Type", body.type());
        response.getHeaders().put("Content-Length", body.bytes().length);
        response.write(true, ByteBuffer.wrap(body.bytes()), callback);
    }

    private void send(FalReply.Piece piece) throws IOException {
        head(piece.status(), piece.headers());
        response.getHeaders().put("Content-Length", piece.length());
        if (is("HEAD")) {
            callback.succeeded();
            return;
        }
        try (FileChannel file = FileChannel.open(piece.file());
                OutputStream out = Content.Sink.asOutputStream(response)) {
            file.position(piece.from());
            copy(Channels.newInputStream(file), out, piece.sent());
            if (piece.sent() < piece.length()) {
                out.flush();
                cut();
                return;
            }
        }
        callback.succeeded();
    }

    private static void copy(InputStream in, OutputStream out, long count) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long left = count;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new IOException("The file became shorter while it was sent");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    private void send(FalReply.Events events) throws IOException, InterruptedException {
        head(200, Map.of("Content-Type", "text/event-stream", "Cache-Control", "no-cache"));
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            events.feed().write(out);
        }
        callback.succeeded();
    }

    private void head(int status, Map<String, String> headers) {
        response.setStatus(status);
        headers.forEach((name, value) -> response.getHeaders().put(name, value));
    }

    private void cut() {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        callback.failed(new EofException("cut on purpose")); // an exception that Jetty does not log
    }
}
