package dev.darkroom.sandbox.storage.reply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxReply.Answer;

/** The server's standard answers. */
public final class StorageReply {
    private StorageReply() {}

    public static Answer json(int status, JsonNode json) {
        return SandboxReply.text(status, "application/json; charset=utf-8", JsonMapping.write(json));
    }

    public static Answer ok(JsonNode json) {
        return json(200, json);
    }

    public static Answer message(String text) {
        return ok(SandboxReply.object().put("message", text));
    }

    /** One of the three answers of the web framework itself, whose {@code statusCode} is a number. */
    public static Answer framework(int status, String error, String message) {
        return json(
                status,
                SandboxReply.object()
                        .put("message", message)
                        .put("error", error)
                        .put("statusCode", status));
    }

    public static Answer headersTooLarge() {
        return framework(431, "Request Header Fields Too Large", "Exceeded maximum allowed HTTP header size")
                .with("Connection", "close");
    }

    public static Answer badUrl(String url) {
        return json(
                400,
                SandboxReply.object()
                        .put("error", "Bad Request")
                        .put("code", "FST_ERR_BAD_URL")
                        .put("message", "'" + url + "' is not a valid url component")
                        .put("statusCode", 400));
    }
}
