package dev.darkroom.storage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.message.CodedMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists of a bucket's objects. A bucket that does not exist looks empty: the service says no more. */
public final class SupabaseListing {
    private static final int PAGE = 1000;

    private final SupabaseCalls calls;
    private final String bucket;

    SupabaseListing(SupabaseCalls calls, String bucket) {
        this.calls = calls;
        this.bucket = bucket;
    }

    /**
     * One level of folders and objects.
     *
     * @param folders full names, ending with a slash
     * @param next what to ask the next page with; empty on the last one
     */
    public record Page(List<String> folders, List<StoredObject> objects, Optional<String> next) {}

    /** One page of what lies directly in a folder: {@code ""} or a name that ends with a slash. At most 1000 a page. */
    public Page folder(String prefix, Optional<String> cursor, int limit) {
        return page(prefix, cursor.orElse(null), limit, true);
    }

    /** Every object whose key begins with the prefix, in byte order, fetched page by page while the stream is read. */
    public Stream<StoredObject> all(String prefix) {
        return Stream.iterate(
                        page(prefix, null, PAGE, false),
                        Objects::nonNull,
                        last -> last.next()
                                .map(cursor -> page(prefix, cursor, PAGE, false))
                                .orElse(null))
                .flatMap(page -> page.objects().stream());
    }

    /**
     * The older list, which can also search: one level, by name without regard to case, by offset.
     *
     * @param folder without a slash at its ends; {@code ""} is the root
     * @param search the beginning of a name at that level; {@code ""} is everything
     */
    public Page search(String folder, String search, int offset, int limit) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("prefix", folder);
        body.put("limit", limit);
        body.put("offset", offset);
        body.put("sortBy", Map.of("column", "name", "order", "asc"));
        if (!search.isEmpty()) {
            body.put("search", search);
        }
        JsonNode rows =
                calls.query(CodedMessage.of("do.list", bucket), "/object/list/" + ObjectKeys.segment(bucket), body);
        List<String> folders = new ArrayList<>();
        List<StoredObject> objects = new ArrayList<>();
        String before = folder.isEmpty() ? "" : folder + "/";
        for (JsonNode row : rows) {
            String key = before + row.path("name").asText();
            if (row.path("id").isTextual()) {
                objects.add(StoredObject.ofListed(row, key));
            } else {
                folders.add(key + "/");
            }
        }
        return new Page(
                folders, objects, rows.size() < limit ? Optional.empty() : Optional.of(String.valueOf(offset + limit)));
    }

    private Page page(String prefix, @Nullable String cursor, int limit, boolean oneLevel) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("prefix", prefix);
        body.put("limit", Math.clamp(limit, 1, PAGE));
        body.put("with_delimiter", oneLevel);
        if (cursor != null) {
            body.put("cursor", cursor);
        }
        JsonNode answer =
                calls.query(CodedMessage.of("do.list", bucket), "/object/list-v2/" + ObjectKeys.segment(bucket), body);
        List<String> folders = new ArrayList<>();
        answer.path("folders").forEach(folder -> folders.add(folder.path("name").asText()));
        List<StoredObject> objects = new ArrayList<>();
        answer.path("objects")
                .forEach(row ->
                        objects.add(StoredObject.ofListed(row, row.path("name").asText())));
        JsonNode next = answer.path("nextCursor");
        boolean more = answer.path("hasNext").asBoolean() && next.isTextual();
        return new Page(folders, objects, more ? Optional.of(next.asText()) : Optional.empty());
    }
}
