package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.credit.CreditTransaction.Kind;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.action.ExpectedVersion;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.Cause;
import dev.darkroom.generation.diagnosis.StuckDetector;
import dev.darkroom.generation.diagnosis.StuckMonitor;
import dev.darkroom.generation.engine.EngineSettings;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/**
 * Every kind of stuck generation: found, reported once, acted on, and ended. {@link EngineProcessTest} really kills an engine.
 */
class StuckGenerationsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final UUID DEAD = SeededGenerations.DEAD_ENGINE;
    private static final Queue<ILoggingEvent> LINES = new ConcurrentLinkedQueue<>();

    private static EngineTestRig rig;
    private static Recorder recorder;
    private static UUID queued;
    private static UUID running;
    private static UUID orphan;

    private static final class Recorder extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            LINES.add(event);
        }
    }

    @BeforeAll
    static void start() {
        recorder = new Recorder();
        recorder.start();
        ((Logger) LoggerFactory.getLogger("darkroom")).addAppender(recorder);
        EngineSettings patient = new EngineSettings(
                200,
                Duration.ofHours(1),
                Duration.ofMinutes(5),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20));
        rig = new EngineTestRig(DATABASE.settings(), patient, 200);
        queued = rig.ask(EngineTestRig.PICTURE, "waits for ever", SandboxFault.STUCK_IN_QUEUE);
        running = rig.ask(EngineTestRig.PICTURE, "runs for ever", SandboxFault.STUCK_IN_PROGRESS);
        orphan = rig.ask(EngineTestRig.FILM, "its engine is killed", SandboxFault.SLOW);
        rig.await(orphan, generation -> generation.stage() == GenerationStage.SUBMITTED);
        new SeededGenerations(rig.darkroom.database).engines();
        sql("update engine set heartbeat_at = now() - interval '14 s' where id = '" + DEAD + "'");
        // It wrote last in some time to come: however long this setup and the hand-over take, its silence is told and
        // not that its result goes unwatched.
        sql("update generation set owner = '" + DEAD
                + "', epoch = epoch + 1, updated_at = clock_timestamp() + interval '20 s' where id = '" + orphan + "'");
    }

    @AfterAll
    static void stop() {
        ((Logger) LoggerFactory.getLogger("darkroom")).detachAppender(recorder);
        rig.assertNoMismatch();
        rig.close();
    }

    @Test
    void a_job_that_hangs_in_the_queue_is_cancelled_and_refunded() {
        awaitVerdict(queued, "In fal.ai’s queue for", "the limit is 0:05");
        rig.darkroom.actions.cancel(queued, "stuck", "kim");
        assertThat(rig.await(queued).status()).isEqualTo(GenerationStatus.CANCELLED);
        assertTold(queued, Cause.QUEUE_TOO_LONG, Kind.DEDUCT, Kind.REFUND);
    }

    @Test
    void a_job_that_hangs_while_running_is_cancelled_and_refunded() {
        awaitVerdict(running, "No progress at fal.ai", "the limit is 0:05");
        rig.darkroom.actions.cancel(running, "stuck", "kim");
        assertThat(rig.await(running).status()).isEqualTo(GenerationStatus.CANCELLED);
        assertTold(running, Cause.RUN_TOO_LONG, Kind.DEDUCT, Kind.REFUND);
    }

    @Test
    void the_work_of_a_killed_engine_is_taken_over_and_paid_once() {
        awaitVerdict(orphan, "engine-dead went silent", "given up after 0:20");
        assertThat(rig.await(orphan).status()).isEqualTo(GenerationStatus.COMPLETED);
        assertTold(orphan, Cause.WORKER_GONE, Kind.DEDUCT);
    }

    @Test
    void a_lost_submit_that_the_history_cannot_tell_is_given_up_and_refunded() {
        rig.fal.faults(FaultRates.NONE.with(SandboxFault.SUBMIT_503, 1));
        UUID lost = rig.ask(EngineTestRig.PICTURE, "nobody knows whether it arrived");
        try {
            rig.await(lost, generation -> generation.hold() == HoldReason.SUBMIT_UNKNOWN);
        } finally {
            rig.fal.faults(FaultRates.NONE);
        }
        // What is held says so itself: the monitor has nothing to tell.
        assertThat(rig.darkroom.generations.find(lost).orElseThrow().attentionCause())
                .isEqualTo(Cause.SUBMIT_UNKNOWN.name());
        assertThat(rig.darkroom.queries.counts().of(GenerationPreset.ATTENTION)).isPositive();
        lookTwice();
        assertThat(verdicts(lost)).isEmpty();
        assertThat(rig.darkroom.generations.timeline(lost))
                .filteredOn(event -> event.kind() == TimelineKind.HELD)
                .singleElement()
                .satisfies(event -> assertThat(event.text("message")).startsWith("The answer to the submit was lost"));
        rig.darkroom.actions.cancel(lost, "stuck", "kim");
        Generation ended = rig.await(lost, generation -> generation.status().isFinal());
        assertThat(ended.status()).isEqualTo(GenerationStatus.CANCELLED);
        assertThat(ended.attentionCause()).isNull();
        assertThat(rig.darkroom.reads.credits.ofGeneration(lost))
                .extracting(CreditTransaction::kind)
                .containsExactly(Kind.DEDUCT, Kind.REFUND);
    }

    @Test
    void an_upload_that_fails_again_and_again_is_stored_when_the_storage_is_back() {
        rig.await(orphan); // it shall not be hit as well
        rig.storage.setFaults(FaultRates.NONE.with(SandboxFault.UPLOAD_CUT, 1));
        UUID id = rig.ask(EngineTestRig.PICTURE, "nobody takes it");
        try {
            awaitVerdict(id, "Storing has failed 3 times", "the limit is 3 attempts");
        } finally {
            rig.storage.setFaults(FaultRates.NONE);
        }
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.COMPLETED);
        assertTold(id, Cause.UPLOAD_FAILING, Kind.DEDUCT);
    }

    @Test
    void a_result_that_nobody_fetches_is_named_before_fal_forgets_it() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "forgotten", SandboxFault.STUCK_IN_QUEUE);
        rig.await(id, generation -> generation.stage() == GenerationStage.SUBMITTED);
        sql("update generation set status = 'PENDING', owner = null, lease_until = null, epoch = epoch + 1,"
                + " next_attempt_at = now() + interval '10 min', updated_at = now() - interval '31 min' where id = '"
                + id + "'");
        awaitVerdict(id, "The result may be lost soon", "the limit is 0:09");
        recover(id);
        rig.await(id, generation -> generation.status() == GenerationStatus.PROCESSING);
        rig.darkroom.actions.cancel(id, "its job hangs as well", "kim");
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.CANCELLED);
        assertTold(id, Cause.RESULT_EXPIRING, Kind.DEDUCT, Kind.REFUND);
    }

    @Test
    void a_completed_one_without_a_url_is_signed_again() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "no link");
        rig.await(id);
        sql("update generation set media_url = null where id = '" + id + "'");
        awaitVerdict(id, "Completed without a media URL", "its link is missing");
        recover(id);
        Generation whole = rig.await(id, generation -> generation.media().url() != null);
        assertThat(whole.status()).isEqualTo(GenerationStatus.COMPLETED);
        assertTold(id, Cause.NO_MEDIA_URL, Kind.DEDUCT);
    }

    private static void recover(UUID id) {
        Generation now = rig.darkroom.generations.find(id).orElseThrow();
        assertThat(rig.darkroom.actions.recover(id, ExpectedVersion.of(now), "stuck", "kim"))
                .isInstanceOf(ActionResult.Done.class);
    }

    private static void awaitVerdict(UUID id, String title, String sentence) {
        rig.await(id, _ -> !verdicts(id).isEmpty());
        assertThat(verdicts(id).getFirst()).startsWith(title).contains(sentence);
    }

    private static List<String> verdicts(UUID id) {
        return rig.darkroom.generations.timeline(id).stream()
                .filter(event -> event.kind() == TimelineKind.DIAGNOSED)
                .map(event -> event.text("message"))
                .toList();
    }

    /** As another process does. */
    private static void lookTwice() {
        List<String> models = rig.darkroom.models.models().stream()
                .map(CatalogModel::endpointId)
                .toList();
        StuckDetector again = new StuckDetector(rig.darkroom.database, rig.darkroom.reads.thresholds, models);
        StuckMonitor other = new StuckMonitor(
                rig.darkroom.queries::clusterSnapshot, again, rig.darkroom.engine, rig.darkroom.events);
        other.check();
        other.check();
    }

    /** Once, however often this and another process look again; and credits as they should be. */
    private static void assertTold(UUID id, Cause cause, Kind... kinds) {
        lookTwice();
        assertThat(verdicts(id)).hasSize(1);
        assertThat(LINES.stream()
                        .filter(line -> line.getFormattedMessage()
                                .startsWith("⚠️ [GENERATION-PROCESSING] Generation " + id + " needs attention"))
                        .toList())
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getLevel()).isEqualTo(Level.WARN);
                    assertThat(line.getFormattedMessage()).contains("(" + cause + ")", "Safe: ");
                    assertThat(line.getMDCPropertyMap()).containsEntry("generation", id.toString());
                });
        assertThat(rig.darkroom.reads.credits.ofGeneration(id))
                .extracting(CreditTransaction::kind)
                .containsExactly(kinds);
    }

    private static void sql(String statement) {
        rig.darkroom.database.useTransaction(handle -> handle.execute(statement));
    }
}
