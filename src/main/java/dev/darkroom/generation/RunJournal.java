package dev.darkroom.generation;

import dev.darkroom.database.StaleWriteException;
import dev.darkroom.database.Write;
import dev.darkroom.database.Writer;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.Events;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.http.Redact;
import dev.darkroom.logging.Category;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.Mark;
import dev.darkroom.storage.SignedUrl;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The writes of a running attempt. Each is one statement that changes the row and adds its line to the timeline, each
 * carries the run's epoch, and each renews the lease. A write that changes nothing means the right is lost.
 */
final class RunJournal {
    /** A run that writes nothing for this long is taken from its engine even while that one is alive. */
    static final Duration LEASE = Duration.ofMinutes(5);

    private static final String FENCE =
            " where id = :id and owner = :owner and epoch = :epoch and status = 'PROCESSING' ";
    private static final String KEEP =
            ", updated_at = clock_timestamp(), lease_until = clock_timestamp() + make_interval(secs => :lease)";
    private static final String GIVE_BACK = ", owner = null, lease_until = null, updated_at = clock_timestamp()";
    private static final String NOTE = """
            insert into timeline_event (generation_id, lane, kind, attempt, stage, text, duration_ms, actor)
            select id, :lane, :kind, attempt, stage, :text, cast(:duration as bigint), :actor from changed
            """;
    private static final String NOTE_WITH_REFUND = """
            insert into timeline_event (generation_id, lane, kind, attempt, stage, text, duration_ms, actor)
            select id, :lane, :kind, attempt, stage,
                   concat(cast(:text as text), ', balance ', refund_charge(user_id, id, charge, credits, :reason, :actor)),
                   cast(:duration as bigint), :actor
            from changed
            """;

    private final Writer writer;
    private final Events events;
    private final String actor;

    RunJournal(Writer writer, Events events, String actor) {
        this.writer = writer;
        this.events = events;
        this.actor = actor;
    }

    /** Saved before the POST: from now on the generation counts as possibly sent. */
    void submitting(Run run, String input) {
        keep(
                run,
                "input = cast(:input as jsonb), submit_started_at = clock_timestamp(), stage = 'SUBMITTING'",
                new Note(TimelineEvent.Lane.ENGINE, "SUBMITTING", "Sending to fal.ai", null),
                s -> s.with("input", input));
    }

    void submitted(Run run, FalRequest request, String how, Duration took) {
        keep(
                run,
                """
                stage = 'SUBMITTED', submitted_at = clock_timestamp(), request_id = :request, status_url = :status,
                response_url = :response, cancel_url = :cancel, fal_status = 'IN_QUEUE', fal_changed_at = clock_timestamp()
                """,
                new Note(TimelineEvent.Lane.FAL, "SUBMITTED", how + ", request " + request.requestId(), took),
                s -> s.with("request", request.requestId())
                        .with("status", request.statusUrl().toString())
                        .with("response", request.responseUrl().toString())
                        .with("cancel", request.cancelUrl().toString()));
    }

    /** fal.ai moved the job from one state to another. */
    void followed(Run run, String status, @Nullable Integer position, String text, Duration sinceLast) {
        keep(
                run,
                """
                fal_status = :status, queue_position = cast(:position as integer), fal_changed_at = clock_timestamp(),
                fal_started_at = case when :status = 'IN_PROGRESS' then clock_timestamp() else fal_started_at end
                """,
                new Note(TimelineEvent.Lane.FAL, status, text, sinceLast),
                s -> s.with("status", status).with("position", position));
    }

    /** Nothing new but the position in the queue: the lease is renewed, the timeline stays as it is. */
    void stillThere(Run run, @Nullable Integer position) {
        write(
                run,
                "update generation set queue_position = cast(:position as integer)" + KEEP + FENCE,
                s -> s.with("position", position).with("lease", LEASE.toSeconds()));
    }

