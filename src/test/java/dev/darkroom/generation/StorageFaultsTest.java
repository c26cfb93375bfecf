package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.credit.CreditTransaction.Kind;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.supabase.StorageKey;
import dev.darkroom.storage.supabase.UploadRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of Supabase Storage while results are being uploaded. */
class StorageFaultsTest extends SharedRigTest {
    private static final String SHA256_OF_SENT = "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81";

    @ParameterizedTest
    @CsvSource(textBlock = """
            storage-500=0.4
            storage-503=0.4
            upload-cut=0.5
            upload-answer-lost=0.5
            token-expired=0.4
            storage-slow=0.3
            """)
    void storage_that_fails_now_and_then_is_survived(String faults) throws Exception {
        rig.storage.setFaults(FaultRates.parse(faults));
        UUID id = rig.created(new GenerationRequest(
                EngineTestRig.USER,
                EngineTestRig.PICTURE,
                rig.input("{\"prompt\":\"through trouble\",\"num_images\":3}"),
                "test"));

        Generation done = rig.await(id);

        rig.storage.setFaults(FaultRates.NONE);
        assertThat(done.status()).as(faults).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(done.media().filesStored()).isEqualTo(3);
        rig.assertStored(done);
        assertThat(rig.darkroom.reads.credits.ofGeneration(id))
                .extracting(CreditTransaction::kind)
                .containsExactly(Kind.DEDUCT);
        assertThat(rig.storage.keys("generations").stream().filter(key -> key.contains(id.toString())))
                .hasSize(3);
    }

