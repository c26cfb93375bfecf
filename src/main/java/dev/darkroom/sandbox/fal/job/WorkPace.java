package dev.darkroom.sandbox.fal.job;

import dev.darkroom.sandbox.fal.model.SandboxModel;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.sandbox.media.SeededRandom;
import java.time.Duration;

/**
 * How long jobs take and files live.
 *
 * @param speed 10 = ten times as fast as the real models
 */
public record WorkPace(long seed, double speed) {
    private static final Duration SCHEDULING = Duration.ofMillis(600);
    private static final Duration CANCELLING = Duration.ofMillis(300);
    private static final Duration RESULT = Duration.ofHours(1);
    private static final Duration LARGE_RESULT = Duration.ofMinutes(6);
    private static final Duration STORED_RESULT = Duration.ofDays(30);
    private static final Duration FILE = Duration.ofDays(7);
    private static final int LARGE_LENGTH = 10 * 1024;
    private static final int SLOWNESS = 10;

    /** Even with a free runner, a request is queued briefly. */
    Duration scheduling() {
        return faster(SCHEDULING);
    }

    Duration cancelling() {
        return faster(CANCELLING);
    }

    /** The model's usual time, plus or minus a quarter. */
    Duration run(QueuedSubmission submission, SandboxModel model) {
        double luck = 0.75
                + 0.5
                        * SeededRandom.of("pace", String.valueOf(seed), submission.id())
                                .nextDouble();
        double slowness = submission.has(SandboxFault.SLOW) ? SLOWNESS : 1;
        return faster(Duration.ofNanos((long) (model.run().toNanos() * luck * slowness)));
    }

    /** @param stored whether payloads are stored, which keeps a result beyond the time it is guaranteed for */
    Duration resultLife(JobOutcome outcome, boolean stored) {
        if (stored && outcome.length() <= RequestHistoryEntry.MAX_RESULT_LENGTH) {
            return STORED_RESULT;
        }
        return outcome.length() >= LARGE_LENGTH ? LARGE_RESULT : RESULT;
    }

    public Duration fileLife() {
        return FILE;
    }

    public Duration faster(Duration time) {
        return Duration.ofNanos((long) (time.toNanos() / speed));
    }
}
