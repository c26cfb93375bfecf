package dev.darkroom.sandbox.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxReply.Answer;

/** The usual answers of the server. */
final class StorageReply {
    private StorageReply() {}

    static Answer json(int status, JsonNode json) {
        return SandboxReply.text(status, "application/json; charset=utf-8", JsonMapping.write(json));
    }

    static Answer ok(JsonNode json) {
        return json(200, json);
    }

    static Answer message(String text) {
        return ok(object().put("message", text));
    }

    /** The three answers of the framework itself, whose {@code statusCode} is a number. */
    static Answer framework(int status, String error, String message) {
        return json(status, object().put("message", message).put("error", error).put("statusCode", status));
    }

    static Answer headersTooLarge() {
        return framework(431, "Request Header Fields Too Large", "Exceeded maximum allowed HTTP header size")
                .with("Connection", "close");
    }

    static Answer badUrl(String url) {
        return json(
                400,
                object().put("error", "Bad Request")
                        .put("code", "FST_ERR_BAD_URL")
                        .put("message", "'" + url + "' is not a valid url component")
                        .put("statusCode", 400));
    }

    static ObjectNode object() {
        return SandboxReply.object();
    }
}
