package dev.darkroom.console.generations;

import dev.darkroom.database.Database;
import java.util.UUID;

/** Lines of a timeline, written as an engine would have. */
record StageEvents(Database database, UUID id) {
    void add(long secondsAgo, String lane, String kind, String text) {
        add(secondsAgo, lane, kind, text, 1);
    }

    void add(long secondsAgo, String lane, String kind, String text, int attempt) {
        database.useTransaction(handle -> handle.createUpdate("""
                        insert into timeline_event (generation_id, at, lane, kind, attempt, text, actor)
                        values (:id, now() - make_interval(secs => :ago), :lane, :kind, :attempt, :text, 'engine-e091')
                        """)
                .bind("id", id)
                .bind("ago", secondsAgo)
                .bind("lane", lane)
                .bind("kind", kind)
                .bind("attempt", attempt)
                .bind("text", text)
                .execute());
    }
}
