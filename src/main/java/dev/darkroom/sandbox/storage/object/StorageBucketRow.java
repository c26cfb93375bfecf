package dev.darkroom.sandbox.storage.object;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.http.SandboxReply;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A stored bucket. */
public record StorageBucketRow(
        String id,
        String name,
        @Nullable String ownerId,
        boolean isPublic,
        String type,
        @Nullable Long sizeLimit,
        @Nullable List<String> mimeTypes,
        Instant createdAt,
        Instant updatedAt) {

    /** The list includes the type, a single bucket does not. */
    public ObjectNode json(boolean withType) {
        ObjectNode json = SandboxReply.object();
        json.put("id", id)
                .put("name", name)
                .put("owner", RowDefaults.owner(ownerId))
                .put("public", isPublic);
        if (withType) {
            json.put("type", type);
        }
        json.put("file_size_limit", sizeLimit);
        json.set("allowed_mime_types", JsonMapping.MAPPER.valueToTree(mimeTypes));
        return json.put("created_at", RowDefaults.time(createdAt)).put("updated_at", RowDefaults.time(updatedAt));
    }

    @JsonIgnore
    public List<String> allowed() {
        return mimeTypes == null ? List.of() : mimeTypes;
    }

    public boolean contains(String text) {
        return name.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }
}
