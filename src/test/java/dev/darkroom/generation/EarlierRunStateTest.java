package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.credit.CreditTransaction.Kind;
import dev.darkroom.fal.FalClient.FalCancelResult;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.action.ExpectedVersion;
import dev.darkroom.generation.action.GenerationActions;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.storage.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What an earlier step, run or input has left in a row must not decide about the next one. */
class EarlierRunStateTest extends SharedRigTest {
    @AfterEach
    void nothing_is_unaccounted_for() {
        rig.fal.faults(FaultRates.NONE);
        rig.storage.setFaults(FaultRates.NONE);
        rig.assertNoMismatch();
    }

    @Test
    void an_edited_retry_delivers_the_new_result_and_no_file_of_the_earlier_input() throws Exception {
        UUID id = partlyStored("an old prompt");
        rig.darkroom.engine.pause();
        rig.darkroom.actions.markFailed(id, ExpectedVersion.of(find(id)), "wrong prompt", "kim");
        assertThat(storedHashes(id)).isNotEmpty();
        ObjectNode input = find(id).input().deepCopy();
        input.remove("sandbox_fault");
        input.put("prompt", "a new prompt").put("seed", 7);
        GenerationActions.EditPlan plan = rig.darkroom.actions.planEdit(id, input);

        assertThat(rig.darkroom.actions.editAndRetry(id, plan, input, "mail", "kim"))
                .isInstanceOf(ActionResult.Done.class);
        List<String> old = storedHashes(id);
        rig.darkroom.engine.resume();

        Generation done = rig.await(id);
        assertThat(done.status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(old).isEmpty();
        assertThat(storedHashes(id)).hasSize(3);
        rig.assertStored(done);
    }

    @Test
    void a_submit_that_fal_refused_is_sent_anew_by_a_retry_and_not_looked_for() {
        UUID refused = bad();
        Generation failed = rig.await(refused);
        assertThat(failed.status()).isEqualTo(GenerationStatus.FAILED);
        assertThat(failed.fal().submitUnknown()).isFalse();

        assertThat(rig.darkroom.actions.planRetry(refused).from()).isEqualTo(RetryPlan.From.SUBMIT);
    }

    @Test
    void a_job_that_may_have_been_sent_is_held_on_its_last_attempt_and_not_failed() {
        sql("alter table fal_job add constraint refuses_jobs check (generation_id is null) not valid");
        Generation held;
        try {
            UUID id = rig.ask(EngineTestRig.PICTURE, "its job cannot be recorded");
            sql("update generation set max_attempts = 1 where id = '" + id + "'");
            held = rig.await(
                    id,
                    generation ->
                            generation.hold() != null || generation.status().isFinal());
        } finally {
            sql("alter table fal_job drop constraint refuses_jobs");
        }
        assertThat(held.hold()).isEqualTo(HoldReason.SUBMIT_UNKNOWN);
        assertThat(kinds(held.id())).containsExactly(Kind.DEDUCT);
        rig.darkroom.actions.cancel(held.id(), "nobody knows it", "kim");
        assertThat(kinds(held.id())).containsExactly(Kind.DEDUCT, Kind.REFUND);
    }

    @Test
    void a_cancelled_one_is_retried_with_a_new_job_whatever_failed_before_the_cancel() {
        UUID id = rig.ask(EngineTestRig.FILM, "cancelled after an error", SandboxFault.STUCK_IN_PROGRESS);
        rig.await(id, generation -> "IN_PROGRESS".equals(generation.fal().status()));
        sql("update generation set error_kind = 'RETRYABLE', error_code = 'http_503', error = 'busy' where id = '" + id
                + "'");

        rig.darkroom.actions.cancel(id, "user asked", "kim");

        Generation cancelled = rig.await(id);
        assertThat(cancelled.status()).isEqualTo(GenerationStatus.CANCELLED);
        assertThat(cancelled.failure()).isNull();
        assertThat(rig.darkroom.actions.planRetry(id).from()).isEqualTo(RetryPlan.From.SUBMIT);
    }

    @Test
    void a_cancel_that_came_too_late_does_not_end_a_later_repair() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "delivered in spite of a cancel");
        rig.await(id);
        sql(
                "update generation set media_url = null, cancel_requested_at = now(), cancel_reason = 'too late' where id = '"
                        + id + "'");
        rig.storage.setFaults(FaultRates.NONE.with(SandboxFault.STORAGE_503, 1));
        sql("delete from timeline_event where generation_id = '" + id + "'");
        sql("update stored_file set state = 'MISSING', error = '[\"quote\",\"gone\"]' where generation_id = '" + id
                + "'");

