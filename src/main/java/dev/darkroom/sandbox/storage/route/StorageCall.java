package dev.darkroom.sandbox.storage.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.darkroom.sandbox.http.SandboxCall;
import dev.darkroom.sandbox.storage.object.StorageCaller;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;

/** A call handled by a route. */
final class StorageCall extends SandboxCall {
    private static final long DRAINED = 64L * 1024 * 1024;

    private final StorageRoute.RouteMatch match;
    private StorageCaller caller = StorageCaller.NOBODY;
    private JsonNode body = MissingNode.getInstance();
    private JsonNode parameters = MissingNode.getInstance();
    private boolean bucketMissing;
    private boolean anonymousByFault;

    /** @param url the path and query below the base, as received */
    StorageCall(Request request, String url, StorageRoute.RouteMatch match) {
        super(request, url);
        this.match = match;
    }

    String bucket() {
        return bucketMissing ? match.bucket() + "-missing" : match.bucket();
    }

    /** Makes the call's bucket appear missing from now on. */
    void loseBucket() {
        bucketMissing = true;
    }

    /** Makes a valid key count as anonymous from now on. */
    void loseRole() {
        anonymousByFault = true;
    }

    /** The decoded object key. */
    String key() {
        return match.rest();
    }

    /** {@code bucket/key}. */
    String path() {
        return bucket() + "/" + key();
    }

    /** The token of a signed URL. */
    String token() {
        return query("token").orElse("");
    }

    boolean isUpsert() {
        return header("x-upsert").equals(Optional.of("true"));
    }

    /** Whether the connection is to be closed after the answer. */
    boolean closesConnection() {
        return header("connection").filter("close"::equalsIgnoreCase).isPresent();
    }

    /** Returns the total size of the header lines, as counted by the limit. */
    int headerSize() {
        int size = 0;
        for (HttpField field : request().getHeaders()) {
            String value = field.getValue();
            size += field.getName().length() + (value == null ? 0 : value.length()) + 4;
        }
        return size;
    }

    StorageCaller caller() {
        return anonymousByFault ? StorageCaller.ANONYMOUS : caller;
    }

    void caller(StorageCaller known) {
        caller = known;
    }

    /** The validated JSON body; a missing node for routes without a body. */
    JsonNode body() {
        return body;
    }

    void body(JsonNode checked) {
        body = checked;
    }

    /** The validated query; a missing node for routes that check none. */
    JsonNode parameters() {
        return parameters;
    }

    void parameters(JsonNode checked) {
        parameters = checked;
    }

    /** Drains part of the body, so that a client that is still sending can read the refusal. */
    void drain() {
        try (InputStream in = stream()) {
            byte[] buffer = new byte[64 * 1024];
            long left = DRAINED;
            for (int n = in.read(buffer); n >= 0 && left > 0; n = in.read(buffer)) {
                left -= n;
            }
        } catch (IOException _) {
            // the client stopped sending
        }
    }
}
