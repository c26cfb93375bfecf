package dev.darkroom.sandbox.fal.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One line of the queue's journal; exactly one member is set. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record QueueChange(
        @Nullable QueuedSubmission accepted,
        @Nullable StartedJob started,
        @Nullable EndedJob ended,
        @Nullable ServedFile uploaded,
        @Nullable String forgotten) {
    record StartedJob(String id, Instant at) {}

    record EndedJob(String id, Instant at, boolean cancelled, JobOutcome outcome) {}

    static QueueChange of(QueuedSubmission accepted) {
        return new QueueChange(accepted, null, null, null, null);
    }

    static QueueChange of(StartedJob started) {
        return new QueueChange(null, started, null, null, null);
    }

    static QueueChange of(EndedJob ended) {
        return new QueueChange(null, null, ended, null, null);
    }

    static QueueChange of(ServedFile uploaded) {
        return new QueueChange(null, null, null, uploaded, null);
    }

    static QueueChange forgotten(String id) {
        return new QueueChange(null, null, null, null, id);
    }
}
