package dev.darkroom.sandbox.storage.route;

import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxReply.SandboxRefusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The headers of the TUS protocol: their forms, and those that browsers need to read and send them. */
final class TusHeaders {
    static final String VERSION = "1.0.0";

    /** The content type of a body that is a piece of the upload. */
    static final String PIECE = "application/offset+octet-stream";

    private static final String NAMES =
            "Authorization, Content-Type, Location, Tus-Extension, Tus-Max-Size, Tus-Resumable,"
                    + " Tus-Version, Upload-Concat, Upload-Defer-Length, Upload-Length, Upload-Metadata, Upload-Offset,"
                    + " X-HTTP-Method-Override, X-Requested-With, X-Forwarded-Host, X-Forwarded-Proto, Forwarded";

    static final Map<String, String> PREFLIGHT = Map.of(
            "Access-Control-Allow-Methods", "POST, HEAD, PATCH, OPTIONS, DELETE",
            "Access-Control-Allow-Headers", NAMES + ", Authorization, X-Upsert, Upload-Expires, ApiKey, x-signature",
            "Access-Control-Max-Age", "86400");

    private static final Pattern PAIR =
            Pattern.compile("[!-+\\--~]+" + "( ([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)?");
    private static final Predicate<String> NUMBER =
            Pattern.compile("0|[1-9]\\d{0,15}").asMatchPredicate();
    private static final Map<String, Predicate<String>> FORMS = Map.of(
            "content-type",
            PIECE::equals,
            "tus-resumable",
            VERSION::equals,
            "upload-concat",
            Pattern.compile("partial|final;.*").asMatchPredicate(),
            "upload-defer-length",
            "1"::equals,
            "upload-length",
            NUMBER,
            "upload-metadata",
            TusHeaders::isMetadata,
            "upload-offset",
            NUMBER,
            "x-forwarded-proto",
            Pattern.compile("https?").asMatchPredicate());

    private TusHeaders() {}

    /** Checks the headers that are there; a content type counts only where a piece is required. */
    static void check(StorageCall call) {
        if (call.header("tus-resumable").isEmpty()) {
            throw refusal(412, "Tus-Resumable Required\n");
        }
        String invalid = FORMS.entrySet().stream()
                .filter(form -> !form.getKey().equals("content-type") || call.is("PATCH"))
                .filter(form -> call.header(form.getKey())
                        .filter(form.getValue().negate())
                        .isPresent())
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(" "));
        if (!invalid.isEmpty()) {
            throw refusal(400, "Invalid " + invalid + "\n");
        }
    }

    static SandboxRefusal refusal(int status, String text) {
        return new SandboxRefusal(SandboxReply.plain(status, text));
    }

    static Map<String, String> common(StorageCall call) {
        return Map.of(
                "Tus-Resumable",
                VERSION,
                "Access-Control-Allow-Origin",
                call.header("origin").orElse("*"),
                "Access-Control-Expose-Headers",
                NAMES);
    }

    static Optional<Long> number(StorageCall call, String name) {
        return call.header(name).map(Long::valueOf);
    }

    private static boolean isMetadata(String header) {
        String[] pairs = header.split(",", -1);
        for (String pair : pairs) {
            if (!PAIR.matcher(pair).matches()) {
                return false;
            }
        }
        return metadata(header).size() == pairs.length;
    }

    /** Decodes checked metadata; a key without a value has an empty one. */
    static Map<String, String> metadata(String header) {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (String pair : header.split(",", -1)) {
            String[] parts = pair.split(" ", 2);
            byte[] value = Base64.getDecoder().decode(parts.length < 2 ? "" : parts[1]);
            metadata.put(parts[0], new String(value, StandardCharsets.UTF_8));
        }
        return metadata;
    }

    static String metadata(Map<String, String> decoded) {
        return decoded.entrySet().stream()
                .map(pair -> pair.getValue().isEmpty()
                        ? pair.getKey()
                        : pair.getKey() + " "
                                + Base64.getEncoder()
                                        .encodeToString(pair.getValue().getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.joining(","));
    }
}
