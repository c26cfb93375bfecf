package dev.darkroom.sandbox.fal.job;

import dev.darkroom.sandbox.fal.model.SandboxModel;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An accepted request and its progress. The queue's lock guards all mutable state. */
public final class QueuedJob {
    public enum State {
        WAITING,
        RUNNING,
        ENDED
    }

    public final QueuedSubmission submission;
    final SandboxModel model;

    public State state = State.WAITING;
    Instant readyAt;

    /** The order among queued jobs: lower runs first. */
    long place;

    @Nullable
    public Instant startedAt;

    @Nullable
    public Instant due;

    @Nullable
    public Instant endedAt;

    @Nullable
    JobOutcome made;

    @Nullable
    public JobOutcome outcome;

    boolean making;
    boolean cancelAsked;
    public boolean cancelled;
    boolean forgotten;
    /** Whether it was accepted before the stand-in was restarted, which loses the number of calls. */
    boolean restored;

    public int calls;
    public int early;

    /** One-time faults that are still pending. */
    public final Set<SandboxFault> pending = EnumSet.noneOf(SandboxFault.class);

    QueuedJob(QueuedSubmission submission, SandboxModel model) {
        this.submission = submission;
        this.model = model;
        this.readyAt = submission.sentAt();
        pending.addAll(submission.faults());
    }

    public String id() {
        return submission.id();
    }

    public boolean has(SandboxFault fault) {
        return submission.has(fault);
    }

    /** Whether at most so many status calls have asked about it. */
    public boolean isAmongFirstCalls(int most) {
        return !restored && calls <= most;
    }

    public boolean strikes(SandboxFault fault) {
        return pending.remove(fault);
    }

    public boolean ended() {
        return state == State.ENDED;
    }

    /** Returns how long the job has run or ran; zero before it started. */
    public Duration ran(Instant now) {
        if (startedAt == null) {
            return Duration.ZERO;
        }
        return Duration.between(startedAt, endedAt == null ? now : endedAt);
    }
}
