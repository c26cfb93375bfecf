package dev.darkroom.sandbox.storage.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.storage.reply.StorageError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * An upload, either raw or as a multipart form.
 *
 * @param metadata the sender's metadata, parsed; empty when unreadable
 * @param length declared length, -1 when unknown
 */
record IncomingFile(
        String mimeType,
        String cacheControl,
        JsonNode metadata,
        long length,
        InputStream bytes,
        MultiPartFormData.@Nullable Parts form)
        implements AutoCloseable {
    private static final int MAX_METADATA = 1024 * 1024;
    private static final int MAX_FIELDS = 11;

    static boolean isForm(StorageCall call) {
        return call.header("content-type").orElse("").startsWith("multipart/form-data");
    }

    static IncomingFile raw(StorageCall call) {
        return new IncomingFile(
                call.header("content-type").orElse("application/octet-stream"),
                call.header("cache-control").orElse("no-cache"),
                call.header("x-metadata")
                        .map(IncomingFile::decodeBase64)
                        .map(IncomingFile::parsed)
                        .orElse(MissingNode.getInstance()),
                call.length(),
                call.stream(),
                null);
    }

    /** Reads the whole form first, with the file going into the folder; fields after the file count as well. */
    static IncomingFile form(StorageCall call, Path folder) {
        MultiPartFormData.Parts parts = parts(call, folder);
        MultiPart.Part file = null;
        for (MultiPart.Part part : parts) {
            if (isFile(part) && file == null) {
                file = part;
            }
        }
        if (file == null) {
            parts.close();
            throw StorageError.NO_CONTENT.refusal();
        }
        return new IncomingFile(
                field(parts, "contentType").orElse(mimeType(file)),
                field(parts, "cacheControl").map(age -> "max-age=" + age).orElse("no-cache"),
                field(parts, "metadata")
                        .or(() -> field(parts, "userMetadata"))
                        .filter(text -> text.getBytes(StandardCharsets.UTF_8).length <= MAX_METADATA)
                        .map(IncomingFile::parsed)
                        .orElse(MissingNode.getInstance()),
                file.getLength(),
                Content.Source.asInputStream(file.createContentSource()),
                parts);
    }

    private static MultiPartFormData.Parts parts(StorageCall call, Path folder) {
        MultiPartConfig config = new MultiPartConfig.Builder()
                .location(folder)
                .maxParts(MAX_FIELDS)
                .maxSize(-1)
                .maxPartSize(-1)
                .maxMemoryPartSize(64 * 1024)
                .useFilesForPartsWithoutFileName(true)
                .build();
        try {
            return MultiPartFormData.getParts(
                    call.request(), call.request(), call.header("content-type").orElse(""), config);
        } catch (CompletionException | IllegalStateException | HttpException.RuntimeException _) {
            throw StorageError.NO_CONTENT.refusal();
        }
    }

    /** As the original's parser has it: a name is not needed for bytes of no type. */
    private static boolean isFile(MultiPart.Part part) {
        return part.getFileName() != null || mimeType(part).equals("application/octet-stream");
    }

    private static String mimeType(MultiPart.Part part) {
        String type = Optional.ofNullable(part.getHeaders().get("content-type")).orElse("text/plain");
        return type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> field(MultiPartFormData.Parts parts, String name) {
        MultiPart.Part part = parts.getFirst(name);
        return part == null || isFile(part)
                ? Optional.empty()
                : Optional.of(part.getContentAsString(StandardCharsets.UTF_8)).filter(text -> !text.isEmpty());
    }

    /** Decodes as Node does: both alphabets, up to the padding if there is any; anything else is skipped. */
    static String decodeBase64(String base64) {
        String letters = base64.replaceFirst("=.*", "")
                .replace('-', '+')
                .replace('_', '/')
                .replaceAll("[^A-Za-z0-9+/]", "");
        int whole = letters.length() % 4 == 1 ? letters.length() - 1 : letters.length();
        return new String(Base64.getDecoder().decode(letters.substring(0, whole)), StandardCharsets.UTF_8);
    }

    static JsonNode parsed(String json) {
        try {
            return JsonMapping.parse(json);
        } catch (IllegalArgumentException _) {
            return MissingNode.getInstance();
        }
    }

    /** The column holds JSON, but the original's driver sends lists and strings in a different form. */
    void checkMetadata() {
        if (metadata.isArray() || metadata.isTextual()) {
            throw StorageError.METADATA.refusal();
        }
    }

    JsonNode userMetadata() {
        return metadata.isObject() ? metadata : SandboxReply.object();
    }

    /** A raw body belongs to its request: closing it would close the connection, which the original keeps open. */
    @Override
    public void close() throws IOException {
        if (form != null) {
            bytes.close();
            form.close();
        }
    }
}
