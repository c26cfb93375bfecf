package dev.darkroom.sandbox.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer before it is written. The length is announced from the body; HEAD sends it without the body. */
record StorageReply(int status, Map<String, String> headers, Body body) {
    static final String JSON_TYPE = "application/json; charset=utf-8";

    sealed interface Body {
        record Bytes(byte[] bytes) implements Body {}

        /** A part of a file; a {@code HEAD} never opens it. */
        record FilePart(Path file, long from, long length) implements Body {}

        record None() implements Body {}
    }

    static StorageReply json(int status, JsonNode json) {
        byte[] bytes = JsonMapping.write(json).getBytes(StandardCharsets.UTF_8);
        return new StorageReply(status, headers("content-type", JSON_TYPE), new Body.Bytes(bytes));
    }

    static StorageReply ok(JsonNode json) {
        return json(200, json);
    }

    static StorageReply message(String text) {
        return ok(JsonMapping.MAPPER.createObjectNode().put("message", text));
    }

    static StorageReply text(int status, String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new StorageReply(status, headers("content-type", type), new Body.Bytes(bytes));
    }

    static StorageReply empty(int status) {
        return new StorageReply(status, new LinkedHashMap<>(), new Body.None());
    }

    /** The three answers of the framework itself, whose {@code statusCode} is a number. */
    static StorageReply framework(int status, String error, String message) {
        ObjectNode body = JsonMapping.MAPPER.createObjectNode();
        return json(status, body.put("message", message).put("error", error).put("statusCode", status));
    }

    static StorageReply badUrl(String url) {
        ObjectNode body = JsonMapping.MAPPER.createObjectNode();
        body.put("error", "Bad Request").put("code", "FST_ERR_BAD_URL");
        body.put("message", "'" + url + "' is not a valid url component").put("statusCode", 400);
        return json(400, body);
    }

    private static Map<String, String> headers(String name, String value) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(name, value);
        return headers;
    }
}
