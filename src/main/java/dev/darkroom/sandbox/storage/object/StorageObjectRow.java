package dev.darkroom.sandbox.storage.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.http.SandboxReply;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored object. Its bytes are in a file named after the version.
 *
 * @param md5 hexadecimal; in quotes it is the ETag
 * @param userMetadata the metadata set by the uploader
 */
public record StorageObjectRow(
        String id,
        String bucketId,
        String name,
        @Nullable String ownerId,
        String version,
        Instant createdAt,
        Instant updatedAt,
        long size,
        String md5,
        String mimeType,
        String cacheControl,
        @Nullable String robotsTag,
        Instant lastModified,
        JsonNode userMetadata) {

    public String etag() {
        return "\"" + md5 + "\"";
    }

    /** Returns the object under another key: its bytes are copied there, and it belongs to the caller who moves it. */
    public StorageObjectRow movedTo(
            String bucket, String key, String newVersion, @Nullable String newOwner, Instant now) {
        return new StorageObjectRow(
                id,
                bucket,
                key,
                newOwner,
                newVersion,
                createdAt,
                now,
                size,
                md5,
                mimeType,
                cacheControl,
                robotsTag,
                now,
                userMetadata);
    }

    /** Returns the whole row as JSON, as in the answers to delete and copy. */
    public ObjectNode json() {
        ObjectNode json = SandboxReply.object();
        json.put("name", name).put("bucket_id", bucketId);
        json.put("owner", RowDefaults.owner(ownerId)).put("owner_id", ownerId == null ? "" : ownerId);
        json.put("version", version);
        times(json);
        json.set("metadata", metadata());
        json.set("user_metadata", userMetadata);
        return json;
    }

    /** Returns a list entry; {@code shown} is the object's name in that list. */
    public ObjectNode listed(String shown) {
        ObjectNode json = SandboxReply.object().put("name", shown);
        times(json);
        json.set("metadata", metadata());
        return json;
    }

    public ObjectNode info() {
        ObjectNode json = SandboxReply.object();
        json.put("id", id).put("name", name).put("version", version).put("bucket_id", bucketId);
        json.put("size", size).put("content_type", mimeType).put("cache_control", cacheControl);
        json.put("etag", etag());
        json.set("metadata", userMetadata);
        return json.put("last_modified", RowDefaults.time(updatedAt)).put("created_at", RowDefaults.time(createdAt));
    }

    private void times(ObjectNode json) {
        json.put("id", id).put("updated_at", RowDefaults.time(updatedAt));
        json.put("created_at", RowDefaults.time(createdAt)).put("last_accessed_at", RowDefaults.time(createdAt));
    }

    private ObjectNode metadata() {
        ObjectNode json = SandboxReply.object();
        json.put("eTag", etag()).put("size", size).put("mimetype", mimeType).put("cacheControl", cacheControl);
        json.put("lastModified", RowDefaults.time(lastModified))
                .put("contentLength", size)
                .put("httpStatusCode", 200);
        return robotsTag == null ? json : json.put("xRobotsTag", robotsTag);
    }
}
