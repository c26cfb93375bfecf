package dev.darkroom.sandbox.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.storage.StorageRoute.Auth;
import dev.darkroom.sandbox.storage.StorageRoute.Body;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Deletes, moves and copies objects. */
final class ChangeRoutes {
    private static final JsonSchemaCheck.Members FROM_TO = JsonSchemaCheck.ANYTHING
            .with("bucketId", JsonSchemaCheck.TEXT)
            .with("sourceKey", JsonSchemaCheck.TEXT)
            .with("destinationBucket", JsonSchemaCheck.TEXT)
            .with("destinationKey", JsonSchemaCheck.TEXT);
    private static final JsonSchemaCheck MOVE = FROM_TO.require("bucketId", "sourceKey", "destinationKey");
    private static final JsonSchemaCheck COPY = FROM_TO.with("copyMetadata", JsonSchemaCheck.FLAG)
            .with(
                    "metadata",
                    JsonSchemaCheck.ANYTHING
                            .with("cacheControl", JsonSchemaCheck.TEXT)
                            .with("mimetype", JsonSchemaCheck.TEXT))
            .require("sourceKey", "bucketId", "destinationKey");
    private static final JsonSchemaCheck DELETE = JsonSchemaCheck.ANYTHING
            .with("prefixes", new JsonSchemaCheck.Texts(1, Integer.MAX_VALUE))
            .require("prefixes");

    private final ObjectStore store;
    private final RowAccess access;

    ChangeRoutes(ObjectStore store) {
        this.store = store;
        this.access = new RowAccess(store);
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

    private StorageReply deleteOne(StorageRequest call) {
        NameRules.checkBucket(call.bucket());
        ObjectRow row = store.object(call.bucket(), call.key()).orElseThrow(ApiError::noSuchKey);
        if (!call.caller().mayTouch(row.name())) {
            throw ApiError.accessDenied("Access denied");
        }
        store.remove(row);
        return StorageReply.message("Successfully deleted");
    }

    /** Exact keys; whatever is missing or forbidden is passed over in silence. */
    private StorageReply deleteMany(StorageRequest call) {
        NameRules.checkBucket(call.bucket());
        ArrayNode deleted = JsonMapping.MAPPER.createArrayNode();
        for (JsonNode prefix : call.body().path("prefixes")) {
            store.object(call.bucket(), prefix.asText())
                    .filter(row -> call.caller().mayTouch(row.name()))
                    .filter(store::remove)
                    .ifPresent(row -> deleted.add(row.json()));
        }
        return StorageReply.ok(deleted);
    }

    private StorageReply move(StorageRequest call) {
        FromTo way = FromTo.of(call.body());
        NameRules.checkBucket(way.bucket());
        NameRules.checkKey(way.toKey());
        ObjectRow row = access.visible(call.caller(), way.bucket(), way.key());
        if (!way.isSame()) {
            checkMove(call.caller(), way);
            Instant now = Instant.now();
            store.rename(row, at(row, way, row.id(), row.version(), row.createdAt(), now));
        }
        return StorageReply.message("Successfully moved");
    }

    private void checkMove(StorageCaller caller, FromTo way) {
        if (!caller.mayTouch(way.toKey())) {
            throw ApiError.rowSecurity();
        }
        if (store.bucket(way.toBucket()).isEmpty()) {
            throw ApiError.noRelatedResource();
        }
        if (store.object(way.toBucket(), way.toKey()).isPresent()) {
            throw ApiError.moveTargetExists();
        }
        NameRules.checkStorable(way.toKey());
    }

    private StorageReply copy(StorageRequest call) {
        FromTo way = FromTo.of(call.body());
        NameRules.checkBucket(way.bucket());
        NameRules.checkKey(way.toKey());
        ObjectRow from = access.visible(call.caller(), way.bucket(), way.key());
        access.checkCreate(
                call.caller(),
                way.toBucket(),
                way.toKey(),
                call.header("x-upsert").equals(Optional.of("true")));
        NameRules.checkStorable(way.toKey());
        ObjectRow copy = copyOf(call, from, way);
        store.save(copy);
        ObjectNode answer = JsonMapping.MAPPER.createObjectNode();
        answer.put("Id", copy.id()).put("Key", way.toBucket() + "/" + way.toKey());
        answer.setAll(copy.json());
        return StorageReply.ok(answer);
    }

    private ObjectRow copyOf(StorageRequest call, ObjectRow from, FromTo way) {
        Optional<ObjectRow> before = store.object(way.toBucket(), way.toKey());
        Instant now = Instant.now();
        String version = RowDefaults.newId();
        try {
            store.copyBytes(from.version(), version);
        } catch (IOException _) {
            throw ApiError.internal();
        }
        String id = before.map(ObjectRow::id).orElseGet(RowDefaults::newId);
        ObjectRow copy =
                at(from, way, id, version, before.map(ObjectRow::createdAt).orElse(now), now);
        JsonNode words = call.body();
        boolean asItIs = words.path("copyMetadata").asBoolean(true);
        JsonNode own = words.path("metadata");
        return new ObjectRow(
                copy.id(),
                copy.bucketId(),
                copy.name(),
                call.caller().sub() != null
                        ? call.caller().sub()
                        : before.map(ObjectRow::ownerId).orElse(null),
                version,
                copy.createdAt(),
                now,
                from.size(),
                from.md5(),
                asItIs ? from.mimeType() : own.path("mimetype").asText(from.mimeType()),
                asItIs ? from.cacheControl() : own.path("cacheControl").asText(from.cacheControl()),
                from.robotsTag(),
                now,
                asItIs ? from.userMetadata() : givenMetadata(call, before));
    }

    /** Without words of its own, a copy over an object leaves the old ones. */
    private static JsonNode givenMetadata(StorageRequest call, Optional<ObjectRow> before) {
        return call.header("x-metadata").isPresent()
                ? IncomingFile.raw(call).userMetadata()
                : before.map(ObjectRow::userMetadata).orElse(JsonMapping.MAPPER.nullNode());
    }

    private static ObjectRow at(ObjectRow row, FromTo way, String id, String version, Instant createdAt, Instant now) {
        return new ObjectRow(
                id,
                way.toBucket(),
                way.toKey(),
                row.ownerId(),
                version,
                createdAt,
                now,
                row.size(),
                row.md5(),
                row.mimeType(),
                row.cacheControl(),
                row.robotsTag(),
                now,
                row.userMetadata());
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
