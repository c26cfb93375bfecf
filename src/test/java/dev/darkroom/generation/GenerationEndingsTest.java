package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.credit.CreditTransaction.Kind;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.action.ExpectedVersion;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.storage.StoredFile;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How generations end after something unusual has happened: charges and refunds follow the facts. */
class GenerationEndingsTest extends SharedRigTest {
    @Test
    void a_cancel_that_is_asked_for_while_a_lost_submit_is_looked_for_ends_cancelled_and_refunded() {
        rig.fal.faults(FaultRates.NONE.with(SandboxFault.SUBMIT_503, 1));
        UUID id = rig.ask(EngineTestRig.PICTURE, "lost and cancelled");
        rig.await(id, generation -> generation.fal().submitUnknown());

        rig.darkroom.actions.cancel(id, "changed her mind", "kim");

        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.CANCELLED);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT, Kind.REFUND);
    }

    @Test
    void a_retry_of_what_may_have_been_sent_looks_for_it_and_sends_nothing() {
        rig.fal.faults(FaultRates.NONE.with(SandboxFault.SUBMIT_503, 1));
        UUID id = rig.ask(EngineTestRig.PICTURE, "lost, given up and wanted again");
        Generation held = rig.await(id, generation -> generation.hold() != null);
        rig.darkroom.actions.markFailed(id, ExpectedVersion.of(held), "given up", "kim");
        rig.fal.faults(FaultRates.NONE);

        RetryPlan plan = rig.darkroom.actions.planRetry(id);
        assertThat(plan.from()).isEqualTo(RetryPlan.From.FOLLOW);
        assertThat(rig.darkroom.actions.retry(id, plan, "wanted again", "kim")).isInstanceOf(ActionResult.Done.class);

        Generation again = rig.await(id, generation -> generation.hold() != null);
        assertThat(again.fal().submitStartedAt()).isEqualTo(held.fal().submitStartedAt());
        assertThat(timeline(id)).containsOnlyOnce(TimelineKind.SUBMITTING);
        rig.darkroom.actions.cancel(id, "it is not there", "kim");
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.CANCELLED);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT, Kind.REFUND, Kind.DEDUCT, Kind.REFUND);
    }

    @Test
    void a_retry_of_what_was_cancelled_while_its_submit_was_refused_sends_it() {
        rig.fal.faults(FaultRates.NONE.with(SandboxFault.SUBMIT_429, 1));
        sql("create function ask_cancel() returns trigger language plpgsql as"
                + " 'begin new.cancel_requested_at = now(); new.cancel_reason = ''asked''; return new; end'");
        sql("create trigger ask_cancel before update on generation for each row"
                + " when (new.submit_started_at is not null and old.submit_started_at is null)"
                + " execute function ask_cancel()");
        try {
            UUID id = rig.ask(EngineTestRig.PICTURE, "cancelled while it is sent");

            assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.CANCELLED);
            assertThat(timeline(id)).contains(TimelineKind.SUBMITTING);
            assertThat(rig.darkroom.actions.planRetry(id).from()).isEqualTo(RetryPlan.From.SUBMIT);
        } finally {
            sql("drop trigger ask_cancel on generation");
            sql("drop function ask_cancel");
        }
    }

    @Test
    void what_was_delivered_stays_delivered_when_its_repair_fails_for_good() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "delivered");
        rig.await(id);
        sql("update generation set media_url = null, result = 'no json at all', max_attempts = 1 where id = '" + id
                + "'");
        sql("delete from stored_file where generation_id = '" + id + "'");

        recover(id);

        Generation ended = rig.await(id);
        assertThat(ended.status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
        assertThat(timeline(id)).contains(TimelineKind.REPAIR_ENDED);
    }

    @Test
    void what_was_delivered_waits_out_an_outage_and_a_cancel_ends_only_its_repair() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "delivered before the outage");
        rig.await(id);
        update(id, "media_url = null");
        rig.darkroom.engine.pause();
        recover(id);
        rig.storage.setFaults(FaultRates.NONE.with(SandboxFault.STORAGE_503, 1));
        rig.darkroom.engine.resume();
        rig.await(id, _ -> timeline(id).contains(TimelineKind.HANDED_BACK));

        assertThat(rig.darkroom
                        .actions
                        .cancel(id, "not worth it", "kim")
                        .message()
                        .code())
                .isEqualTo("done.cancel.repair");

        assertThat(find(id).status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(timeline(id)).contains(TimelineKind.REPAIR_ENDED);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
    }

    @Test
    void a_file_that_storage_lost_is_stored_again_from_where_it_is_seen_for_no_credit() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "seen in files");
        rig.await(id);
        StoredFile file = rig.darkroom.files.ofGeneration(id).getFirst();
        rig.darkroom.storage.delete(List.of(file.path()));

        assertThat(rig.darkroom.actions.restore(file, "it is gone", "kim")).isInstanceOf(ActionResult.Done.class);
        rig.await(id, _ -> rig.darkroom.storage.find(file.path()).isPresent());

        assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
    }

    @Test
    void a_file_that_was_deleted_in_the_storage_is_found_missing_and_stored_again() throws Exception {
        UUID id = rig.ask(EngineTestRig.PICTURE, "deleted behind our back");
        Generation done = rig.await(id);
        StoredFile file = rig.darkroom.files.ofGeneration(id).getFirst();
        rig.darkroom.storage.delete(List.of(file.path()));
        assertThat(rig.storage.file("generations", file.path())).isEmpty();

        recover(id);

        Generation again = rig.await(
                id,
                generation -> generation.status().isFinal()
                        && generation.lease().epoch() > done.lease().epoch() + 1);
        assertThat(again.status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(timeline(id)).contains(TimelineKind.FILE_LOST, TimelineKind.RECOVERED);
        rig.assertStored(again);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
        ActionResult nothing = rig.darkroom.actions.recover(id, ExpectedVersion.of(again), "once more", "kim");
        assertThat(nothing.message().english()).contains("nothing to recover");
    }

    @Test
    void what_the_database_refuses_is_a_failed_attempt_and_comes_to_an_end() {
        sql("alter table generation add constraint refuses_results check (prompt <> 'refused' or result is null)");
        try {
            UUID id = rig.ask(EngineTestRig.PICTURE, "refused");

            Generation ended = rig.await(id);

            assertThat(ended.status()).isEqualTo(GenerationStatus.FAILED);
            assertThat(ended.failure().code()).isEqualTo("refused_by_database");
            assertThat(kinds(id)).containsExactly(Kind.DEDUCT, Kind.REFUND);
        } finally {
            sql("alter table generation drop constraint refuses_results");
        }
    }

    @Test
    void an_attempt_beyond_the_last_one_ends_the_generation() {
        rig.darkroom.engine.pause();
        UUID id = rig.ask(EngineTestRig.PICTURE, "all its runs were killed");
        sql("update generation set attempt = max_attempts where id = '" + id + "'");
        rig.darkroom.engine.resume();

        Generation ended = rig.await(id);

        assertThat(ended.status()).isEqualTo(GenerationStatus.FAILED);
        assertThat(ended.failure().code()).isEqualTo("attempts_used_up");
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT, Kind.REFUND);
    }

    @Test
    void a_job_that_is_known_is_followed_beyond_the_last_attempt() throws Exception {
        UUID id = rig.ask(EngineTestRig.PICTURE, "its engines were killed, and fal.ai worked on", SandboxFault.SLOW);
        rig.await(id, generation -> generation.stage() == GenerationStage.SUBMITTED);
        sql("update generation set attempt = max_attempts, status = 'PENDING', owner = null, lease_until = null,"
                + " epoch = epoch + 1 where id = '" + id + "'");

        Generation done = rig.await(id);

        assertThat(done.status()).isEqualTo(GenerationStatus.COMPLETED);
        rig.assertStored(done);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
    }

    @Test
    void attempts_that_ended_with_their_engine_do_not_count_when_a_made_result_cannot_be_stored_yet() throws Exception {
        rig.darkroom.engine.pause();
        UUID id = rig.ask(EngineTestRig.PICTURE, "its engines were killed, then a page came", SandboxFault.FILE_PAGE);
        sql("insert into timeline_event (generation_id, kind, attempt, data, actor)" + " select '" + id
                + "', 'TAKEN_BACK', attempt, '{}', 'test' from generate_series(1, 4) attempt");
        sql("update generation set attempt = max_attempts - 1 where id = '" + id + "'");
        rig.darkroom.engine.resume();

        Generation done = rig.await(id);

        assertThat(done.status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(done.attempt()).isEqualTo(done.maxAttempts() + 1);
        rig.assertStored(done);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
    }

    @Test
    void a_result_that_is_flagged_as_a_whole_fails_and_is_refunded() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "black picture", SandboxFault.NSFW_BARE);

        Generation ended = rig.await(id);

        assertThat(ended.status()).isEqualTo(GenerationStatus.FAILED);
        assertThat(ended.failure().code()).isEqualTo("content_flagged");
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT, Kind.REFUND);
    }

    @Test
    void a_retry_of_a_flagged_result_makes_a_new_job_and_says_its_price() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "black picture, wanted again", SandboxFault.NSFW_BARE);
        Generation flagged = rig.await(id);
        assertThat(flagged.failure().isRefusedPrompt()).isTrue();

        RetryPlan plan = rig.darkroom.actions.planRetry(id);
        assertThat(plan.from()).isEqualTo(RetryPlan.From.SUBMIT);
        assertThat(plan.falMayBill()).isPositive();
        rig.darkroom.actions.retry(id, plan, "wanted again", "kim");

        assertThat(rig.await(id).fal().request()).isNotEqualTo(flagged.fal().request());
    }

    @Test
    void a_free_generation_has_no_line_in_the_ledger_and_its_refund_is_no_error() {
        UUID id = UUID.randomUUID();
        rig.darkroom.engine.pause();
        sql("select outcome from create_generation('" + id + "', '" + EngineTestRig.USER + "', '"
                + EngineTestRig.PICTURE + "', 'IMAGE', '{\"prompt\":\"free\"}', 'free', 0, null, 'test', null)");

        rig.darkroom.actions.cancel(id, "not wanted", "kim");
        rig.darkroom.engine.resume();

        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.CANCELLED);
        assertThat(kinds(id)).isEmpty();
    }

    private static void recover(UUID id) {
        assertThat(rig.darkroom.actions.recover(id, ExpectedVersion.of(find(id)), "it is gone", "kim"))
                .isInstanceOf(ActionResult.Done.class);
    }

    private static List<TimelineKind> timeline(UUID id) {
        return rig.darkroom.generations.timeline(id).stream()
                .map(TimelineEvent::kind)
                .toList();
    }
}
