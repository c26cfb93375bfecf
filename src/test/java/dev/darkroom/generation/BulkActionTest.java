package dev.darkroom.generation;

import static dev.darkroom.system.RecordCopy.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.generation.action.ActionGuard;
import dev.darkroom.generation.action.BulkAction;
import dev.darkroom.generation.action.BulkActionQueries.BulkActionEstimate;
import dev.darkroom.generation.action.BulkActionRunner;
import dev.darkroom.generation.action.BulkActionService;
import dev.darkroom.generation.action.ExpectedVersion;
import dev.darkroom.generation.action.OperatorAction;
import dev.darkroom.generation.query.GenerationFilter;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.sandbox.fault.FaultRates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One action on many generations: applied to each exactly once, whatever happens to those applying it. The engine is paused, so
 * nothing else acts.
 */
class BulkActionTest extends SharedRigTest {
    @BeforeAll
    static void start() {
        rig.darkroom.engine.pause();
    }

    @Test
    void two_hundred_are_each_done_once_although_their_runner_is_ended_in_between_and_two_go_on() {
        List<UUID> ids = waiting(200);
        UUID bulk = start(order(OperatorAction.MARK_FAILED), ids);

        AtomicInteger left = new AtomicInteger(40); // so that it cannot do all before it is ended
        try (BulkActionRunner _ = runner(() -> left.getAndDecrement() > 0)) {
            await(bulk, b -> b.counts().done() > 20);
        }
        BulkAction cut = bulkAction(bulk);
        try (BulkActionRunner _ = runner();
                BulkActionRunner _ = runner()) {
            await(bulk, b -> b.state() == BulkAction.State.DONE);
        }

        assertThat(cut.state()).isEqualTo(BulkAction.State.RUNNING);
        assertThat(bulkAction(bulk).counts()).isEqualTo(new BulkAction.Counts(0, 200, 0, 0));
        assertThat(count("select count(*) from operator_action where action = 'MARK_FAILED' and generation_id"
                        + " in (select generation_id from bulk_item where bulk_id = '" + bulk + "')"))
                .isEqualTo(200);
        assertThat(count("select count(*) from credit_transaction where kind = 'REFUND' and generation_id"
                        + " in (select generation_id from bulk_item where bulk_id = '" + bulk + "')"))
                .isEqualTo(200);
    }

    @Test
    void a_generation_that_another_program_has_locked_holds_up_neither_the_others_nor_the_stop() {
        List<UUID> ids =
                waiting(3).stream().sorted(Comparator.comparing(UUID::toString)).toList();
        UUID bulk = start(order(OperatorAction.MARK_FAILED), ids);
        UUID later = start(order(OperatorAction.MARK_FAILED), waiting(1));
        rig.darkroom.database.useTransaction(other -> {
            other.execute("select from generation where id = ? for update", ids.getFirst());
            try (BulkActionRunner _ = runner()) {
                await(bulk, b -> b.counts().done() == 2);
                await(later, b -> b.state() == BulkAction.State.DONE);
                // On another thread: on this one it would join the transaction that holds the lock.
                assertThat(CompletableFuture.supplyAsync(() -> rig.darkroom.bulkActions.stop(bulk, "lee")))
                        .succeedsWithin(Duration.ofMinutes(1))
                        .isEqualTo(true);
            }
        });
        assertThat(bulkAction(bulk).state()).isEqualTo(BulkAction.State.STOPPED);
        end(ids.subList(0, 1));
    }

    @Test
    void stopping_skips_what_is_open_and_says_who_stopped_it() {
        List<UUID> ids = waiting(5);
        UUID bulk = start(order(OperatorAction.MARK_FAILED), ids);

        assertThat(rig.darkroom.bulkActions.stop(bulk, "lee")).isTrue();
        assertThat(rig.darkroom.bulkActions.stop(bulk, "lee")).isFalse();

        assertThat(bulkAction(bulk).state()).isEqualTo(BulkAction.State.STOPPED);
        assertThat(rig.darkroom.reads.bulks.items(bulk, 10))
                .hasSize(5)
                .allSatisfy(item -> assertThat(item.outcome().english()).contains("Stopped by lee"));
        assertThat(ids).allSatisfy(id -> assertThat(find(id).status()).isEqualTo(GenerationStatus.PENDING));
        end(ids);
    }

