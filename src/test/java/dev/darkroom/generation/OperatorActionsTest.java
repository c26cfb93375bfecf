package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.credit.CreditTransaction.Kind;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.action.GenerationActions;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import dev.darkroom.logging.RecordedLog;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Requests and operator actions: requests, rejections, cancel, retry, and the same action twice. */
class OperatorActionsTest extends SharedRigTest {
    @Test
    void too_few_credits_write_nothing_at_all() {
        rig.darkroom.ledger.grant("poor", 3, "three", "test");

        GenerationCreationResult creation = rig.darkroom.service.create(
                new GenerationRequest("poor", EngineTestRig.FILM, rig.input("{\"prompt\":\"too dear\"}"), "test"));

        assertThat(creation)
                .isInstanceOfSatisfying(
                        GenerationCreationResult.Refused.class,
                        refused -> assertThat(refused.available()).isEqualTo(3));
        assertThat(rig.darkroom.ledger.balance("poor")).hasValue(3);
        assertThat(count("select count(*) from generation where user_id = 'poor'"))
                .isZero();
        assertThat(count("select count(*) from credit_transaction where user_id = 'poor'"))
                .isOne();
    }

    @Test
    void a_retry_and_an_edit_that_cost_more_than_there_is_change_nothing() {
        UUID id = refundedAndSpent("spent.ana");
        GenerationActions actions = rig.darkroom.actions;
        ObjectNode input = find(id).input().deepCopy();
        input.put("prompt", "another one");

        ActionResult retried = actions.retry(id, actions.planRetry(id), "again", "kim");
        ActionResult edited = actions.editAndRetry(id, actions.planEdit(id, input), input, "other words", "kim");

        assertThat(List.of(retried, edited)).allSatisfy(result -> {
            assertThat(result).isInstanceOf(ActionResult.Nothing.class);
            assertThat(result.message().code()).isEqualTo("credits.short");
        });
        assertThat(find(id).status()).isEqualTo(GenerationStatus.FAILED);
        assertThat(find(id).prompt()).isEqualTo("cannot be paid again");
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT, Kind.REFUND);
        assertThat(rig.darkroom.ledger.balance("spent.ana")).hasValue(0);
    }

    @Test
    void the_same_key_twice_is_one_generation_and_another_request_under_it_is_refused() {
        GenerationRequest request = keyed("{\"prompt\":\"once only\"}");

        UUID first = rig.created(request);

        assertThat(rig.darkroom.service.create(request)).isEqualTo(new GenerationCreationResult.AlreadyThere(first));
        assertThatThrownBy(() -> rig.darkroom.service.create(keyed("{\"prompt\":\"something else\"}")))
                .hasMessageContaining("key \"order-1\"");
        assertThat(rig.await(first).status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(kinds(first)).containsExactly(Kind.DEDUCT);
    }

    private static GenerationRequest keyed(String input) {
        return new GenerationRequest(EngineTestRig.USER, EngineTestRig.PICTURE, rig.input(input), "order-1", "test", 5);
    }

    @Test
    void a_model_asked_for_by_its_short_name_is_stored_by_its_id() {
        String alias = rig.darkroom.models.require(EngineTestRig.PICTURE).shortName();
        UUID id = rig.created(
                new GenerationRequest(EngineTestRig.USER, alias, rig.input("{\"prompt\":\"alias\"}"), "test"));

        Generation generation = rig.await(id);
        assertThat(generation.model()).isEqualTo(EngineTestRig.PICTURE).isNotEqualTo(alias);
        assertThat(generation.status()).isEqualTo(GenerationStatus.COMPLETED);
    }

    @Test
    void bad_requests_get_a_sentence_and_cost_nothing() {
        long before = rig.darkroom.ledger.balance(EngineTestRig.USER).orElseThrow();

        assertThatThrownBy(() -> request(EngineTestRig.USER, EngineTestRig.PICTURE, "{\"prompt\":\"  \"}"))
                .hasMessageContaining("prompt");
        assertThatThrownBy(() -> request(EngineTestRig.USER, "fal-ai/flux/schnel", "{\"prompt\":\"x\"}"))
                .hasMessageContaining("Did you mean fal-ai/flux/schnell");
        assertThatThrownBy(() -> request("nobody", EngineTestRig.PICTURE, "{\"prompt\":\"x\"}"))
                .hasMessageContaining("no account");
        assertThatThrownBy(() -> rig.darkroom.ledger.grant(EngineTestRig.USER, -5, "x", "test"))
                .hasMessageContaining("more than 0");
        assertThatThrownBy(() -> rig.darkroom.ledger.grant(EngineTestRig.USER, 5, " ", "test"))
                .hasMessageContaining("reason");
        assertThatThrownBy(() -> rig.darkroom.ledger.adjust(EngineTestRig.USER, -10_000_000, "x", "test", null))
                .hasMessageContaining("below zero");

        assertThat(rig.darkroom.ledger.balance(EngineTestRig.USER)).hasValue(before);
    }

    private static GenerationCreationResult request(String user, String model, String input) {
        return rig.darkroom.service.create(new GenerationRequest(user, model, rig.input(input), "test"));
    }

    @Test
    void a_running_job_is_cancelled_at_fal_first_and_refunded_once() {
        UUID id = rig.ask(EngineTestRig.FILM, "never ends", SandboxFault.STUCK_IN_PROGRESS);
        rig.await(id, generation -> "IN_PROGRESS".equals(generation.fal().status()));

        assertThat(rig.darkroom.actions.cancel(id, "user asked", "kim")).isInstanceOf(ActionResult.Done.class);

        Generation ended = rig.await(id);
        assertThat(ended.status()).isEqualTo(GenerationStatus.CANCELLED);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT, Kind.REFUND);
        assertThat(rig.darkroom.actions.cancel(id, "again", "kim"))
                .isInstanceOfSatisfying(
                        ActionResult.Nothing.class,
                        nothing -> assertThat(nothing.message().english()).contains("cancelled"));
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT, Kind.REFUND);
    }

    @Test
    void a_retry_of_a_refunded_generation_deducts_again_and_a_second_click_does_nothing() throws Exception {
        UUID id = rig.ask(EngineTestRig.PICTURE, "second time lucky", SandboxFault.RESULT_EXPIRED);
        Generation failed = rig.await(id);
        assertThat(failed.status()).isEqualTo(GenerationStatus.FAILED);
        clearFault(id);
        RetryPlan plan = rig.darkroom.actions.planRetry(id);
        assertThat(plan.creditsToTake()).isPositive();
        assertThat(plan.from()).isEqualTo(RetryPlan.From.SUBMIT);

        assertThat(rig.darkroom.actions.retry(id, plan, "ticket 1", "kim")).isInstanceOf(ActionResult.Done.class);
        assertThat(rig.darkroom.actions.retry(id, plan, "ticket 1", "kim")).isInstanceOf(ActionResult.Nothing.class);

        Generation done = rig.await(id);
        assertThat(done.status()).isEqualTo(GenerationStatus.COMPLETED);
        rig.assertStored(done);
        assertThat(done.startedAt()).as("its time begins anew").isAfter(failed.finishedAt());
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT, Kind.REFUND, Kind.DEDUCT);
        assertThat(count("select count(*) from operator_action where generation_id = '" + id + "'"))
                .isEqualTo(2);
    }

    /** The fault is part of the input; without it the same request succeeds. */
    private static void clearFault(UUID id) {
        rig.darkroom.database.useTransaction(handle ->
                handle.execute("update generation set input = input - 'sandbox_fault' where id = '" + id + "'"));
    }

    @Test
    void a_locked_account_pauses_submitting_with_one_alert_and_fails_none_of_a_hundred() {
        try (RecordedLog log = new RecordedLog(ServiceCircuitBreaker.class)) {
            rig.fal.lock("Exhausted balance");
            List<UUID> ids = IntStream.rangeClosed(1, 100)
                    .mapToObj(i -> rig.ask(EngineTestRig.PICTURE, "locked " + i))
                    .toList();
            rig.await(
                    ids.getFirst(), _ -> !rig.darkroom.circuitBreaker.current().isEmpty());
            assertThat(rig.darkroom.circuitBreaker.current())
                    .singleElement()
                    .satisfies(pause -> assertThat(pause.reason().english()).contains("locked"));

            rig.fal.unlock();

            for (UUID id : ids) {
                assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.COMPLETED);
                assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
            }
            assertThat(rig.darkroom.circuitBreaker.current()).isEmpty();
            assertThat(log.warnings()).hasSize(1);
        }
    }

    @Test
    void the_ledger_cannot_be_changed_and_no_balance_goes_below_zero() {
        assertThatThrownBy(() -> rig.darkroom.database.useTransaction(
                        handle -> handle.execute("update credit_transaction set amount = 1")))
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> rig.darkroom.database.useTransaction(
                        handle -> handle.execute("delete from credit_transaction")))
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> rig.darkroom.database.useTransaction(
                        handle -> handle.execute("update account set balance = -1")))
                .hasMessageContaining("balance_is_never_negative");
    }

    private static long count(String sql) {
        return rig.darkroom.database.<Long>read(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
