package dev.darkroom.storage.supabase;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.json.TimeBounds;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * An object as described by the service.
 *
 * @param key the full key inside the bucket
 * @param size in bytes; -1 when a list omits it
 * @param etag without quotes; only on some servers the MD5 of the content, so never compare it with a hash
 * @param userMetadata a JSON object, empty when there is none
 */
public record StoredObject(
        String key,
        String id,
        long size,
        String contentType,
        String cacheControl,
        String etag,
        Optional<Instant> createdAt,
        Optional<Instant> updatedAt,
        JsonNode userMetadata) {

    /** Reads the answer of the info route. */
    static StoredObject ofInfo(JsonNode info) {
        return new StoredObject(
                info.path("name").asText(),
                info.path("id").asText(),
                info.path("size").asLong(),
                info.path("content_type").asText(),
                info.path("cache_control").asText(),
                info.path("etag").asText().replace("\"", ""),
                instant(info.path("created_at")),
                instant(info.path("last_modified")),
                info.path("metadata"));
    }

    /** Reads an entry of a list, which omits the metadata set by us. */
    static StoredObject ofList(JsonNode line) {
        JsonNode metadata = line.path("metadata");
        return new StoredObject(
                line.path("name").asText(),
                line.path("id").asText(),
                metadata.path("size").asLong(-1),
                metadata.path("mimetype").asText(),
                metadata.path("cacheControl").asText(),
                metadata.path("eTag").asText().replace("\"", ""),
                instant(line.path("created_at")),
                instant(line.path("updated_at")),
                JsonMapping.MAPPER.createObjectNode());
    }

    static Optional<Instant> instant(JsonNode node) {
        try {
            return node.isTextual() ? Optional.of(TimeBounds.within(Instant.parse(node.asText()))) : Optional.empty();
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
