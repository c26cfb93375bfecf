package dev.darkroom.sandbox.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.storage.StorageRoute.Auth;
import dev.darkroom.sandbox.storage.StorageRoute.Body;
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
 * Files on their way in. The right to create is checked before the bytes are read and not again after, so of two
 * overlapping uploads of one key both succeed and the later one stays, as on the real server.
 */
final class UploadRoutes {
    private final ObjectStore store;
    private final RowAccess access;
    private final UrlSignatures signatures;
    private final SizeLimits limits;
    private final FaultSource faults;

    UploadRoutes(ObjectStore store, UrlSignatures signatures, SizeLimits limits, FaultSource faults) {
        this.store = store;
        this.access = new RowAccess(store);
        this.signatures = signatures;
        this.limits = limits;
        this.faults = faults;
    }

    /** The signed form comes first in the table: any other path under {@code /object} is a bucket and a key. */
    List<StorageRoute> routes() {
        return List.of(
                StorageRoute.of("PUT", "/object/upload/sign/:bucket/*", Auth.NONE, Body.FILE, this::signed)
                        .query(JsonSchemaCheck.ANYTHING
                                .with("token", JsonSchemaCheck.TEXT)
                                .require("token")),
                StorageRoute.of("POST", "/object/:bucket/*", Auth.REQUIRED, Body.FILE, this::create),
                StorageRoute.of("PUT", "/object/:bucket/*", Auth.REQUIRED, Body.FILE, this::replace));
    }

    private StorageReply create(StorageRequest call) {
        boolean upsert = call.header("x-upsert").equals(Optional.of("true"));
        return answer(receive(call, call.caller(), upsert), true);
    }

    private StorageReply replace(StorageRequest call) {
        return answer(receive(call, call.caller(), true), true);
    }

    private StorageReply signed(StorageRequest call) {
        JsonNode claims = signatures.verify(call, "upload");
        JsonNode owner = claims.path("owner");
        StorageCaller caller =
                new StorageCaller(true, StorageCaller.SERVICE.role(), owner.isTextual() ? owner.asText() : null);
        return answer(receive(call, caller, claims.path("upsert").asBoolean()), false);
    }

    private static StorageReply answer(ObjectRow row, boolean withId) {
        ObjectNode body = JsonMapping.MAPPER.createObjectNode().put("Key", row.bucketId() + "/" + row.name());
        return StorageReply.ok(withId ? body.put("Id", row.id()) : body);
    }

    private ObjectRow receive(StorageRequest call, StorageCaller caller, boolean upsert) {
        NameRules.checkBucket(call.bucket());
        BucketRow bucket = store.bucket(call.bucket()).orElseThrow(ApiError::noSuchBucket);
        Optional<String> robots = call.header("x-robots-tag").filter(tag -> !tag.isEmpty());
        robots.ifPresent(RobotsTag::check);
        try (IncomingFile file =
                IncomingFile.isForm(call) ? IncomingFile.form(call, store.incoming()) : IncomingFile.raw(call)) {
            long limit = check(call, caller, upsert, bucket, file);
            ObjectRow row = store(call, caller, file, limit, robots);
            faults.afterUpload(call);
            return row;
        } catch (IOException _) {
            throw new FaultSource.Cut(); // the sender went away: no row, no file, nobody to answer
        }
    }

    private long check(StorageRequest call, StorageCaller caller, boolean upsert, BucketRow bucket, IncomingFile file) {
        boolean placeholder = NameRules.isEmptyFolder(call.key());
        long limit = placeholder ? 0 : limits.of(bucket);
        if (!bucket.allowed().isEmpty() && !placeholder) {
            MimeTypes.checkAllowed(file.mimeType(), bucket.allowed());
        }
        if (file.length() > limit) {
            throw ApiError.tooLarge();
        }
        NameRules.checkKey(call.key());
        file.checkMetadata();
        access.checkCreate(caller, bucket.id(), call.key(), upsert);
        NameRules.checkStorable(call.key());
        return limit;
    }

    private ObjectRow store(
            StorageRequest call, StorageCaller caller, IncomingFile file, long limit, Optional<String> robots)
            throws IOException {
        Path part = store.newFile();
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            long size = copy(file.bytes(), part, limit, md5);
            String version = RowDefaults.newId();
            store.keep(part, version);
            return save(
                    call, caller, file, robots, version, size, HexFormat.of().formatHex(md5.digest()));
        } catch (NoSuchAlgorithmException exception) {
            throw new IllegalStateException(exception);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private ObjectRow save(
            StorageRequest call,
            StorageCaller caller,
            IncomingFile file,
            Optional<String> robots,
            String version,
            long size,
            String md5) {
        Instant now = Instant.now();
        Optional<ObjectRow> before = store.object(call.bucket(), call.key());
        ObjectRow row = new ObjectRow(
                before.map(ObjectRow::id).orElseGet(RowDefaults::newId),
                call.bucket(),
                call.key(),
                caller.sub() != null
                        ? caller.sub()
                        : before.map(ObjectRow::ownerId).orElse(null),
                version,
                before.map(ObjectRow::createdAt).orElse(now),
                now,
                size,
                md5,
                file.mimeType(),
                file.cacheControl(),
                robots.orElse(null),
                now,
                file.userMetadata());
        store.save(row);
        return row;
    }

    /** The limit also holds for a body that came without a length. */
    private static long copy(InputStream in, Path part, long limit, MessageDigest md5) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long size = 0;
        try (OutputStream out = PrivateFiles.newOutputStream(part)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                if (size > limit) {
                    throw ApiError.tooLarge();
                }
                md5.update(buffer, 0, n);
                write(out, buffer, n);
            }
        }
        return size;
    }

    /** A full disk is not the sender's fault. */
    private static void write(OutputStream out, byte[] buffer, int length) {
        try {
            out.write(buffer, 0, length);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