    @Test
    void retries_over_the_budget_are_skipped_with_that_reason() {
        List<UUID> ids = waiting(5);
        end(ids);
        long price = find(ids.getFirst()).credits();

        UUID bulk = start(
                new BulkActionService.Order(
                        OperatorAction.RETRY, "ticket", "kim", CodedMessage.quoted("5 chosen"), 3 * price),
                ids);
        run(bulk);

        BulkAction ended = bulkAction(bulk);
        assertThat(ended.spent()).isEqualTo(3 * price);
        assertThat(ended.counts()).isEqualTo(new BulkAction.Counts(0, 3, 2, 0));
        assertThat(rig.darkroom.reads.bulks.items(bulk, 10))
                .filteredOn(item -> item.state() == BulkAction.ItemState.SKIPPED)
                .hasSize(2)
                .allSatisfy(item -> assertThat(item.outcome().english()).contains("Over the budget"));
        end(ids);
    }

    @Test
    void a_retry_that_its_user_cannot_pay_gives_the_budget_back() {
        UUID unpaid = refundedAndSpent("spent.bulk");
        rig.darkroom.engine.pause();
        List<UUID> paid = waiting(1);
        end(paid);
        long price = find(unpaid).credits();

        UUID bulk = start(
                new BulkActionService.Order(
                        OperatorAction.RETRY, "ticket", "kim", CodedMessage.quoted("2 chosen"), price),
                List.of(unpaid, paid.getFirst()));
        run(bulk);

        assertThat(bulkAction(bulk).spent()).isEqualTo(price);
        assertThat(bulkAction(bulk).counts()).isEqualTo(new BulkAction.Counts(0, 1, 1, 0));
        assertThat(rig.darkroom.reads.bulks.items(bulk, 10))
                .filteredOn(item -> item.generation().equals(unpaid))
                .singleElement()
                .satisfies(item -> assertThat(item.outcome().code()).isEqualTo("credits.short"));
        end(paid);
    }

    @Test
    void what_has_changed_since_or_cannot_be_is_skipped_and_says_why() {
        List<UUID> ids = waiting(3);
        UUID bulk = start(order(OperatorAction.RECOVER), ids);
        rig.darkroom.actions.markFailed(ids.get(0), ExpectedVersion.of(find(ids.get(0))), "meanwhile", "lee");

        run(bulk);

        assertThat(bulkAction(bulk).counts()).isEqualTo(new BulkAction.Counts(0, 2, 1, 0));
        assertThat(rig.darkroom.reads.bulks.items(bulk, 10).getFirst().outcome())
                .asString()
                .contains("it is now failed");
        end(ids.subList(1, 3));
    }

    @Test
    void all_that_match_a_filter_are_taken_by_view_by_words_and_by_what_needs_attention() {
        List<UUID> ids = waiting(4, "needle in a haystack");
        List<UUID> others = waiting(2, "only hay");
        GenerationFilter words = GenerationFilter.of(GenerationPreset.ALL, "needle");
        unknown(ids.get(0));

        UUID byWords = rig.darkroom.bulkActions.start(order(OperatorAction.CANCEL), words);
        UUID byDiagnosis = rig.darkroom.bulkActions.start(
                order(OperatorAction.CANCEL), GenerationFilter.of(GenerationPreset.ATTENTION));
        UUID all = rig.darkroom.bulkActions.start(
                order(OperatorAction.CANCEL), GenerationFilter.of(GenerationPreset.WAITING));
        assertThat(bulkAction(byWords).counts().open()).isEqualTo(4);
        assertThat(rig.darkroom.reads.bulks.items(byWords, 10))
                .as("nothing came of an open one yet")
                .allSatisfy(item -> assertThat(item.outcome()).isEqualTo(CodedMessage.NONE));
        assertThat(rig.darkroom.reads.bulks.items(byDiagnosis, 10))
                .extracting(BulkAction.Item::generation)
                .containsExactly(ids.get(0));
        assertThat(bulkAction(all).counts().open()).isEqualTo(5);

        run(byWords);
        run(byDiagnosis);
        run(all);

        assertThat(bulkAction(byWords).counts().done()).isEqualTo(4);
        assertThat(bulkAction(byDiagnosis).counts().skipped()).isEqualTo(1);
        assertThat(bulkAction(all).counts()).isEqualTo(new BulkAction.Counts(0, 2, 3, 0));
        assertThat(others).allSatisfy(id -> assertThat(find(id).status()).isEqualTo(GenerationStatus.CANCELLED));
    }

