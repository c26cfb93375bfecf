package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.fal.job.FalQueue;
import dev.darkroom.sandbox.fal.job.FileLifecycle;
import dev.darkroom.sandbox.fal.job.FileStore;
import dev.darkroom.sandbox.fal.job.ServedFile;
import dev.darkroom.sandbox.fal.reply.ErrorDetail;
import dev.darkroom.sandbox.fal.reply.FalReply;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files that a caller gives as input: initiate and PUT, in one piece or in parts (JavaScript client), or a token and one
 * POST (Python client).
 */
final class UploadCalls {
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);

    private final CallerKeys keys;
    private final FalQueue queue;
    private final FileStore shelf;
    private final String address;
    private final SplittableRandom random = new SplittableRandom();
    private final Map<String, Expected> expected = new ConcurrentHashMap<>();

    private record Expected(String path, String contentType, FileLifecycle lifecycle) {}

    UploadCalls(CallerKeys keys, FalQueue queue, FileStore shelf, String address) {
        this.keys = keys;
        this.queue = queue;
        this.shelf = shelf;
        this.address = address;
    }

    /** {@code POST /storage/...} */
    FalReply prepare(FalExchange exchange, List<String> segments) throws IOException {
        keys.check(exchange, "storage");
        return switch (String.join("/", segments)) {
            case "storage/upload/initiate", "storage/upload/initiate-multipart" -> initiate(exchange);
            case "storage/auth/token" ->
                FalReply.json(
                        200,
                        FalReply.object()
                                .put("token", keys.newToken())
                                .put("token_type", "Bearer")
                                .put("base_url", address)
                                .put("expires_at", queue.now().plus(TOKEN_LIFE).toString()));
            default -> FalReply.detail(404, "Not Found");
        };
    }

    private FalReply initiate(FalExchange exchange) throws IOException {
        JsonNode wish = exchange.json();
        JsonNode type = wish.path("content_type");
        JsonNode name = wish.path("file_name");
        if (!type.isTextual() || !name.isTextual()) {
            String missing = type.isTextual() ? "file_name" : "content_type";
            return FalReply.json(422, ErrorDetail.list(ErrorDetail.plain("missing", "Field required", wish, missing)));
        }
        Expected upload =
                expect(name.textValue(), type.textValue(), FileLifecycle.of(exchange.header("X-Fal-Object-Lifecycle")));
        return FalReply.json(
                200,
                FalReply.object()
                        .put("upload_url", address + "/upload/" + upload.path())
                        .put("file_url", address + "/files/" + upload.path()));
    }

    /** {@code PUT /upload/{path}}, {@code PUT /upload/{path}/{n}}, {@code POST /upload/{path}/complete}; needs no key. */
    FalReply receive(FalExchange exchange, List<String> segments) throws IOException {
        if (segments.size() < 4) {
            return FalReply.detail(404, "Not Found");
        }
        String path = String.join("/", segments.subList(1, 4));
        Expected upload = expected.get(path);
        if (upload == null) {
            return FalReply.detail(404, "Unknown upload");
        }
        if (segments.size() == 5 && exchange.is("POST") && segments.get(4).equals("complete")) {
            return complete(exchange, upload);
        }
        if (!exchange.is("PUT")) {
            return FalReply.detail(405, "Method Not Allowed").with("Allow", "PUT");
        }
        if (segments.size() == 5) {
            return part(exchange, upload, segments.get(4));
        }
        save(exchange.stream(), upload);
        return FalReply.json(200, FalReply.object());
    }

    /** {@code POST /files/upload} with a token. */
    FalReply direct(FalExchange exchange) throws IOException {
        String authorization = exchange.header("Authorization");
        if (!keys.knowsToken(authorization)) {
            keys.check(exchange, "storage");
        }
        String name = exchange.header("X-Fal-File-Name");
        String type = exchange.header("Content-Type");
        Expected upload = expect(
                name == null ? "file.bin" : name,
                type == null ? "application/octet-stream" : type,
                FileLifecycle.of(exchange.header("X-Fal-Object-Lifecycle")));
        save(exchange.stream(), upload);
        return FalReply.json(200, FalReply.object().put("access_url", address + "/files/" + upload.path()));
    }

    private FalReply part(FalExchange exchange, Expected upload, String number) throws IOException {
        if (!number.matches("[1-9]\\d{0,4}")) {
            return FalReply.detail(400, "The part number must be from 1 to 99999");
        }
        Path place = shelf.place(upload.path() + ".part" + number);
        try (InputStream in = exchange.stream()) {
            PrivateFiles.copy(in, place);
        }
        String tag = Long.toHexString(Files.size(place)) + "-" + number;
        return FalReply.json(
                200,
                FalReply.object().put("partNumber", Integer.parseInt(number)).put("etag", tag));
    }

    private FalReply complete(FalExchange exchange, Expected upload) throws IOException {
        Path whole = shelf.place(upload.path());
        try (OutputStream out = PrivateFiles.newOutputStream(whole)) {
            for (JsonNode part : exchange.json().path("parts")) {
                Path place = shelf.place(
                        upload.path() + ".part" + part.path("partNumber").asInt());
                if (!Files.exists(place)) {
                    return FalReply.detail(400, "Part " + part.path("partNumber") + " was not uploaded");
                }
                Files.copy(place, out);
                Files.delete(place);
            }
        }
        shelve(upload);
        return FalReply.json(200, FalReply.object().put("url", address + "/files/" + upload.path()));
    }

    private synchronized Expected expect(String name, String type, FileLifecycle lifecycle) {
        String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
        Expected upload = new Expected(FileStore.newPath(random, safe), type, lifecycle);
        expected.put(upload.path(), upload);
        return upload;
    }

    private void save(InputStream in, Expected upload) throws IOException {
        try (in) {
            PrivateFiles.copy(in, shelf.place(upload.path()));
        }
        shelve(upload);
    }

    private void shelve(Expected upload) throws IOException {
        long size = Files.size(shelf.place(upload.path()));
        expected.remove(upload.path());
        queue.uploaded(new ServedFile(
                upload.path(),
                upload.contentType(),
                size,
                upload.lifecycle().end(queue.now(), queue.pace().fileLife()),
                upload.lifecycle().reach(),
                false,
                false,
                false));
    }
}
