package dev.darkroom.generation.engine;

import dev.darkroom.fal.FalClient;
import dev.darkroom.generation.FencingToken;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRepository;
import dev.darkroom.http.RetryingHttpCall;
import dev.darkroom.storage.StorageRepository;
import dev.darkroom.storage.upload.StorageService;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The context shared by the steps of one attempt. */
public record RunContext(
        EngineResources resources, Generation generation, FencingToken run, BooleanSupplier cancelRequested) {

    FalClient fal() {
        return resources.fal();
    }

    GenerationRunRepository runs() {
        return resources.runs();
    }

    EngineSettings settings() {
        return resources.settings();
    }

    static RetryingHttpCall retry() {
        return new RetryingHttpCall(6, Duration.ofMillis(500), Duration.ofSeconds(20));
    }

    /** Thrown when the job ended, or was never sent, because an operator asked to cancel. */
    static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Thrown when the engine stops: the run ends where it is, with its stage saved. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Thrown when nothing was sent, because a service was paused since the claim. */
    static final class Paused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient ServiceCircuitBreaker.Pause pause;

        Paused(ServiceCircuitBreaker.Pause pause) {
            this.pause = pause;
        }

        ServiceCircuitBreaker.Pause pause() {
            return pause;
        }
    }

    static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException _) {
            throw new Stopped();
        }
    }

    /** Resources shared by all runs of an engine. */
    public record EngineResources(
            FalClient fal,
            StorageService storage,
            StorageRepository files,
            GenerationRunRepository runs,
            ServiceCircuitBreaker breaker,
            EngineSettings settings,
            GenerationRepository generations,
            ConcurrencyLimiter sending,
            ConcurrencyLimiter storing) {
        /**
         * A job that fal.ai has accepted is paid for, so it is followed and stored even when engines die over it; but not
         * forever, as it may be what kills them.
         */
        private static final int EXTRA_ATTEMPTS_WITH_JOB = 3;

        /** Whether an attempt with this number may be made at all. */
        boolean allowsAttempt(Generation generation) {
            int extra = generation.fal().request() == null ? 0 : EXTRA_ATTEMPTS_WITH_JOB;
            return generation.attempt() <= generation.maxAttempts() + extra;
        }

        /** Whether another attempt may follow a failed one. An attempt that ended with its engine was no failure of the job. */
        boolean hasAttemptLeft(Generation generation) {
            int over = generation.attempt() - generation.maxAttempts();
            return over < 0
                    || over < EXTRA_ATTEMPTS_WITH_JOB && over < generations.countLostRunsWithJob(generation.id());
        }
    }
}
