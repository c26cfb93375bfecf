package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.database.LostCommit;
import dev.darkroom.database.StaleWriteException;
import dev.darkroom.database.TcpProxy;
import dev.darkroom.database.writer.GroupCommitWriter;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.generation.engine.RunContext;
import dev.darkroom.generation.engine.SubmitStep;
import dev.darkroom.storage.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine that stalled between recording that it will submit and submitting: meanwhile another one may have submitted. */
class LateSubmitTest extends SharedRigTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private static GroupCommitWriter writer;

    private final UUID engine = UUID.randomUUID();
    private Generation generation;
    private boolean taken;
    private int sentBefore;

    @BeforeAll
    static void start() {
        rig.darkroom.engine.close();
        writer = GroupCommitWriter.open(rig.darkroom.database.settings(), 1);
    }

    @AfterAll
    static void stop() {
        writer.close();
    }

    @BeforeEach
    void claimed() {
        sentBefore = rig.fal.ledger().entries().size();
        UUID id = rig.ask(EngineTestRig.PICTURE, "a late lighthouse");
        generation = rig.darkroom.engines.claimer(engine).claim(1).getFirst();
        assertThat(generation.id()).isEqualTo(id);
    }

    /** What is open ends without its refund. */
    @Override
    @AfterEach
    protected void nothing_is_unaccounted_for() {
        rig.darkroom.database.inTransaction(
                handle -> handle.execute("update generation set status = 'CANCELLED', owner = null, lease_until = null,"
                        + " refunded = true, finished_at = now() where finished_at is null"));
    }

    @Test
    void a_run_that_stood_still_and_was_taken_over_does_not_send() {
        assertRefused(clocks(Duration.ofSeconds(3), Duration.ofSeconds(3)));
    }

    @Test
    void nor_does_it_when_the_wall_clock_was_set_back_to_the_same_second_meanwhile() {
        assertRefused(clocks(Duration.ofMillis(100), Duration.ofSeconds(3)));
    }

    @Test
    void nor_when_the_wall_clock_was_set_back_by_an_hour() {
        assertRefused(clocks(Duration.ofHours(-1), Duration.ofMillis(100)));
    }

    @Test
    void nor_when_the_machine_slept_and_only_the_wall_clock_knows() {
        assertRefused(clocks(Duration.ofHours(1), Duration.ofMillis(100)));
    }

    @Test
    void a_run_that_stood_still_and_still_holds_its_claim_sends_once() {
        SubmitStep.ElapsedTimeCheck late = clocks(Duration.ofSeconds(3), Duration.ofSeconds(3));
        taken = true; // nobody else comes

        assertThat(submit(late).request().requestId()).isNotEmpty();
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void a_run_that_was_taken_over_writes_no_file() {
        StoredFile file = new StoredFile(
                UUID.randomUUID(),
                generation.id(),
                generation.userId(),
                0,
                StoredFile.State.STORED,
                "1.png",
                "https://v3.fal.media/files/1.png",
                "generations",
                EngineTestRig.USER + "/" + generation.id() + "/0-1.png",
                "image/png",
                3L,
                "0".repeat(64),
                null,
                null,
                null,
                null,
                null,
                null,
                NOON,
                NOON,
                null,
                null);
        long epoch = generation.lease().epoch();
        takeOver();

        assertThatThrownBy(() -> rig.darkroom.files.save(file, epoch)).isInstanceOf(StaleWriteException.class);
        assertThat(rig.darkroom.files.ofGeneration(generation.id())).isEmpty();

        rig.darkroom.files.save(file, find(generation.id()).lease().epoch());
        assertThat(rig.darkroom.files.ofGeneration(generation.id())).hasSize(1);
    }

    @Test
    void a_job_that_was_taken_while_the_database_was_away_is_known_all_the_same() throws Exception {
        try (TcpProxy wire = TcpProxy.before(DATABASE.settings());
                GroupCommitWriter behind = GroupCommitWriter.open(wire.settings(DATABASE.settings()), 1)) {
            boolean[] asked = {false};
            SubmitStep.ElapsedTimeCheck cutting = new SubmitStep.ElapsedTimeCheck(
                    () -> {
                        if (asked[0]) {
                            wire.cut();
                        }
                        asked[0] = true;
                        return NOON;
                    },
                    () -> 1);

            FalRequest job = submit(cutting, behind).request();

            assertThat(rig.darkroom
                            .generations
                            .find(generation.id())
                            .orElseThrow()
                            .fal()
                            .request())
                    .isEqualTo(job);
            assertThat(sent()).isEqualTo(1);
        }
    }

    @Test
    void a_job_whose_record_was_committed_without_an_answer_is_recorded_once_more_without_harm() throws Exception {
        try (LostCommit lost = new LostCommit(rig.darkroom.database);
                GroupCommitWriter behind =
                        GroupCommitWriter.open(lost.database().settings(), 1)) {
            CompletableFuture<FalRequest> job = lost.loseTheAnswer(
                    "fal_job",
                    () -> CompletableFuture.supplyAsync(
                            () -> submit(steady(), behind).request()));

            assertThat(rig.darkroom
                            .generations
                            .find(generation.id())
                            .orElseThrow()
                            .fal()
                            .request())
                    .isEqualTo(job.get(60, TimeUnit.SECONDS));
            assertThat(sent()).isEqualTo(1);
        }
    }

    private static SubmitStep.ElapsedTimeCheck steady() {
        return new SubmitStep.ElapsedTimeCheck(() -> NOON, () -> 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void an_answer_that_comes_after_others_have_given_up_looking_for_the_job_is_attached(int engines) {
        SubmitStep.ElapsedTimeCheck inTime = clocks(Duration.ofMillis(100), Duration.ofMillis(100), () -> {
            for (int engine = 0; engine < engines; engine++) {
                taken = false;
                takeOver();
            }
            rig.darkroom.database.useTransaction(
                    handle -> handle.createUpdate("update generation set status = 'PENDING', owner = null,"
                                    + " lease_until = null, hold = 'SUBMIT_UNKNOWN', error_kind = 'UNKNOWN',"
                                    + " error_code = 'submit_unknown', error = 'the answer was lost' where id = :id")
                            .bind("id", generation.id())
                            .execute());
        });

        assertThatThrownBy(() -> submit(inTime).request()).isInstanceOf(StaleWriteException.class);

        Generation attached = rig.darkroom.generations.find(generation.id()).orElseThrow();
        assertThat(attached.hold()).isNull();
        assertThat(attached.failure()).isNull();
        assertThat(attached.stage()).isEqualTo(GenerationStage.SUBMITTED);
        assertThat(attached.fal().request()).isNotNull();
        assertThat(sent()).isEqualTo(1);
    }

    private void assertRefused(SubmitStep.ElapsedTimeCheck clocks) {
        assertThatThrownBy(() -> submit(clocks).request()).isInstanceOf(StaleWriteException.class);
        assertThat(taken).isTrue();
        assertThat(sent()).isZero();
    }

    /** The second look at the clocks comes when it is about to send: by then the row has gone to another engine. */
    private SubmitStep.ElapsedTimeCheck clocks(Duration byWall, Duration byNanos) {
        return clocks(byWall, byNanos, this::takeOver);
    }

    private static SubmitStep.ElapsedTimeCheck clocks(Duration byWall, Duration byNanos, Runnable meanwhile) {
        Instant[] wall = {NOON};
        long[] nanos = {0};
        return new SubmitStep.ElapsedTimeCheck(
                () -> {
                    Instant now = wall[0];
                    wall[0] = NOON.plus(byWall);
                    return now;
                },
                () -> {
                    long now = nanos[0];
                    if (now != 0) {
                        meanwhile.run();
                    }
                    nanos[0] = byNanos.toNanos();
                    return now;
                });
    }

    private void takeOver() {
        if (!taken) {
            taken = true;
            rig.darkroom.database.inTransaction(handle -> handle.createUpdate(
                            "update generation set lease_until = now() - interval '1 s' where id = :id")
                    .bind("id", generation.id())
                    .execute());
            rig.darkroom.generations.reclaimLost(Duration.ofSeconds(20));
            assertThat(rig.darkroom.engines.claimer(UUID.randomUUID()).claim(1)).hasSize(1);
        }
    }

    private SubmitStep submit(SubmitStep.ElapsedTimeCheck clocks) {
        return submit(clocks, writer);
    }

    private SubmitStep submit(SubmitStep.ElapsedTimeCheck clocks, GroupCommitWriter through) {
        RunContext.EngineResources resources = rig.resources(engine, through);
        return new SubmitStep(new RunContext(resources, generation, FencingToken.of(generation), () -> false), clocks);
    }

    private int sent() {
        return rig.fal.ledger().entries().size() - sentBefore;
    }
}
