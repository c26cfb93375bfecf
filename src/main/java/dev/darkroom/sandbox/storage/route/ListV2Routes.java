package dev.darkroom.sandbox.storage.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxReply.Answer;
import dev.darkroom.sandbox.storage.object.ObjectNameRules;
import dev.darkroom.sandbox.storage.object.RowDefaults;
import dev.darkroom.sandbox.storage.object.StorageObjectRow;
import dev.darkroom.sandbox.storage.object.StorageObjectStore;
import dev.darkroom.sandbox.storage.reply.JsonSchemaCheck;
import dev.darkroom.sandbox.storage.reply.StorageError;
import dev.darkroom.sandbox.storage.reply.StorageReply;
import dev.darkroom.sandbox.storage.route.ObjectListRoutes.ObjectListEntry;
import dev.darkroom.sandbox.storage.route.StorageRoute.Auth;
import dev.darkroom.sandbox.storage.route.StorageRoute.Body;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The newer list: full keys in byte order or by time, cursor-paged, with folders listed separately. */
final class ListV2Routes {
    private static final int MAX_LIMIT = 1000;
    private static final JsonSchemaCheck LIST = JsonSchemaCheck.object(
                    "prefix:text limit:1.. cursor:text with_delimiter:flag")
            .with("sortBy", JsonSchemaCheck.object("column!:name|updated_at|created_at order:asc|desc"));

    private final StorageObjectStore store;

    ListV2Routes(StorageObjectStore store) {
        this.store = store;
    }

    List<StorageRoute> routes() {
        return List.of(StorageRoute.of("POST", "/object/list-v2/:bucket", Auth.REQUIRED, Body.JSON, this::list)
                .checking(LIST));
    }

    private Answer list(StorageCall call) {
        ObjectNameRules.checkBucket(call.bucket());
        JsonNode body = call.body();
        ObjectListCursor asked = ObjectListCursor.of(body);
        boolean delimited = body.path("with_delimiter").asBoolean();
        int limit = (int) Math.min(body.path("limit").asLong(MAX_LIMIT), MAX_LIMIT);
        List<ObjectListEntry> entries =
                asked.byTime() ? byTime(call, asked, delimited, limit + 1) : byName(call, asked, delimited, limit + 1);
        boolean more = entries.size() > limit;
        ObjectNode answer = SandboxReply.object().put("hasNext", more);
        ArrayNode folders = SandboxReply.array();
        ArrayNode objects = SandboxReply.array();
        for (ObjectListEntry entry : more ? entries.subList(0, limit) : entries) {
            ObjectNode json = entry.json();
            (entry.row() == null ? folders : objects).add(delimited ? json.put("key", entry.key()) : json);
        }
        if (more) {
            ObjectListEntry last = entries.get(limit - 1);
            answer.put("nextCursor", asked.after(last.name(), last.row()).text())
                    .put("nextCursorKey", last.name());
        }
        answer.set("folders", folders);
        answer.set("objects", objects);
        return StorageReply.ok(answer);
    }

    /** Walks the index in order; each folder costs one step, whatever its size. */
    private List<ObjectListEntry> byName(StorageCall call, ObjectListCursor asked, boolean delimited, int limit) {
        String prefix = call.body().path("prefix").asText();
        NavigableMap<String, StorageObjectRow> rows = store.objects(call.bucket());
        List<ObjectListEntry> found = new ArrayList<>();
        String at = asked.down() ? startDown(rows, prefix, asked) : startUp(rows, prefix, asked.name(), delimited);
        while (at != null && at.startsWith(prefix) && found.size() < limit) {
            int slash = delimited ? at.indexOf('/', prefix.length()) : -1;
            String name = slash < 0 ? at : at.substring(0, slash + 1);
            StorageObjectRow row = rows.get(at);
            if (row != null && call.caller().mayTouch(at)) {
                found.add(new ObjectListEntry(name, slash < 0 ? row : null));
            }
            at = asked.down() ? rows.lowerKey(name) : rows.ceilingKey(slash < 0 ? name + "\0" : successor(name));
        }
        return found;
    }

    private static @Nullable String startUp(
            NavigableMap<String, StorageObjectRow> rows, String prefix, String after, boolean delimited) {
        if (after.isEmpty()) {
            return rows.ceilingKey(prefix);
        }
        return delimited && after.endsWith("/") ? rows.ceilingKey(successor(after)) : rows.higherKey(after);
    }

    private static @Nullable String startDown(
            NavigableMap<String, StorageObjectRow> rows, String prefix, ObjectListCursor asked) {
        if (!asked.name().isEmpty()) {
            return rows.lowerKey(asked.name());
        }
        return prefix.isEmpty() ? rows.isEmpty() ? null : rows.lastKey() : rows.lowerKey(successor(prefix));
    }

