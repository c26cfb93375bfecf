package dev.darkroom.generation.engine;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.engine.ServiceCircuitBreaker.Cause;
import dev.darkroom.generation.engine.ServiceCircuitBreaker.Pause;
import dev.darkroom.generation.engine.ServiceCircuitBreaker.Service;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims for one engine what may run while services are paused, and tests with it, or with a probe, whether a pause is over.
 * Used by the engine's loop alone.
 */
final class PauseClaimer {
    private static final Logger LOG = LoggerFactory.getLogger(PauseClaimer.class);

    private final ServiceCircuitBreaker breaker;
    private final GenerationClaimer claimer;
    private final ToIntFunction<List<Generation>> run;
    private final Runnable onProbed;
    private final AtomicBoolean probing = new AtomicBoolean();

    /**
     * @param run starts the claimed generations; returns their number
     * @param onProbed called on another thread after a probe
     */
    PauseClaimer(
            ServiceCircuitBreaker breaker,
            GenerationClaimer claimer,
            ToIntFunction<List<Generation>> run,
            Runnable onProbed) {
        this.breaker = breaker;
        this.claimer = claimer;
        this.run = run;
        this.onProbed = onProbed;
    }

    int claim(List<Pause> paused, int room, long bytes) {
        boolean following = paused.stream().noneMatch(pause -> pause.is(Service.FAL, Cause.SILENT));
        boolean storing = paused.stream().allMatch(pause -> pause.service() == Service.FAL);
        // A look-up sends nothing, but it must reach fal.ai's history, which a refused key may not read.
        boolean looking =
                paused.stream().allMatch(pause -> pause.service() != Service.FAL || pause.cause() == Cause.DEGRADED);
        boolean signing = paused.stream().noneMatch(pause -> pause.service() == Service.STORAGE);
        int claimed = run.applyAsInt(
                claimer.claimResumable(room, new GenerationClaimer.Resumable(looking, following, storing, signing)));
        for (Pause pause : paused) {
            if (breaker.canProbe(pause)) {
                probe(pause);
            } else if (claimed < room) {
                claimed += breaker.test(pause.service(), () -> test(pause, paused, bytes));
            }
        }
        return claimed;
    }

    /** Tries a service that no probe can tell about, with a result that waits for it rather than with a new generation. */
    private int test(Pause pause, List<Pause> paused, long bytes) {
        int waiting = needsResult(pause) ? run.applyAsInt(claimer.claimUnstored(pause.service())) : 0;
        return waiting + (mayTestWithNew(pause, paused) ? run.applyAsInt(claimer.claim(1, bytes)) : 0);
    }

    private boolean mayTestWithNew(Pause pause, List<Pause> paused) {
        return paused.stream()
                .allMatch(each -> needsResult(each)
                        ? claimer.lacksResultsToTest(each.service(), breaker.probeAfter())
                        : each.equals(pause));
    }

    /** Whether only the storing of a result can tell that the pause is over. */
    private static boolean needsResult(Pause pause) {
        return pause.service() != Service.FAL && pause.cause() == Cause.DEGRADED;
    }

    /** Runs on a separate thread: a service that does not respond must not block the loop. */
    private void probe(Pause pause) {
        if (!probing.compareAndSet(false, true)) {
            return;
        }
        Thread.ofVirtual().name("probe-" + pause.service()).start(() -> {
            try {
                if (breaker.claimProbe(pause.service())) {
                    breaker.probe(pause);
                    onProbed.run();
                }
            } catch (DatabaseException failure) {
                LOG.warn("Recording that {} works again failed: {}", pause.service(), failure.getMessage());
            } finally {
                probing.set(false);
            }
        });
    }
}
