package dev.darkroom.sandbox.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.http.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What is too broken to reach the router: headers without end, lines that are not HTTP. */
final class FrameworkErrors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        boolean headers = response.getStatus() == 431;
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("error", headers ? "Request Header Fields Too Large" : "Bad Request");
        body.put("message", headers ? "Exceeded maximum allowed HTTP header size" : "Client Error");
        body.put("statusCode", response.getStatus());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Reply.JSON_TYPE);
        response.write(true, ByteBuffer.wrap(Json.write(body).getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }
}