    /** The result, before anything else is done with it: fal.ai keeps it for minutes only. */
    void rendered(Run run, String resultJson, Duration took) {
        keep(
                run,
                """
                stage = 'RENDERED', result = cast(:result as jsonb), rendered_at = clock_timestamp(),
                fal_status = 'COMPLETED', fal_changed_at = clock_timestamp(), queue_position = null
                """,
                new Note(TimelineEvent.Lane.FAL, "RENDERED", "Result received", took),
                s -> s.with("result", resultJson));
    }

    void storing(Run run, int files) {
        keep(
                run,
                "stage = 'STORING', files_expected = :files",
                new Note(
                        TimelineEvent.Lane.STORAGE,
                        "STORING",
                        "Storing " + files + (files == 1 ? " file" : " files"),
                        null),
                s -> s.with("files", files));
    }

    void signing(Run run, int files, long bytes, @Nullable String warning, Duration took) {
        CategoryLog.info(Category.DB_UPDATE, Mark.NOTE, "Updating generation {} in database", run.generation());
        CategoryLog.info(Category.DB_UPDATE, Mark.FIGURES, "Storage size: {} bytes", bytes);
        keep(
                run,
                "stage = 'SIGNING', files_stored = :files, bytes_stored = :bytes, warning = :warning",
                new Note(
                        TimelineEvent.Lane.STORAGE,
                        "STORED",
                        warning == null ? "Stored " + files + (files == 1 ? " file" : " files") : warning,
                        took),
                s -> s.with("files", files).with("bytes", bytes).with("warning", warning));
    }

    void completed(Run run, String path, SignedUrl url, Duration took) {
        CategoryLog.info(
                Category.DB_UPDATE,
                Mark.MEDIA,
                "Media URL update: {}",
                Redact.url(url.url().toString()));
        status(run, GenerationStatus.COMPLETED, () -> {
            CategoryLog.info(Category.DB_STATUS, Mark.TIME, "Adding completion timestamp");
            end(
                    run,
                    """
                    status = 'COMPLETED', finished_at = clock_timestamp(), media_path = :path, media_url = :url,
                    media_url_expires_at = :expires, error_kind = null, error_code = null, error = null, error_detail = null
                    """,
                    NOTE,
                    new Note(TimelineEvent.Lane.ENGINE, "COMPLETED", "Completed", took),
                    s -> s.with("path", path).with("url", url.url().toString()).with("expires", url.expiresAt()));
        });
    }

    /** The end that costs the user nothing: failed and refunded in one transaction. */
    void failed(Run run, Generation.Failure failure, Duration took) {
        status(run, GenerationStatus.FAILED, () -> {
            CategoryLog.info(Category.DB_STATUS, Mark.TIME, "Adding completion timestamp");
            end(
                    run,
                    "status = 'FAILED', refunded = true, finished_at = clock_timestamp(), " + ERROR,
                    NOTE_WITH_REFUND,
                    new Note(TimelineEvent.Lane.ENGINE, "FAILED", "Failed: " + failure.message(), took),
                    s -> error(s, failure).with("reason", failure.message()));
        });
        events.publish(new EngineEvent.CreditsChanged(run.userId()));
    }

    void cancelled(Run run, String reason, Duration took) {
        status(
                run,
                GenerationStatus.CANCELLED,
                () -> end(
                        run,
                        "status = 'CANCELLED', refunded = true, finished_at = clock_timestamp()",
                        NOTE_WITH_REFUND,
                        new Note(TimelineEvent.Lane.ENGINE, "CANCELLED", "Cancelled: " + reason, took),
                        s -> s.with("reason", "cancelled: " + reason)));
        events.publish(new EngineEvent.CreditsChanged(run.userId()));
    }

    /** Back to waiting, from the stage reached or, when fal.ai's own job is over without a result, from the start. */
    void retryLater(Run run, Generation.Failure failure, Instant when, Restart restart) {
        status(
                run,
                GenerationStatus.PENDING,
                () -> end(
                        run,
                        restart.sql + "status = 'PENDING', next_attempt_at = :when, " + ERROR,
                        NOTE,
                        new Note(TimelineEvent.Lane.ENGINE, "RETRY", "Attempt ended: " + failure.message(), null),
                        s -> error(s, failure).with("when", when)));
    }

