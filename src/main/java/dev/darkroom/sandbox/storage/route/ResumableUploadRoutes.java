package dev.darkroom.sandbox.storage.route;

import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxReply.Answer;
import dev.darkroom.sandbox.http.SandboxReply.SandboxRefusal;
import dev.darkroom.sandbox.storage.object.MimeTypes;
import dev.darkroom.sandbox.storage.object.ObjectNameRules;
import dev.darkroom.sandbox.storage.object.ResumableUploadStore;
import dev.darkroom.sandbox.storage.object.ResumableUploadStore.ResumableUpload;
import dev.darkroom.sandbox.storage.object.RowDefaults;
import dev.darkroom.sandbox.storage.object.StorageBucketRow;
import dev.darkroom.sandbox.storage.object.StorageObjectStore;
import dev.darkroom.sandbox.storage.object.UploadSizeLimits;
import dev.darkroom.sandbox.storage.reply.StorageError;
import dev.darkroom.sandbox.storage.route.ObjectUploadRoutes.Uploader;
import dev.darkroom.sandbox.storage.route.StorageRoute.Auth;
import dev.darkroom.sandbox.storage.route.StorageRoute.Body;
import dev.darkroom.sandbox.storage.token.UrlSignatures;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Uploads in pieces, by the TUS protocol: refusals have their real status and are plain text, except for a refused token. */
final class ResumableUploadRoutes {
    private static final String PATH = "/upload/resumable";
    private static final String EXTENSIONS =
            "creation,creation-with-upload,creation-defer-length,termination,expiration";

    private final StorageObjectStore store;
    private final ResumableUploadStore uploads;
    private final UrlSignatures signatures;
    private final UploadSizeLimits limits;
    private final ObjectUploadRoutes wholeUploads;
    private final StorageFaults faults;
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    ResumableUploadRoutes(
            StorageObjectStore store,
            UrlSignatures signatures,
            UploadSizeLimits limits,
            ObjectUploadRoutes wholeUploads,
            StorageFaults faults) {
        this.store = store;
        this.uploads = new ResumableUploadStore(store);
        this.signatures = signatures;
        this.limits = limits;
        this.wholeUploads = wholeUploads;
        this.faults = faults;
    }

    /** The paths with a signature come first in the table: the others would match them. */
    List<StorageRoute> routes() {
        return Stream.concat(routes(PATH + "/sign", Auth.NONE), routes(PATH, Auth.REQUIRED_TOKEN))
                .toList();
    }

    private Stream<StorageRoute> routes(String path, Auth auth) {
        String below = path + "/*";
        return Stream.of(
                StorageRoute.of("OPTIONS", path, Auth.NONE, Body.NONE, this::options),
                StorageRoute.of("OPTIONS", below, Auth.NONE, Body.NONE, this::options),
                StorageRoute.of("POST", path, auth, Body.FILE, call -> answer(call, this::create)),
                StorageRoute.of("POST", below, auth, Body.FILE, call -> answer(call, this::create)),
                StorageRoute.of("PATCH", below, auth, Body.FILE, call -> answer(call, this::append)),
                StorageRoute.of("HEAD", below, auth, Body.NONE, call -> answer(call, this::state)),
                StorageRoute.of("DELETE", below, auth, Body.NONE, call -> answer(call, this::terminate)));
    }

    @FunctionalInterface
    private interface UploadHandler {
        Answer answer(StorageCall call) throws IOException;
    }

