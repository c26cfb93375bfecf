package dev.darkroom.sandbox.storage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** A request on its way to one route. */
final class StorageRequest {
    private static final long DRAINED = 64L * 1024 * 1024;

    private final Request request;
    private final String rawPath;
    private final StorageRoute.Match match;
    private final Map<String, List<String>> query;
    private StorageCaller caller = StorageCaller.NOBODY;
    private JsonNode body = JsonSchemaCheck.none();
    private boolean bucketMissing;
    private boolean anonymousByFault;

    /** @param url the path and query below the base, as they came */
    StorageRequest(Request request, String url, StorageRoute.Match match) {
        this.request = request;
        int mark = url.indexOf('?');
        this.rawPath = mark < 0 ? url : url.substring(0, mark);
        this.query = UriEncoding.query(mark < 0 ? "" : url.substring(mark + 1));
        this.match = match;
    }

    Request request() {
        return request;
    }

    String method() {
        return request.getMethod();
    }

    String rawPath() {
        return rawPath;
    }

    String bucket() {
        return bucketMissing ? match.bucket() + "-missing" : match.bucket();
    }

    /** From now on the call is about a bucket that is not there. */
    void loseBucket() {
        bucketMissing = true;
    }

    /** From now on a valid key counts as the anonymous one. */
    void loseRole() {
        anonymousByFault = true;
    }

    boolean isAnonymousByFault() {
        return anonymousByFault;
    }

    /** Whether the connection ends with the answer. */
    boolean closesConnection() {
        return header("connection").filter("close"::equalsIgnoreCase).isPresent();
    }

    /** The object's key, decoded. */
    String key() {
        return match.rest();
    }

    Map<String, List<String>> query() {
        return query;
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name)).map(List::getFirst);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /** All header lines together, as the limit counts them. */
    int headerSize() {
        int size = 0;
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue();
            size += field.getName().length() + (value == null ? 0 : value.length()) + 4;
        }
        return size;
    }

    /** The announced length of the body, -1 when it comes in chunks. */
    long length() {
        return request.getLength();
    }

    InputStream stream() {
        return Content.Source.asInputStream(request);
    }

    StorageCaller caller() {
        return caller;
    }

    void caller(StorageCaller known) {
        caller = known;
    }

    /** The checked JSON body; nothing for routes that take none. */
    JsonNode body() {
        return body;
    }

    void body(JsonNode checked) {
        body = checked;
    }

    /** Reads on for a while, so that a client that is still sending gets to read the refusal. */
    void drain() {
        try (InputStream in = stream()) {
            byte[] buffer = new byte[64 * 1024];
            long left = DRAINED;
            for (int n = in.read(buffer); n >= 0 && left > 0; n = in.read(buffer)) {
                left -= n;
            }
        } catch (IOException _) {
            // it stopped sending
        }
    }
}
