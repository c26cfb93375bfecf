package dev.darkroom.sandbox.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.storage.StorageRoute.Auth;
import dev.darkroom.sandbox.storage.StorageRoute.Body;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The older list: one level, by offset, blind to case when it orders by name. Descending it is complete here, where the
 * original leaves out some folders.
 */
final class ListRoutes {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1500;
    private static final JsonSchemaCheck LIST = JsonSchemaCheck.ANYTHING
            .with("prefix", JsonSchemaCheck.TEXT)
            .with("limit", new JsonSchemaCheck.Whole(1))
            .with("offset", new JsonSchemaCheck.Whole(0))
            .with("search", JsonSchemaCheck.TEXT)
            .with(
                    "sortBy",
                    JsonSchemaCheck.ANYTHING
                            .with(
                                    "column",
                                    JsonSchemaCheck.oneOf("name", "updated_at", "created_at", "last_accessed_at"))
                            .with("order", JsonSchemaCheck.oneOf("asc", "desc"))
                            .require("column"))
            .require("prefix");

    private final ObjectStore store;

    ListRoutes(ObjectStore store) {
        this.store = store;
    }

    List<StorageRoute> routes() {
        return List.of(StorageRoute.of("POST", "/object/list/:bucket", Auth.REQUIRED, Body.JSON, this::list)
                .checking(LIST));
    }

    /** A folder has no row. */
    private record Entry(String name, @Nullable ObjectRow row) {
        String lowerName() {
            return name.toLowerCase(Locale.ROOT);
        }

        ObjectNode json() {
            if (row != null) {
                return row.listed(name);
            }
            ObjectNode json = JsonMapping.MAPPER.createObjectNode().put("name", name);
            Stream.of("id", "updated_at", "created_at", "last_accessed_at", "metadata")
                    .forEach(json::putNull);
            return json;
        }
    }

    private StorageReply list(StorageRequest call) {
        NameRules.checkBucket(call.bucket());
        JsonNode body = call.body();
        JsonNode sort = body.path("sortBy");
        boolean byName = sort.path("column").asText("name").equals("name");
        boolean down = sort.path("order").asText("asc").equals("desc");
        ArrayNode answer = JsonMapping.MAPPER.createArrayNode();
        level(call, byName).stream()
                .sorted(byName ? byName(down) : byTime(sort.path("column").asText(), down))
                .skip(body.path("offset").asLong(0))
                .limit(Math.min(body.path("limit").asLong(DEFAULT_LIMIT), MAX_LIMIT))
                .forEach(entry -> answer.add(entry.json()));
        return StorageReply.ok(answer);
    }

    private List<Entry> level(StorageRequest call, boolean blindToCase) {
        String prefix = call.body().path("prefix").asText();
        String folder = (prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/").toLowerCase(Locale.ROOT);
        String search = call.body().path("search").asText().toLowerCase(Locale.ROOT);
        Map<String, Entry> folders = new TreeMap<>();
        List<Entry> entries = new ArrayList<>();
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
                entries.add(new Entry(rest, row));
            } else {
                String name = rest.substring(0, slash);
                folders.putIfAbsent(blindToCase ? name.toLowerCase(Locale.ROOT) : name, new Entry(name, null));
            }
        }
        entries.addAll(folders.values());
        return entries;
    }

    private static Comparator<Entry> byName(boolean down) {
        Comparator<Entry> order = Comparator.comparing(Entry::lowerName).thenComparing(Entry::name);
        return down ? order.reversed() : order;
    }

    /** Folders have no time and come first. */
    private static Comparator<Entry> byTime(String column, boolean down) {
        Comparator<ObjectRow> time =
                Comparator.comparing(row -> column.equals("updated_at") ? row.updatedAt() : row.createdAt());
        Comparator<ObjectRow> order = time.thenComparing(ObjectRow::name);
        return Comparator.comparing(Entry::row, Comparator.nullsFirst(down ? order.reversed() : order))
                .thenComparing(Entry::name);
    }
}
