package dev.darkroom.sandbox.storage.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxReply.Answer;
import dev.darkroom.sandbox.http.SandboxReply.SandboxRefusal;
import dev.darkroom.sandbox.storage.object.MimeTypes;
import dev.darkroom.sandbox.storage.object.ObjectNameRules;
import dev.darkroom.sandbox.storage.object.RobotsTag;
import dev.darkroom.sandbox.storage.object.RowDefaults;
import dev.darkroom.sandbox.storage.object.StorageBucketRow;
import dev.darkroom.sandbox.storage.object.StorageCaller;
import dev.darkroom.sandbox.storage.object.StorageObjectRow;
import dev.darkroom.sandbox.storage.object.StorageObjectStore;
import dev.darkroom.sandbox.storage.object.UploadSizeLimits;
import dev.darkroom.sandbox.storage.reply.JsonSchemaCheck;
import dev.darkroom.sandbox.storage.reply.StorageError;
import dev.darkroom.sandbox.storage.reply.StorageReply;
import dev.darkroom.sandbox.storage.route.StorageRoute.Auth;
import dev.darkroom.sandbox.storage.route.StorageRoute.Body;
import dev.darkroom.sandbox.storage.token.UrlSignatures;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Uploads. Permission is checked before the bytes are read and not again afterwards, so two overlapping uploads of the same key
 * both succeed and the later one wins, as on the real server.
 */
final class ObjectUploadRoutes {
    private final StorageObjectStore store;
    private final UrlSignatures signatures;
    private final UploadSizeLimits limits;
    private final StorageFaults faults;

    ObjectUploadRoutes(
            StorageObjectStore store, UrlSignatures signatures, UploadSizeLimits limits, StorageFaults faults) {
        this.store = store;
        this.signatures = signatures;
        this.limits = limits;
        this.faults = faults;
    }

    /** Where an upload goes, and who is its owner. */
    record UploadTarget(String bucket, String key, String version, StorageCaller caller) {}

    /** Who uploads, and whether it may replace an object. */
    record Uploader(StorageCaller caller, boolean upsert) {
        /** The holder of a signed URL with these claims. */
        static Uploader of(JsonNode claims) {
            JsonNode owner = claims.path("owner");
            return new Uploader(
                    new StorageCaller(true, StorageCaller.SERVICE.role(), owner.isTextual() ? owner.asText() : null),
                    claims.path("upsert").asBoolean());
        }
    }

    /** Signed uploads come first in the table: any other path under {@code /object} is a bucket and a key. */
    List<StorageRoute> routes() {
        return List.of(
                StorageRoute.of("PUT", "/object/upload/sign/:bucket/*", Auth.NONE, Body.FILE, this::signed)
                        .query(JsonSchemaCheck.object("token!:text")),
                StorageRoute.of("POST", "/object/:bucket/*", Auth.REQUIRED, Body.FILE, this::create),
                StorageRoute.of("PUT", "/object/:bucket/*", Auth.REQUIRED, Body.FILE, this::replace));
    }

    private Answer create(StorageCall call) {
        return answer(receive(call, new Uploader(call.caller(), call.isUpsert())), true);
    }

    private Answer replace(StorageCall call) {
        return answer(receive(call, new Uploader(call.caller(), true)), true);
    }

    private Answer signed(StorageCall call) {
        Uploader uploader = Uploader.of(signatures.verify(call.token(), "upload", call.path()));
        return answer(receive(call, uploader), false);
    }

    private static Answer answer(StorageObjectRow row, boolean withId) {
        ObjectNode body = SandboxReply.object().put("Key", row.bucketId() + "/" + row.name());
        return StorageReply.ok(withId ? body.put("Id", row.id()) : body);
    }

    private StorageObjectRow receive(StorageCall call, Uploader uploader) {
        ObjectNameRules.checkBucket(call.bucket());
        StorageBucketRow bucket = store.bucket(call.bucket()).orElseThrow(StorageError.NO_SUCH_BUCKET::refusal);
        Optional<String> robots = call.header("x-robots-tag").filter(tag -> !tag.isEmpty());
        robots.ifPresent(RobotsTag::check);
        try (IncomingFile file =
                IncomingFile.isForm(call) ? IncomingFile.form(call, store.incoming()) : IncomingFile.raw(call)) {
            long limit = check(call, uploader, bucket, file);
            UploadTarget target = new UploadTarget(call.bucket(), call.key(), RowDefaults.newId(), uploader.caller());
            StorageObjectRow row = store(target, file, limit, robots);
            faults.afterUpload(call);
            return row;
        } catch (IOException _) {
            throw new SandboxRefusal(new SandboxReply.Cut()); // the sender left: no row, no file, nobody to answer
        }
    }

    private long check(StorageCall call, Uploader uploader, StorageBucketRow bucket, IncomingFile file) {
        boolean placeholder = ObjectNameRules.isEmptyFolder(call.key());
        long limit = placeholder ? 0 : limits.of(bucket);
        if (!bucket.allowed().isEmpty() && !placeholder) {
            MimeTypes.checkAllowed(file.mimeType(), bucket.allowed());
        }
        if (file.length() > limit) {
            throw StorageError.TOO_LARGE.refusal();
        }
        ObjectNameRules.checkKey(call.key());
        file.checkMetadata();
        store.checkCreate(uploader.caller(), bucket.id(), call.key(), uploader.upsert());
        ObjectNameRules.checkStorable(call.key());
        return limit;
    }

    StorageObjectRow store(UploadTarget target, IncomingFile file, long limit, Optional<String> robots)
            throws IOException {
        Path part = store.newFile();
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            long size = copy(file.bytes(), part, limit, md5);
            Instant now = Instant.now();
            synchronized (store) {
                store.checkBucketExists(target.bucket());
                store.moveIntoPlace(part, target.version());
                Optional<StorageObjectRow> before = store.object(target.bucket(), target.key());
                StorageObjectRow row = new StorageObjectRow(
                        before.map(StorageObjectRow::id).orElseGet(RowDefaults::newId),
                        target.bucket(),
                        target.key(),
                        target.caller().owner(before),
                        target.version(),
                        before.map(StorageObjectRow::createdAt).orElse(now),
                        now,
                        size,
                        HexFormat.of().formatHex(md5.digest()),
                        file.mimeType(),
                        file.cacheControl(),
                        robots.orElse(null),
                        now,
                        file.userMetadata());
                store.save(row);
                return row;
            }
        } catch (NoSuchAlgorithmException exception) {
            throw new IllegalStateException(exception);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** The limit also applies to a body without a declared length. */
    private static long copy(InputStream in, Path part, long limit, MessageDigest md5) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long size = 0;
        try (OutputStream out = PrivateFiles.newOutputStream(part)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                if (size > limit) {
                    throw StorageError.TOO_LARGE.refusal();
                }
                md5.update(buffer, 0, n);
                write(out, buffer, n);
            }
        }
        return size;
    }

    /** A full disk is not the sender's error. */
    private static void write(OutputStream out, byte[] buffer, int length) {
        try {
            out.write(buffer, 0, length);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
