package dev.darkroom.generation;

import dev.darkroom.fal.FalClient;
import dev.darkroom.http.Retry;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What the part of a run that talks to fal.ai works with; {@link SubmitStep} begins it, {@link FollowStep} ends it. */
record RunContext(
        FalClient fal,
        RunRepository journal,
        Generation generation,
        FencingToken run,
        EngineSettings settings,
        BooleanSupplier cancelRequested,
        GenerationRepository generations,
        ConcurrencyLimiter sending,
        ServiceCircuitBreaker pauses) {
    static Retry retry() {
        return new Retry(6, Duration.ofMillis(500), Duration.ofSeconds(20));
    }

    /** Thrown when the job ended, or was never sent, because a person had asked for it. */
    static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The engine stops: the run ends where it is, its stage is saved. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException _) {
            throw new Stopped();
        }
    }
}
