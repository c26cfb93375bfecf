package dev.darkroom.sandbox.storage;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What is too broken to reach the router: paths that cannot be decoded, headers without end, lines that are not HTTP. */
final class FrameworkErrors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        StorageReply reply = reply(request, response.getStatus());
        response.setStatus(reply.status());
        reply.headers().forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        ByteBuffer body = reply.body() instanceof StorageReply.Body.Bytes(byte[] bytes)
                ? ByteBuffer.wrap(bytes)
                : ByteBuffer.allocate(0);
        response.write(true, body, callback);
        return true;
    }

    private static StorageReply reply(Request request, int status) {
        if (status == 431) {
            return StorageRouter.headersTooLarge();
        }
        EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
        if (connection instanceof RequestLineRecorder line && !isReadable(line.target())) {
            return StorageReply.badUrl(StorageRouter.below(line.target()));
        }
        return StorageReply.framework(status, "Bad Request", "Client Error");
    }

    private static boolean isReadable(String target) {
        try {
            UriEncoding.decodeUri(target.replaceFirst("\\?.*", ""));
            return true;
        } catch (UriEncoding.Malformed _) {
            return false;
        }
    }
}
