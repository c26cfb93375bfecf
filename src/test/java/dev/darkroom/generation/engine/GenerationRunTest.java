package dev.darkroom.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.credit.CreditTransaction.Kind;
import dev.darkroom.database.writer.GroupCommitWriter;
import dev.darkroom.fal.FalHistoryResult;
import dev.darkroom.generation.EngineTestRig;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.HoldReason;
import dev.darkroom.generation.SharedRigTest;
import dev.darkroom.generation.TimelineEvent;
import dev.darkroom.generation.TimelineKind;
import dev.darkroom.generation.action.ExpectedVersion;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One run after the other, without an engine that tells them anything: what has changed meanwhile they find in the row. */
class GenerationRunTest extends SharedRigTest {
    private static GroupCommitWriter writer;

    private final UUID engine = UUID.randomUUID();

    @BeforeAll
    static void start() {
        rig.darkroom.engine.close();
        writer = GroupCommitWriter.open(rig.darkroom.database.settings(), 1);
    }

    @AfterAll
    static void stop() {
        writer.close();
    }

    @AfterEach
    void end_the_pause() {
        sql("delete from pause");
        rig.darkroom.circuitBreaker.current();
    }

    @Test
    void a_job_that_is_refused_for_good_after_a_cancel_was_asked_for_is_cancelled_and_not_held() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "of another key", SandboxFault.STATUS_REFUSED);
        run(claimed(id));
        assertThat(find(id).failure().isAccountWide()).isTrue();
        end_the_pause();
        update(id, "outages = 8");
        Generation claimed = claimed(id);
        askCancel(id);

        run(claimed);

        assertCancelled(id);
    }

    @Test
    void what_would_wait_for_the_end_of_a_pause_is_cancelled_instead_when_that_was_asked_for() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "paused and cancelled");
        Generation claimed = claimed(id);
        rig.darkroom.circuitBreaker.beginPause(
                ServiceCircuitBreaker.Service.FAL,
                ServiceCircuitBreaker.Cause.SILENT,
                CodedMessage.quoted("away"),
                Duration.ZERO);
        askCancel(id);

        run(claimed);

        assertCancelled(id);
        assertThat(find(id).fal().submitStartedAt()).isNull();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            6, PENDING
            8, FAILED
            """)
    void a_result_waits_for_the_storage_for_as_long_as_fal_keeps_its_files(int days, GenerationStatus status) {
        rig.storage.setFaults(FaultRates.NONE.with(SandboxFault.STORAGE_503, 1));
        UUID id = rig.ask(EngineTestRig.PICTURE, "made " + days + " days ago");
        update(id, "max_attempts = 1");
        run(claimed(id));
        assertThat(find(id).result()).isNotNull();
        update(id, "outages = 200, rendered_at = now() - interval '" + days + " days'");

        run(claimed(id));

        assertThat(find(id).status()).isEqualTo(status);
        assertThat(find(id).refunded()).isEqualTo(status == GenerationStatus.FAILED);
        markFailed(id);
    }

    @Test
    void a_lost_submit_of_which_fal_shows_two_requests_is_held_for_a_person() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "sent by others as well");
        Instant from = Instant.now().minus(EngineSettings.LOOK_UP_WINDOW);
        for (int i = 0; i < 2; i++) {
            rig.darkroom.fal.submit(EngineTestRig.PICTURE, find(id).input());
        }
        until(() -> rig.darkroom.fal.findByInput(EngineTestRig.PICTURE, find(id).input(), from)
                        instanceof FalHistoryResult.Found found
                && found.matches().size() == 2);
        update(id, "stage = 'SUBMITTING', submit_started_at = now(), epoch = 1");

        run(claimed(id));

        Generation held = find(id);
        assertThat(held.hold()).isEqualTo(HoldReason.SUBMIT_UNKNOWN);
        assertThat(held.failure().message()).contains("2 requests");
        assertThat(held.fal().request()).isNull();
        markFailed(id);
    }

    private Generation claimed(UUID id) {
        update(id, "next_attempt_at = clock_timestamp()");
        Generation generation = rig.darkroom.engines.claimer(engine).claim(1).getFirst();
        assertThat(generation.id()).isEqualTo(id);
        return generation;
    }

    private void run(Generation generation) {
        new GenerationRun(rig.resources(engine, writer), generation, () -> false).run();
    }

    private static void markFailed(UUID id) {
        rig.darkroom.actions.markFailed(id, ExpectedVersion.of(find(id)), "end of the test", "kim");
    }

    private static void askCancel(UUID id) {
        update(id, "cancel_requested_at = now(), cancel_reason = 'changed her mind'");
    }

    private static void assertCancelled(UUID id) {
        assertThat(find(id).status()).isEqualTo(GenerationStatus.CANCELLED);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT, Kind.REFUND);
        assertThat(rig.darkroom.generations.timeline(id))
                .extracting(TimelineEvent::kind)
                .doesNotContain(TimelineKind.HELD);
    }
}
