package dev.darkroom.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.event.EventBus;
import dev.darkroom.generation.EngineTestRig;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.SharedRigTest;
import dev.darkroom.generation.TimelineEvent;
import dev.darkroom.generation.TimelineKind;
import dev.darkroom.generation.action.ExpectedVersion;
import dev.darkroom.generation.engine.ServiceCircuitBreaker.Cause;
import dev.darkroom.generation.engine.ServiceCircuitBreaker.Service;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.system.ThreadPause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The pause of a whole service: a refusal starts it and a success ends it, but only if the request was sent at the right time.
 */
class ServiceCircuitBreakerTest extends SharedRigTest {
    private static final Duration JUST_NOW = Duration.ZERO;
    private static final Duration BEFORE = Duration.ofMinutes(1);
    private static final CodedMessage CUT = CodedMessage.quoted("The upload was cut.");

    private static ServiceCircuitBreaker pauses;

    @BeforeAll
    static void start() {
        rig.darkroom.engine.pause();
        pauses = rig.darkroom.circuitBreaker;
    }

    @AfterEach
    void ended() {
        rig.darkroom.engine.pause();
        rig.darkroom.database.inTransaction(handle -> handle.execute("delete from pause"));
        pauses.current();
    }

    @Test
    void a_refusal_that_was_asked_before_the_pause_ended_begins_none_and_may_be_asked_again_at_once() {
        oneHasEnded();

        Duration wait = pauses.beginPause(Service.FAL, Cause.REFUSED, CodedMessage.quoted("User is locked."), BEFORE);

        assertThat(wait).isZero();
        assertThat(pauses.current()).isEmpty();
    }

    @Test
    void a_refusal_that_was_asked_later_begins_the_next_one() {
        oneHasEnded();

        Duration wait =
                pauses.beginPause(Service.FAL, Cause.REFUSED, CodedMessage.quoted("Locked once more."), JUST_NOW);

        assertThat(wait).isPositive();
        assertThat(pauses.current()).singleElement().satisfies(pause -> {
            assertThat(pause.reason()).hasToString("Locked once more.");
            assertThat(pause.since()).isAfter(Instant.now().minusSeconds(5));
        });
    }

    @Test
    void a_success_that_was_asked_before_the_pause_began_does_not_end_it() {
        pauses.beginPause(Service.STORAGE, Cause.REFUSED, CodedMessage.quoted("The key is refused."), JUST_NOW);

        pauses.reportSuccess(Service.STORAGE, BEFORE);
        assertThat(pauses.current()).hasSize(1);

        pauses.reportSuccess(Service.STORAGE, JUST_NOW);
        assertThat(pauses.current()).isEmpty();
    }

    @Test
    void silences_before_an_outage_that_another_engine_saw_end_do_not_begin_the_next_one() {
        ServiceCircuitBreaker ours = reachable();
        ServiceCircuitBreaker others = reachable();
        for (ServiceCircuitBreaker each : List.of(ours, others)) {
            for (int i = 0; i < 3; i++) {
                each.reportSilence(Service.STORAGE, UUID.randomUUID(), CUT, JUST_NOW);
            }
        }
        assertThat(pauses.current()).hasSize(1);
        others.probe(pauses.current().getFirst());
        assertThat(pauses.current()).isEmpty();

        assertThat(ours.reportSilence(Service.STORAGE, UUID.randomUUID(), CUT, JUST_NOW))
                .isFalse();
        assertThat(pauses.current()).isEmpty();
    }

    @Test
    void the_silence_of_requests_that_are_older_than_the_last_success_pauses_nothing() {
        ServiceCircuitBreaker breaker = reachable();
        breaker.reportSuccess(Service.STORAGE, JUST_NOW);

        for (int i = 0; i < 3; i++) {
            assertThat(breaker.reportSilence(Service.STORAGE, UUID.randomUUID(), CUT, BEFORE))
                    .isFalse();
        }
        assertThat(pauses.current()).isEmpty();
    }

    @Test
    void one_generation_that_has_no_answer_again_and_again_pauses_nothing() {
        ServiceCircuitBreaker breaker = reachable();
        UUID bad = UUID.randomUUID();

        for (int i = 0; i < 5; i++) {
            assertThat(breaker.reportSilence(Service.FILES, bad, CUT, JUST_NOW)).isFalse();
        }
        assertThat(pauses.current()).isEmpty();
    }

