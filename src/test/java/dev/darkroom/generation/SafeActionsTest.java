package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.credit.CreditTransaction.Kind;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.fal.SubmitResult;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.action.ExpectedVersion;
import dev.darkroom.generation.action.GenerationActions;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.system.ThreadPause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each action is applied once, by one person, to the state it was decided on. */
class SafeActionsTest extends SharedRigTest {
    @AfterEach
    void nothing_is_unaccounted_for() {
        rig.darkroom.engine.resume();
        rig.assertNoMismatch();
    }

    @Test
    void marking_failed_ends_and_refunds_once_and_asks_fal_to_stop() {
        UUID id = rig.ask(EngineTestRig.FILM, "hangs", SandboxFault.STUCK_IN_PROGRESS);
        Generation running = rig.await(id, g -> "IN_PROGRESS".equals(g.fal().status()));
        ExpectedVersion seen = ExpectedVersion.of(running);

        assertThat(acts().markFailed(id, seen, "gave up", "kim"))
                .isInstanceOfSatisfying(
                        ActionResult.Done.class,
                        done -> assertThat(done.message().english()).contains("fal.ai is asked to stop"));
        assertThat(acts().markFailed(id, seen, "gave up", "kim")).isInstanceOf(ActionResult.Nothing.class);

        Generation ended = find(id);
        assertThat(ended.status()).isEqualTo(GenerationStatus.FAILED);
        assertThat(ended.lease().epoch()).isGreaterThan(running.lease().epoch());
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT, Kind.REFUND);
        rig.await(
                id,
                _ -> rig.darkroom.generations.timeline(id).stream()
                        .anyMatch(event -> event.kind() == TimelineKind.CANCEL_SENT));
    }

    @Test
    void what_an_act_changed_is_kept_with_who_when_why_before_and_after() {
        UUID id = waiting("kept");

        acts().changePriority(id, seen(id), 5, "ticket 12", "kim");

        assertThat(find(id).priority()).isEqualTo(5);
        assertThat(text("select actor || '|' || reason || '|' || outcome || '|' || (before->>'priority') || '|'"
                        + " || (after->>'priority') from operator_action where generation_id = '" + id + "'"))
                .isEqualTo("kim|ticket 12|[\"done.priority\", 5]|0|5");
        assertThat(rig.darkroom.generations.timeline(id)).anySatisfy(event -> {
            assertThat(event.kind()).isEqualTo(TimelineKind.PRIORITY_CHANGED);
            assertThat(event.actor()).isEqualTo("kim");
            assertThat(event.data().path("from").asInt(-1)).isZero();
            assertThat(event.data().path("to").asInt()).isEqualTo(5);
        });
    }

    @Test
    void a_wait_is_ended_once_and_costs_nothing_and_counts_no_attempt() throws Exception {
        UUID id = waiting("backing off");
        rig.darkroom.database.useTransaction(handle -> handle.execute(
                "update generation set next_attempt_at = now() + interval '1 hour', attempt = 2 where id = ?", id));
        ExpectedVersion seen = seen(id);

        List<ActionResult> decisions = atOnce(
                () -> acts().retryNow(id, seen, "fal.ai is back", "kim"),
                () -> acts().retryNow(id, seen, "fal.ai is back", "lee"));

        assertThat(decisions).filteredOn(ActionResult.Done.class::isInstance).hasSize(1);
        assertThat(find(id).nextAttemptAt()).isBeforeOrEqualTo(Instant.now().plusSeconds(60));
        assertThat(find(id).attempt()).isEqualTo(2);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
        assertThat(rig.darkroom.generations.timeline(id))
                .filteredOn(event -> event.kind() == TimelineKind.WAIT_ENDED)
                .singleElement()
                .satisfies(event -> assertThat(event.text("reason")).isEqualTo("fal.ai is back"));
        assertThat(acts().retryNow(id, seen(id), "again", "kim").message().english())
                .isEqualTo("It is not waiting for a next attempt.");
    }

    @Test
    void of_two_consoles_that_click_at_once_one_does_it_and_the_other_is_told() throws Exception {
        UUID id = waiting("two consoles");
        ExpectedVersion seen = seen(id);

        List<ActionResult> decisions = atOnce(
                () -> acts().markFailed(id, seen, "first", "kim"), () -> acts().markFailed(id, seen, "second", "lee"));

        assertThat(decisions).filteredOn(ActionResult.Done.class::isInstance).hasSize(1);
        assertThat(decisions)
                .filteredOn(ActionResult.Nothing.class::isInstance)
                .singleElement()
                .satisfies(nothing -> assertThat(nothing.message().english()).contains("now failed"));
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT, Kind.REFUND);
    }

    @Test
    void an_act_decided_on_a_state_that_is_gone_changes_nothing() {
        UUID id = waiting("stale");
        ExpectedVersion before = seen(id);
        acts().changePriority(id, before, 3, "sooner", "kim");

        assertThat(acts().recover(id, before, "again", "lee").message().english())
                .contains("has changed since");
        assertThat(acts().changePriority(id, before, 9, "again", "lee")
                        .message()
                        .english())
                .contains("has changed since");

        assertThat(find(id).priority()).isEqualTo(3);
    }

    @Test
    void a_refund_that_was_forgotten_is_given_once_and_what_was_delivered_stays_paid() {
        UUID id = waiting("forgotten");
        update(id, "status = 'FAILED', error = 'old', finished_at = now(), epoch = epoch + 1");
        ExpectedVersion seen = seen(id);

        assertThat(acts().refund(id, seen, "was forgotten", "kim")).isInstanceOf(ActionResult.Done.class);
        assertThat(acts().refund(id, seen, "was forgotten", "kim")).isInstanceOf(ActionResult.Nothing.class);
        assertThat(acts().refund(id, seen(id), "once more", "kim").message().english())
                .contains("already refunded");

        assertThat(kinds(id)).containsExactly(Kind.DEDUCT, Kind.REFUND);
        rig.darkroom.engine.resume();
        UUID delivered = rig.ask(EngineTestRig.PICTURE, "delivered");
        rig.await(delivered);
        assertThat(acts().refund(delivered, seen(delivered), "goodwill", "kim")
                        .message()
                        .english())
                .contains("Grant");
    }

    @Test
    void a_lost_submit_is_looked_up_again_by_recover_and_not_sent() {
        UUID id = waiting("never sent");
        unknown(id);

        assertThat(acts().recover(id, seen(id), "look again", "kim").message().english())
                .contains("history");

        Generation now = find(id);
        assertThat(now.hold()).isNull();
        assertThat(now.fal().submitUnknown()).isTrue();
        acts().markFailed(id, seen(id), "end of the test", "kim");
    }

    @Test
    void a_request_is_attached_after_fal_was_asked_and_never_one_of_another_generation() {
        UUID other = rig.ask(EngineTestRig.FILM, "of somebody else", SandboxFault.STUCK_IN_PROGRESS);
        Generation theirs = rig.await(other, g -> g.fal().request() != null);
        String taken = theirs.fal().request().requestId();
        UUID id = waiting("lost", EngineTestRig.FILM);
        unknown(id);
        ExpectedVersion seen = seen(id);

        assertThat(acts().attach(id, seen, taken, "found by hand", "kim")
                        .message()
                        .english())
                .contains("another generation");
        assertThat(acts().attach(id, seen, "019e8887-0000-7f31-88fc-1ed35f2bc8bb", "guess", "kim")
                        .message()
                        .english())
                .contains("knows no request");
        assertThatThrownBy(() -> acts().attach(id, seen, "not an id!", "guess", "kim"))
                .hasMessageContaining("is not the ID");
        assertThat(find(id).hold()).isEqualTo(HoldReason.SUBMIT_UNKNOWN);

        // It stays that one's when it has begun again: what was accepted once is known for good.
        acts().markFailed(other, seen(other), "begin again", "kim");
        update(other, "request_id = null, stage = null");
        assertThat(acts().attach(id, seen, taken, "guess", "kim").message().english())
                .contains("another generation");

        String lost = sentAndNeverSaved();
        assertThat(acts().attach(id, seen, lost, "found by hand", "kim")).isInstanceOf(ActionResult.Done.class);
        assertThat(find(id).fal().request().requestId()).isEqualTo(lost);
        assertThat(find(id).stage()).isEqualTo(GenerationStage.SUBMITTED);
        acts().markFailed(id, seen(id), "end of the test", "kim");
    }

    private static String sentAndNeverSaved() {
        SubmitResult sent = rig.darkroom.fal.submit(
                EngineTestRig.FILM,
                rig.input("{\"prompt\":\"lost\",\"sandbox_fault\":\"" + SandboxFault.STUCK_IN_PROGRESS.word() + "\"}"));
        return ((SubmitResult.Accepted) sent).request().requestId();
    }

    @Test
    void what_a_person_says_fal_does_not_have_is_sent_once_more() {
        UUID id = waiting("send again");
        unknown(id);
        ExpectedVersion seen = seen(id);

        assertThat(acts().sendAgain(id, seen, "fal says no", "kim")).isInstanceOf(ActionResult.Done.class);
        assertThat(acts().sendAgain(id, seen, "fal says no", "kim")).isInstanceOf(ActionResult.Nothing.class);

        rig.darkroom.engine.resume();
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
    }

    @Test
    void the_work_of_a_silent_engine_is_taken_back_at_once_and_of_a_living_one_it_is_not() {
        UUID id = rig.ask(EngineTestRig.FILM, "watched", SandboxFault.STUCK_IN_PROGRESS);
        rig.await(id, g -> "IN_PROGRESS".equals(g.fal().status()));
        assertThat(acts().recover(id, seen(id), "impatient", "kim").message().english())
                .contains("alive and working on it");

        pause();
        // A heartbeat that is on its way renews the lease once more.
        assertThat(ThreadPause.until(() -> isTakenBackSilent(id), Duration.ofSeconds(20)))
                .isTrue();

        assertThat(find(id).status()).isEqualTo(GenerationStatus.PENDING);
        assertThat(find(id).fal().request()).isNotNull();
        acts().markFailed(id, seen(id), "end of the test", "kim");
    }

    /** By a person, unless the engine itself is faster. */
    private static boolean isTakenBackSilent(UUID id) {
        update(id, "lease_until = now() - interval '1 second'");
        Generation silent = find(id);
        if (silent.status() == GenerationStatus.PENDING) {
            return true;
        }
        String said = acts().recover(id, ExpectedVersion.of(silent), "silent", "kim")
                .message()
                .english();
        return said.contains("fal.ai is asked") || said.contains("it is now PENDING");
    }

    @Test
    void a_completed_one_without_its_url_is_signed_again_and_paid_no_more() throws Exception {
        UUID id = rig.ask(EngineTestRig.PICTURE, "no url");
        rig.await(id);
        update(id, "media_url = null, media_url_expires_at = null");

        assertThat(acts().recover(id, seen(id), "no link", "kim").message().english())
                .contains("signed again");

        Generation signed = rig.await(
                id, g -> g.status() == GenerationStatus.COMPLETED && g.media().url() != null);
        rig.assertStored(signed);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
    }

    @Test
    void an_edited_retry_takes_the_new_price_and_the_timeline_keeps_what_was_asked_before() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "refused", SandboxFault.HIDDEN_REFUSAL);
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.FAILED);
        ObjectNode input = find(id).input().deepCopy();
        input.remove("sandbox_fault");
        input.put("prompt", "allowed").put("num_images", 2);
        long before = find(id).credits();
        GenerationActions.EditPlan plan = acts().planEdit(id, input);
        assertThat(plan.credits()).isEqualTo(2 * before);

        assertThat(acts().editAndRetry(id, plan, input, "mail", "kim")).isInstanceOf(ActionResult.Done.class);
        assertThat(acts().editAndRetry(id, plan, input, "mail", "kim")).isInstanceOf(ActionResult.Nothing.class);

        Generation done = rig.await(id);
        assertThat(done.status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(done.credits()).isEqualTo(2 * before);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT, Kind.REFUND, Kind.DEDUCT);
        assertThat(rig.darkroom.generations.timeline(id)).anySatisfy(event -> {
            assertThat(event.kind()).isEqualTo(TimelineKind.EDITED);
            assertThat(event.data().at("/changes/prompt")).isEqualTo(JsonMapping.parse("""
                            ["\\"refused\\"", "\\"allowed\\""]"""));
        });
        assertThatThrownBy(() -> acts().planEdit(id, input)).hasMessageContaining("completed");
    }

    @Test
    void an_edit_with_a_bad_input_says_what_is_wrong_and_costs_nothing() {
        UUID id = waiting("bad edit");
        acts().markFailed(id, seen(id), "to edit it", "kim");
        ObjectNode input = find(id).input().deepCopy();

        assertThatThrownBy(() -> acts().planEdit(id, input.put("prompt", " "))).hasMessageContaining("prompt");

        assertThat(kinds(id)).containsExactly(Kind.DEDUCT, Kind.REFUND);
    }

    @Test
    void a_result_that_arrives_after_a_cancel_is_kept_and_not_refunded() throws Exception {
        UUID id = rig.ask(EngineTestRig.FILM, "finishes anyway", SandboxFault.CANCEL_IGNORED);
        rig.await(id, g -> "IN_PROGRESS".equals(g.fal().status()));

        assertThat(acts().cancel(id, "user asked", "kim")).isInstanceOf(ActionResult.Done.class);

        Generation ended = rig.await(id);
        assertThat(ended.status()).isEqualTo(GenerationStatus.COMPLETED);
        rig.assertStored(ended);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
    }

    @Test
    void a_cancel_that_is_refused_ends_nothing_and_pauses_nobody() throws Exception {
        UUID id = rig.ask(EngineTestRig.FILM, "cannot be cancelled", SandboxFault.CANCEL_REFUSED);
        rig.await(id, g -> "IN_PROGRESS".equals(g.fal().status()));

        assertThat(acts().cancel(id, "user asked", "kim")).isInstanceOf(ActionResult.Done.class);

        Generation ended = rig.await(id);
        assertThat(ended.status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(ended.attempt()).isEqualTo(1);
        rig.assertStored(ended);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
    }

    private static GenerationActions acts() {
        return rig.darkroom.actions;
    }

    private static Generation find(UUID id) {
        return rig.darkroom.generations.find(id).orElseThrow();
    }

    private static ExpectedVersion seen(UUID id) {
        return ExpectedVersion.of(find(id));
    }

    /** One that no engine takes while the test looks at it. */
    private static UUID waiting(String prompt) {
        return waiting(prompt, EngineTestRig.PICTURE);
    }

    private static UUID waiting(String prompt, String model) {
        pause();
        return rig.ask(model, prompt);
    }

    /** A claim that was under way has ended when the next turn of the engine's loop begins. */
    private static void pause() {
        CountDownLatch turn = new CountDownLatch(1);
        rig.darkroom.engine.pause();
        try (var _ = rig.darkroom.events.subscribe(event -> {
            if (event instanceof EngineEvent.EngineChanged) {
                turn.countDown();
            }
        })) {
            assertThat(turn.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException exception) {
            throw new AssertionError(exception);
        }
    }

    private static void unknown(UUID id) {
        update(id, "stage = 'SUBMITTING', submit_started_at = now(), hold = 'SUBMIT_UNKNOWN', error = 'answer lost'");
    }

    private static void update(UUID id, String set) {
        rig.darkroom.database.useTransaction(
                handle -> handle.execute("update generation set " + set + " where id = '" + id + "'"));
    }

    private static String text(String sql) {
        return rig.darkroom.database.<String>read(
                handle -> handle.createQuery(sql).mapTo(String.class).one());
    }

    private static List<Kind> kinds(UUID id) {
        return rig.darkroom.reads.credits.ofGeneration(id).stream()
                .map(CreditTransaction::kind)
                .toList();
    }

    @SafeVarargs
    private static List<ActionResult> atOnce(Callable<ActionResult>... acts) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ActionResult>> told = IntStream.range(0, acts.length)
                    .mapToObj(i -> threads.submit(() -> {
                        go.await();
                        return acts[i].call();
                    }))
                    .toList();
            go.countDown();
            return List.of(told.get(0).get(), told.get(1).get());
        }
    }
}
