package dev.darkroom.generation;

import dev.darkroom.database.BatchStatement;
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
import dev.darkroom.storage.FileRow;
import dev.darkroom.storage.SignedUrl;
import dev.darkroom.storage.StorageRepository;
import dev.darkroom.storage.StoredFile;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The writes of a running attempt, as {@link GenerationTransition} says them, with their log lines and events. A write that changes
 * nothing means the right is lost.
 */
final class RunRepository {
    /** A run that writes nothing for this long is taken from its engine even while that one is alive. */
    static final Duration LEASE = Duration.ofMinutes(5);

    private final Writer writer;
    private final Events events;
    private final String actor;

    RunRepository(Writer writer, Events events, String actor) {
        this.writer = writer;
        this.events = events;
        this.actor = actor;
    }

    /** Saved before the POST: from now on the generation counts as possibly sent. */
    void submitting(FencingToken run, String input) {
        keep(
                run,
                GenerationTransition.SUBMITTING,
                new Note(TimelineEvent.Lane.ENGINE, "SUBMITTING", "Sending to fal.ai", null),
                s -> s.with("input", input));
    }

    void submitted(FencingToken run, FalRequest request, String how, Duration took) {
        keep(
                run,
                GenerationTransition.SUBMITTED,
                new Note(TimelineEvent.Lane.FAL, "SUBMITTED", how + ", request " + request.requestId(), took),
                s -> s.with("request", request.requestId())
                        .with("status", request.statusUrl().toString())
                        .with("response", request.responseUrl().toString())
                        .with("cancel", request.cancelUrl().toString()));
    }

    /** fal.ai moved the job from one state to another. */
    void followed(FencingToken run, String status, @Nullable Integer position, String text, Duration sinceLast) {
        keep(
                run,
                GenerationTransition.FOLLOWED,
                new Note(TimelineEvent.Lane.FAL, status, text, sinceLast),
                s -> s.with("status", status).with("position", position));
    }

    /** Nothing new but the position in the queue: the lease is renewed, the timeline stays as it is. */
    void stillThere(FencingToken run, @Nullable Integer position) {
        write(
                run,
                GenerationTransition.STILL_THERE,
                s -> s.with("position", position).with("lease", LEASE.toSeconds()));
    }

    /** The result, before anything else is done with it: fal.ai keeps it for minutes only. */
    void rendered(FencingToken run, String resultJson, Duration took) {
        keep(run, GenerationTransition.RENDERED, received(took), s -> s.with("result", resultJson));
    }

    /** {@link #rendered} and {@link #storing} in one write, when the storing begins at once. */
    void renderedAndStoring(FencingToken run, String resultJson, Duration took, int files) {
        keep(
                run,
                GenerationTransition.RENDERED_STORING,
                begun(files),
                s -> before(s, received(took)).with("result", resultJson).with("files", files));
    }

    void storing(FencingToken run, int files) {
        keep(run, GenerationTransition.STORING, begun(files), s -> s.with("files", files));
    }

    /** What came of storing: {@code warning} names what is missing, {@code unsaved} is a file whose row is written with this. */
    record Stored(
            int files,
            long bytes,
            @Nullable String warning,
            Duration took,
            @Nullable StoredFile unsaved) {}

    /** The files are stored, and a link could not be had yet. */
    void signing(FencingToken run, Stored stored) {
        logged(run, stored);
        keep(run, GenerationTransition.SIGNING, note(stored), s -> stored(s, stored));
        loggedFile(stored);
    }

    /** @param stored null when an earlier attempt has stored the files */
    void completed(FencingToken run, @Nullable Stored stored, String path, SignedUrl url, Duration took) {
        if (stored != null) {
            logged(run, stored);
        }
        CategoryLog.info(
                Category.DB_UPDATE,
                Mark.MEDIA,
                "Media URL update: {}",
                Redact.url(url.url().toString()));
        status(run, GenerationStatus.COMPLETED, () -> {
            CategoryLog.info(Category.DB_STATUS, Mark.TIME, "Adding completion timestamp");
            end(
                    run,
                    stored == null ? GenerationTransition.COMPLETED : GenerationTransition.STORED_COMPLETED,
                    new Note(TimelineEvent.Lane.ENGINE, "COMPLETED", "Completed", took),
                    s -> (stored == null ? s : stored(before(s, note(stored)), stored))
                            .with("path", path)
                            .with("url", url.url().toString())
                            .with("expires", url.expiresAt()));
        });
        if (stored != null) {
            loggedFile(stored);
        }
    }

    private static Note received(Duration took) {
        return new Note(TimelineEvent.Lane.FAL, "RENDERED", "Result received", took);
    }

    private static Note begun(int files) {
        return new Note(TimelineEvent.Lane.STORAGE, "STORING", "StoreStep " + files(files), null);
    }

    private static Note note(Stored stored) {
        return new Note(
                TimelineEvent.Lane.STORAGE,
                "STORED",
                stored.warning() == null ? "Stored " + files(stored.files()) : stored.warning(),
                stored.took());
    }

    private static String files(int number) {
        return number + (number == 1 ? " file" : " files");
    }

