package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.generation.engine.GenerationEngine;
import dev.darkroom.system.ThreadPause;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an engine claims, and when it does not: paused, draining, or after a claim that failed. */
class EngineClaimTest extends SharedRigTest {
    private final CountDownLatch over = new CountDownLatch(1);

    @BeforeEach
    void stop_the_engine() {
        rig.darkroom.engine.close();
    }

    @AfterEach
    void the_engine_works_again() {
        rig.darkroom.engine.start();
    }

    @Test
    void a_paused_engine_has_started_all_that_it_claimed() throws Exception {
        CountDownLatch claimed = new CountDownLatch(1);
        UUID id = rig.ask(EngineTestRig.PICTURE, "claimed while the engine is paused");
        try (GenerationEngine engine = rig.engineOf(_ -> {
            claimed.countDown();
            ThreadPause.of(Duration.ofMillis(500));
            return this::awaitOver;
        })) {
            engine.start();
            assertThat(claimed.await(20, TimeUnit.SECONDS)).isTrue();

            engine.pause();

            assertThat(engine.inFlight()).isEqualTo(1);
            over.countDown();
        }
        rig.darkroom.engine.start();
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.COMPLETED);
    }

    @Test
    void a_draining_engine_claims_nothing_new_and_ends_with_its_last_run() throws Exception {
        UUID running = rig.ask(EngineTestRig.PICTURE, "runs while the engine drains");
        UUID later;
        try (GenerationEngine engine = rig.engineOf(_ -> this::awaitOver)) {
            engine.start();
            until(() -> engine.inFlight() == 1);

            CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> engine.drain(Duration.ofMinutes(10)));
            until(() -> engine.state() == GenerationEngine.State.DRAINING);
            later = rig.ask(EngineTestRig.PICTURE, "comes while the engine drains");
            engine.wake();
            over.countDown();
            drained.get(1, TimeUnit.MINUTES);

            assertThat(find(later).lease().epoch()).isZero();
            assertThat(engine.inFlight()).isZero();
        }
        rig.darkroom.engine.start();
        assertThat(List.of(running, later))
                .allSatisfy(id -> assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.COMPLETED));
    }

    @Test
    void after_a_claim_that_failed_one_generation_is_claimed_at_a_time() {
        List<UUID> ids = IntStream.range(0, 3)
                .mapToObj(i -> rig.ask(EngineTestRig.PICTURE, "large " + i))
                .toList();
        List<Long> claimed = new CopyOnWriteArrayList<>();
        try (GenerationEngine engine = rig.engineOf(_ -> {
            claimed.add(ids.stream()
                    .filter(id -> find(id).status() == GenerationStatus.PROCESSING)
                    .count());
            if (claimed.size() == 1) {
                throw new OutOfMemoryError("three large inputs");
            }
            return this::awaitOver;
        })) {
            engine.start();
            until(() -> claimed.size() > 1);
            over.countDown();
        }
        assertThat(claimed).startsWith(3L, 1L);
        rig.darkroom.engine.start();
        assertThat(ids).allSatisfy(id -> assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.COMPLETED));
    }

    private void awaitOver() {
        EngineLifecycleTest.awaitUninterruptibly(over);
    }
}
