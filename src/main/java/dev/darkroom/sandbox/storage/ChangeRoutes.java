package dev.darkroom.sandbox.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.http.JsonMapping;
import dev.darkroom.sandbox.storage.Route.Auth;
import dev.darkroom.sandbox.storage.Route.Body;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Deletes, moves and copies objects. */
final class ChangeRoutes {
    private static final Schema.Members FROM_TO = Schema.ANYTHING
            .with("bucketId", Schema.TEXT)
            .with("sourceKey", Schema.TEXT)
            .with("destinationBucket", Schema.TEXT)
            .with("destinationKey", Schema.TEXT);
    private static final Schema MOVE = FROM_TO.require("bucketId", "sourceKey", "destinationKey");
    private static final Schema COPY = FROM_TO.with("copyMetadata", Schema.FLAG)
            .with("metadata", Schema.ANYTHING.with("cacheControl", Schema.TEXT).with("mimetype", Schema.TEXT))
            .require("sourceKey", "bucketId", "destinationKey");
    private static final Schema DELETE = Schema.ANYTHING
            .with("prefixes", new Schema.Texts(1, Integer.MAX_VALUE))
            .require("prefixes");

    private final ObjectStore store;
    private final Access access;

    ChangeRoutes(ObjectStore store) {
        this.store = store;
        this.access = new Access(store);
    }

    List<Route> routes() {
        return List.of(
                Route.of("POST", "/object/move", Auth.REQUIRED, Body.JSON, this::move)
                        .checking(MOVE),
                Route.of("POST", "/object/copy", Auth.REQUIRED, Body.JSON, this::copy)
                        .checking(COPY),
                Route.of("DELETE", "/object/:bucket", Auth.REQUIRED, Body.JSON, this::deleteMany)
                        .checking(DELETE),
                Route.of("DELETE", "/object/:bucket/*", Auth.REQUIRED, Body.JSON, this::deleteOne));
    }

    private Reply deleteOne(Call call) {
        Names.checkBucket(call.bucket());
        ObjectRow row = store.object(call.bucket(), call.key()).orElseThrow(ApiError::noSuchKey);
        if (!call.caller().mayTouch(row.name())) {
            throw ApiError.accessDenied("Access denied");
        }
        store.remove(row);
        return Reply.message("Successfully deleted");
    }

    /** Exact keys; whatever is missing or forbidden is passed over in silence. */
    private Reply deleteMany(Call call) {
        Names.checkBucket(call.bucket());
        ArrayNode deleted = JsonMapping.MAPPER.createArrayNode();
        for (JsonNode prefix : call.body().path("prefixes")) {
            store.object(call.bucket(), prefix.asText())
                    .filter(row -> call.caller().mayTouch(row.name()))
                    .filter(store::remove)
                    .ifPresent(row -> deleted.add(row.json()));
        }
        return Reply.ok(deleted);
    }

    private Reply move(Call call) {
        FromTo way = FromTo.of(call.body());
        Names.checkBucket(way.bucket());
        Names.checkKey(way.toKey());
        ObjectRow row = access.visible(call.caller(), way.bucket(), way.key());
        if (!way.isSame()) {
            checkMove(call.caller(), way);
            Instant now = Instant.now();
            store.rename(row, at(row, way, row.id(), row.version(), row.createdAt(), now));
        }
        return Reply.message("Successfully moved");
    }

    private void checkMove(Caller caller, FromTo way) {
        if (!caller.mayTouch(way.toKey())) {
            throw ApiError.rowSecurity();
        }
        if (store.bucket(way.toBucket()).isEmpty()) {
            throw ApiError.noRelatedResource();
        }
        if (store.object(way.toBucket(), way.toKey()).isPresent()) {
            throw ApiError.moveTargetExists();
        }
        Names.checkStorable(way.toKey());
    }

    private Reply copy(Call call) {
        FromTo way = FromTo.of(call.body());
        Names.checkBucket(way.bucket());
        Names.checkKey(way.toKey());
        ObjectRow from = access.visible(call.caller(), way.bucket(), way.key());
        access.checkCreate(
                call.caller(),
                way.toBucket(),
                way.toKey(),
                call.header("x-upsert").equals(Optional.of("true")));
        Names.checkStorable(way.toKey());
        ObjectRow copy = copyOf(call, from, way);
        store.save(copy);
        ObjectNode answer = JsonMapping.MAPPER.createObjectNode();
        answer.put("Id", copy.id()).put("Key", way.toBucket() + "/" + way.toKey());
        answer.setAll(copy.json());
        return Reply.ok(answer);
    }

    private ObjectRow copyOf(Call call, ObjectRow from, FromTo way) {
        Optional<ObjectRow> before = store.object(way.toBucket(), way.toKey());
        Instant now = Instant.now();
        String version = Rows.newId();
        try {
            store.copyBytes(from.version(), version);
        } catch (IOException _) {
            throw ApiError.internal();
        }
        String id = before.map(ObjectRow::id).orElseGet(Rows::newId);
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
    private static JsonNode givenMetadata(Call call, Optional<ObjectRow> before) {
        return call.header("x-metadata").isPresent()
                ? Incoming.raw(call).userMetadata()
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
