package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.fal.job.HistoryEntry;
import dev.darkroom.sandbox.fal.reply.FalRefusal;
import dev.darkroom.sandbox.fal.reply.FalReply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** One page of a list: {@code limit} and an opaque {@code cursor}. The cursor names the last row, so that new rows do no harm. */
final class ListPage {
    private static final int USUAL = 50;

    private ListPage() {}

    static FalReply of(
            FalExchange exchange,
            List<HistoryEntry> rows,
            int largest,
            String name,
            Function<HistoryEntry, ObjectNode> row) {
        int limit = limit(exchange, largest);
        int from = from(exchange, rows);
        int to = Math.min(rows.size(), from + limit);
        boolean more = to < rows.size();
        ObjectNode body = FalReply.object();
        ArrayNode items = body.putArray(name);
        rows.subList(from, to).forEach(history -> items.add(row.apply(history)));
        body.put("next_cursor", more ? encode(rows.get(to - 1).submission().id()) : null);
        return FalReply.json(200, body.put("has_more", more));
    }

    private static int limit(FalExchange exchange, int largest) {
        String text = exchange.query("limit");
        if (text == null) {
            return USUAL;
        }
        if (!text.matches("\\d{1,6}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > largest) {
            throw new FalRefusal(
                    PlatformCalls.error(400, "validation_error", "limit must be a number from 1 to " + largest));
        }
        return Integer.parseInt(text);
    }

    private static int from(FalExchange exchange, List<HistoryEntry> rows) {
        String cursor = exchange.query("cursor");
        if (cursor == null || cursor.isBlank()) {
            return 0;
        }
        String id = decode(cursor);
        for (int n = 0; n < rows.size(); n++) {
            if (rows.get(n).submission().id().equals(id)) {
                return n + 1;
            }
        }
        throw new FalRefusal(PlatformCalls.error(400, "validation_error", "cursor is not one that was handed out"));
    }

    private static String encode(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
