package dev.darkroom.sandbox.fal.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.sandbox.http.SandboxReply;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Turns a good result into the irregular forms that real models return. Applied per answer; the stored result stays intact. */
public final class OddResults {
    private static final int DEPTH = 2_000;
    private static final int LONG = 25_000_000;

    private OddResults() {}

    public static byte[] of(QueuedJob job, String text) {
        String odd = text;
        for (SandboxFault fault : job.submission.faults()) {
            odd = apply(fault, odd);
        }
        return odd.getBytes(StandardCharsets.UTF_8);
    }

    private static String apply(SandboxFault fault, String text) {
        return switch (fault) {
            case RESULT_LONE_SURROGATE ->
                with(text, "\"echo\":\"half \\ud83d of one\"").replace("\"file_name\":\"", "\"file_name\":\"\\ud83d");
            case RESULT_NUL -> with(text, "\"echo\":\"\\u0000 and typed \\\\u0000\"");
            case RESULT_NAN -> with(text, "\"loss\":NaN,\"scale\":[Infinity,-Infinity,1e400,1e99999999999]");
            case RESULT_BOM -> "\uFEFF" + text;
            case RESULT_DEEP -> with(text, "\"tree\":" + "[".repeat(DEPTH) + "]".repeat(DEPTH));
            case RESULT_LONG_TEXT -> with(text, "\"mask\":\"" + "A".repeat(LONG) + "\"");
            case RESULT_BARE_ADDRESS -> rewritten(text, OddResults::bare);
            case RESULT_INLINE_SVG -> rewritten(text, OddResults::inline);
            case NSFW_LIST -> rewritten(text, result -> flagged(result, false));
            case NSFW_BARE -> rewritten(text, result -> result.put("has_nsfw_concepts", true));
            case NSFW_SHORT_LIST -> rewritten(text, result -> flagged(result, true));
            default -> text;
        };
    }

    private static String rewritten(String text, UnaryOperator<ObjectNode> change) {
        return JsonMapping.write(change.apply((ObjectNode) JsonMapping.parse(text)));
    }

    private static String with(String text, String member) {
        return "{" + member + "," + text.substring(text.indexOf('{') + 1);
    }

    /** Returns URLs instead of objects: {@code {"images": ["..."]}}, {@code {"video_url": "..."}}. */
    private static ObjectNode bare(ObjectNode result) {
        ObjectNode bare = SandboxReply.object();
        for (Map.Entry<String, JsonNode> member : result.properties()) {
            JsonNode value = member.getValue();
            if (value.path("url").isTextual()) {
                bare.set(member.getKey() + "_url", value.get("url"));
            } else if (value.path(0).path("url").isTextual()) {
                ArrayNode list = bare.putArray(member.getKey());
                value.forEach(file -> list.add(file.get("url")));
            } else {
                bare.set(member.getKey(), value);
            }
        }
        return bare;
    }

    private static ObjectNode inline(ObjectNode result) {
        result.properties()
                .removeIf(member -> member.getValue().path("url").isTextual()
                        || member.getValue().path(0).path("url").isTextual());
        return result.put(
                "svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"64\" height=\"64\"><rect width=\"64\" height=\"64\" fill=\"teal\"/></svg>");
    }

    /** Adds a flag for each file or, if too short, only one for the first. */
    private static ObjectNode flagged(ObjectNode result, boolean tooShort) {
        ArrayNode flags = SandboxReply.array();
        int count = tooShort ? 1 : Math.max(1, result.path("images").size());
        for (int n = 0; n < count; n++) {
            flags.add(true);
        }
        result.set("has_nsfw_concepts", flags);
        return result;
    }
}
