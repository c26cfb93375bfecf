package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.credit.CreditTransaction.Kind;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.storage.StoredFile;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole life cycle of a generation on the stand-ins: each media kind, each fault, and the traces it leaves everywhere. */
class GenerationFlowTest extends SharedRigTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            fal-ai/flux/schnell,                                     image/jpeg
            fal-ai/nano-banana,                                      image/png
            fal-ai/kling-video/v2.5-turbo/pro/text-to-video,         video/mp4
            fal-ai/stable-audio,                                     audio/wav
            fal-ai/elevenlabs/tts/multilingual-v2,                   audio/wav
            """)
    void each_kind_of_media_is_paid_rendered_stored_and_signed(String model, String type) throws Exception {
        UUID id = rig.ask(model, "a lighthouse at dawn");

        Generation done = rig.await(id);

        assertThat(done.status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(done.media().warning()).isNull();
        assertThat(rig.darkroom.files.ofGeneration(id)).singleElement().satisfies(file -> {
            assertThat(file.contentType()).isEqualTo(type);
            assertThat(file.path()).startsWith(EngineTestRig.USER + "/" + id + "/0-");
        });
        rig.assertStored(done);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
        assertThat(rig.darkroom.generations.timeline(id))
                .extracting(TimelineEvent::kind)
                .containsSubsequence(
                        TimelineKind.CREATED,
                        TimelineKind.CLAIMED,
                        TimelineKind.SUBMITTING,
                        TimelineKind.SUBMITTED,
                        TimelineKind.RENDERED,
                        TimelineKind.STORING,
                        TimelineKind.STORED,
                        TimelineKind.COMPLETED);
    }

    @Test
    void several_pictures_are_all_stored() throws Exception {
        UUID id = rig.created(new GenerationRequest(
                EngineTestRig.USER,
                EngineTestRig.PICTURE,
                rig.input("{\"prompt\":\"four harbours\",\"num_images\":4}"),
                "test"));

        Generation done = rig.await(id);

        assertThat(done.media().filesStored()).isEqualTo(4);
        assertThat(rig.darkroom.files.ofGeneration(id))
                .extracting(StoredFile::position)
                .containsExactly(0, 1, 2, 3);
        rig.assertStored(done);
    }

    @ParameterizedTest
    @EnumSource(
            value = SandboxFault.class,
            names = {
                "SLOW",
                "BACK_TO_QUEUE",
                "NOT_YET",
                "MALFORMED_RESULT",
                "UNKNOWN_STATUS",
                "HUGE_SEED",
                "FILE_CUT",
                "FILE_LATE",
                "FILE_PAGE",
                "FILE_WRONG_SIZE",
                "FILE_ODD_TYPE",
                "STATUS_LOWER_CASE",
                "NO_CONTENT_TYPE",
                "SUBMIT_ANSWER_LOST",
                "SUBMIT_502",
                "STATUS_500",
                "CONNECTION_CUT",
                "MALFORMED_STATUS"
            })
    void what_passes_is_survived_and_paid_once(SandboxFault fault) throws Exception {
        UUID id = rig.ask(EngineTestRig.PICTURE, "survives " + fault.word(), fault);

        Generation done = rig.await(id);

        assertThat(done.status()).as(fault.effect()).isEqualTo(GenerationStatus.COMPLETED);
        rig.assertStored(done);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
        assertThat(acceptedFor(done)).isEqualTo(1);
    }

    @Test
    void a_lost_submit_is_not_taken_for_an_earlier_one_with_the_same_input() {
        ObjectNode input = rig.input("{\"prompt\":\"asked twice with one seed\",\"seed\":5}");
        Generation first = rig.await(rig.created(
                new GenerationRequest(EngineTestRig.USER, EngineTestRig.PICTURE, input.deepCopy(), "test")));
        rig.fal.faults(FaultRates.NONE.with(SandboxFault.SUBMIT_ANSWER_LOST, 1));
        try {
            Generation second = rig.await(
                    rig.created(new GenerationRequest(EngineTestRig.USER, EngineTestRig.PICTURE, input, "test")));

            assertThat(second.status()).isEqualTo(GenerationStatus.COMPLETED);
            assertThat(second.fal().request()).isNotEqualTo(first.fal().request());
            assertThat(acceptedFor(second)).isEqualTo(2);
        } finally {
            rig.fal.faults(FaultRates.NONE);
        }
    }

    @Test
    void a_lost_submit_whose_history_does_not_answer_is_looked_for_until_it_does() {
        rig.fal.faults(FaultRates.NONE.with(SandboxFault.SUBMIT_ANSWER_LOST, 1).with(SandboxFault.HISTORY_500, 1));
        UUID id = rig.ask(EngineTestRig.PICTURE, "lost, and the history is away");
        try {
            Generation waits = rig.await(id, generation -> generation.outages() > 0);
            assertThat(waits.fal().submitUnknown()).isTrue();
            assertThat(waits.attempt()).isZero();
        } finally {
            rig.fal.faults(FaultRates.NONE);
        }

        Generation done = rig.await(id);
        assertThat(done.status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(acceptedFor(done)).isEqualTo(1);
    }

    @Test
    void a_lost_submit_whose_history_has_not_answered_for_hours_is_held_while_fal_works_for_others() {
        rig.fal.faults(FaultRates.NONE.with(SandboxFault.SUBMIT_ANSWER_LOST, 1).with(SandboxFault.HISTORY_500, 1));
        UUID id = rig.ask(EngineTestRig.PICTURE, "lost, and the history is away for hours");
        try {
            rig.await(id, generation -> generation.outages() > 0);
            rig.darkroom.database.useTransaction(handle -> handle.execute(
                    "update generation set submit_started_at = submit_started_at - interval '2 hours' where id = ?",
                    id));

            assertThat(rig.await(id).hold()).isEqualTo(HoldReason.SUBMIT_UNKNOWN);
            assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
        } finally {
            rig.fal.faults(FaultRates.NONE);
        }
    }

    @Test
    void a_lost_submit_whose_history_is_refused_is_held_and_keeps_its_credits() {
        rig.fal.faults(FaultRates.NONE.with(SandboxFault.SUBMIT_ANSWER_LOST, 1).with(SandboxFault.HISTORY_403, 1));
        try {
            UUID id = rig.ask(EngineTestRig.PICTURE, "lost, and the history is refused");

            Generation held = rig.await(id);

            assertThat(held.hold()).isEqualTo(HoldReason.SUBMIT_UNKNOWN);
            assertThat(held.failure().message()).contains("request history could not be read");
            assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
        } finally {
            rig.fal.faults(FaultRates.NONE);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            STUCK_IN_QUEUE,       timed_out
            STUCK_IN_PROGRESS,    timed_out
            STUCK_IN_TURNS,       timed_out
            HIDDEN_REFUSAL,       content_policy_violation
            HIDDEN_ERROR_TEXT,    http_422
            RESULT_EXPIRED,       result_gone
            FILE_GONE,            file_gone
            """)
    void what_cannot_be_mended_fails_with_its_cause_and_a_refund(SandboxFault fault, String code) {
        UUID id = rig.ask(EngineTestRig.PICTURE, "fails by " + fault.word(), fault);

        Generation failed = rig.await(id);

        assertThat(failed.status()).as(fault.effect()).isEqualTo(GenerationStatus.FAILED);
        assertThat(failed.failure().code()).isEqualTo(code);
        assertThat(failed.failure().message()).isNotBlank();
        assertThat(failed.failure().detail()).contains("at ");
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT, Kind.REFUND);
        assertThat(acceptedFor(failed)).isEqualTo(1);
    }

    /** How many requests with this input, its seed included, the stand-in's books know. */
    private static long acceptedFor(Generation generation) {
        String prompt = generation.prompt();
        return rig.fal.ledger().entries().stream()
                .filter(entry -> entry.input().contains("\"" + prompt + "\""))
                .count();
    }
}