    /** Returns the smallest string that sorts after all strings with this prefix. */
    private static String successor(String text) {
        return text.substring(0, text.length() - 1) + (char) (text.charAt(text.length() - 1) + 1);
    }

    private List<ObjectListEntry> byTime(StorageCall call, ObjectListCursor asked, boolean delimited, int limit) {
        String prefix = call.body().path("prefix").asText();
        Comparator<StorageObjectRow> up = Comparator.comparing(asked::timeOf);
        Comparator<StorageObjectRow> order = up.thenComparing(StorageObjectRow::name);
        Set<String> folders = new LinkedHashSet<>();
        List<StorageObjectRow> rows = new ArrayList<>();
        for (StorageObjectRow row : store.objects(call.bucket()).tailMap(prefix).values()) {
            if (!row.name().startsWith(prefix)) {
                break;
            }
            int slash = delimited ? row.name().indexOf('/', prefix.length()) : -1;
            if (slash >= 0 && call.caller().mayTouch(row.name())) {
                folders.add(row.name().substring(0, slash + 1));
            } else if (call.caller().mayTouch(row.name())) {
                rows.add(row);
            }
        }
        rows.sort(asked.down() ? order.reversed() : order);
        Stream<ObjectListEntry> all = Stream.concat(
                folders.stream().map(name -> new ObjectListEntry(name, null)),
                rows.stream().map(row -> new ObjectListEntry(row.name(), row)));
        Instant time = asked.time();
        return all.filter(entry -> asked.isAfter(entry.name(), entry.row(), time))
                .limit(limit)
                .toList();
    }

    /**
     * The start of a list's next page: base64 of lines {@code l:} last name, {@code o:} order, {@code c:} column, {@code a:} time
     * of the last entry. The cursor overrides the request.
     */
    private record ObjectListCursor(String name, String order, String column, String after) {
        private static final Pattern LINE = Pattern.compile("([loca]):(.*)");

        static ObjectListCursor of(JsonNode body) {
            Map<String, String> parts = parts(body.path("cursor").asText());
            JsonNode sort = body.path("sortBy");
            return new ObjectListCursor(
                    parts.getOrDefault("l", ""),
                    parts.getOrDefault("o", sort.path("order").asText("asc")),
                    parts.getOrDefault("c", sort.path("column").asText("name")),
                    parts.getOrDefault("a", ""));
        }

        private static Map<String, String> parts(String cursor) {
            Map<String, String> parts = new HashMap<>();
            if (cursor.isEmpty()) {
                return parts;
            }
            for (String line : decoded(cursor).split("\n", -1)) {
                Matcher matcher = LINE.matcher(line);
                if (!matcher.matches()) {
                    throw StorageError.PARAMETER.refusal("continuation token");
                }
                parts.put(matcher.group(1), matcher.group(2));
            }
            return parts;
        }

        private static String decoded(String cursor) {
            try {
                return new String(Base64.getMimeDecoder().decode(cursor), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException _) {
                throw StorageError.PARAMETER.refusal("continuation token");
            }
        }

        boolean down() {
            return order.equals("desc");
        }

        boolean byTime() {
            return column.equals("created_at") || column.equals("updated_at");
        }

        /** Truncated to milliseconds, the precision of the cursor text. */
        Instant timeOf(StorageObjectRow row) {
            Instant time = column.equals("updated_at") ? row.updatedAt() : row.createdAt();
            return time.truncatedTo(ChronoUnit.MILLIS);
        }

        Instant time() {
            try {
                return after.isEmpty() ? Instant.EPOCH : Instant.parse(after);
            } catch (DateTimeException _) {
                throw StorageError.PARAMETER.refusal("continuation token");
            }
        }

        /** Folders have no time; they sort before all objects, by name. */
        boolean isAfter(String entry, @Nullable StorageObjectRow row, Instant time) {
            if (name.isEmpty()) {
                return true;
            }
            if (row == null) {
                return after.isEmpty() && entry.compareTo(name) > 0;
            }
            if (after.isEmpty()) {
                return true;
            }
            int order = timeOf(row).compareTo(time);
            int place = order != 0 ? order : entry.compareTo(name);
            return down() ? place < 0 : place > 0;
        }

        ObjectListCursor after(String last, @Nullable StorageObjectRow row) {
            return new ObjectListCursor(
                    last, order, column, row == null || !byTime() ? "" : RowDefaults.time(timeOf(row)));
        }

        String text() {
            String text = "l:" + name + "\no:" + order + "\nc:" + column + (after.isEmpty() ? "" : "\na:" + after);
            return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
