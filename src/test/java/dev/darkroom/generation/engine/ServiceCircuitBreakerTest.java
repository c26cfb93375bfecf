package dev.darkroom.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.generation.EngineTestRig;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.SharedRigTest;
import dev.darkroom.generation.TimelineEvent;
import dev.darkroom.generation.TimelineKind;
import dev.darkroom.generation.engine.ServiceCircuitBreaker.Cause;
import dev.darkroom.generation.engine.ServiceCircuitBreaker.Service;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
                each.reportSilence(Service.STORAGE, CUT, JUST_NOW);
            }
        }
        assertThat(pauses.current()).hasSize(1);
        others.probe(pauses.current().getFirst());
        assertThat(pauses.current()).isEmpty();

        assertThat(ours.reportSilence(Service.STORAGE, CUT, JUST_NOW)).isFalse();
        assertThat(pauses.current()).isEmpty();
    }

    @Test
    void the_silence_of_requests_that_are_older_than_the_last_success_pauses_nothing() {
        ServiceCircuitBreaker breaker = reachable();
        breaker.reportSuccess(Service.STORAGE, JUST_NOW);

        for (int i = 0; i < 3; i++) {
            assertThat(breaker.reportSilence(Service.STORAGE, CUT, BEFORE)).isFalse();
        }
        assertThat(pauses.current()).isEmpty();
    }

    @Test
    void the_probe_of_a_degraded_fal_stays_due_until_there_is_a_generation_to_send() {
        pauses.beginPause(Service.FAL, Cause.DEGRADED, CUT, JUST_NOW);
        rig.darkroom.database.inTransaction(
                handle -> handle.execute("update pause set next_probe = clock_timestamp()"));
        assertThat(pauses.claimProbe(Service.FAL)).isFalse();

        UUID id = rig.ask(EngineTestRig.PICTURE, "comes in the night");

        assertThat(pauses.claimProbe(Service.FAL)).isTrue();
        assertThat(pauses.claimProbe(Service.FAL)).isFalse();
        rig.darkroom.actions.cancel(id, "seen", "kim");
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
