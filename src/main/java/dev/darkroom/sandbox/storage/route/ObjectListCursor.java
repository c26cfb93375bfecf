package dev.darkroom.sandbox.storage.route;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.storage.object.RowDefaults;
import dev.darkroom.sandbox.storage.object.StorageObjectRow;
import dev.darkroom.sandbox.storage.reply.StorageError;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The start of a list's next page: base64 of lines {@code l:} last name, {@code o:} order, {@code c:} column, {@code a:} time
 * of the last entry. The cursor overrides the request.
 */
record ObjectListCursor(String name, String order, String column, String after) {
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
        return new ObjectListCursor(last, order, column, row == null || !byTime() ? "" : RowDefaults.time(timeOf(row)));
    }

    String text() {
        String text = "l:" + name + "\no:" + order + "\nc:" + column + (after.isEmpty() ? "" : "\na:" + after);
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
