package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkroom.Main;
import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.credit.CreditTransaction.Kind;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.database.TcpProxy;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.action.ExpectedVersion;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.system.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code darkroom engine} as a separate process, working on requests of another program. */
class EngineProcessTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    Path folder;

    @Test
    void it_works_without_the_toolkit_and_hands_back_what_is_open_when_it_is_told_to_end() throws Exception {
        try (EngineTestRig rig = new EngineTestRig(DATABASE.settings(), EngineTestRig.impatient())) {
            rig.darkroom.engine.pause();
            UUID quick = rig.ask(EngineTestRig.PICTURE, "by another process");
            UUID endless = rig.ask(EngineTestRig.FILM, "never ends", SandboxFault.STUCK_IN_PROGRESS);
            Process process = start(rig);
            try {
                assumeTrue(process.supportsNormalTermination());
                assertThat(rig.await(quick).status()).isEqualTo(GenerationStatus.COMPLETED);
                Generation running = rig.await(
                        endless,
                        generation -> "IN_PROGRESS".equals(generation.fal().status()));
                UUID engine = running.lease().owner();
                assertThat(engine).isNotEqualTo(rig.darkroom.engine.id());

                process.toHandle().destroy();

                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).as(Files.readString(said())).isZero();
                assertHandedBack(rig, engine, endless);
                assertThat(loaded("dev.darkroom.generation.engine.GenerationEngine "))
                        .isNotEmpty();
                assertThat(loaded("javafx.")).isEmpty();
                assertAnotherGoesOn(rig, running);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void when_it_is_killed_and_no_other_works_both_are_told_before_the_result_is_lost_and_the_next_one_fetches_it()
            throws Exception {
        try (EngineTestRig rig = new EngineTestRig(DATABASE.settings(), EngineTestRig.impatient(), 75)) {
            rig.darkroom.engine.pause();
            UUID id = rig.ask(EngineTestRig.FILM, "its engine is killed", SandboxFault.SLOW);
            Process process = start(rig);
            try {
                rig.await(id, generation -> generation.stage() == GenerationStage.SUBMITTED);
            } finally {
                process.destroyForcibly().waitFor();
            }
            awaitVerdict(rig, id, "went silent", "given up after 0:20");
            awaitVerdict(rig, id, "The result may be lost soon", "the limit is 0:24");

            ExpectedVersion seen =
                    ExpectedVersion.of(rig.darkroom.generations.find(id).orElseThrow());
            assertThat(rig.darkroom.actions.recover(id, seen, "its engine is dead", "kim"))
                    .isInstanceOf(ActionResult.Done.class);
            rig.darkroom.engine.resume();

            assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.COMPLETED);
            assertThat(rig.darkroom.generations.timeline(id))
                    .extracting(TimelineEvent::kind)
                    .contains(TimelineKind.TAKEN_BACK)
                    .containsOnlyOnce(TimelineKind.SUBMITTED);
            assertThat(rig.darkroom.reads.credits.ofGeneration(id))
                    .extracting(CreditTransaction::kind)
                    .containsExactly(Kind.DEDUCT);
            rig.assertNoMismatch();
        }
    }

    @Test
    void a_database_that_has_fallen_silent_does_not_hold_up_its_end() throws Exception {
        DatabaseSettings direct = DATABASE.settings();
        try (EngineTestRig rig = new EngineTestRig(direct, EngineTestRig.impatient());
                TcpProxy wire = TcpProxy.before(direct)) {
            rig.darkroom.engine.pause();
            UUID endless = rig.ask(EngineTestRig.FILM, "never ends", SandboxFault.STUCK_IN_PROGRESS);
            Process process = start(rig, wire.address(direct));
            try {
                assumeTrue(process.supportsNormalTermination());
                rig.await(endless, generation -> generation.stage() == GenerationStage.SUBMITTED);
                wire.silence(Duration.ofMinutes(10));

                process.toHandle().destroy();

                assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
                assertThat(Files.readString(said())).contains("other engines notice and go on");
                assertThat(rig.darkroom.generations.find(endless).orElseThrow().status())
                        .isEqualTo(GenerationStatus.PROCESSING);
            } finally {
                process.destroyForcibly();
            }
            rig.assertNoMismatch();
        }
    }

    private static void awaitVerdict(EngineTestRig rig, UUID id, String... says) {
        rig.await(
                id,
                _ -> rig.darkroom.generations.timeline(id).stream()
                        .anyMatch(event -> event.kind() == TimelineKind.DIAGNOSED
                                && Stream.of(says).allMatch(event.text("message")::contains)));
    }

    private static void assertHandedBack(EngineTestRig rig, UUID engine, UUID endless) {
        assertThat(rig.darkroom.database.<Map<String, Object>>read(
                        handle -> handle.createQuery("select state, in_flight from engine where id = :id")
                                .bind("id", engine)
                                .mapToMap()
                                .one()))
                .containsEntry("state", "STOPPED")
                .containsEntry("in_flight", 0);
        assertThat(rig.darkroom.generations.find(endless).orElseThrow().status())
                .isEqualTo(GenerationStatus.PENDING);
        assertThat(rig.darkroom.generations.timeline(endless))
                .filteredOn(event -> event.kind() == TimelineKind.TAKEN_BACK)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.text("cause")).isEqualTo("ENGINE_STOPPED");
                    assertThat(event.actor()).isEqualTo(EngineName.of(engine));
                });
    }

    /** The job at fal.ai is the same: it is asked, not sent again, and given up in the end. */
    private static void assertAnotherGoesOn(EngineTestRig rig, Generation running) {
        rig.darkroom.engine.resume();

        Generation ended = rig.await(running.id());

        assertThat(ended.status()).isEqualTo(GenerationStatus.FAILED);
        assertThat(rig.darkroom.generations.timeline(running.id()))
                .filteredOn(event -> event.kind() == TimelineKind.SUBMITTED)
                .hasSize(1);
        assertThat(rig.darkroom.reads.credits.ofGeneration(running.id()))
                .extracting(CreditTransaction::kind)
                .containsExactly(Kind.DEDUCT, Kind.REFUND);
        rig.assertNoMismatch();
    }

    private Process start(EngineTestRig rig) throws IOException {
        return start(rig, DATABASE.settings().address());
    }

    /** @param address of the database, as this process finds it */
    private Process start(EngineTestRig rig, String address) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(JavaCommand.of(
                List.of("-Xlog:class+load:file=" + folder.resolve("classes")),
                Main.class,
                "engine",
                "--connection",
                "env",
                "--drain",
                "1"));
        DatabaseSettings database = DATABASE.settings();
        builder.environment()
                .putAll(Map.of(
                        "DARKROOM_HOME", folder.resolve("home").toString(),
                        "DARKROOM_DATABASE_URL",
                                "postgresql://" + database.user() + ":" + database.password() + "@" + address,
                        "DARKROOM_SUPABASE_URL", rig.storage.url().toString().replaceFirst("/storage/v1/?$", ""),
                        "DARKROOM_SUPABASE_KEY", rig.storage.serviceKey(),
                        "FAL_KEY", rig.fal.key(),
                        "DARKROOM_FAL_URL", rig.fal.url(),
                        "DARKROOM_FAL_API_URL", rig.fal.url() + "/v1"));
        return builder.redirectErrorStream(true).redirectOutput(said().toFile()).start();
    }

    private Path said() {
        return folder.resolve("said");
    }

    private List<String> loaded(String name) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("classes"))) {
            return lines.filter(line -> line.contains("] " + name)).toList();
        }
    }
}
