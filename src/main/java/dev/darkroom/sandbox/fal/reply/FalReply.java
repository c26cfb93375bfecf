package dev.darkroom.sandbox.fal.reply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes back to a caller. */
public sealed interface FalReply {

    record Body(int status, Map<String, String> headers, String type, byte[] bytes) implements FalReply {
        public Body with(String header, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Body(status, more, type, bytes);
        }

        public Body with(Map<String, String> others) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.putAll(others);
            return new Body(status, more, type, bytes);
        }
    }

    /** A part of a file; fewer bytes than promised are sent, and the connection is cut, when {@code sent} is smaller. */
    record Piece(int status, Map<String, String> headers, Path file, long from, long length, long sent)
            implements FalReply {}

    /** An event stream, written by the caller's thread until it returns. */
    record Events(Feed feed) implements FalReply {}

    /** No answer: the connection is cut. */
    record Cut() implements FalReply {}

    @FunctionalInterface
    interface Feed {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    static Body json(int status, JsonNode body) {
        return text(status, "application/json", JsonMapping.write(body));
    }

    static Body text(int status, String type, String text) {
        return new Body(status, Map.of(), type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The usual error of fal.ai: {@code {"detail": "..."}}. */
    static Body detail(int status, String text) {
        return json(status, object().put("detail", text));
    }

    /** What fal.ai's gateway, not fal.ai itself, would say. */
    static Body gateway(int status, String phrase) {
        String title = status + " " + phrase;
        return text(
                status,
                "text/html",
                "<html><head><title>" + title + "</title></head><body><center><h1>" + title
                        + "</h1></center><hr><center>nginx</center></body></html>");
    }

    static ObjectNode object() {
        return JsonMapping.MAPPER.createObjectNode();
    }
}
