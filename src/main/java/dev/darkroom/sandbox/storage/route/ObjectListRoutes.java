package dev.darkroom.sandbox.storage.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxReply.Answer;
import dev.darkroom.sandbox.storage.object.ObjectNameRules;
import dev.darkroom.sandbox.storage.object.StorageObjectRow;
import dev.darkroom.sandbox.storage.object.StorageObjectStore;
import dev.darkroom.sandbox.storage.reply.JsonSchemaCheck;
import dev.darkroom.sandbox.storage.reply.StorageReply;
import dev.darkroom.sandbox.storage.route.StorageRoute.Auth;
import dev.darkroom.sandbox.storage.route.StorageRoute.Body;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The older list: one level, offset-paged, case-insensitive when sorted by name. Descending lists are complete here, whereas
 * the original omits some folders.
 */
final class ObjectListRoutes {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1500;
    private static final JsonSchemaCheck LIST = JsonSchemaCheck.object("prefix!:text limit:1.. offset:0.. search:text")
            .with(
                    "sortBy",
                    JsonSchemaCheck.object("column!:name|updated_at|created_at|last_accessed_at order:asc|desc"));

    private final StorageObjectStore store;

    ObjectListRoutes(StorageObjectStore store) {
        this.store = store;
    }

    List<StorageRoute> routes() {
        return List.of(StorageRoute.of("POST", "/object/list/:bucket", Auth.REQUIRED, Body.JSON, this::list)
                .checking(LIST));
    }

    private Answer list(StorageCall call) {
        ObjectNameRules.checkBucket(call.bucket());
        JsonNode body = call.body();
        JsonNode sort = body.path("sortBy");
        boolean byName = sort.path("column").asText("name").equals("name");
        boolean down = sort.path("order").asText("asc").equals("desc");
        ArrayNode answer = SandboxReply.array();
        level(call, byName).stream()
                .sorted(byName ? byName(down) : byTime(sort.path("column").asText(), down))
                .skip(body.path("offset").asLong(0))
                .limit(Math.min(body.path("limit").asLong(DEFAULT_LIMIT), MAX_LIMIT))
                .forEach(entry -> answer.add(entry.json()));
        return StorageReply.ok(answer);
    }

    private List<ObjectListEntry> level(StorageCall call, boolean blindToCase) {
        String prefix = call.body().path("prefix").asText();
        String folder = (prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/").toLowerCase(Locale.ROOT);
        String search = call.body().path("search").asText().toLowerCase(Locale.ROOT);
        Map<String, ObjectListEntry> folders = new TreeMap<>();
        List<ObjectListEntry> entries = new ArrayList<>();
        for (StorageObjectRow row : store.objects(call.bucket()).values()) {
            String lower = row.name().toLowerCase(Locale.ROOT);
            if (!lower.startsWith(folder)
                    || !lower.startsWith(search, folder.length())
                    || !call.caller().mayTouch(row.name())) {
                continue;
            }
            String rest = row.name().substring(folder.length());
            int slash = rest.indexOf('/');
            if (slash < 0) {
                entries.add(new ObjectListEntry(rest, row));
            } else {
                String name = rest.substring(0, slash);
                folders.putIfAbsent(
                        blindToCase ? name.toLowerCase(Locale.ROOT) : name, new ObjectListEntry(name, null));
            }
        }
        entries.addAll(folders.values());
        return entries;
    }

    private static Comparator<ObjectListEntry> byName(boolean down) {
        Comparator<ObjectListEntry> order = Comparator.comparing(
                        (ObjectListEntry entry) -> entry.name().toLowerCase(Locale.ROOT))
                .thenComparing(ObjectListEntry::name);
        return down ? order.reversed() : order;
    }

    /** Folders have no time and come first. */
    private static Comparator<ObjectListEntry> byTime(String column, boolean down) {
        Comparator<StorageObjectRow> time =
                Comparator.comparing(row -> column.equals("updated_at") ? row.updatedAt() : row.createdAt());
        Comparator<StorageObjectRow> order = time.thenComparing(StorageObjectRow::name);
        return Comparator.comparing(ObjectListEntry::row, Comparator.nullsFirst(down ? order.reversed() : order))
                .thenComparing(ObjectListEntry::name);
    }

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
}