        assertThat(recover(id)).isInstanceOf(ActionResult.Done.class);
        rig.await(
                id,
                _ -> rig.darkroom.generations.timeline(id).stream()
                        .anyMatch(event -> event.kind() == TimelineKind.HANDED_BACK));
        rig.storage.setFaults(FaultRates.NONE);

        Generation done = rig.await(id, generation -> generation.media().url() != null);
        assertThat(done.cancelRequestedAt()).isNull();
    }

    @Test
    void a_result_that_fal_cannot_repeat_is_stored_as_far_as_it_goes() {
        UUID id = partlyStored("one of three is gone");
        sql("update fal_job set response_url = regexp_replace(response_url, '[0-9a-f-]{36}', '" + UUID.randomUUID()
                + "'), status_url = regexp_replace(status_url, '[0-9a-f-]{36}', '" + UUID.randomUUID()
                + "') where generation_id = '" + id + "'");

        Generation done = rig.await(id);

        assertThat(done.status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(done.media().filesStored()).isEqualTo(2);
        assertThat(done.media().warning()).isNotNull();
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
    }

    @Test
    void a_job_that_is_taken_over_keeps_the_time_since_when_it_runs() {
        UUID id = rig.ask(EngineTestRig.FILM, "runs on while engines change", SandboxFault.STUCK_IN_PROGRESS);
        Generation before = rig.await(
                id, generation -> "IN_PROGRESS".equals(generation.fal().status()));
        sql("update generation set status = 'PENDING', owner = null, lease_until = null, epoch = epoch + 1,"
                + " next_attempt_at = now() where id = '" + id + "'");
        rig.await(id, generation -> generation.attempt() > before.attempt());
        rig.await(
                id,
                _ -> rig.darkroom.generations.find(id).orElseThrow().updatedAt().isAfter(before.updatedAt()));
        Instant until = Instant.now().plus(Duration.ofSeconds(1));
        while (Instant.now().isBefore(until)) {
            assertThat(find(id).fal().startedAt()).isEqualTo(before.fal().startedAt());
        }
        rig.darkroom.actions.cancel(id, "enough", "kim");
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.CANCELLED);
    }

    @Test
    void a_job_that_fal_does_not_cancel_at_once_is_cancelled_again() {
        AtomicInteger asked = new AtomicInteger();
        AppenderBase<ILoggingEvent> counter = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getFormattedMessage().contains("asking it to cancel")) {
                    asked.incrementAndGet();
                }
            }
        };
        counter.start();
        Logger log = (Logger) LoggerFactory.getLogger("darkroom");
        log.addAppender(counter);
        rig.fal.faults(FaultRates.NONE.with(SandboxFault.CANCEL_REFUSED, 1));
        try {
            UUID id = rig.ask(EngineTestRig.PICTURE, "fal.ai lets it hang", SandboxFault.STUCK_IN_QUEUE);
            rig.await(id, _ -> asked.get() >= 2);
            assertThat(rig.darkroom.actions.markFailed(id, ExpectedVersion.of(find(id)), "it hangs", "kim"))
                    .isInstanceOf(ActionResult.Done.class);
            assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.FAILED);
        } finally {
            log.detachAppender(counter);
        }
    }

    @Test
    void a_lost_file_without_a_kept_result_is_told_once_and_then_nothing_is_done() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "lost for good");
        rig.await(id);
        sql("update generation set result = null where id = '" + id + "'");
        StoredFile file = rig.darkroom.files.ofGeneration(id).getFirst();
        rig.darkroom.storage.delete(List.of(file.path()));

        assertThat(recover(id)).isInstanceOf(ActionResult.Done.class);
        assertThat(recover(id)).isInstanceOf(ActionResult.Nothing.class);

        assertThat(rig.darkroom.queries.diagnose(find(id)).sentence().english())
                .contains("is no longer in storage")
                .doesNotContain("the file is stored");
    }

    @Test
    void a_cancel_of_what_fal_has_made_promises_no_refund() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "made, and wanted no more", SandboxFault.SLOW);
        rig.await(id, generation -> generation.stage() == GenerationStage.SUBMITTED);
        rig.storage.setFaults(FaultRates.NONE.with(SandboxFault.STORAGE_503, 1));
        rig.await(id, generation -> generation.isMade() && generation.status() == GenerationStatus.PENDING);

        assertThat(rig.darkroom.actions.cancel(id, "too late", "kim").message().english())
                .contains("stored and delivered");

        rig.storage.setFaults(FaultRates.NONE);
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
    }

    @Test
    void a_job_that_engines_died_over_is_asked_about_before_anything_is_paid_again() {
        UUID id = rig.ask(EngineTestRig.FILM, "its engines died", SandboxFault.STUCK_IN_PROGRESS);
        Generation running = rig.await(
                id, generation -> "IN_PROGRESS".equals(generation.fal().status()));
        sql("update generation set status = 'PENDING', owner = null, lease_until = null, epoch = epoch + 1,"
                + " attempt = max_attempts + 3, next_attempt_at = now() where id = '" + id + "'");
        Generation failed = rig.await(id);
        assertThat(failed.failure().code()).isEqualTo("attempts_used_up");

        assertThat(rig.darkroom.actions.planRetry(id).from()).isEqualTo(RetryPlan.From.FOLLOW);
        retry(id);
        rig.await(id, generation -> generation.stage() == GenerationStage.SUBMITTED);
        assertThat(find(id).fal().request()).isEqualTo(running.fal().request());
        rig.darkroom.actions.cancel(id, "enough", "kim");
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.CANCELLED);
        assertThat(rig.fal.ledger().entries().stream()
                        .filter(entry ->
                                entry.requestId().equals(running.fal().request().requestId())))
                .hasSize(1);
    }

    @Test
    void a_job_that_was_cancelled_with_its_charge_gives_way_to_a_new_one_when_it_is_retried() {
        UUID id = rig.ask(EngineTestRig.FILM, "marked as failed while it ran", SandboxFault.STUCK_IN_PROGRESS);
        Generation running = rig.await(
                id, generation -> "IN_PROGRESS".equals(generation.fal().status()));
        rig.darkroom.actions.markFailed(id, ExpectedVersion.of(running), "it takes too long", "kim");
        sql("update generation set input = input - 'sandbox_fault' where id = '" + id + "'");
        rig.darkroom.fal.cancel(running.fal().request());

        retry(id);

        Generation done = rig.await(id);
        assertThat(done.status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(done.fal().request()).isNotEqualTo(running.fal().request());
    }

    @Test
    void a_cancel_that_a_part_of_fal_does_not_know_the_job_for_ends_nothing() {
        rig.fal.faults(FaultRates.NONE.with(SandboxFault.CANCEL_LATE, 1));
        UUID id = rig.ask(EngineTestRig.FILM, "cancelled too early", SandboxFault.STUCK_IN_PROGRESS);
        Generation running = rig.await(
                id, generation -> "IN_PROGRESS".equals(generation.fal().status()));

        rig.darkroom.actions.cancel(id, "user asked", "kim");

        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.CANCELLED);
        assertThat(rig.darkroom.fal.cancel(running.fal().request())).isEqualTo(FalCancelResult.ALREADY_COMPLETED);
    }

    @Test
    void what_fal_did_not_accept_is_cancelled_at_once_although_the_account_is_locked() {
        rig.fal.faults(FaultRates.NONE.with(SandboxFault.ACCOUNT_LOCKED, 1));
        UUID id = rig.ask(EngineTestRig.PICTURE, "cancelled while it is sent");
        sql("update generation set cancel_requested_at = now(), cancel_reason = 'user asked' where id = '" + id + "'");

        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.CANCELLED);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT, Kind.REFUND);
        rig.fal.faults(FaultRates.NONE);
    }

    @Test
    void outages_before_a_submit_was_accepted_do_not_count_when_its_job_is_refused() {
        rig.fal.faults(FaultRates.NONE.with(SandboxFault.SUBMIT_429, 1));
        UUID id = rig.ask(EngineTestRig.PICTURE, "accepted at last", SandboxFault.STATUS_REFUSED);
        rig.await(id, generation -> generation.outages() >= 2);
        rig.fal.faults(FaultRates.NONE);

        Generation refused = rig.await(
                id,
                generation -> generation.status() == GenerationStatus.PENDING
                        && generation.fal().request() != null);
        assertThat(refused.failure().isAccountWide()).isTrue();
        assertThat(refused.outages()).isEqualTo(1);
        assertThat(refused.attempt()).isZero();
        assertThat(rig.darkroom.circuitBreaker.current()).hasSize(1);
        rig.darkroom.actions.markFailed(id, ExpectedVersion.of(find(id)), "another key", "kim");
        rig.darkroom.circuitBreaker.reportSuccess(ServiceCircuitBreaker.Service.FAL, Duration.ZERO);
    }

    @Test
    void a_lost_file_that_fal_has_no_longer_either_is_made_again_by_a_retry() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "lost on both sides");
        rig.await(id);
        StoredFile file = rig.darkroom.files.ofGeneration(id).getFirst();
        rig.darkroom.storage.delete(List.of(file.path()));
        sql(
                "update generation set result = convert_to(replace(convert_from(result, 'UTF8'), '/files/', '/gone/'), 'UTF8')"
                        + " where id = '" + id + "'");
        sql("update fal_job set response_url = regexp_replace(response_url, '[0-9a-f-]{36}', '" + UUID.randomUUID()
                + "'), status_url = regexp_replace(status_url, '[0-9a-f-]{36}', '" + UUID.randomUUID()
                + "') where generation_id = '" + id + "'");

        assertThat(recover(id)).isInstanceOf(ActionResult.Done.class);
        rig.await(
                id,
                _ -> rig.darkroom.generations.timeline(id).stream()
                        .anyMatch(event -> event.kind() == TimelineKind.REPAIR_ENDED));

        RetryPlan plan = rig.darkroom.actions.planRetry(id);
        assertThat(plan.from()).isEqualTo(RetryPlan.From.SUBMIT);
        assertThat(plan.falMayBill().signum()).isPositive();
        retry(id);
        Generation done = rig.await(id, generation -> generation.media().url() != null);
        assertThat(done.media().warning()).isNull();
    }

    @Test
    void a_state_that_is_not_in_the_protocol_is_told_by_the_diagnosis() {
        UUID id = rig.ask(EngineTestRig.FILM, "in an odd state", SandboxFault.STUCK_IN_PROGRESS);
        rig.await(id, generation -> "IN_PROGRESS".equals(generation.fal().status()));
        sql("update generation set fal_status = 'HIBERNATING' where id = '" + id + "'");

        assertThat(rig.darkroom.queries.diagnose(find(id)).title().english()).contains("HIBERNATING");
        rig.darkroom.actions.cancel(id, "enough", "kim");
        rig.await(id);
    }

    private static void retry(UUID id) {
        RetryPlan plan = rig.darkroom.actions.planRetry(id);
        assertThat(rig.darkroom.actions.retry(id, plan, "once more", "kim")).isInstanceOf(ActionResult.Done.class);
    }

    private static ActionResult recover(UUID id) {
        return rig.darkroom.actions.recover(id, ExpectedVersion.of(find(id)), "it is gone", "kim");
    }

    /** One whose result names a file that is not there; it waits to ask for the result again. */
    private static UUID partlyStored(String prompt) {
        UUID id = rig.created(new GenerationRequest(
                EngineTestRig.USER,
                EngineTestRig.PICTURE,
                rig.input("{\"prompt\":\"" + prompt + "\",\"num_images\":3,\"sandbox_fault\":\"file-gone\"}"),
                "test"));
        rig.await(id, generation -> generation.status() == GenerationStatus.PENDING && generation.storeFailures() > 0);
        return id;
    }

    private static List<String> storedHashes(UUID id) {
        return rig.darkroom.files.ofGeneration(id).stream()
                .filter(file -> file.state() == StoredFile.State.STORED)
                .map(StoredFile::sha256)
                .toList();
    }

    /** A generation whose submit fal.ai refuses: the prompt is missing. */
    private static UUID bad() {
        rig.darkroom.engine.pause();
        UUID id = rig.ask(EngineTestRig.PICTURE, "to be refused");
        sql("update generation set input = input - 'prompt' where id = '" + id + "'");
        rig.darkroom.engine.resume();
        return id;
    }

    private static Generation find(UUID id) {
        return rig.darkroom.generations.find(id).orElseThrow();
    }

    private static List<Kind> kinds(UUID id) {
        return rig.darkroom.reads.credits.ofGeneration(id).stream()
                .map(CreditTransaction::kind)
                .toList();
    }

    private static void sql(String statement) {
        rig.darkroom.database.useTransaction(handle -> handle.execute(statement));
    }
}
