package dev.darkroom.metric;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.activity.ActivityRecord;
import dev.darkroom.database.Database;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import org.jspecify.annotations.Nullable;

/** Marks causes of failure as known, so that new ones stand out. Every call blocks. */
public final class ErrorGroupService {
    private final Database database;

    public ErrorGroupService(Database database) {
        this.database = database;
    }

    /** Marks a cause as known from now on; if it recurs, see {@link ErrorGroup#hasRecurred}. */
    public void markKnown(ErrorGroup group, String by) {
        mark(group, by, true);
    }

    public void markNew(ErrorGroup group, String by) {
        mark(group, by, false);
    }

    private void mark(ErrorGroup group, String by, boolean known) {
        database.useTransaction(handle -> {
            handle.createUpdate("""
                            update error_group set known_by = :by, known_at = case when :known then clock_timestamp() end
                            where fingerprint = :fingerprint and model = :model
                            """)
                    .bind("by", known ? by : null)
                    .bind("known", known)
                    .bind("fingerprint", group.fingerprint())
                    .bind("model", group.model())
                    .execute();
            ActivityRecord.of(
                            known ? "MARK_KNOWN" : "MARK_NEW",
                            by,
                            "",
                            CodedMessage.of(known ? "done.known" : "done.new"))
                    .on(group.code() + ", " + group.model())
                    .changing(facts(group.known().map(ErrorGroup.Known::by).orElse(null)), facts(known ? by : null))
                    .write(handle);
        });
    }

    private static ObjectNode facts(@Nullable String knownBy) {
        return JsonMapping.MAPPER.createObjectNode().put("known_by", knownBy);
    }
}
