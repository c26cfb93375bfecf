package dev.darkroom.console.generations;

import dev.darkroom.database.Database;
import dev.darkroom.generation.TimelineKind;
import java.util.UUID;

/** Writes timeline entries as an engine would have. */
public record StageEvents(Database database, UUID id) {
    public void add(long secondsAgo, TimelineKind kind) {
        add(secondsAgo, kind, "{}");
    }

    /** @param data JSON with the members that {@link TimelineKind} names */
    public void add(long secondsAgo, TimelineKind kind, String data) {
        database.useTransaction(handle -> handle.createUpdate("""
                        insert into timeline_event (generation_id, at, kind, attempt, data, actor)
                        values (:id, now() - make_interval(secs => :ago), :kind, 1, cast(:data as jsonb), 'engine-e091')
                        """)
                .bind("id", id)
                .bind("ago", secondsAgo)
                .bind("kind", kind)
                .bind("data", data)
                .execute());
    }
}
