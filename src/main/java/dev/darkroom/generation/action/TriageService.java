package dev.darkroom.generation.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.activity.ActivityRecord;
import dev.darkroom.database.Database;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import dev.darkroom.generation.GenerationTriage.TriageMark;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.json.JsonTextSanitizer;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What operators note for each other about a generation. None of it changes the generation itself. Every call blocks. */
public final class TriageService {
    public static final int MAX_NOTE_LENGTH = 2_000;

    private final Database database;
    private final EventBus events;

    public TriageService(Database database, EventBus events) {
        this.database = database;
        this.events = events;
    }

    /** Sets a mark, or takes over one that somebody else has set. */
    public ActionResult mark(UUID generation, TriageMark mark, String actor) {
        return change(generation, (handle, user) -> {
            Optional<String> before = owner(handle, generation, mark);
            if (before.equals(Optional.of(actor))) {
                return new ActionResult.Nothing("mark.same", name(mark));
            }
            handle.createUpdate("""
                            insert into generation_mark (generation_id, mark, actor) values (:generation, :mark, :actor)
                            on conflict (generation_id, mark) do update set actor = excluded.actor, at = clock_timestamp()
                            """)
                    .bind("generation", generation)
                    .bind("mark", mark)
                    .bind("actor", actor)
                    .execute();
            return writeActivity(
                    handle,
                    ActivityRecord.of("MARK", actor, "", CodedMessage.of("done.mark", name(mark)))
                            .about(generation, user)
                            .changing(before.map(by -> facts(mark, by)).orElse(null), facts(mark, actor)));
        });
    }

    /** Removes a mark, whoever set it. */
    public ActionResult unmark(UUID generation, TriageMark mark, String actor) {
        return change(generation, (handle, user) -> {
            Optional<String> before = owner(handle, generation, mark);
            if (before.isEmpty()) {
                return new ActionResult.Nothing("mark.none", name(mark));
            }
            handle.createUpdate("delete from generation_mark where generation_id = :generation and mark = :mark")
                    .bind("generation", generation)
                    .bind("mark", mark)
                    .execute();
            return writeActivity(
                    handle,
                    ActivityRecord.of("UNMARK", actor, "", CodedMessage.of("done.unmark", name(mark)))
                            .about(generation, user)
                            .changing(facts(mark, before.get()), null));
        });
    }

    /** Adds a note, which is never changed or removed. */
    public ActionResult note(UUID generation, String text, String actor) {
        String words = JsonTextSanitizer.clean(text).strip();
        if (words.isEmpty()) {
            throw new RefusedInputException("note.missing");
        }
        if (words.length() > MAX_NOTE_LENGTH) {
            throw new RefusedInputException("note.long", MAX_NOTE_LENGTH, words.length());
        }
        return change(generation, (handle, user) -> {
            handle.createUpdate(
                            "insert into generation_note (generation_id, actor, text) values (:generation, :actor, :text)")
                    .bind("generation", generation)
                    .bind("actor", actor)
                    .bind("text", words)
                    .execute();
            return writeActivity(
                    handle,
                    ActivityRecord.of("NOTE", actor, words, CodedMessage.of("done.note"))
                            .about(generation, user));
        });
    }

    private interface TriageChange {
        ActionResult apply(Handle handle, String user);
    }

    private ActionResult change(UUID generation, TriageChange change) {
        return database.inTransaction(handle -> {
            String user = AuditedActionRunner.known(handle, generation).userId();
            ActionResult result = change.apply(handle, user);
            if (result instanceof ActionResult.Done) {
                handle.afterCommit(() -> events.publish(
                        new EngineEvent.GenerationChanged(generation, user, EngineEvent.Change.PROGRESS)));
            }
            return result;
        });
    }

    private static ActionResult writeActivity(Handle handle, ActivityRecord line) {
        line.write(handle);
        return new ActionResult.Done(line.outcome());
    }

    private static Optional<String> owner(Handle handle, UUID generation, TriageMark mark) {
        return handle.createQuery(
                        "select actor from generation_mark where generation_id = :generation and mark = :mark for update")
                .bind("generation", generation)
                .bind("mark", mark)
                .mapTo(String.class)
                .findOne();
    }

    private static ObjectNode facts(TriageMark mark, String actor) {
        return JsonMapping.MAPPER.createObjectNode().put("mark", mark.name()).put("by", actor);
    }

    private static CodedMessage name(TriageMark mark) {
        return CodedMessage.of("mark." + mark);
    }
}
