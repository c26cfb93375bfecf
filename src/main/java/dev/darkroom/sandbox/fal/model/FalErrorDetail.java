package dev.darkroom.sandbox.fal.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.http.SandboxReply;
import org.jspecify.annotations.Nullable;

/** Builds entries of the {@code detail} list in which a model reports errors. */
public final class FalErrorDetail {
    private FalErrorDetail() {}

    /** An error as reported by a model's own schema check: without URL and context. */
    public static ObjectNode plain(String type, String message, JsonNode input, String... place) {
        ObjectNode entry = entry(type, message, place);
        if (!input.isMissingNode()) {
            entry.set("input", input);
        }
        return entry;
    }

    /** One of fal.ai's own error types, with the URL of its documentation. */
    public static ObjectNode of(
            String type, String message, JsonNode input, @Nullable ObjectNode context, String... place) {
        ObjectNode entry = entry(type, message, place);
        entry.put("url", "https://docs.fal.ai/errors/#" + type);
        if (context != null) {
            entry.set("ctx", context);
        }
        entry.set("input", input);
        return entry;
    }

    public static ObjectNode list(ObjectNode entry) {
        return SandboxReply.object().set("detail", SandboxReply.array().add(entry));
    }

    private static ObjectNode entry(String type, String message, String... place) {
        ArrayNode location = SandboxReply.array().add("body");
        for (String step : place) {
            location.add(step);
        }
        ObjectNode entry = SandboxReply.object();
        entry.set("loc", location);
        return entry.put("msg", message).put("type", type);
    }
}
