package dev.darkroom.storage.supabase;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** A bucket as described by the service. All routes address it by its id. */
public record StorageBucket(
        String id, String name, Rules rules, Optional<Instant> createdAt, Optional<Instant> updatedAt) {

    /**
     * The access and upload rules of a bucket.
     *
     * @param isPublic whether anyone may read without a link
     * @param maxBytes the maximum file size in bytes; empty = the server's limit
     * @param mimeTypes the accepted types, such as {@code image/*}; empty = all
     */
    public record Rules(boolean isPublic, OptionalLong maxBytes, List<String> mimeTypes) {
        public static final Rules PRIVATE = new Rules(false, OptionalLong.empty(), List.of());
        /** The service also accepts {@code *} and {@code *}{@code /*}, but then refuses every file. */
        private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9!#$&^_.+-]+/([A-Za-z0-9!#$&^_.+-]+|\\*)");

        public Rules {
            mimeTypes = List.copyOf(mimeTypes);
        }

        /** Validates only the rules that we request: buckets created by others may have rules that accept nothing. */
        Rules checked() {
            if (maxBytes.isPresent() && maxBytes.getAsLong() < 1) {
                throw new IllegalArgumentException("The size limit of a bucket must be at least 1 byte.");
            }
            for (String type : mimeTypes) {
                if (!TYPE.matcher(type).matches()) {
                    throw new IllegalArgumentException(
                            "\"" + type + "\" cannot be an allowed type of a bucket; write image/png or image/*.");
                }
            }
            return this;
        }
    }

    static StorageBucket of(JsonNode json) {
        JsonNode limit = json.path("file_size_limit");
        return new StorageBucket(
                json.path("id").asText(),
                json.path("name").asText(),
                new Rules(
                        json.path("public").asBoolean(),
                        limit.canConvertToLong() ? OptionalLong.of(limit.asLong()) : OptionalLong.empty(),
                        StreamSupport.stream(json.path("allowed_mime_types").spliterator(), false)
                                .map(JsonNode::asText)
                                .toList()),
                StoredObject.instant(json.path("created_at")),
                StoredObject.instant(json.path("updated_at")));
    }
}
