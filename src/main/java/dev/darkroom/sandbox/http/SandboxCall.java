package dev.darkroom.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.http.SandboxReply.SandboxRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** A call to a stand-in: its method, path, query, headers and body. */
public class SandboxCall {
    private static final int MAX_JSON_BYTES = 32 * 1024 * 1024;

    private final Request request;
    private final String path;
    private final Map<String, List<String>> query;

    /** @param url the relevant path and query, as received */
    public SandboxCall(Request request, String url) {
        this.request = request;
        int mark = url.indexOf('?');
        this.path = mark < 0 ? url : url.substring(0, mark);
        this.query = UriEncoding.query(mark < 0 ? "" : url.substring(mark + 1));
    }

    public Request request() {
        return request;
    }

    public String method() {
        return request.getMethod();
    }

    public boolean is(String method) {
        return method().equalsIgnoreCase(method);
    }

    /** The path as received, not decoded. */
    public String rawPath() {
        return path;
    }

    public Map<String, List<String>> query() {
        return query;
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name)).map(List::getFirst);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /** The declared length of the body, -1 when chunked. */
    public long length() {
        return request.getLength();
    }

    public InputStream stream() {
        return Content.Source.asInputStream(request);
    }

    /** Returns at most this many bytes of the body. */
    public byte[] bytes(int limit) {
        try {
            return stream().readNBytes(limit);
        } catch (IOException exception) {
            throw new UncheckedIOException("The caller went away", exception);
        }
    }

    /**
     * Returns the JSON body, or an empty object when there is none.
     *
     * @throws SandboxRefusal 400 when the body is not JSON, 413 when it is too large
     */
    public JsonNode json() {
        byte[] bytes = bytes(MAX_JSON_BYTES + 1);
        if (bytes.length > MAX_JSON_BYTES) {
            throw new SandboxRefusal(SandboxReply.detail(413, "Request body too large"));
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            return text.isBlank() ? SandboxReply.object() : JsonMapping.parse(text);
        } catch (IllegalArgumentException _) {
            throw new SandboxRefusal(SandboxReply.detail(400, "Invalid JSON in the request body"));
        }
    }
}