    private static void logged(FencingToken run, Stored stored) {
        CategoryLog.info(Category.DB_UPDATE, Mark.NOTE, "Updating generation {} in database", run.generation());
        CategoryLog.info(Category.DB_UPDATE, Mark.FIGURES, "Storage size: {} bytes", stored.bytes());
    }

    private static void loggedFile(Stored stored) {
        if (stored.unsaved() != null) {
            StorageRepository.logSaved(stored.unsaved());
        }
    }

    private static Write stored(Write write, Stored stored) {
        Write all = write.with("files", stored.files())
                .with("bytes", stored.bytes())
                .with("warning", stored.warning());
        return stored.unsaved() == null ? all : FileRow.with(all, stored.unsaved());
    }

    /** The end that costs the user nothing: failed and refunded in one transaction. */
    void failed(FencingToken run, Generation.Failure failure, Duration took) {
        status(run, GenerationStatus.FAILED, () -> {
            CategoryLog.info(Category.DB_STATUS, Mark.TIME, "Adding completion timestamp");
            end(
                    run,
                    GenerationTransition.FAILED,
                    new Note(TimelineEvent.Lane.ENGINE, "FAILED", "Failed: " + failure.message(), took),
                    s -> error(s, failure).with("reason", failure.message()));
        });
        events.publish(new EngineEvent.CreditsChanged(run.userId()));
    }

    void cancelled(FencingToken run, String reason, Duration took) {
        status(
                run,
                GenerationStatus.CANCELLED,
                () -> end(
                        run,
                        GenerationTransition.CANCELLED,
                        new Note(TimelineEvent.Lane.ENGINE, "CANCELLED", "Cancelled: " + reason, took),
                        s -> s.with("reason", "cancelled: " + reason)));
        events.publish(new EngineEvent.CreditsChanged(run.userId()));
    }

    /** Back to waiting, from the stage reached or, when fal.ai's own job is over without a result, from the start. */
    void retryLater(FencingToken run, Generation.Failure failure, Instant when, Restart restart) {
        status(
                run,
                GenerationStatus.PENDING,
                () -> end(
                        run,
                        restart.retryLater,
                        new Note(TimelineEvent.Lane.ENGINE, "RETRY", "Attempt ended: " + failure.message(), null),
                        s -> error(s, failure).with("at", when)));
    }

    /** Back to waiting without an attempt being counted: nothing was wrong with the generation itself. */
    void handedBack(FencingToken run, String why, Instant when, Restart restart) {
        status(
                run,
                GenerationStatus.PENDING,
                () -> end(
                        run,
                        restart.handedBack,
                        new Note(TimelineEvent.Lane.ENGINE, "HANDED_BACK", why, null),
                        s -> s.with("at", when)));
    }

    /** Nobody goes on until a person has decided. */
    void held(FencingToken run, Hold hold, Generation.Failure failure) {
        status(
                run,
                GenerationStatus.PENDING,
                () -> end(
                        run,
                        GenerationTransition.HELD,
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
        private final BatchStatement retryLater;
        private final BatchStatement handedBack;

        Restart(String sql) {
            this.sql = sql;
            retryLater = GenerationTransition.retryLater(sql);
            handedBack = GenerationTransition.handedBack(sql);
        }

        /** Assignments, each followed by a comma. */
        String sql() {
            return sql;
        }
    }

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
            @Nullable Duration took) {
        @Nullable
        Long millis() {
            return took == null ? null : took.toMillis();
        }
    }

    /** The line of the step before, when one write says two. */
    private static Write before(Write write, Note note) {
        return write.with("lane_before", note.lane())
                .with("kind_before", note.kind())
                .with("text_before", note.text())
                .with("duration_before", note.millis());
    }

    @FunctionalInterface
    private interface Binding {
        Write to(Write write);
    }

    private void status(FencingToken run, GenerationStatus status, Runnable write) {
        CategoryLog.info(
                Category.DB_STATUS, Mark.CHANGE, "Updating generation {} status to: {}", run.generation(), status);
        write.run();
        CategoryLog.info(Category.DB_UPDATE, Mark.CHANGE, "Status update: {}", status);
        CategoryLog.info(Category.DB_STATUS, Mark.SUCCESS, "Status update completed");
    }

    private void keep(FencingToken run, BatchStatement statement, Note note, Binding binding) {
        end(run, statement, note, s -> binding.to(s).with("lease", LEASE.toSeconds()));
    }

    private void end(FencingToken run, BatchStatement statement, Note note, Binding binding) {
        write(
                run,
                statement,
                s -> binding.to(s)
                        .with("lane", note.lane())
                        .with("kind", note.kind())
                        .with("text", note.text())
                        .with("duration", note.millis())
                        .with("actor", actor));
        events.publish(new EngineEvent.GenerationChanged(run.generation(), run.userId(), note.kind()));
    }

    private void write(FencingToken run, BatchStatement statement, Binding binding) {
        Write write = binding.to(Write.of(statement)
                .with("id", run.generation())
                .with("owner", run.engine())
                .with("epoch", run.epoch()));
        if (writer.write(run.userId(), run.generation(), write).isEmpty()) {
            throw new StaleWriteException(
                    "Generation " + run.generation() + " is no longer run " + run.epoch() + "'s to write.");
        }
    }
}
