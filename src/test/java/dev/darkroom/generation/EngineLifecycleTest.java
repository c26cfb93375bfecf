package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.engine.EngineSettings;
import dev.darkroom.generation.engine.GenerationEngine;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import dev.darkroom.logging.RecordedLog;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.system.ThreadPause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An engine's work besides the runs themselves: heartbeats, leases, pauses, lost runs, start and stop. */
class EngineLifecycleTest extends SharedRigTest {
    @Test
    void a_run_that_lives_keeps_its_lease_however_long_a_step_takes() {
        UUID id = rig.ask(EngineTestRig.FILM, "long", SandboxFault.STUCK_IN_PROGRESS);
        rig.await(id, generation -> "IN_PROGRESS".equals(generation.fal().status()));
        sql("update generation set lease_until = clock_timestamp() + interval '7 s' where id = '" + id + "'");

        until(() -> Duration.between(Instant.now(), find(id).lease().until()).toSeconds() > 60);

        assertThat(rig.darkroom.generations.reclaimLost(Duration.ofSeconds(20))).isZero();
        assertThat(find(id).attempt()).isEqualTo(1);
        rig.darkroom.actions.cancel(id, "enough", "kim");
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.CANCELLED);
    }

    @Test
    void a_run_that_vanishes_without_a_word_is_missed_and_counts_as_an_attempt() {
        rig.darkroom.engine.close();
        UUID id = rig.ask(EngineTestRig.PICTURE, "its thread dies");
        GenerationEngine broken = rig.engineOf(_ -> () -> {
            throw new StackOverflowError("as deep recursion does");
        });
        try {
            broken.start();
            Generation back = rig.await(
                    id,
                    generation -> rig.darkroom.generations.timeline(id).stream()
                            .anyMatch(event -> event.kind() == TimelineKind.TAKEN_BACK));
            assertThat(back.attempt()).isPositive();
        } finally {
            broken.close();
            rig.darkroom.engine.start();
        }
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.COMPLETED);
    }

    @Test
    void an_engine_that_is_switched_on_while_it_stops_keeps_what_it_claims_then() throws InterruptedException {
        rig.darkroom.engine.close();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        GenerationEngine engine = rig.engineOf(_ -> () -> {
            begun.countDown();
            awaitUninterruptibly(over);
        });
        try {
            UUID first = rig.ask(EngineTestRig.PICTURE, "on its way");
            engine.start();
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            Thread closing = Thread.ofVirtual().start(engine::close);
            until(() -> engine.state() == GenerationEngine.State.STOPPED);
            Thread starting = Thread.ofVirtual().start(engine::start);
            UUID second = rig.ask(EngineTestRig.PICTURE, "claimed after the start");
            closing.join();
            starting.join();
            until(() -> engine.id().equals(find(second).lease().owner()));

            assertThat(rig.darkroom.generations.timeline(second))
                    .extracting(TimelineEvent::kind)
                    .doesNotContain(TimelineKind.TAKEN_BACK);
            assertThat(rig.darkroom.queries.liveEngines()).isEqualTo(1);
        } finally {
            over.countDown();
            engine.close();
            rig.darkroom.engine.start();
        }
    }

    /** As a request on its way, which no interrupt cuts. */
    static void awaitUninterruptibly(CountDownLatch over) {
        while (over.getCount() > 0) {
            ThreadPause.of(Duration.ofMillis(10));
            Thread.interrupted();
        }
    }

    @Test
    void switching_an_engine_off_and_on_leaves_no_connection_and_no_thread_behind() {
        rig.await(rig.ask(EngineTestRig.PICTURE, "warm"));
        rig.darkroom.engine.close();
        until(() -> connections("heartbeat") == 0 && threads("heartbeat-") == 0);
        long listening = connections("listen");
        long listeners = threads("listen-");
        rig.darkroom.engine.start();
        for (int round = 0; round < 5; round++) {
            rig.darkroom.engine.close();
            rig.darkroom.engine.start();
            assertThat(rig.await(rig.ask(EngineTestRig.PICTURE, "round " + round))
                            .status())
                    .isEqualTo(GenerationStatus.COMPLETED);
        }
        until(() -> connections("heartbeat") == 1 && threads("heartbeat-") == 1);
        until(() -> connections("listen") == listening + 1 && threads("listen-") == listeners + 1);
    }

    @Test
    void the_end_of_a_pause_wakes_what_waited_for_it_and_nothing_else() {
        rig.darkroom.engine.pause();
        UUID waits = rig.ask(EngineTestRig.PICTURE, "waits for the storage");
        UUID backsOff = rig.ask(EngineTestRig.PICTURE, "in its own back-off");
        sql("update generation set next_attempt_at = now() + interval '1 hour', epoch = 1 where id in ('" + waits
                + "', '" + backsOff + "')");
        sql("update generation set waits_for = 'STORAGE' where id = '" + waits + "'");
        ServiceCircuitBreaker breaker = rig.darkroom.circuitBreaker;
        breaker.beginPause(
                ServiceCircuitBreaker.Service.STORAGE,
                ServiceCircuitBreaker.Cause.SILENT,
                CodedMessage.quoted("away"),
                Duration.ZERO);

        breaker.reportSuccess(ServiceCircuitBreaker.Service.STORAGE, Duration.ZERO);

        assertThat(find(waits).nextAttemptAt()).isBefore(Instant.now().plusSeconds(5));
        assertThat(find(backsOff).nextAttemptAt()).isAfter(Instant.now().plusSeconds(600));
        sql("update generation set next_attempt_at = now() where id = '" + backsOff + "'");
        rig.darkroom.engine.resume();
        assertThat(rig.await(backsOff).status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(rig.await(waits).status()).isEqualTo(GenerationStatus.COMPLETED);
    }

    @Test
    void an_outage_of_the_storage_throws_no_result_away_and_sends_nothing_new() {
        UUID made = rig.ask(EngineTestRig.PICTURE, "made before the outage", SandboxFault.SLOW);
        rig.await(made, generation -> generation.stage() == GenerationStage.SUBMITTED);
        rig.storage.setFaults(FaultRates.NONE.with(SandboxFault.STORAGE_DOWN, 1));
        Generation waits = rig.await(
                made, generation -> generation.status() == GenerationStatus.PENDING && generation.outages() > 0);
        assertThat(waits.attempt()).isZero();
        assertThat(rig.darkroom.circuitBreaker.current())
                .extracting(ServiceCircuitBreaker.Pause::service)
                .containsExactly(ServiceCircuitBreaker.Service.STORAGE);

        UUID later = rig.ask(EngineTestRig.PICTURE, "asked for during the outage");
        Instant until = Instant.now().plusSeconds(3);
        while (Instant.now().isBefore(until)) {
            assertThat(find(later).fal().submitStartedAt()).isNull();
        }
        rig.storage.setFaults(FaultRates.NONE);

        assertThat(rig.await(made).status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(rig.await(later).status()).isEqualTo(GenerationStatus.COMPLETED);
    }

    @Test
    void a_fal_that_answers_but_takes_no_submit_is_paused_and_tried_with_one_generation() {
        rig.darkroom.engine.pause();
        EngineSettings small = EngineTestRig.impatient(10, Duration.ofSeconds(2));
        List<UUID> asked = new ArrayList<>();
        try (EngineTestRig other = new EngineTestRig(DATABASE.settings(), small)) {
            other.fal.faults(FaultRates.NONE.with(SandboxFault.SUBMIT_503, 1));
            for (int i = 0; i < 30; i++) {
                asked.add(other.ask(EngineTestRig.PICTURE, "asked for while no submit is taken " + i));
            }
            until(() -> asked.stream().anyMatch(id -> find(id).hold() != null));
            Instant watched = Instant.now().plusSeconds(4);
            until(() -> Instant.now().isAfter(watched));

            assertThat(other.darkroom.circuitBreaker.current())
                    .extracting(ServiceCircuitBreaker.Pause::cause)
                    .containsExactly(ServiceCircuitBreaker.Cause.DEGRADED);
            List<UUID> unsent = asked.stream()
                    .filter(id -> find(id).fal().submitStartedAt() == null)
                    .toList();
            assertThat(unsent).hasSizeGreaterThanOrEqualTo(18);
            other.fal.faults(FaultRates.NONE);

            assertThat(unsent)
                    .allMatch(id -> other.await(id).status() == GenerationStatus.COMPLETED
                            || find(id).hold() == HoldReason.SUBMIT_UNKNOWN);
            assertThat(unsent.stream().filter(id -> find(id).status() == GenerationStatus.COMPLETED))
                    .hasSizeGreaterThanOrEqualTo(17);
            assertThat(other.darkroom.circuitBreaker.current()).isEmpty();
        } finally {
            rig.darkroom.engine.resume();
        }
    }

    @Test
    void what_failed_before_the_result_was_there_is_not_counted_as_a_failure_of_storing() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "tried four times until it was made", SandboxFault.SLOW);
        rig.await(id, generation -> generation.stage() == GenerationStage.SUBMITTED);
        rig.storage.setFaults(FaultRates.NONE.with(SandboxFault.UPLOAD_CUT, 1));
        sql("update generation set attempt = 4, error_kind = 'RETRYABLE', error_code = 'of_the_submit',"
                + " error = 'fal.ai broke off' where id = '" + id + "'");

        Generation rendered = rig.await(id, generation -> generation.fal().renderedAt() != null);
        assertThat(rendered.failure() == null || !rendered.failure().code().equals("of_the_submit"))
                .isTrue();

        Generation unstored = rig.await(id, generation -> generation.storeFailures() > 0);
        assertThat(unstored.attempt() + unstored.outages()).isGreaterThan(unstored.storeFailures());
        assertThat(rig.darkroom.queries.diagnose(unstored).cause()).isNull();
        rig.storage.setFaults(FaultRates.NONE);
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.COMPLETED);
    }

    @Test
    void a_job_of_which_nothing_may_be_known_pauses_the_others_once_and_is_held_for_a_person() {
        UUID refused = rig.ask(EngineTestRig.PICTURE, "sent with another key", SandboxFault.STATUS_REFUSED);
        rig.await(refused, generation -> generation.outages() > 0);
        assertThat(rig.await(rig.ask(EngineTestRig.PICTURE, "shows that fal.ai works"))
                        .status())
                .isEqualTo(GenerationStatus.COMPLETED);

        Generation held = rig.await(refused);
        assertThat(held.hold()).isEqualTo(HoldReason.JOB_REFUSED);
        assertThat(held.attempt()).isEqualTo(1);
        assertThat(rig.darkroom.queries.diagnose(held).cause()).isEqualTo(GenerationDiagnosis.Cause.JOB_REFUSED);
        assertThat(rig.darkroom.circuitBreaker.current()).isEmpty();
        rig.darkroom.actions.cancel(refused, "nobody has the key", "kim");
        assertThat(rig.await(refused).status()).isEqualTo(GenerationStatus.CANCELLED);
    }

    @Test
    void outages_that_a_job_went_through_do_not_count_as_refusals_of_it() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "after many outages", SandboxFault.STATUS_REFUSED);
        rig.await(id, generation -> generation.status() == GenerationStatus.PENDING && generation.outages() > 0);
        rig.darkroom.engine.pause();
        sql("update generation set outages = 9, error_kind = 'RETRYABLE', error_code = 'http_503' where id = '" + id
                + "'");
        rig.darkroom.circuitBreaker.reportSuccess(ServiceCircuitBreaker.Service.FAL, Duration.ZERO);
        assertThat(rig.darkroom.circuitBreaker.current()).isEmpty();
        rig.darkroom.engine.resume();

        Generation refused = rig.await(
                id,
                generation -> generation.hold() != null
                        || generation.failure().isAccountWide() && generation.status() == GenerationStatus.PENDING);
        assertThat(refused.hold()).isNull();
        assertThat(refused.outages()).isEqualTo(1);
        assertThat(rig.darkroom.circuitBreaker.current()).hasSize(1);

        rig.darkroom.circuitBreaker.reportSuccess(ServiceCircuitBreaker.Service.FAL, Duration.ZERO);
        assertThat(rig.await(id).hold()).isEqualTo(HoldReason.JOB_REFUSED);
        rig.darkroom.actions.cancel(id, "nobody has the key", "kim");
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.CANCELLED);
    }

    @Test
    void a_submit_that_alone_is_refused_pauses_the_others_once_and_ends_with_its_reason() {
        // The stand-in refuses an input once: a new seed makes it new again.
        sql("create function reseed() returns trigger language plpgsql as"
                + " 'begin new.input = new.input - ''seed''; return new; end'");
        sql("create trigger reseed before update on generation for each row"
                + " when (new.status = 'PENDING' and new.error_kind = 'ACCOUNT_WIDE') execute function reseed()");
        try (RecordedLog log = new RecordedLog(ServiceCircuitBreaker.class)) {
            UUID refused = rig.ask(EngineTestRig.SOUND, "not with this key", SandboxFault.ACCOUNT_LOCKED);
            rig.await(refused, generation -> generation.failure() != null);
            List<UUID> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                others.add(rig.ask(EngineTestRig.PICTURE, "of another model " + i));
            }
            for (UUID other : others) {
                assertThat(rig.await(other).status()).isEqualTo(GenerationStatus.COMPLETED);
            }
            until(() -> {
                UUID other = rig.ask(EngineTestRig.PICTURE, "meanwhile");
                assertThat(rig.await(other).status()).isEqualTo(GenerationStatus.COMPLETED);
                return find(refused).status().isFinal();
            });

            Generation ended = find(refused);
            assertThat(ended.status()).isEqualTo(GenerationStatus.FAILED);
            assertThat(ended.refunded()).isTrue();
            assertThat(ended.failure().message()).contains("User is locked");
            assertThat(log.warnings()).hasSize(1);
        } finally {
            sql("drop trigger reseed on generation");
            sql("drop function reseed");
        }
    }

    @Test
    void a_bucket_that_is_missing_is_found_before_anything_is_paid_for() {
        rig.darkroom.engine.close();
        rig.storage.setFaults(FaultRates.NONE.with(SandboxFault.STORAGE_BUCKET_MISSING, 1));
        UUID id = rig.ask(EngineTestRig.PICTURE, "nowhere to put it");
        rig.darkroom.engine.start();

        until(() -> !rig.darkroom.circuitBreaker.current().isEmpty());

        assertThat(rig.darkroom.circuitBreaker.current().getFirst().reason().english())
                .contains("bucket", "DARKROOM_BUCKET");
        assertThat(find(id).fal().submitStartedAt()).isNull();
        rig.storage.setFaults(FaultRates.NONE);
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.COMPLETED);
    }

    private static long connections(String use) {
        return rig.darkroom.database.read(
                handle -> handle.createQuery("select count(*) from pg_stat_activity where datname = current_database()"
                                + " and application_name = 'darkroom " + use + "'")
                        .mapTo(Long.class)
                        .one());
    }

    private static long threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }
}
