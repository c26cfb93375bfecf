package dev.darkroom.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.generation.EngineTestRig;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.SharedRigTest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunsInFlightTest extends SharedRigTest {
    @Test
    void an_attempt_that_ends_late_does_not_take_the_next_one_of_its_generation_out() throws Exception {
        Generation generation = rig.await(rig.ask(EngineTestRig.PICTURE, "a fox"));
        CountDownLatch[] goes = {new CountDownLatch(1), new CountDownLatch(1)};
        Semaphore ended = new Semaphore(0);
        int[] made = {0};
        RunsInFlight runs = new RunsInFlight(
                (_, _) -> {
                    CountDownLatch go = goes[made[0]++];
                    return () -> waitFor(go);
                },
                ended::release);
        runs.start(generation);
        runs.start(generation);

        goes[0].countDown();
        assertThat(ended.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        assertThat(runs.ids()).containsExactly(generation.id());

        goes[1].countDown();
        assertThat(ended.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        assertThat(runs.ids()).isEmpty();
    }

    private static void waitFor(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
