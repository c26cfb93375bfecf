package dev.darkroom.sandbox.fal;

import dev.darkroom.sandbox.SandboxFault;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One accepted request on its way. Everything that changes is guarded by the queue's lock. */
final class QueuedJob {
    enum State {
        WAITING,
        RUNNING,
        ENDED
    }

    final QueuedSubmission submission;
    final SandboxModel model;

    State state = State.WAITING;
    Instant readyAt;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant due;

    @Nullable
    Instant endedAt;

    @Nullable
    JobOutcome made;

    @Nullable
    JobOutcome outcome;

    boolean making;
    boolean cancelAsked;
    boolean cancelled;
    boolean forgotten;
    int calls;
    int early;

    /** Faults that strike once and have not struck yet. */
    final Set<SandboxFault> pending = EnumSet.noneOf(SandboxFault.class);

    QueuedJob(QueuedSubmission submission, SandboxModel model) {
        this.submission = submission;
        this.model = model;
        this.readyAt = submission.sentAt();
        pending.addAll(submission.faults());
    }

    String id() {
        return submission.id();
    }

    boolean has(SandboxFault fault) {
        return submission.has(fault);
    }

    boolean strikes(SandboxFault fault) {
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