    @Test
    void while_no_link_can_be_had_the_files_count_as_stored_and_only_the_link_is_asked_for_again() {
        rig.storage.setFaults(FaultRates.NONE.with(SandboxFault.TOKEN_EXPIRED, 1));
        UUID id = rig.ask(EngineTestRig.PICTURE, "no link yet");
        Generation waits =
                rig.await(id, g -> g.status() == GenerationStatus.PENDING && g.stage() == GenerationStage.SIGNING);
        assertThat(waits.media().filesStored()).isEqualTo(1);

        rig.storage.setFaults(FaultRates.NONE);

        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(rig.darkroom.generations.timeline(id))
                .extracting(TimelineEvent::kind)
                .filteredOn(kind -> kind.name().startsWith("STOR"))
                .containsExactly(TimelineKind.STORING, TimelineKind.STORED);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            STORAGE_503, 1, SILENT
            UPLOAD_CUT,  3, DEGRADED
            """)
    void a_storage_that_cannot_work_uses_up_no_attempt_however_often_it_is_tried(
            SandboxFault fault, int times, ServiceCircuitBreaker.Cause cause) {
        // An engine looks at the storage before its first claim, and takes nothing while that is away.
        rig.await(rig.ask(EngineTestRig.PICTURE, "before the outage"));
        rig.storage.setFaults(FaultRates.NONE.with(fault, 1));
        UUID id = rig.created(new GenerationRequest(
                EngineTestRig.USER, EngineTestRig.PICTURE, rig.input("{\"prompt\":\"patience\"}"), null, "test", 1));

        Generation waits = rig.await(id, g -> g.outages() >= times && g.status() == GenerationStatus.PENDING);
        assertThat(rig.darkroom.circuitBreaker.current())
                .extracting(ServiceCircuitBreaker.Pause::cause)
                .containsExactly(cause);
        assertThat(waits.attempt()).isZero();
        assertThat(waits.result()).isNotNull();

        rig.storage.setFaults(FaultRates.NONE);
        Generation done = rig.await(id);
        assertThat(done.status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(done.outages()).isZero();
        assertThat(rig.darkroom.reads.credits.ofGeneration(id))
                .extracting(CreditTransaction::kind)
                .containsExactly(Kind.DEDUCT);
    }

    @Test
    void while_the_storage_answers_but_takes_no_upload_nothing_new_is_paid_and_what_is_made_waits_for_days() {
        rig.await(rig.ask(EngineTestRig.PICTURE, "before the outage"));
        rig.storage.setFaults(FaultRates.NONE.with(SandboxFault.UPLOAD_CUT, 1));
        UUID made = rig.created(new GenerationRequest(
                EngineTestRig.USER, EngineTestRig.PICTURE, rig.input("{\"prompt\":\"made\"}"), null, "test", 1));
        rig.await(made, g -> g.outages() >= 3 && g.status() == GenerationStatus.PENDING);
        sql("update pause set since = now() + interval '1 hour'"); // no new one tests the storage yet
        UUID later = rig.ask(EngineTestRig.PICTURE, "asked for during the outage");

        sql("update generation set outages = 200 where id = '" + made + "'");
        rig.await(made, g -> g.outages() > 200 && g.status() == GenerationStatus.PENDING);
        assertThat(rig.darkroom.generations.find(later).orElseThrow().fal().submitStartedAt())
                .isNull();
        rig.storage.setFaults(FaultRates.NONE);
        sql("update pause set since = now()");

        assertThat(rig.await(made).status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(rig.await(later).status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(rig.darkroom.circuitBreaker.current()).isEmpty();
    }

    @Test
    void a_pause_that_no_waiting_result_can_end_is_ended_by_one_new_generation() {
        rig.storage.setFaults(FaultRates.NONE.with(SandboxFault.UPLOAD_CUT, 1));
        UUID gone = rig.ask(EngineTestRig.PICTURE, "its result is set aside");
        rig.await(gone, _ -> !rig.darkroom.circuitBreaker.current().isEmpty());
        UUID other = rig.ask(EngineTestRig.PICTURE, "tries the storage");
        rig.await(gone, g -> g.status() == GenerationStatus.PENDING);
        sql("update generation set hold = 'UNREADABLE' where id = '" + gone + "'");
        rig.storage.setFaults(FaultRates.NONE);

        assertThat(rig.await(other).status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(rig.darkroom.circuitBreaker.current()).isEmpty();
    }

    @Test
    void a_refused_key_pauses_everything_and_fails_nothing() {
        rig.storage.setFaults(FaultRates.NONE.with(SandboxFault.STORAGE_401, 1));
        UUID id = rig.ask(EngineTestRig.PICTURE, "the key is refused");
        rig.await(id, _ -> !rig.darkroom.circuitBreaker.current().isEmpty());

        rig.storage.setFaults(FaultRates.NONE);

        Generation done = rig.await(id);
        assertThat(done.status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(rig.darkroom.circuitBreaker.current()).isEmpty();
    }

    @Test
    void a_lost_file_leaves_a_warning_that_names_it_and_is_repaired_by_a_retry_that_costs_nothing() {
        UUID id = rig.created(new GenerationRequest(
                EngineTestRig.USER,
                EngineTestRig.PICTURE,
                rig.input("{\"prompt\":\"one is lost\",\"num_images\":3,\"sandbox_fault\":\"file-gone\"}"),
                "test"));

        Generation done = rig.await(id);

        assertThat(done.status()).isEqualTo(GenerationStatus.COMPLETED);
        StoredFile missing = rig.darkroom.files.ofGeneration(id).stream()
                .filter(file -> file.state() == StoredFile.State.MISSING)
                .findFirst()
                .orElseThrow();
        assertThat(done.media().warning())
                .asString()
                .contains("2 of 3 files")
                .contains(missing.position() + "-" + missing.name())
                .contains("gone");
        RetryPlan plan = rig.darkroom.actions.planRetry(id);
        assertThat(plan.from()).isEqualTo(RetryPlan.From.STORE);
        assertThat(plan.creditsToTake()).isZero();

        assertThat(rig.darkroom.actions.retry(id, plan, "one is lost", "kim")).isInstanceOf(ActionResult.Done.class);
        Generation again = rig.await(
                id,
                g -> g.status().isFinal() && g.lease().epoch() > done.lease().epoch() + 1);
        assertThat(again.status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
    }

    @Test
    void a_file_that_an_earlier_attempt_sent_without_an_answer_is_taken_up_although_fal_has_it_no_more(
            @TempDir Path folder) throws IOException {
        UUID id = rig.created(new GenerationRequest(
                EngineTestRig.USER,
                EngineTestRig.PICTURE,
                rig.input("{\"prompt\":\"sent before\",\"num_images\":2,\"sandbox_fault\":\"file-gone\"}"),
                "test"));
        rig.await(id);
        StoredFile missing = rig.darkroom.files.ofGeneration(id).stream()
                .filter(file -> file.state() == StoredFile.State.MISSING)
                .findFirst()
                .orElseThrow();
        Path sent = Files.write(folder.resolve("sent"), new byte[] {1, 2, 3});
        StorageKey key = StorageKey.of(EngineTestRig.USER, id.toString(), missing.position(), missing.name());
        assertThat(key.text()).isEqualTo(missing.path());
        rig.darkroom.storage.upload(UploadRequest.of(key, sent, "image/png")
                .withMetadata(Map.of(
                        "sha256",
                        SHA256_OF_SENT,
                        "name",
                        "sent",
                        "source",
                        UUID.nameUUIDFromBytes(missing.sourceUrl().getBytes(StandardCharsets.UTF_8))
                                .toString())));

        rig.darkroom.actions.retry(id, rig.darkroom.actions.planRetry(id), "it is there", "kim");
        rig.await(id, g -> g.media().filesStored() == 2);

        StoredFile now = rig.darkroom.files.ofGeneration(id).get(missing.position());
        assertThat(now.state()).isEqualTo(StoredFile.State.STORED);
        assertThat(now.sha256()).isEqualTo(SHA256_OF_SENT);
        assertThat(now.bytes()).isEqualTo(3);
    }
}
