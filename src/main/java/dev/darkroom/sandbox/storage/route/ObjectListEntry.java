package dev.darkroom.sandbox.storage.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.storage.object.StorageObjectRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a list.
 *
 * @param name as given in this list
 * @param row null for a folder
 */
record ObjectListEntry(String name, @Nullable StorageObjectRow row) {
    /** Returns the last segment of a full name, empty after an extra slash. */
    String key() {
        String path = row == null ? name.substring(0, name.length() - 1) : name;
        return path.substring(path.lastIndexOf('/') + 1);
    }

    ObjectNode json() {
        if (row != null) {
            return row.listed(name);
        }
        ObjectNode json = SandboxReply.object().put("name", name);
        List.of("id", "updated_at", "created_at", "last_accessed_at", "metadata")
                .forEach(json::putNull);
        return json;
    }
}
