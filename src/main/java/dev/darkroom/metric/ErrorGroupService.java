package dev.darkroom.metric;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.activity.ActivityRecord;
import dev.darkroom.database.Database;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Marks causes of failure as known, so that new ones stand out. Every call blocks. */
public final class ErrorGroupService {
    private final Database database;

    public ErrorGroupService(Database database) {
        this.database = database;
    }

    /**
     * Marks a cause as known from now on; if it recurs, see {@link ErrorGroup#hasRecurred}.
     *
     * @return the cause with its new mark
     */
    public ErrorGroup markKnown(ErrorGroup group, String by) {
        return database.inTransaction(handle -> {
            Optional<ErrorGroup.Known> before = lock(handle, group);
            Optional<ErrorGroup.Known> after = write(handle, group, by);
            record(handle, "MARK_KNOWN", by, "done.known", group, before, after);
            return group.withKnown(after);
        });
    }

    /**
     * Removes the mark that the cause was read with.
     *
     * @return false when it has another mark, or none, by now: nothing is changed
     */
    public boolean markNew(ErrorGroup group, String by) {
        return database.inTransaction(handle -> {
            Optional<ErrorGroup.Known> before = lock(handle, group);
            if (!before.equals(group.known())) {
                return false;
            }
            record(handle, "MARK_NEW", by, "done.new", group, before, write(handle, group, null));
            return true;
        });
    }

    private static Optional<ErrorGroup.Known> lock(Handle handle, ErrorGroup group) {
        return handle.createQuery("""
                        select known_by, known_at from error_group
                        where fingerprint = :fingerprint and model = :model for update
                        """)
                .bind("fingerprint", group.fingerprint())
                .bind("model", group.model())
                .map((row, _) -> known(row))
                .findOne()
                .flatMap(Function.identity());
    }

    private static Optional<ErrorGroup.Known> write(Handle handle, ErrorGroup group, @Nullable String by) {
        return handle.createQuery("""
                        update error_group set known_by = :by, known_at = case when cast(:by as text) is not null then clock_timestamp() end
                        where fingerprint = :fingerprint and model = :model
                        returning known_by, known_at
                        """)
                .bind("by", by)
                .bind("fingerprint", group.fingerprint())
                .bind("model", group.model())
                .map((row, _) -> known(row))
                .findOne()
                .flatMap(Function.identity());
    }

    private static Optional<ErrorGroup.Known> known(ResultSet row) throws SQLException {
        String by = row.getString("known_by");
        return by == null
                ? Optional.empty()
                : Optional.of(new ErrorGroup.Known(
                        by, row.getObject("known_at", OffsetDateTime.class).toInstant()));
    }

    private static void record(
            Handle handle,
            String action,
            String by,
            String outcome,
            ErrorGroup group,
            Optional<ErrorGroup.Known> before,
            Optional<ErrorGroup.Known> after) {
        ActivityRecord.of(action, by, "", CodedMessage.of(outcome))
                .on(group.code() + ", " + group.model())
                .changing(facts(before), facts(after))
                .write(handle);
    }

    private static ObjectNode facts(Optional<ErrorGroup.Known> known) {
        return JsonMapping.MAPPER
                .createObjectNode()
                .put("known_by", known.map(ErrorGroup.Known::by).orElse(null))
                .put("known_at", known.map(mark -> mark.at().toString()).orElse(null));
    }
}
