package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.fal.job.FalQueue;
import dev.darkroom.sandbox.fal.job.FileLifecycle;
import dev.darkroom.sandbox.fal.job.FileStore;
import dev.darkroom.sandbox.fal.job.ServedFile;
import dev.darkroom.sandbox.fal.model.FalErrorDetail;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Uploads of input files, whole or in parts: initiate and PUT (JavaScript client), or a token and POST (Python client). */
final class FalUploadRoutes {
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);
    private static final Duration ANSWER_LIFE = Duration.ofHours(1);

    private final FalAccount account;
    private final FalQueue queue;
    private final FileStore fileStore;
    private final String address;
    private final SplittableRandom random = new SplittableRandom();
    private final Map<String, Expected> expected = new ConcurrentHashMap<>();

    private final Map<String, FinishedUpload> finished = new ConcurrentHashMap<>();

    private record Expected(String path, String contentType, FileLifecycle lifecycle) {}

    /** The answer to the call that finished an upload: a client that did not get it repeats the call. */
    private record FinishedUpload(SandboxReply reply, Instant end) {}

    FalUploadRoutes(FalAccount account, FalQueue queue, FileStore fileStore, String address) {
        this.account = account;
        this.queue = queue;
        this.fileStore = fileStore;
        this.address = address;
    }

    /** {@code POST /storage/...} */
    SandboxReply prepare(FalCall call, String path) throws IOException {
        account.checkKey(call, "storage");
        return switch (path) {
            case "upload/initiate", "upload/initiate-multipart" -> initiate(call);
            case "auth/token" ->
                SandboxReply.ok(SandboxReply.object()
                        .put("token", account.newUploadToken(TOKEN_LIFE))
                        .put("token_type", "Bearer")
                        .put("base_url", address)
                        .put("expires_at", end(queue.now().plus(TOKEN_LIFE))));
            default -> SandboxReply.detail(404, "Not Found");
        };
    }

    /** Formats as fal.ai does: before Python 3.11, the Python client parses no "Z" and only three or six fractional digits. */
    private static String end(Instant time) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx").format(time.atOffset(ZoneOffset.UTC));
    }

    private SandboxReply initiate(FalCall call) throws IOException {
        JsonNode asked = call.json();
        JsonNode type = asked.path("content_type");
        JsonNode name = asked.path("file_name");
        if (!type.isTextual() || !name.isTextual()) {
            String missing = type.isTextual() ? "file_name" : "content_type";
            return SandboxReply.json(
                    422, FalErrorDetail.list(FalErrorDetail.plain("missing", "Field required", asked, missing)));
        }
        Expected upload = expect(name.textValue(), type.textValue(), FileLifecycle.of(call, "X-Fal-Object-Lifecycle"));
        return SandboxReply.ok(SandboxReply.object()
                .put("upload_url", address + "/upload/" + upload.path())
                .put("file_url", address + "/files/" + upload.path()));
    }

    /** {@code PUT /upload/{path}}, {@code PUT /upload/{path}/{n}}, {@code POST /upload/{path}/complete}; needs no key. */
    SandboxReply receive(FalCall call, List<String> segments) throws IOException {
        if (segments.size() < 4) {
            return SandboxReply.detail(404, "Not Found");
        }
        String path = String.join("/", segments.subList(1, 4));
        Expected upload = expected.get(path);
        String request = call.method() + " " + String.join("/", segments);
        if (upload == null) {
            return repeated(call, request);
        }
        if (segments.size() == 5 && call.is("POST") && segments.get(4).equals("complete")) {
            return complete(call, upload, request);
        }
        if (!call.is("PUT")) {
            return SandboxReply.detail(405, "Method Not Allowed").with("Allow", "PUT");
        }
        if (segments.size() == 5) {
            return part(call, upload, segments.get(4));
        }
        save(call.stream(), upload);
        return finish(upload, request, SandboxReply.object());
    }

    private SandboxReply repeated(FalCall call, String request) throws IOException {
        FinishedUpload first = finished.get(request);
        if (first == null || !queue.now().isBefore(first.end())) {
            return SandboxReply.detail(404, "Unknown upload");
        }
        call.stream().transferTo(OutputStream.nullOutputStream());
        return first.reply();
    }

    private SandboxReply finish(Expected upload, String request, ObjectNode body) throws IOException {
        publish(upload);
        Instant now = queue.now();
        SandboxReply reply = SandboxReply.ok(body);
        finished.values().removeIf(old -> !now.isBefore(old.end()));
        finished.put(request, new FinishedUpload(reply, now.plus(ANSWER_LIFE)));
        expected.remove(upload.path());
        return reply;
    }

    /**
     * With a token: {@code POST /files/upload}, or {@code POST /files/upload/multipart}, whose parts go below the file's URL:
     * {@code PUT /files/{path}/multipart/{id}/{n}}, {@code POST /files/{path}/multipart/{id}/complete}.
     */
    SandboxReply direct(FalCall call, List<String> segments) throws IOException {
        if (!account.mayUpload(call)) {
            account.checkKey(call, "storage");
        }
        if (segments.size() == 7) {
            List<String> part = new ArrayList<>(segments);
            part.subList(4, 6).clear();
            return receive(call, part);
        }
        Expected upload = expect(
                call.header("X-Fal-File-Name").orElse("file.bin"),
                call.header("Content-Type").orElse("application/octet-stream"),
                FileLifecycle.of(call, "X-Fal-Object-Lifecycle"));
        ObjectNode body = SandboxReply.object().put("access_url", address + "/files/" + upload.path());
        if (segments.getLast().equals("multipart")) {
            return SandboxReply.ok(body.put("uploadId", UUID.randomUUID().toString()));
        }
        save(call.stream(), upload);
        publish(upload);
        expected.remove(upload.path());
        return SandboxReply.ok(body);
    }

    private SandboxReply part(FalCall call, Expected upload, String number) throws IOException {
        if (!number.matches("[1-9]\\d{0,4}")) {
            return SandboxReply.detail(400, "The part number must be from 1 to 99999");
        }
        Path place = place(upload, Integer.parseInt(number));
        try (InputStream in = call.stream()) {
            PrivateFiles.copy(in, place);
        }
        String tag = Long.toHexString(Files.size(place)) + "-" + number;
        return SandboxReply.ok(SandboxReply.object()
                        .put("partNumber", Integer.parseInt(number))
                        .put("etag", tag))
                .with("ETag", "\"" + tag + "\"");
    }

    /** The Python client sends parts concurrently and lists them as they finish, so the part numbers determine the order. */
    private SandboxReply complete(FalCall call, Expected upload, String request) throws IOException {
        SortedMap<Integer, Path> parts = new TreeMap<>();
        for (JsonNode part : call.json().path("parts")) {
            int number = part.path("partNumber").asInt();
            parts.put(number, place(upload, number));
        }
        for (Map.Entry<Integer, Path> part : parts.entrySet()) {
            if (!Files.exists(part.getValue())) {
                return SandboxReply.detail(400, "Part " + part.getKey() + " was not uploaded");
            }
        }
        try (OutputStream out = PrivateFiles.newOutputStream(fileStore.place(upload.path()))) {
            for (Path part : parts.values()) {
                Files.copy(part, out);
                Files.delete(part);
            }
        }
        return finish(upload, request, SandboxReply.object().put("url", address + "/files/" + upload.path()));
    }

    private Path place(Expected upload, int partNumber) {
        return fileStore.place(upload.path() + ".part" + partNumber);
    }

    private synchronized Expected expect(String name, String type, FileLifecycle lifecycle) {
        String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
        Expected upload = new Expected(FileStore.newPath(random, safe), type, lifecycle);
        expected.put(upload.path(), upload);
        return upload;
    }

    private void save(InputStream in, Expected upload) throws IOException {
        try (in) {
            PrivateFiles.copy(in, fileStore.place(upload.path()));
        }
    }

    private void publish(Expected upload) throws IOException {
        long size = Files.size(fileStore.place(upload.path()));
        queue.uploaded(new ServedFile(
                upload.path(),
                upload.contentType(),
                size,
                upload.lifecycle().end(queue.now(), queue.pace().fileLife()),
                upload.lifecycle().reach(),
                Set.of()));
    }
}
