package dev.darkroom.sandbox.storage.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxReply.Answer;
import dev.darkroom.sandbox.storage.object.ObjectNameRules;
import dev.darkroom.sandbox.storage.object.RowDefaults;
import dev.darkroom.sandbox.storage.object.StorageCaller;
import dev.darkroom.sandbox.storage.object.StorageObjectRow;
import dev.darkroom.sandbox.storage.object.StorageObjectStore;
import dev.darkroom.sandbox.storage.reply.JsonSchemaCheck;
import dev.darkroom.sandbox.storage.reply.StorageError;
import dev.darkroom.sandbox.storage.reply.StorageReply;
import dev.darkroom.sandbox.storage.route.StorageRoute.Auth;
import dev.darkroom.sandbox.storage.route.StorageRoute.Body;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Deletes, moves and copies objects. */
final class ObjectChangeRoutes {
    private static final JsonSchemaCheck MOVE =
            JsonSchemaCheck.object("bucketId!:text sourceKey!:text destinationBucket:text destinationKey!:text");
    private static final JsonSchemaCheck COPY = JsonSchemaCheck.object(
                    "sourceKey!:text bucketId!:text destinationBucket:text destinationKey!:text copyMetadata:flag")
            .with("metadata", JsonSchemaCheck.object("cacheControl:text mimetype:text"));
    private static final JsonSchemaCheck DELETE = JsonSchemaCheck.object("prefixes!:list");

    private final StorageObjectStore store;

    ObjectChangeRoutes(StorageObjectStore store) {
        this.store = store;
    }

    List<StorageRoute> routes() {
        return List.of(
                StorageRoute.of("POST", "/object/move", Auth.REQUIRED, Body.JSON, this::move)
                        .checking(MOVE),
                StorageRoute.of("POST", "/object/copy", Auth.REQUIRED, Body.JSON, this::copy)
                        .checking(COPY),
                StorageRoute.of("DELETE", "/object/:bucket", Auth.REQUIRED, Body.JSON, this::deleteMany)
                        .checking(DELETE),
                StorageRoute.of("DELETE", "/object/:bucket/*", Auth.REQUIRED, Body.JSON, this::deleteOne));
    }

    private Answer deleteOne(StorageCall call) {
        ObjectNameRules.checkBucket(call.bucket());
        StorageObjectRow row = store.object(call.bucket(), call.key()).orElseThrow(StorageError.NO_SUCH_KEY::refusal);
        if (!call.caller().mayTouch(row.name())) {
            throw StorageError.ACCESS_DENIED.refusal("Access denied");
        }
        if (!store.remove(row)) {
            throw StorageError.NO_SUCH_KEY.refusal();
        }
        return StorageReply.message("Successfully deleted");
    }

    /** Deletes exact keys; missing or forbidden ones are skipped silently. */
    private Answer deleteMany(StorageCall call) {
        ObjectNameRules.checkBucket(call.bucket());
        ArrayNode deleted = SandboxReply.array();
        for (JsonNode prefix : call.body().path("prefixes")) {
            store.object(call.bucket(), prefix.asText())
                    .filter(row -> call.caller().mayTouch(row.name()))
                    .filter(store::remove)
                    .ifPresent(row -> deleted.add(row.json()));
        }
        return StorageReply.ok(deleted);
    }

    private Answer move(StorageCall call) {
        FromTo way = FromTo.of(call.body());
        ObjectNameRules.checkBucket(way.bucket());
        ObjectNameRules.checkKey(way.toKey());
        synchronized (store) {
            StorageObjectRow row = store.visible(call.caller(), way.bucket(), way.key());
            if (!way.isSame()) {
                checkMove(call.caller(), way);
                String owner = call.caller().owner(Optional.of(row));
                store.rename(row, row.movedTo(way.toBucket(), way.toKey(), copiedBytes(row), owner, Instant.now()));
            }
        }
        return StorageReply.message("Successfully moved");
    }

    /** Copies the bytes and returns the version of the copy. */
    private String copiedBytes(StorageObjectRow from) {
        String version = RowDefaults.newId();
        try {
            store.copyBytes(from.version(), version);
            return version;
        } catch (IOException _) {
            throw StorageError.INTERNAL.refusal();
        }
    }

    private void checkMove(StorageCaller caller, FromTo way) {
        if (!caller.mayTouch(way.toKey())) {
            throw StorageError.ROW_SECURITY.refusal();
        }
        if (store.bucket(way.toBucket()).isEmpty()) {
            throw StorageError.NO_RELATED_RESOURCE.refusal();
        }
        if (store.object(way.toBucket(), way.toKey()).isPresent()) {
            throw StorageError.MOVE_TARGET_EXISTS.refusal();
        }
        ObjectNameRules.checkStorable(way.toKey());
    }

    private Answer copy(StorageCall call) {
        FromTo way = FromTo.of(call.body());
        ObjectNameRules.checkBucket(way.bucket());
        ObjectNameRules.checkKey(way.toKey());
        StorageObjectRow from = store.visible(call.caller(), way.bucket(), way.key());
        store.checkCreate(call.caller(), way.toBucket(), way.toKey(), call.isUpsert());
        ObjectNameRules.checkStorable(way.toKey());
        StorageObjectRow copy;
        synchronized (store) {
            store.checkBucketExists(way.toBucket());
            copy = copyOf(call, from, way);
            store.save(copy);
        }
        ObjectNode answer = SandboxReply.object();
        answer.put("Id", copy.id()).put("Key", way.toBucket() + "/" + way.toKey());
        answer.setAll(copy.json());
        return StorageReply.ok(answer);
    }

    private StorageObjectRow copyOf(StorageCall call, StorageObjectRow from, FromTo way) {
        Optional<StorageObjectRow> before = store.object(way.toBucket(), way.toKey());
        Instant now = Instant.now();
        String version = copiedBytes(from);
        boolean asItIs = call.body().path("copyMetadata").asBoolean(true);
        JsonNode own = asItIs ? MissingNode.getInstance() : call.body().path("metadata");
        return new StorageObjectRow(
                before.map(StorageObjectRow::id).orElseGet(RowDefaults::newId),
                way.toBucket(),
                way.toKey(),
                call.caller().owner(before),
                version,
                before.map(StorageObjectRow::createdAt).orElse(now),
                now,
                from.size(),
                from.md5(),
                own.path("mimetype").asText(from.mimeType()),
                own.path("cacheControl").asText(from.cacheControl()),
                from.robotsTag(),
                now,
                asItIs ? from.userMetadata() : givenMetadata(call, before));
    }

    /** A copy over an existing object without metadata keeps the old metadata. */
    private static JsonNode givenMetadata(StorageCall call, Optional<StorageObjectRow> before) {
        return call.header("x-metadata").isPresent()
                ? IncomingFile.raw(call).userMetadata()
                : before.map(StorageObjectRow::userMetadata).orElse(JsonMapping.MAPPER.nullNode());
    }

    private record FromTo(String bucket, String key, String toBucket, String toKey) {
        static FromTo of(JsonNode body) {
            String bucket = body.path("bucketId").asText();
            String to = body.path("destinationBucket").asText();
            return new FromTo(
                    bucket,
                    body.path("sourceKey").asText(),
                    to.isEmpty() ? bucket : to,
                    body.path("destinationKey").asText());
        }

        boolean isSame() {
            return bucket.equals(toBucket) && key.equals(toKey);
        }
    }
}
