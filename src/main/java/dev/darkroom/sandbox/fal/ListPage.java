package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.fal.job.HistoryEntry;
import dev.darkroom.sandbox.http.SandboxReply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** One page of a list: {@code limit} and an opaque {@code cursor}. The cursor names the last row, so that new rows do no harm. */
final class ListPage {
    private static final int USUAL = 50;

    private ListPage() {}

    static SandboxReply of(
            FalCall call, List<HistoryEntry> rows, int largest, String name, Function<HistoryEntry, ObjectNode> row) {
        int limit = call.query("limit").map(text -> limit(text, largest)).orElse(USUAL);
        int from = call.query("cursor")
                .filter(cursor -> !cursor.isBlank())
                .map(cursor -> behind(rows, cursor))
                .orElse(0);
        int to = Math.min(rows.size(), from + limit);
        boolean more = to < rows.size();
        ObjectNode body = SandboxReply.object();
        ArrayNode items = body.putArray(name);
        rows.subList(from, to).forEach(entry -> items.add(row.apply(entry)));
        body.put("next_cursor", more ? cursor(rows.get(to - 1)) : null);
        return SandboxReply.ok(body.put("has_more", more));
    }

    private static int limit(String text, int largest) {
        if (!text.matches("\\d{1,6}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > largest) {
            throw PlatformCalls.invalid("limit must be a number from 1 to " + largest);
        }
        return Integer.parseInt(text);
    }

    private static int behind(List<HistoryEntry> rows, String cursor) {
        int at = rows.stream().map(ListPage::cursor).toList().indexOf(cursor);
        if (at < 0) {
            throw PlatformCalls.invalid("cursor is not one that was handed out");
        }
        return at + 1;
    }

    private static String cursor(HistoryEntry row) {
        byte[] id = row.submission().id().getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }
}
