package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.credit.CreditTransaction.Kind;
import dev.darkroom.database.SqlState;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How another program cancels what it has requested, and learns of the end. */
class DoorCancelTest extends BackendRig {
    @Test
    void cancelling_what_was_not_sent_ends_and_refunds_it_once() throws Exception {
        rig.darkroom.engine.pause();
        try {
            UUID id = backend.request(EngineTestRig.USER, EngineTestRig.FILM, "{\"prompt\":\"never begun\"}", 9, null);

            assertThat(cancel(id)).isEqualTo("CANCELLED");
            assertThat(cancel(id)).isEqualTo("ENDED");

            assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.CANCELLED);
            assertThat(kinds(id)).containsExactly(Kind.DEDUCT, Kind.REFUND);
            assertThat(rig.darkroom.actions.cancel(id, "late", "kim")).isInstanceOf(ActionResult.Nothing.class);
        } finally {
            rig.darkroom.engine.resume();
        }
    }

    @Test
    void cancelling_what_was_sent_asks_fal_first_and_refunds_once() throws Exception {
        UUID id = backend.request(EngineTestRig.USER, EngineTestRig.FILM, stuck("sent already"), 9, null);
        rig.await(id, generation -> "IN_PROGRESS".equals(generation.fal().status()));

        assertThat(cancel(id)).isEqualTo("ASKED");
        assertThat(cancel(id)).isEqualTo("ASKED");

        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.CANCELLED);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT, Kind.REFUND);
        assertThat(cancel(id)).isEqualTo("ENDED");
        assertThat(rig.darkroom.generations.timeline(id))
                .filteredOn(event -> event.kind() == TimelineKind.CANCEL_ASKED)
                .hasSize(1);
    }

    @Test
    void a_second_console_that_asks_to_cancel_is_told_so() throws Exception {
        UUID id = backend.request(EngineTestRig.USER, EngineTestRig.FILM, stuck("asked twice"), 9, null);
        rig.await(id, generation -> "IN_PROGRESS".equals(generation.fal().status()));
        backend.owner("update generation set cancel_requested_at = now(), cancel_reason = 'first' where id = ?", id);

        assertThat(rig.darkroom.actions.cancel(id, "second", "kim"))
                .isInstanceOfSatisfying(
                        ActionResult.Nothing.class,
                        nothing -> assertThat(nothing.message().english()).contains("already requested"));

        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.CANCELLED);
    }

    private static String stuck(String prompt) {
        return "{\"prompt\":\"" + prompt + "\",\"sandbox_fault\":\"" + SandboxFault.STUCK_IN_PROGRESS.word() + "\"}";
    }

    @Test
    void another_users_generation_is_as_unknown_as_none() throws Exception {
        UUID id = backend.request(EngineTestRig.USER, EngineTestRig.PICTURE, "{\"prompt\":\"hers\"}", 1, null);
        UUID none = UUID.randomUUID();

        for (String function : List.of("generation_state", "cancel_generation")) {
            assertState("PT404", "There is no generation " + id + " of the user \"eve\".", function, "eve", id);
            assertState(
                    "PT404",
                    "There is no generation " + none + " of the user \"ana.kovac\".",
                    function,
                    EngineTestRig.USER,
                    none);
        }

        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.COMPLETED);
    }

    private static void assertState(String state, String sentence, String function, String user, UUID id) {
        assertThatThrownBy(() -> backend.value("select darkroom." + function + "(?, ?)", user, id))
                .satisfies(error -> assertThat(SqlState.of(error)).isEqualTo(state))
                .hasMessageContaining("ERROR: " + sentence);
    }

    @Test
    void the_state_of_a_failed_one_tells_why_and_that_the_credits_came_back() throws Exception {
        UUID id = backend.request(
                EngineTestRig.USER,
                EngineTestRig.PICTURE,
                "{\"prompt\":\"gone\",\"sandbox_fault\":\"" + SandboxFault.RESULT_EXPIRED.word() + "\"}",
                1,
                null);
        Generation failed = rig.await(id);

        JsonNode state = JsonMapping.parse(backend.value(
                "select to_json(s)::text from darkroom.generation_state(?, ?) s", EngineTestRig.USER, id));

        assertThat(state.path("status").asText()).isEqualTo("FAILED");
        assertThat(state.path("error").asText())
                .isNotEmpty()
                .isEqualTo(failed.failure().message());
        assertThat(state.path("refunded").asBoolean()).isTrue();
    }

    private static String cancel(UUID id) throws SQLException {
        return backend.value("select darkroom.cancel_generation(?, ?, 'changed her mind')", EngineTestRig.USER, id);
    }
}
