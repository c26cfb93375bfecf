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

/** A call that a route handles. */
final class StorageCall extends SandboxCall {
    private static final long DRAINED = 64L * 1024 * 1024;

    private final StorageRoute.RouteMatch match;
    private StorageCaller caller = StorageCaller.NOBODY;
    private JsonNode body = MissingNode.getInstance();
    private boolean bucketMissing;
    private boolean anonymousByFault;

    /** @param url the path and query below the base, as they came */
    StorageCall(Request request, String url, StorageRoute.RouteMatch match) {
        super(request, url);
        this.match = match;
    }

    String bucket() {
        return bucketMissing ? match.bucket() + "-missing" : match.bucket();
    }

    /** From now on the bucket of the call does not exist. */
    void loseBucket() {
        bucketMissing = true;
    }

    /** From now on a valid key counts as anonymous. */
    void loseRole() {
        anonymousByFault = true;
    }

    /** The object's key, decoded. */
    String key() {
        return match.rest();
    }

    /** {@code bucket/key}. */
    String path() {
        return bucket() + "/" + key();
    }

    /** Of a signed URL. */
    String token() {
        return query("token").orElse("");
    }

    boolean isUpsert() {
        return header("x-upsert").equals(Optional.of("true"));
    }

    /** Whether the connection ends with the answer. */
    boolean closesConnection() {
        return header("connection").filter("close"::equalsIgnoreCase).isPresent();
    }

    /** Total size of the header lines, as the limit counts it. */
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

    /** The checked JSON body; nothing for routes that take none. */
    JsonNode body() {
        return body;
    }

    void body(JsonNode checked) {
        body = checked;
    }

    /** Drains the body for a while, so that a client that is still sending can read the refusal. */
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
