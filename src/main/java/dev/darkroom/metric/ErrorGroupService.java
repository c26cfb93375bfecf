package dev.darkroom.metric;

import dev.darkroom.database.Database;
import org.jspecify.annotations.Nullable;

/** Marks causes of failure as known, so that new ones stand out. Every call blocks. */
public final class ErrorGroupService {
    private final Database database;

    public ErrorGroupService(Database database) {
        this.database = database;
    }

    /** From now on; what comes later is {@linkplain ErrorGroup#isBack back}. */
    public void markKnown(ErrorGroup group, String by) {
        mark(group, by);
    }

    public void markNew(ErrorGroup group) {
        mark(group, null);
    }

    private void mark(ErrorGroup group, @Nullable String by) {
        database.useTransaction(handle -> handle.createUpdate("""
                        update error_group set known_by = :by, known_at = case when :by is null then null else clock_timestamp() end
                        where fingerprint = :fingerprint and model = :model
                        """)
                .bind("by", by)
                .bind("fingerprint", group.fingerprint())
                .bind("model", group.model())
                .execute());
    }
}