    @Test
    void all_that_match_are_summed_up_and_retried_without_those_that_the_content_check_refused() {
        List<UUID> ids = waiting(4, "mushroom");
        end(ids);
        long price = find(ids.getFirst()).credits();
        rig.darkroom.database.useTransaction(handle -> handle.execute(
                "update generation set error_kind = 'FINAL', error_code = 'content_policy_violation', error = 'refused'"
                        + " where id = any(?)",
                (Object) ids.subList(0, 3).toArray(UUID[]::new)));
        rig.darkroom.database.useTransaction(handle ->
                handle.execute("update generation set error_code = 'content_flagged' where id = ?", ids.getFirst()));
        GenerationFilter words = GenerationFilter.of(GenerationPreset.FAILED, "mushroom");

        BulkActionEstimate estimate = rig.darkroom.reads.bulks.estimate(words);
        assertThat(estimate.generations()).isEqualTo(4);
        assertThat(estimate.refused()).isEqualTo(3);
        assertThat(estimate.credits(true)).isEqualTo(4 * price);
        assertThat(estimate.withoutRefused().credits(true)).isEqualTo(price);
        assertThat(rig.darkroom
                        .reads
                        .bulks
                        .estimate(with(words, "users", List.of("nobody of this name")))
                        .shares())
                .isEmpty();

        BulkActionService.Order order = new BulkActionService.Order(
                OperatorAction.RETRY, "again", "kim", CodedMessage.quoted("chosen"), null, true);
        UUID matching = rig.darkroom.bulkActions.start(order, words);
        UUID chosen = start(order, ids);
        assertThat(List.of(matching, chosen))
                .allSatisfy(bulk -> assertThat(rig.darkroom.reads.bulks.items(bulk, 10))
                        .extracting(BulkAction.Item::generation)
                        .containsExactly(ids.getLast()));
        run(matching);
        run(chosen);
        end(ids.subList(3, 4));
    }

    @Test
    void a_slow_storage_is_asked_outside_the_transaction_of_an_item_and_the_next_bulk_action_follows() {
        List<UUID> next = waiting(1);
        unknown(next.getFirst()); // so that the engine leaves it alone
        UUID completed = completedWithFiles(4);
        UUID recover = start(order(OperatorAction.RECOVER), List.of(completed));
        UUID cancel = start(order(OperatorAction.CANCEL), next);

        // Together longer than a transaction of the engine's connections may be idle.
        rig.storage.setFaults(FaultRates.parse("storage-slow"));
        try (BulkActionRunner _ = runner()) {
            await(recover, b -> b.state() == BulkAction.State.DONE);
            await(cancel, b -> b.state() == BulkAction.State.DONE);
        } finally {
            rig.storage.setFaults(FaultRates.NONE);
        }

        assertThat(bulkAction(recover).counts()).isEqualTo(new BulkAction.Counts(0, 0, 1, 0));
        assertThat(rig.darkroom.reads.bulks.items(recover, 10).getFirst().outcome())
                .isEqualTo(ActionGuard.NOTHING_TO_RECOVER.message());
        assertThat(bulkAction(cancel).counts()).isEqualTo(new BulkAction.Counts(0, 1, 0, 0));
    }

