package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.credit.CreditTransaction.Kind;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An engine that is stopped during a call: that proves nothing about the generation. */
class EngineStopTest extends SharedRigTest {
    @AfterEach
    void the_engine_works_again() {
        rig.storage.setFaults(FaultRates.NONE);
        rig.darkroom.engine.start();
    }

    @Test
    void neither_a_last_attempt_is_used_up_nor_a_file_given_up_by_a_stop() throws Exception {
        rig.storage.setFaults(FaultRates.NONE.with(SandboxFault.STORAGE_SLOW, 1));
        UUID id = rig.created(new GenerationRequest(
                EngineTestRig.USER,
                EngineTestRig.PICTURE,
                rig.input("{\"prompt\":\"stopped\",\"num_images\":3}"),
                null,
                "test",
                1));
        rig.await(
                id,
                g -> g.stage() == GenerationStage.STORING
                        && !rig.darkroom.files.ofGeneration(id).isEmpty());

        rig.darkroom.engine.close();

        Generation stopped = rig.darkroom.generations.find(id).orElseThrow();
        assertThat(stopped.status()).isEqualTo(GenerationStatus.PENDING);
        assertThat(stopped.stage()).isEqualTo(GenerationStage.STORING);
        assertThat(stopped.attempt()).isZero();
        List<TimelineEvent> timeline = rig.darkroom.generations.timeline(id);
        assertThat(timeline)
                .extracting(TimelineEvent::kind)
                .endsWith(TimelineKind.TAKEN_BACK)
                .doesNotContain(TimelineKind.RETRY_SCHEDULED);
        assertThat(timeline.getLast().text("cause")).isEqualTo("ENGINE_STOPPED");

        rig.storage.setFaults(FaultRates.NONE);
        rig.darkroom.engine.start();

        Generation done = rig.await(id);
        assertThat(done.status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(done.media().filesStored()).isEqualTo(3);
        assertThat(done.media().warning()).isNull();
        rig.assertStored(done);
        assertThat(rig.darkroom.reads.credits.ofGeneration(id))
                .extracting(CreditTransaction::kind)
                .containsExactly(Kind.DEDUCT);
    }

    @Test
    void a_stop_between_the_last_file_and_its_link_keeps_the_row_of_the_file() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "stored and not signed", SandboxFault.SLOW);
        rig.await(id, g -> g.stage() == GenerationStage.SUBMITTED);
        rig.storage.setFaults(
                FaultRates.NONE.with(SandboxFault.TOKEN_EXPIRED, 1).with(SandboxFault.STORAGE_SLOW, 1));
        rig.await(id, g -> g.stage() == GenerationStage.STORING);
        String key = awaitObject(id);

        rig.darkroom.engine.close();

        assertThat(rig.darkroom.generations.find(id).orElseThrow().status()).isEqualTo(GenerationStatus.PENDING);
        rig.storage.setFaults(FaultRates.NONE);
        rig.darkroom.engine.start();
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(rig.darkroom.files.ofGeneration(id))
                .singleElement()
                .satisfies(file -> assertThat(file.path()).isEqualTo(key));
    }

    private static String awaitObject(UUID id) {
        String[] key = {""};
        rig.await(id, _ -> {
            key[0] = rig.storage.keys("generations").stream()
                    .filter(each -> each.contains(id.toString()))
                    .findFirst()
                    .orElse("");
            return !key[0].isEmpty();
        });
        return key[0];
    }
}
