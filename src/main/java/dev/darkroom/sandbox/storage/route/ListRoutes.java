package dev.darkroom.sandbox.storage.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxReply.Answer;
import dev.darkroom.sandbox.storage.object.NameRules;
import dev.darkroom.sandbox.storage.object.ObjectRow;
import dev.darkroom.sandbox.storage.object.ObjectStore;
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

/**
 * The older list: one level, by offset, case-insensitive when sorted by name. Descending lists are complete here, while
 * the original omits some folders.
 */
final class ListRoutes {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1500;
    private static final JsonSchemaCheck LIST = JsonSchemaCheck.object("prefix!:text limit:1.. offset:0.. search:text")
            .with(
                    "sortBy",
                    JsonSchemaCheck.object("column!:name|updated_at|created_at|last_accessed_at order:asc|desc"));

    private final ObjectStore store;

    ListRoutes(ObjectStore store) {
        this.store = store;
    }

    List<StorageRoute> routes() {
        return List.of(StorageRoute.of("POST", "/object/list/:bucket", Auth.REQUIRED, Body.JSON, this::list)
                .checking(LIST));
    }

    private Answer list(StorageCall call) {
        NameRules.checkBucket(call.bucket());
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

    private List<ListedEntry> level(StorageCall call, boolean blindToCase) {
        String prefix = call.body().path("prefix").asText();
        String folder = (prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/").toLowerCase(Locale.ROOT);
        String search = call.body().path("search").asText().toLowerCase(Locale.ROOT);
        Map<String, ListedEntry> folders = new TreeMap<>();
        List<ListedEntry> entries = new ArrayList<>();
        for (ObjectRow row : store.objects(call.bucket()).values()) {
            String lower = row.name().toLowerCase(Locale.ROOT);
            if (!lower.startsWith(folder)
                    || !lower.startsWith(search, folder.length())
                    || !call.caller().mayTouch(row.name())) {
                continue;
            }
            String rest = row.name().substring(folder.length());
            int slash = rest.indexOf('/');
            if (slash < 0) {
                entries.add(new ListedEntry(rest, row));
            } else {
                String name = rest.substring(0, slash);
                folders.putIfAbsent(blindToCase ? name.toLowerCase(Locale.ROOT) : name, new ListedEntry(name, null));
            }
        }
        entries.addAll(folders.values());
        return entries;
    }

    private static Comparator<ListedEntry> byName(boolean down) {
        Comparator<ListedEntry> order = Comparator.comparing(
                        (ListedEntry entry) -> entry.name().toLowerCase(Locale.ROOT))
                .thenComparing(ListedEntry::name);
        return down ? order.reversed() : order;
    }

    /** Folders have no time and come first. */
    private static Comparator<ListedEntry> byTime(String column, boolean down) {
        Comparator<ObjectRow> time =
                Comparator.comparing(row -> column.equals("updated_at") ? row.updatedAt() : row.createdAt());
        Comparator<ObjectRow> order = time.thenComparing(ObjectRow::name);
        return Comparator.comparing(ListedEntry::row, Comparator.nullsFirst(down ? order.reversed() : order))
                .thenComparing(ListedEntry::name);
    }
}