    @Test
    void an_item_over_which_the_session_is_lost_again_and_again_has_failed_and_the_next_one_is_done() {
        List<UUID> ids =
                waiting(2).stream().sorted(Comparator.comparing(UUID::toString)).toList();
        rig.darkroom.database.useTransaction(handle -> handle.execute("""
                create function lose_session() returns trigger language plpgsql as
                  'begin perform pg_terminate_backend(pg_backend_pid()); return new; end';
                create trigger lose_session before insert on operator_action for each row
                  when (new.generation_id = '%s') execute function lose_session();
                """.formatted(ids.getFirst())));
        UUID bulk = start(order(OperatorAction.CANCEL), ids);
        try {
            run(bulk);
        } finally {
            rig.darkroom.database.useTransaction(handle -> handle.execute("drop function lose_session cascade"));
        }

        assertThat(bulkAction(bulk).counts()).isEqualTo(new BulkAction.Counts(0, 1, 0, 1));
        assertThat(find(ids.getFirst()).status()).isEqualTo(GenerationStatus.PENDING);
        end(ids.subList(0, 1));
    }

    /** The engine of the rig runs until it is completed. */
    private static UUID completedWithFiles(int count) {
        rig.darkroom.engine.resume();
        try {
            ObjectNode input = rig.darkroom
                    .models
                    .require(EngineTestRig.PICTURE)
                    .defaultInput()
                    .deepCopy();
            input.put("prompt", "stored").put("num_images", count);
            UUID id = rig.created(new GenerationRequest(EngineTestRig.USER, EngineTestRig.PICTURE, input, "test"));
            assertThat(rig.await(id).media().filesStored()).isEqualTo(count);
            return id;
        } finally {
            rig.darkroom.engine.pause();
        }
    }

    private static BulkActionService.Order order(OperatorAction action) {
        return new BulkActionService.Order(action, "clean up", "kim", CodedMessage.quoted("chosen"), null);
    }

    private static UUID start(BulkActionService.Order order, List<UUID> ids) {
        return rig.darkroom.bulkActions.start(order, ids);
    }

    private static BulkActionRunner runner() {
        return runner(() -> true);
    }

    private static BulkActionRunner runner(BooleanSupplier engineRuns) {
        return new BulkActionRunner(rig.darkroom.database, rig.darkroom.actions, rig.darkroom.events, engineRuns);
    }

    private static void run(UUID bulk) {
        try (BulkActionRunner _ = runner()) {
            await(bulk, b -> b.state() != BulkAction.State.RUNNING);
        }
    }

    private static void await(UUID bulk, Predicate<BulkAction> condition) {
        Instant until = Instant.now().plusSeconds(60);
        while (Instant.now().isBefore(until)) {
            CountDownLatch changed = new CountDownLatch(1);
            try (var _ = rig.darkroom.events.subscribe(event -> {
                if (event instanceof EngineEvent.BulkChanged) {
                    changed.countDown();
                }
            })) {
                if (condition.test(bulkAction(bulk))) {
                    return;
                }
                boolean _ = changed.await(1, TimeUnit.SECONDS);
            } catch (InterruptedException exception) {
                throw new AssertionError(exception);
            }
        }
        throw new AssertionError("Still not so: " + bulkAction(bulk));
    }

    private static BulkAction bulkAction(UUID bulk) {
        return rig.darkroom.reads.bulks.find(bulk).orElseThrow();
    }

    private static List<UUID> waiting(int count) {
        return waiting(count, "bulk");
    }

    private static List<UUID> waiting(int count, String prompt) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(rig.ask(EngineTestRig.PICTURE, prompt + " " + i));
        }
        return ids;
    }

    private static void unknown(UUID id) {
        rig.darkroom.database.useTransaction(handle -> handle.execute(
                "update generation set stage = 'SUBMITTING', submit_started_at = now(), hold = 'SUBMIT_UNKNOWN',"
                        + " error = 'answer lost', attention_cause = 'SUBMIT_UNKNOWN', attention_since = now() where id = '"
                        + id + "'"));
    }

    private static void end(List<UUID> ids) {
        ids.forEach(id -> rig.darkroom.actions.markFailed(id, ExpectedVersion.of(find(id)), "end of the test", "kim"));
    }

    private static long count(String sql) {
        return rig.darkroom.database.<Long>read(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
