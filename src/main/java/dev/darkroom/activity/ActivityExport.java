package dev.darkroom.activity;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.system.CsvLines;
import dev.darkroom.system.PagedExport;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * Writes lines of Activity in English, newest first, page by page, so that no more than a page is in memory: as a JSON array
 * if the file name ends with {@code .json}, else as CSV with a header; both in UTF-8.
 */
public final class ActivityExport {
    private final ActivityQueries queries;

    public ActivityExport(ActivityQueries queries) {
        this.queries = queries;
    }

    /**
     * Creates or replaces the file only once everything has been written; interrupting the thread cancels the export.
     *
     * @param progress receives the number of lines written so far
     * @return the number of lines
     */
    public long write(ActivityFilter filter, Path target, LongConsumer progress) throws InterruptedException {
        PagedExport.PageQuery<ActivityEntry> query =
                (last, limit) -> queries.page(filter, false, last == null ? null : last.key(), limit);
        return String.valueOf(target.getFileName()).endsWith(".json")
                ? PagedExport.toFile(target, out -> writeJson(query, out, progress))
                : PagedExport.csv(
                        target,
                        "time,who,action,generation,user,subject,reason,result,outcome,before,after,done,skipped,"
                                + "failed,credits",
                        query,
                        ActivityExport::csv,
                        progress);
    }

    private static String csv(ActivityEntry entry) {
        return CsvLines.line(
                entry.at(),
                entry.actor(),
                entry.action(),
                entry.generation(),
                entry.user(),
                entry.subject().english(),
                entry.reason().english(),
                entry.result(),
                entry.outcome().english(),
                entry.before().isEmpty() ? "" : JsonMapping.write(entry.before()),
                entry.after().isEmpty() ? "" : JsonMapping.write(entry.after()),
                entry.counts().map(ActivityEntry.BulkCounts::done).orElse(null),
                entry.counts().map(ActivityEntry.BulkCounts::skipped).orElse(null),
                entry.counts().map(ActivityEntry.BulkCounts::failed).orElse(null),
                entry.counts().map(ActivityEntry.BulkCounts::spent).orElse(null));
    }

    private static long writeJson(PagedExport.PageQuery<ActivityEntry> query, Writer out, LongConsumer progress)
            throws IOException, InterruptedException {
        try (JsonGenerator json = JsonMapping.MAPPER.getFactory().createGenerator(out)) {
            json.writeStartArray();
            long written = PagedExport.write(
                    query,
                    entry -> {
                        json.writeRaw("\n");
                        json.writeTree(json(entry));
                    },
                    progress);
            json.writeEndArray();
            return written;
        }
    }

    private static ObjectNode json(ActivityEntry entry) {
        ObjectNode node = JsonMapping.MAPPER
                .createObjectNode()
                .put("time", entry.at().toString())
                .put("who", entry.actor())
                .put("action", entry.action())
                .put(
                        "generation",
                        entry.generation() == null ? null : entry.generation().toString())
                .put("user", entry.user())
                .put("subject", entry.subject().english())
                .put("reason", entry.reason().english())
                .put("result", entry.result().name())
                .put("outcome", entry.outcome().english());
        node.set("before", entry.before());
        node.set("after", entry.after());
        entry.counts().ifPresent(counts -> node.set("counts", JsonMapping.MAPPER.valueToTree(counts)));
        return node;
    }
}