    private Answer answer(StorageCall call, UploadHandler handler) {
        Answer answer;
        try {
            TusHeaders.check(call);
            answer = handler.answer(call);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception); // of our own files
        } catch (SandboxRefusal refusal) {
            SandboxReply reply =
                    refusal instanceof StorageError.StorageRefusal known ? known.plainReply() : refusal.reply();
            if (!(reply instanceof Answer refused)) {
                throw refusal;
            }
            call.drain();
            answer = refused;
        }
        return answer.with(TusHeaders.common(call));
    }

    private Answer options(StorageCall call) {
        return SandboxReply.empty(204)
                .with(TusHeaders.common(call))
                .with(TusHeaders.PREFLIGHT)
                .with("Tus-Version", TusHeaders.VERSION)
                .with("Tus-Extension", EXTENSIONS)
                .with("Tus-Max-Size", String.valueOf(limits.maxBytes()));
    }

    private Answer create(StorageCall call) throws IOException {
        if (call.header("upload-concat").isPresent()) {
            throw TusHeaders.refusal(
                    501,
                    "Concatenation extension is not (yet) supported. Disable parallel uploads in the tus client.\n");
        }
        Optional<Long> length = TusHeaders.number(call, "upload-length");
        if (length.isPresent() == call.header("upload-defer-length").isPresent()) {
            throw lengthRefusal();
        }
        ResumableUpload upload = newUpload(call, length.orElse(null));
        ObjectNameRules.checkBucket(upload.bucket());
        ObjectNameRules.checkKey(upload.key());
        Uploader uploader = uploader(call, upload.bucket(), upload.key());
        StorageBucketRow bucket = bucket(upload.bucket());
        long limit = limits.ofResumable(bucket);
        if (length.orElse(0L) > limit) {
            throw tooLarge();
        }
        file(upload, InputStream.nullInputStream()).checkMetadata();
        checkPermission(call, uploader, upload.bucket(), upload.key());
        String type = upload.metadata().getOrDefault("contentType", "");
        if (!type.isEmpty() && !bucket.allowed().isEmpty()) {
            MimeTypes.checkAllowed(type, bucket.allowed());
        }
        ObjectNameRules.checkStorable(upload.key());
        uploads.save(upload);
        Answer answer = SandboxReply.empty(201).with("Location", location(call, upload));
        if (call.header("content-type").equals(Optional.of(TusHeaders.PIECE))) {
            answer = answer.with("Upload-Offset", String.valueOf(write(call, upload, 0, limit)));
        }
        return finishIfWhole(call, upload, uploader, answer);
    }

    private static ResumableUpload newUpload(StorageCall call, @Nullable Long length) {
        Map<String, String> metadata = TusHeaders.metadata(
                call.header("upload-metadata").orElseThrow(StorageError.NO_UPLOAD_METADATA::refusal));
        String age = metadata.getOrDefault("cacheControl", "");
        metadata.put("cacheControl", age.matches("-?\\d+") ? "max-age=" + age : "no-cache");
        return new ResumableUpload(
                metadata.getOrDefault("bucketName", ""),
                metadata.getOrDefault("objectName", ""),
                RowDefaults.newId(),
                metadata,
                length,
                Instant.now());
    }

    private Answer append(StorageCall call) throws IOException {
        UploadAddress address = UploadAddress.of(call);
        long offset = TusHeaders.number(call, "upload-offset")
                .orElseThrow(() -> TusHeaders.refusal(403, "Upload-Offset header required\n"));
        if (call.header("content-type").isEmpty()) {
            throw TusHeaders.refusal(403, "Content-Type header required\n");
        }
        Uploader uploader = checkedUploader(call, address);
        long limit = limits.ofResumable(bucket(address.bucket()));
        synchronized (lock(address.id())) {
            ResumableUpload upload = find(address.id());
            if (offset(upload) != offset) {
                throw TusHeaders.refusal(409, "Upload-Offset conflict\n");
            }
            upload = withLength(call, upload, offset, limit);
            long next = write(call, upload, offset, limit);
            Answer answer = SandboxReply.empty(204).with("Upload-Offset", String.valueOf(next));
            return finishIfWhole(call, upload, uploader, answer);
        }
    }

    private ResumableUpload withLength(StorageCall call, ResumableUpload upload, long offset, long limit)
            throws IOException {
        Optional<Long> length = TusHeaders.number(call, "upload-length");
        if (length.isEmpty()) {
            return upload;
        }
        if (upload.length() != null || length.get() < offset) {
            throw lengthRefusal();
        }
        if (length.get() > limit) {
            throw tooLarge();
        }
        ResumableUpload known = upload.withLength(length.get());
        uploads.save(known);
        return known;
    }

    /** Returns the offset behind what was written. */
    private long write(StorageCall call, ResumableUpload upload, long offset, long limit) throws IOException {
        long end = upload.length() == null ? limit : upload.length();
        if (offset + Math.max(0, call.length()) > end
                || !uploads.isStored(upload) && !arrives(call, upload, end - offset)) {
            throw TusHeaders.refusal(413, "upload's size exceeded\n");
        }
        return offset(upload);
    }

    private boolean arrives(StorageCall call, ResumableUpload upload, long limit) {
        try {
            return uploads.append(upload, call.stream(), limit);
        } catch (IOException _) {
            throw new SandboxRefusal(new SandboxReply.Cut()); // the sender left, and its bytes stay
        }
    }

    private Answer finishIfWhole(StorageCall call, ResumableUpload upload, Uploader uploader, Answer answer)
            throws IOException {
        Long length = upload.length();
        if (length == null || offset(upload) < length) {
            return answer.with("Upload-Expires", ObjectReadRoutes.HTTP_DATE.format(upload.end()));
        }
        if (!uploads.isStored(upload)) {
            try (InputStream bytes = uploads.read(upload)) {
                wholeUploads.store(
                        new ObjectUploadRoutes.UploadTarget(
                                upload.bucket(), upload.key(), upload.version(), uploader.caller()),
                        file(upload, bytes),
                        length,
                        Optional.empty());
            }
            uploads.dropBytes(upload);
        }
        faults.afterUpload(call);
        return answer.with("Tus-Complete", "1");
    }

    private static IncomingFile file(ResumableUpload upload, InputStream bytes) {
        Map<String, String> metadata = upload.metadata();
        String type = metadata.getOrDefault("contentType", "");
        return new IncomingFile(
                type.isEmpty() ? "application/octet-stream" : type,
                metadata.getOrDefault("cacheControl", "no-cache"),
                IncomingFile.parsed(metadata.getOrDefault("metadata", "")),
                -1,
                bytes,
                null);
    }

    private Answer state(StorageCall call) throws IOException {
        UploadAddress address = UploadAddress.of(call);
        uploader(call, address.bucket(), address.key());
        ResumableUpload upload = find(address.id());
        Answer answer = SandboxReply.empty(200)
                .with("Cache-Control", "no-store")
                .with("Upload-Offset", String.valueOf(offset(upload)))
                .with("Upload-Metadata", TusHeaders.metadata(upload.metadata()));
        return upload.length() == null
                ? answer.with("Upload-Defer-Length", "1")
                : answer.with("Upload-Length", String.valueOf(upload.length()));
    }

    private Answer terminate(StorageCall call) throws IOException {
        UploadAddress address = UploadAddress.of(call);
        checkedUploader(call, address);
        synchronized (lock(address.id())) {
            ResumableUpload upload = find(address.id());
            if (upload.length() != null && offset(upload) == upload.length()) {
                throw TusHeaders.refusal(400, "Cannot terminate an already completed upload");
            }
            uploads.remove(upload);
            locks.remove(address.id());
            return SandboxReply.empty(204);
        }
    }

    private static boolean isSigned(StorageCall call) {
        return (call.rawPath() + "/").startsWith(PATH + "/sign/");
    }

    /** Whoever has a signature needs no permission of its own. */
    private Uploader uploader(StorageCall call, String bucket, String key) {
        if (!isSigned(call)) {
            return new Uploader(call.caller(), call.isUpsert());
        }
        String token = call.header("x-signature")
                .orElseThrow(() -> StorageError.SIGNATURE.refusal("Missing x-signature header"));
        return Uploader.of(signatures.verify(token, "upload", bucket + "/" + key));
    }

    private Uploader checkedUploader(StorageCall call, UploadAddress address) throws IOException {
        Uploader uploader = uploader(call, address.bucket(), address.key());
        offset(find(address.id()));
        checkPermission(call, uploader, address.bucket(), address.key());
        return uploader;
    }

    private void checkPermission(StorageCall call, Uploader uploader, String bucket, String key) {
        if (!isSigned(call)) {
            store.checkCreate(uploader.caller(), bucket, key, uploader.upsert());
        }
    }

    private StorageBucketRow bucket(String id) {
        return store.bucket(id).orElseThrow(StorageError.NO_SUCH_BUCKET::refusal);
    }

    private ResumableUpload find(String id) {
        return uploads.find(id).orElseThrow(() -> TusHeaders.refusal(404, "The file for this url was not found\n"));
    }

    private long offset(ResumableUpload upload) throws IOException {
        return uploads.offset(upload)
                .orElseThrow(() -> TusHeaders.refusal(410, "The file for this url no longer exists\n"));
    }

    /** One call at a time writes an upload. */
    private Object lock(String id) {
        return locks.computeIfAbsent(id, _ -> new Object());
    }

    private static SandboxRefusal lengthRefusal() {
        return TusHeaders.refusal(400, "Upload-Length or Upload-Defer-Length header required\n");
    }

    private static SandboxRefusal tooLarge() {
        return TusHeaders.refusal(413, "Maximum size exceeded\n");
    }

    /** The upload's own URL, under the name and the path by which the caller, or its proxy's, has reached the server. */
    private static String location(StorageCall call, ResumableUpload upload) {
        String path = call.request().getHttpURI().getPath();
        String id = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(upload.id().getBytes(StandardCharsets.UTF_8));
        return call.header("x-forwarded-proto").orElse("http") + "://"
                + call.header("x-forwarded-host").or(() -> call.header("host")).orElse("localhost")
                + path.substring(0, path.indexOf(PATH) + PATH.length()) + (isSigned(call) ? "/sign/" : "/") + id;
    }

    /** The last segment of an upload's URL: {@code bucket/key/version}, encoded. */
    private record UploadAddress(String bucket, String key, String id) {
        static UploadAddress of(StorageCall call) {
            String segment = call.key().replaceFirst("/$", "").replaceFirst(".*/", "");
            if (segment.isEmpty()) {
                throw TusHeaders.refusal(404, "The file for this url was not found\n");
            }
            String id = IncomingFile.decodeBase64(segment);
            int first = id.indexOf('/');
            int last = id.lastIndexOf('/');
            if (first < 0 || last == id.length() - 1) {
                throw StorageError.UPLOAD_ID.refusal(first < 0 ? "Invalid upload id" : "Version not provided");
            }
            UploadAddress address =
                    new UploadAddress(id.substring(0, first), id.substring(Math.min(first + 1, last), last), id);
            ObjectNameRules.checkBucket(address.bucket());
            ObjectNameRules.checkKey(address.key());
            return address;
        }
    }
}
