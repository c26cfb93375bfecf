package dev.darkroom.sandbox.fal;

import dev.darkroom.sandbox.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One accepted request on its way. Everything that changes is guarded by the queue's lock. */
final class Job {
    enum State {
        WAITING,
        RUNNING,
        ENDED
    }

    final Submission submission;
    final Model model;

    State state = State.WAITING;
    Instant readyAt;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant due;

    @Nullable
    Instant endedAt;

    @Nullable
    Outcome made;

    @Nullable
    Outcome outcome;

    boolean making;
    boolean cancelAsked;
    boolean cancelled;
    boolean forgotten;
    int calls;
    int early;

    /** Faults that strike once and have not struck yet. */
    final Set<Fault> pending = EnumSet.noneOf(Fault.class);

    Job(Submission submission, Model model) {
        this.submission = submission;
        this.model = model;
        this.readyAt = submission.sentAt();
        pending.addAll(submission.faults());
    }

    String id() {
        return submission.id();
    }

    boolean has(Fault fault) {
        return submission.has(fault);
    }

    boolean strikes(Fault fault) {
        return pending.remove(fault);
    }

    boolean ended() {
        return state == State.ENDED;
    }

    /** How long it has run, or ran; zero before it started. */
    Duration ran(Instant now) {
        if (startedAt == null) {
            return Duration.ZERO;
        }
        return Duration.between(startedAt, endedAt == null ? now : endedAt);
    }
}
