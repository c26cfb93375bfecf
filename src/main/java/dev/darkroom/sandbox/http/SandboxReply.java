package dev.darkroom.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stand-in's reaction to a call. */
public sealed interface SandboxReply {
    /** The Content-Length is taken from the body; a HEAD gets it without the body. */
    record Answer(int status, Map<String, String> headers, Body body) implements SandboxReply {
        public Answer with(String header, String value) {
            return with(Map.of(header, value));
        }

        public Answer with(Map<String, String> others) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.putAll(others);
            return new Answer(status, more, body);
        }
    }

    /**
     * Keeps the connection open without reading from it any further.
     *
     * @param last sent first, if any
     */
    record Stuck(@Nullable Answer last) implements SandboxReply {}

    /** Closes the connection without an answer. */
    record Cut() implements SandboxReply {}

    sealed interface Body {
        record Bytes(byte[] bytes) implements Body {}

        /** A part of a file, which a HEAD never opens; the connection is cut when fewer bytes are sent than declared. */
        record FilePart(Path file, long from, long length, long sent) implements Body {}

        /** An event stream, written on the calling thread until the feed returns. */
        record Events(EventFeed feed) implements Body {}

        record None() implements Body {}
    }

    @FunctionalInterface
    interface EventFeed {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    static Answer text(int status, String type, String text) {
        return bytes(status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    static Answer plain(int status, String text) {
        return text(status, "text/plain;charset=UTF-8", text);
    }

    static Answer bytes(int status, String type, byte[] bytes) {
        return new Answer(status, Map.of("Content-Type", type), new Body.Bytes(bytes));
    }

    static Answer json(int status, JsonNode body) {
        return text(status, "application/json", JsonMapping.write(body));
    }

    static Answer ok(JsonNode body) {
        return json(200, body);
    }

    /** The usual error of fal.ai and of the controls: {@code {"detail": "..."}}. */
    static Answer detail(int status, String text) {
        return json(status, object().put("detail", text));
    }

    /** The answer of a gateway in front of the service. */
    static Answer gateway(int status, String phrase) {
        String title = status + " " + phrase;
        return text(
                status,
                "text/html",
                "<html><head><title>" + title + "</title></head><body><center><h1>" + title
                        + "</h1></center><hr><center>nginx</center></body></html>");
    }

    static Answer empty(int status) {
        return new Answer(status, Map.of(), new Body.None());
    }

    static ArrayNode array() {
        return JsonMapping.MAPPER.createArrayNode();
    }

    static ObjectNode object() {
        return JsonMapping.MAPPER.createObjectNode();
    }

    /** Ends a call with the contained reply. */
    class SandboxRefusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient SandboxReply reply;

        public SandboxRefusal(SandboxReply reply) {
            super("refused", null, false, false);
            this.reply = reply;
        }

        public SandboxReply reply() {
            return reply;
        }
    }
}
