package dev.darkroom.sandbox.storage.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxReply.Answer;
import dev.darkroom.sandbox.storage.object.MimeTypes;
import dev.darkroom.sandbox.storage.object.ObjectNameRules;
import dev.darkroom.sandbox.storage.object.StorageBucketRow;
import dev.darkroom.sandbox.storage.object.StorageObjectStore;
import dev.darkroom.sandbox.storage.object.UploadSizeLimits;
import dev.darkroom.sandbox.storage.reply.JsonSchemaCheck;
import dev.darkroom.sandbox.storage.reply.StorageError;
import dev.darkroom.sandbox.storage.reply.StorageReply;
import dev.darkroom.sandbox.storage.route.StorageRoute.Auth;
import dev.darkroom.sandbox.storage.route.StorageRoute.Body;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The routes for whole buckets, and for the cache in front of them. */
final class BucketRoutes {
    private static final String RULES = "public:flag file_size_limit:size";
    private static final JsonSchemaCheck TYPES = JsonSchemaCheck.orNull(JsonSchemaCheck.texts(0, Integer.MAX_VALUE));
    private static final JsonSchemaCheck NEW = JsonSchemaCheck.object(
                    RULES + " name!:text id:text type:STANDARD|ANALYTICS|VECTOR")
            .with("allowed_mime_types", TYPES);
    private static final JsonSchemaCheck CHANGE = JsonSchemaCheck.object(RULES)
            .with("allowed_mime_types", TYPES)
            .requireOneOf("public", "file_size_limit", "allowed_mime_types");
    private static final JsonSchemaCheck LIST = JsonSchemaCheck.object(
            "limit:1.. offset:0.. sortColumn:id|name|created_at|updated_at sortOrder:asc|desc search:text");

    private final StorageObjectStore store;
    private final UploadSizeLimits limits;

    BucketRoutes(StorageObjectStore store, UploadSizeLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    List<StorageRoute> routes() {
        return List.of(
                StorageRoute.of("POST", "/bucket", Auth.REQUIRED, Body.JSON, this::create)
                        .checking(NEW),
                StorageRoute.get("/bucket", Auth.REQUIRED, this::list).query(LIST),
                StorageRoute.get("/bucket/:bucket", Auth.REQUIRED, this::read),
                StorageRoute.of("PUT", "/bucket/:bucket", Auth.REQUIRED, Body.JSON, this::change)
                        .checking(CHANGE),
                StorageRoute.of("DELETE", "/bucket/:bucket", Auth.REQUIRED, Body.JSON_OR_EMPTY, this::delete),
                StorageRoute.of("POST", "/bucket/:bucket/empty", Auth.REQUIRED, Body.JSON_OR_EMPTY, this::empty),
                purging("/cdn", BucketRoutes::purge),
                purging("/cdn/:bucket", BucketRoutes::purge),
                purging("/cdn/:bucket/*", BucketRoutes::purgeObject));
    }

    private static StorageRoute purging(String path, Function<StorageCall, Answer> handler) {
        return StorageRoute.of("DELETE", path, Auth.REQUIRED, Body.JSON, handler)
                .query(JsonSchemaCheck.object("transformations:flag"));
    }

    private static Answer purgeObject(StorageCall call) {
        if (call.key().isEmpty()) {
            throw StorageError.SCHEMA.refusal("params/* must NOT have fewer than 1 characters");
        }
        return purge(call);
    }

    /** There is no cache here, so only the caller is checked. */
    private static Answer purge(StorageCall call) {
        if (!call.caller().isService()) {
            throw StorageError.WRONG_ROLE.refusal();
        }
        return StorageReply.message("success");
    }

    private Answer create(StorageCall call) {
        JsonNode body = call.body();
        String name = body.path("name").asText();
        String id = body.path("id").asText().isEmpty() ? name : body.path("id").asText();
        ObjectNameRules.checkNewBucket(name);
        ObjectNameRules.checkNewBucket(id);
        Long size = limits.bucketSize(body.path("file_size_limit"));
        List<String> types = types(body.path("allowed_mime_types"));
        if (!call.caller().isService()) {
            throw StorageError.ROW_SECURITY.refusal();
        }
        Instant now = Instant.now();
        String type = body.path("type").asText("STANDARD");
        StorageBucketRow made = new StorageBucketRow(
                id, name, call.caller().sub(), body.path("public").asBoolean(), type, size, types, now, now);
        synchronized (store) {
            boolean taken = store.buckets().stream()
                    .anyMatch(row -> row.id().equals(id) || row.name().equals(name));
            if (taken) {
                throw StorageError.BUCKET_EXISTS.refusal();
            }
            store.save(made);
        }
        return StorageReply.ok(SandboxReply.object().put("name", name));
    }

    private Answer list(StorageCall call) {
        Comparator<StorageBucketRow> order = switch (call.query("sortColumn").orElse("")) {
            case "id" -> Comparator.comparing(StorageBucketRow::id);
            case "name" -> Comparator.comparing(StorageBucketRow::name);
            case "updated_at" -> Comparator.comparing(StorageBucketRow::updatedAt);
            default -> Comparator.comparing(StorageBucketRow::createdAt);
        };
        boolean down = call.query("sortOrder").equals(Optional.of("desc"));
        Stream<StorageBucketRow> rows = store.buckets().stream()
                .filter(_ -> call.caller().isService())
                .filter(row -> row.contains(call.query("search").orElse("")))
                .sorted(down ? order.reversed() : order)
                .skip(call.parameters().path("offset").asLong(0))
                .limit(call.parameters().path("limit").asLong(Long.MAX_VALUE));
        ArrayNode answer = SandboxReply.array();
        rows.forEach(row -> answer.add(row.json(true)));
        return StorageReply.ok(answer);
    }

    private Answer read(StorageCall call) {
        return StorageReply.ok(store.bucket(call.caller(), call.bucket()).json(false));
    }

    private Answer change(StorageCall call) {
        JsonNode body = call.body();
        ObjectNameRules.checkBucket(call.bucket());
        Long size = limits.bucketSize(body.path("file_size_limit"));
        List<String> types = types(body.path("allowed_mime_types"));
        synchronized (store) {
            StorageBucketRow row = store.bucket(call.caller(), call.bucket());
            store.save(new StorageBucketRow(
                    row.id(),
                    row.name(),
                    row.ownerId(),
                    body.path("public").asBoolean(row.isPublic()),
                    row.type(),
                    body.has("file_size_limit") ? size : row.sizeLimit(),
                    body.has("allowed_mime_types") ? types : row.mimeTypes(),
                    row.createdAt(),
                    Instant.now()));
        }
        return StorageReply.message("Successfully updated");
    }

    private Answer delete(StorageCall call) {
        synchronized (store) {
            StorageBucketRow row = store.bucket(call.caller(), call.bucket());
            if (!store.objects(row.id()).isEmpty()) {
                throw StorageError.BUCKET_NOT_EMPTY.refusal();
            }
            store.remove(row);
        }
        return StorageReply.message("Successfully deleted");
    }

    private Answer empty(StorageCall call) {
        if (!call.caller().isService()) {
            throw StorageError.WRONG_ROLE.refusal();
        }
        StorageBucketRow row = store.bucket(call.caller(), call.bucket());
        store.objects(row.id()).values().forEach(store::remove);
        return StorageReply.message("Empty bucket has been queued. Completion may take up to an hour.");
    }

    private static @Nullable List<String> types(JsonNode list) {
        if (!list.isArray()) {
            return null;
        }
        List<String> types = StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .filter(type -> !type.isEmpty())
                .toList();
        MimeTypes.checkList(types);
        return types;
    }
}