    @Test
    void the_probe_of_a_degraded_fal_stays_due_until_there_is_a_generation_to_send() {
        pauses.beginPause(Service.FAL, Cause.DEGRADED, CUT, JUST_NOW);
        execute("update pause set next_probe = clock_timestamp()");
        assertThat(pauses.test(Service.FAL, () -> 0)).isZero();

        assertThat(pauses.test(Service.FAL, () -> 1)).isEqualTo(1);
        assertThat(pauses.test(Service.FAL, () -> 1)).isZero();
    }

    @Test
    void the_probe_of_a_degraded_fal_is_not_used_up_by_what_a_run_limit_keeps_waiting() {
        pauses.beginPause(Service.FAL, Cause.DEGRADED, CUT, JUST_NOW);
        UUID id = rig.ask(EngineTestRig.PICTURE, "blocked by a limit");
        execute("update pause set since = since - interval '1 day', next_probe = clock_timestamp()");
        execute("insert into run_limit values ('MODEL', '" + EngineTestRig.PICTURE + "', 0)");
        GenerationClaimer claimer = rig.darkroom.engines.claimer(rig.darkroom.engine.id());
        IntSupplier claim = () -> claimer.claim(1).size();

        assertThat(pauses.test(Service.FAL, claim)).isZero();
        execute("delete from run_limit");
        assertThat(pauses.test(Service.FAL, claim)).isEqualTo(1);
        execute("update generation set status = 'PENDING', owner = null, lease_until = null where id = '" + id + "'");
        rig.darkroom.actions.markFailed(id, ExpectedVersion.of(find(id)), "was a test", "kim");
    }

    @Test
    void an_engine_that_takes_nothing_new_sees_the_pauses_that_others_begin_before_it_sends_the_rest() {
        new ServiceCircuitBreaker(rig.darkroom.database, new EventBus(), Map.of(), Duration.ofSeconds(10))
                .beginPause(Service.STORAGE, Cause.REFUSED, CodedMessage.quoted("The key is refused."), JUST_NOW);

        assertThat(ThreadPause.until(() -> pauses.pauseSince(Instant.now()).isPresent(), Duration.ofMinutes(1)))
                .isTrue();
    }

    @Test
    void a_pause_that_begins_while_the_pauses_are_read_is_not_forgotten() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (int i = 0; i < 4; i++) {
                    readers.execute(() -> {
                        while (!over.get()) {
                            pauses.current();
                        }
                    });
                }
                for (int i = 0; i < 300; i++) {
                    pauses.beginPause(Service.FAL, Cause.REFUSED, CodedMessage.quoted("User is locked."), JUST_NOW);
                    assertThat(pauses.pauseSince(Instant.now())).isPresent();
                    execute("delete from pause");
                }
            } finally {
                over.set(true);
            }
        }
    }

    private static void execute(String statement) {
        rig.darkroom.database.useTransaction(handle -> handle.execute(statement));
    }

    private static ServiceCircuitBreaker reachable() {
        return new ServiceCircuitBreaker(
                rig.darkroom.database,
                rig.darkroom.events,
                Map.of(Service.STORAGE, ServiceCircuitBreaker.ServiceProbe.Condition.Working::new),
                Duration.ofSeconds(10));
    }

    private static void oneHasEnded() {
        pauses.beginPause(Service.FAL, Cause.REFUSED, CodedMessage.quoted("User is locked."), JUST_NOW);
        pauses.reportSuccess(Service.FAL, JUST_NOW);
    }

    @Test
    @Timeout(120)
    void while_fal_refuses_submits_a_job_that_it_has_goes_on_and_does_not_end_the_pause() {
        rig.darkroom.engine.resume();
        UUID id = rig.ask(EngineTestRig.FILM, "sent before the lock", SandboxFault.SLOW);
        rig.await(id, generation -> generation.stage() == GenerationStage.SUBMITTED);
        pauses.beginPause(Service.FAL, Cause.REFUSED, CodedMessage.quoted("User is locked."), JUST_NOW);
        do { // until it is taken back before its run has renewed the lease
            rig.darkroom.database.inTransaction(handle -> handle.execute(
                    "update generation set lease_until = now() - interval '1 s' where id = '" + id + "'"));
        } while (rig.darkroom.generations.reclaimLost(Duration.ofSeconds(20)) == 0);

        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(rig.darkroom.generations.timeline(id))
                .extracting(TimelineEvent::kind)
                .contains(TimelineKind.TAKEN_BACK);
        assertThat(pauses.current()).hasSize(1);
    }
}