    /** Back to waiting without an attempt being counted: nothing was wrong with the generation itself. */
    void handedBack(Run run, String why, Instant when, Restart restart) {
        status(
                run,
                GenerationStatus.PENDING,
                () -> end(
                        run,
                        restart.sql + "status = 'PENDING', attempt = greatest(attempt - 1, 0), next_attempt_at = :when",
                        NOTE,
                        new Note(TimelineEvent.Lane.ENGINE, "HANDED_BACK", why, null),
                        s -> s.with("when", when)));
    }

    /** Nobody goes on until a person has decided. */
    void held(Run run, Hold hold, Generation.Failure failure) {
        status(
                run,
                GenerationStatus.PENDING,
                () -> end(
                        run,
                        "status = 'PENDING', hold = :hold, " + ERROR,
                        NOTE,
                        new Note(TimelineEvent.Lane.ENGINE, "HELD", failure.message(), null),
                        s -> error(s, failure).with("hold", hold.name())));
    }

    /** From where the next attempt goes on. */
    enum Restart {
        FROM_STAGE(""),
        /** The POST was not accepted: it is safe to send it again. */
        NOT_SENT("submit_started_at = null, "),
        /** fal.ai's job has ended without a result and without a bill: a new one is wanted. */
        NEW_JOB("""
                stage = null, submit_started_at = null, submitted_at = null, request_id = null, status_url = null,
                response_url = null, cancel_url = null, fal_status = null, queue_position = null,
                fal_started_at = null, fal_changed_at = null,
                """);

        private final String sql;

        Restart(String sql) {
            this.sql = sql;
        }

        /** Assignments, each followed by a comma. */
        String sql() {
            return sql;
        }
    }

    private static final String ERROR =
            " error_kind = :error_kind, error_code = :error_code, error = :error, error_detail = :error_detail";

    private static Write error(Write write, Generation.Failure failure) {
        return write.with("error_kind", failure.kind())
                .with("error_code", failure.code())
                .with("error", failure.message())
                .with("error_detail", failure.detail());
    }

    private record Note(
            TimelineEvent.Lane lane,
            String kind,
            String text,
            @Nullable Duration took) {}

    @FunctionalInterface
    private interface Binding {
        Write to(Write write);
    }

    private void status(Run run, GenerationStatus status, Runnable write) {
        CategoryLog.info(
                Category.DB_STATUS, Mark.CHANGE, "Updating generation {} status to: {}", run.generation(), status);
        write.run();
        CategoryLog.info(Category.DB_UPDATE, Mark.CHANGE, "Status update: {}", status);
        CategoryLog.info(Category.DB_STATUS, Mark.SUCCESS, "Status update completed");
    }

    private void keep(Run run, String set, Note note, Binding binding) {
        changed(run, set + KEEP, NOTE, note, s -> binding.to(s).with("lease", LEASE.toSeconds()));
    }

    private void end(Run run, String set, String noteSql, Note note, Binding binding) {
        changed(run, set + GIVE_BACK, noteSql, note, binding);
    }

    private void changed(Run run, String set, String noteSql, Note note, Binding binding) {
        String sql = "with changed as (update generation set " + set + FENCE + "returning *) " + noteSql;
        write(
                run,
                sql,
                s -> binding.to(s)
                        .with("lane", note.lane().name())
                        .with("kind", note.kind())
                        .with("text", note.text())
                        .with(
                                "duration",
                                note.took() == null ? null : note.took().toMillis())
                        .with("actor", actor));
        events.publish(new EngineEvent.GenerationChanged(run.generation(), run.userId(), note.kind()));
    }

    private void write(Run run, String sql, Binding binding) {
        Write write = binding.to(Write.of(sql)
                .with("id", run.generation())
                .with("owner", run.engine())
                .with("epoch", run.epoch()));
        if (writer.write(run.generation(), write) == 0) {
            throw new StaleWriteException(
                    "Generation " + run.generation() + " is no longer run " + run.epoch() + "'s to write.");
        }
    }
}
