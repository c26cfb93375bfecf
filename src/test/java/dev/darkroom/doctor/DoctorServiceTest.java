package dev.darkroom.doctor;

import static dev.darkroom.system.RecordCopy.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.credit.CreditLedger;
import dev.darkroom.database.DatabaseDump;
import dev.darkroom.fal.SubmitResult;
import dev.darkroom.generation.EngineTestRig;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.SharedRigTest;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.supabase.StorageKey;
import dev.darkroom.storage.supabase.SupabaseStorage;
import dev.darkroom.storage.supabase.UploadRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each kind of finding is produced for real, found with both sides, repaired, and gone afterwards; a dry run changes nothing.
 */
class DoctorServiceTest extends SharedRigTest {
    private static final String WHY = "ticket 4471";

    @TempDir
    Path folder;

    private static DoctorService doctor() {
        return new DoctorService(
                rig.darkroom.database,
                new DoctorService.Reads(
                        rig.darkroom.storage,
                        rig.darkroom.models,
                        rig.darkroom.queries,
                        rig.darkroom.reads.credits,
                        rig.darkroom.reads.files),
                new DoctorService.Operator(
                        rig.darkroom.database,
                        rig.darkroom.fal,
                        rig.darkroom.actions,
                        rig.darkroom.signedUrls,
                        rig.darkroom.ledger));
    }

    @AfterEach
    void the_engine_goes_on() {
        rig.darkroom.engine.resume();
    }

    @Test
    void where_all_agrees_every_kind_says_so_and_the_run_is_kept() {
        DoctorReport report = doctor().run(wanted(all()), "kim", DoctorProgress.NONE);

        assertThat(report.results()).extracting(DoctorCheckResult::check).containsExactly(DoctorCheck.values());
        assertThat(report.results())
                .filteredOn(result -> result.state() == DoctorCheckResult.State.NOT_RUN)
                .allSatisfy(result -> assertThat(result.said()).isNotNull());
        DoctorHistory.PastRun kept = doctor().history().runs(1).getFirst();
        assertThat(kept.id()).isEqualTo(report.id());
        assertThat(kept.actor()).isEqualTo("kim");
        assertThat(doctor().history().results(kept.id()))
                .extracting(DoctorCheckResult::check, DoctorCheckResult::state, DoctorCheckResult::found)
                .containsExactlyElementsOf(report.results().stream()
                        .map(result ->
                                org.assertj.core.groups.Tuple.tuple(result.check(), result.state(), result.found()))
                        .toList());
    }

    @Test
    void a_failed_one_that_kept_its_credits_is_refunded_once() {
        UUID id = failed();
        update(id, "refunded = false");

        // Its refund stands in the ledger, so only the mark is missing.
        DoctorFinding marked = found(DoctorCheck.FAILED_WITHOUT_REFUND, id);
        assertThat(marked.second().english()).isEqualTo("DEDUCT and REFUND");
        assertRepaired(marked, Set.of(DoctorCheck.FAILED_WITHOUT_REFUND));
        assertThat(find(id).refunded()).isTrue();
        assertThat(lines(id)).isEqualTo(2);

        UUID kept = inserted("FAILED", 7, "error = 'old'");
        long before = balance();
        DoctorFinding finding = found(DoctorCheck.FAILED_WITHOUT_REFUND, kept);
        assertThat(finding.value()).isEqualTo(7);
        assertThat(finding.first().english()).startsWith("failed at ").endsWith("refunded: no");
        assertThat(finding.second().english()).startsWith("DEDUCT \u22127 at ").endsWith("no REFUND");
        assertThat(doctor().plan(finding).changes())
                .extracting(change -> change.what().english()
                        + ": " + change.before().english() + " > "
                        + change.after().english())
                .contains(
                        "Balance of " + EngineTestRig.USER + ": " + grouped(before) + " > " + grouped(before + 7),
                        "New line in the ledger: none > REFUND +7",
                        "Marked as refunded: no > yes");
        assertRepaired(finding, Set.of(DoctorCheck.FAILED_WITHOUT_REFUND));
        assertThat(balance()).isEqualTo(before + 7);
        assertThat(kept("REFUND", kept)).isEqualTo("kim|" + WHY);
    }

    @Test
    void one_that_is_marked_refunded_without_a_line_gets_its_credits() {
        UUID id = inserted("FAILED", 9, "error = 'old', refunded = true");
        long before = balance();

        assertRepaired(found(DoctorCheck.FAILED_WITHOUT_REFUND, id), Set.of(DoctorCheck.FAILED_WITHOUT_REFUND));

        assertThat(balance()).isEqualTo(before + 9);
        assertThat(kept("GIVE_BACK", id)).isEqualTo("kim|" + WHY);
    }

    @Test
    void a_refund_of_a_completed_one_is_taken_back() {
        UUID id = completed();
        Generation generation = find(id);
        transaction(handle -> CreditLedger.refund(
                handle, EngineTestRig.USER, id, 1, generation.credits(), CodedMessage.quoted("mistake"), "lee"));
        long before = balance();

        DoctorFinding finding = found(DoctorCheck.REFUNDED_AND_COMPLETED, id);
        assertRepaired(finding, Set.of(DoctorCheck.REFUNDED_AND_COMPLETED));

        assertThat(balance()).isEqualTo(before - generation.credits());
    }

    @Test
    void a_refund_of_more_than_was_deducted_is_taken_back() {
        UUID id = inserted("FAILED", 4, "error = 'old', refunded = true");
        transaction(handle ->
                CreditLedger.refund(handle, EngineTestRig.USER, id, 1, 10, CodedMessage.quoted("wrong"), "lee"));
        long before = balance();

        DoctorFinding finding = found(DoctorCheck.REFUNDED_TWICE, id);
        assertThat(finding.value()).isEqualTo(6);
        assertRepaired(finding, Set.of(DoctorCheck.REFUNDED_TWICE));

        assertThat(balance()).isEqualTo(before - 6);
    }

    @Test
    void a_charge_that_was_charged_again_is_given_back() {
        UUID id = inserted("FAILED", 5, "error = 'old', charge = 2, refunded = true");
        transaction(handle -> {
            CreditLedger.deduct(handle, EngineTestRig.USER, id, 2, 5, CodedMessage.quoted("again"), "lee");
            return CreditLedger.refund(handle, EngineTestRig.USER, id, 2, 5, CodedMessage.quoted("back"), "lee");
        });
        assertThat(findings(DoctorCheck.CHARGED_TWICE)).isEmpty();
        transaction(handle -> {
            CreditLedger.deduct(handle, EngineTestRig.USER, id, 3, 5, CodedMessage.quoted("again"), "lee");
            return handle.execute("update generation set charge = 3, status = 'COMPLETED', refunded = false,"
                    + " media_path = 'x', media_url = 'http://x', media_url_expires_at = now() + interval '1 day' where id = '"
                    + id + "'");
        });

        assertRepaired(found(DoctorCheck.CHARGED_TWICE, id), Set.of(DoctorCheck.CHARGED_TWICE));
    }

    @Test
    void a_deduction_for_nothing_is_given_back() {
        UUID nothing = UUID.randomUUID();
        transaction(handle ->
                CreditLedger.deduct(handle, EngineTestRig.USER, nothing, 1, 11, CodedMessage.quoted("lost"), "lee"));
        long before = balance();

        DoctorFinding finding = found(DoctorCheck.DEDUCTION_WITHOUT_GENERATION, nothing);
        assertThat(finding.second().english()).isEqualTo("no generation " + nothing);
        assertRepaired(finding, Set.of(DoctorCheck.DEDUCTION_WITHOUT_GENERATION));

        assertThat(balance()).isEqualTo(before + 11);
    }

    @Test
    void work_that_was_never_paid_is_charged() {
        UUID id = UUID.randomUUID();
        row(
                id,
                "COMPLETED",
                13,
                "media_path = 'x', media_url = 'http://x', media_url_expires_at = now() + interval '1 day'");
        long before = balance();

        assertRepaired(found(DoctorCheck.WORK_WITHOUT_DEDUCTION, id), Set.of(DoctorCheck.WORK_WITHOUT_DEDUCTION));

        assertThat(balance()).isEqualTo(before - 13);
    }

    @Test
    void a_balance_that_the_ledger_does_not_explain_is_set_right_and_missing_lines_are_only_told() {
        rig.darkroom.ledger.grant("drifted", 100, "a purse", "test");
        execute("update account set balance = 140 where user_id = 'drifted'");

        DoctorFinding finding = findings(DoctorCheck.BALANCE_DRIFT).stream()
                .filter(one -> one.user().equals("drifted"))
                .findFirst()
                .orElseThrow();
        assertThat(finding.value()).isEqualTo(40);
        assertThat(finding.first().english()).isEqualTo("balance 140, 1 movement");
        assertThat(finding.second().english()).isEqualTo("1 line adds up to 100");
        assertRepaired(finding, Set.of(DoctorCheck.BALANCE_DRIFT));
        assertThat(rig.darkroom.ledger.balance("drifted")).hasValue(100);

        execute("""
                insert into account (user_id, balance, version) values ('gaps', 10, 2);
                insert into credit_transaction (user_id, version, kind, amount, balance_after, reason, actor)
                values ('gaps', 2, 'GRANT', 10, 10, 'x', 'test')""");
        DoctorFinding gaps = findings(DoctorCheck.BALANCE_DRIFT).getFirst();
        assertThat(doctor().plan(gaps).refusal().orElseThrow().english()).startsWith("Lines are missing");
        assertThat(doctor().repair(plans(List.of(gaps)), WHY, "kim", DoctorProgress.NONE)
                        .items())
                .extracting(DoctorRepairResult.Item::state)
                .containsExactly(DoctorRepairResult.State.SKIPPED);
    }

    @Test
    void a_lost_submit_is_stuck_and_its_safe_act_is_done() {
        rig.darkroom.engine.pause();
        UUID id = rig.ask(EngineTestRig.PICTURE, "lost");
        rig.await(id, generation -> generation.status() == GenerationStatus.PENDING);
        update(
                id,
                "stage = 'SUBMITTING', submit_started_at = now(), hold = 'SUBMIT_UNKNOWN', error = 'answer lost',"
                        + " attention_cause = 'SUBMIT_UNKNOWN', attention_since = now()");

        DoctorFinding finding = found(DoctorCheck.STUCK, id);
        assertThat(finding.first().english()).isEqualTo("waiting, from the submit, attempt 0");
        assertThat(doctor().plan(finding).changes())
                .anySatisfy(change -> assertThat(change.after().english()).isEqualTo("refunded at once"));
        assertRepaired(finding, Set.of(DoctorCheck.STUCK));
    }

    @Test
    void a_completed_one_without_url_and_one_whose_url_is_over_are_signed_again() throws Exception {
        UUID without = completed();
        update(without, "media_url = null, media_url_expires_at = null");
        UUID expired = completed();
        update(expired, "media_url_expires_at = now() - interval '1 hour'");

        repaired(found(DoctorCheck.COMPLETED_WITHOUT_URL, without));
        rig.assertStored(rig.await(
                without,
                g -> g.status() == GenerationStatus.COMPLETED && g.media().url() != null));
        assertThat(findings(DoctorCheck.COMPLETED_WITHOUT_URL)).isEmpty();

        assertRepaired(found(DoctorCheck.EXPIRED_URL, expired), Set.of(DoctorCheck.EXPIRED_URL));
        assertThat(kept("NEW_LINK", expired)).isEqualTo("kim|" + WHY);
    }

    @Test
    void a_file_that_was_deleted_or_changed_in_storage_is_stored_again() throws Exception {
        UUID deleted = completed();
        StoredFile gone = file(deleted);
        rig.darkroom.storage.delete(List.of(gone.path()));
        UUID changed = completed();
        StoredFile other = file(changed);
        upload(other.path(), "something else");

        DoctorFinding lost = found(DoctorCheck.ROW_WITHOUT_OBJECT, deleted);
        assertThat(lost.value()).isEqualTo(gone.bytes());
        assertThat(lost.second().english()).isEqualTo("no object at " + gone.path());
        DoctorFinding differs = found(DoctorCheck.CONTENT_DIFFERS, changed);
        assertThat(differs.second().english()).isEqualTo("14 bytes");

        repaired(lost);
        repaired(differs);

        rig.assertStored(rig.await(
                deleted,
                g -> g.status() == GenerationStatus.COMPLETED && g.media().url() != null));
        rig.assertStored(rig.await(
                changed,
                g -> g.status() == GenerationStatus.COMPLETED && g.media().url() != null));
        assertThat(findings(DoctorCheck.ROW_WITHOUT_OBJECT)).isEmpty();
        assertThat(findings(DoctorCheck.CONTENT_DIFFERS)).isEmpty();
    }

    @Test
    void a_missing_file_of_a_completed_generation_is_stored_by_a_retry_that_costs_nothing() throws Exception {
        UUID id = completed();
        rig.darkroom.storage.delete(List.of(file(id).path()));
        execute("update stored_file set state = 'MISSING', bytes = null, sha256 = null,"
                + " error = '[\"file.gone\", \"out.png\", \"404\"]' where generation_id = '" + id + "'");
        update(id, "warning = '[\"file.missing\", \"out.png\", [\"file.gone\", \"out.png\", \"404\"]]'");

        DoctorFinding missing = found(DoctorCheck.ROW_WITHOUT_OBJECT, id);
        assertThat(missing.first().english()).isEqualTo("missing");
        repaired(missing);

        rig.assertStored(rig.await(
                id, g -> g.status() == GenerationStatus.COMPLETED && g.media().warning() == null));
        assertThat(findings(DoctorCheck.ROW_WITHOUT_OBJECT)).isEmpty();
    }

    @Test
    void another_hash_of_the_same_size_is_found_when_hashes_are_asked_for() throws Exception {
        UUID id = completed();
        StoredFile file = file(id);
        Path same = Files.write(folder.resolve("same"), new byte[Math.toIntExact(file.bytes())]);
        rig.darkroom.storage.upload(
                new UploadRequest(file.path(), same, "image/png", true, Map.of("sha256", "0".repeat(64))));

        assertThat(findings(DoctorCheck.CONTENT_DIFFERS)).isEmpty();
        DoctorReport deep = doctor().run(
                        wanted(EnumSet.of(DoctorCheck.CONTENT_DIFFERS)).withHashes(true), "kim", DoctorProgress.NONE);

        DoctorFinding finding = deep.results().getFirst().findings().getFirst();
        assertThat(finding.generation()).isEqualTo(id);
        assertThat(finding.second().english()).endsWith("a different SHA-256");
        repaired(finding);
        rig.assertStored(rig.await(
                id, g -> g.status() == GenerationStatus.COMPLETED && g.media().url() != null));
    }

    @Test
    void an_object_that_no_row_names_is_deleted() throws Exception {
        UUID nobody = UUID.randomUUID();
        String path = StorageKey.of(EngineTestRig.USER, nobody.toString(), 0, "left.png")
                .text();
        upload(path, "left over");

        DoctorFinding finding = findings(DoctorCheck.OBJECT_WITHOUT_ROW).getFirst();
        assertThat(finding.key()).isEqualTo(path);
        assertThat(finding.value()).isEqualTo(9);
        assertRepaired(finding, Set.of(DoctorCheck.OBJECT_WITHOUT_ROW));

        assertThat(rig.darkroom.storage.find(path)).isEmpty();
        assertThat(text("select actor || '|' || reason || '|' || (before ->> 'what') from operator_action"
                        + " where action = 'DELETE_OBJECT'"))
                .isEqualTo("kim|" + WHY + "|generations/" + path);
    }

    @Test
    void a_request_that_nobody_knows_is_attached_to_the_one_that_lost_its_submit() {
        rig.darkroom.engine.pause();
        UUID id = rig.ask(EngineTestRig.PICTURE, "whose answer was lost");
        ObjectNode input = find(id).input();
        String request = ((SubmitResult.Accepted) rig.darkroom.fal.submit(EngineTestRig.PICTURE, input))
                .request()
                .requestId();
        update(id, "stage = 'SUBMITTING', submit_started_at = now(), hold = 'SUBMIT_UNKNOWN', error = 'answer lost'");

        DoctorFinding finding = awaited(DoctorCheck.UNKNOWN_FAL_REQUEST, request);
        assertThat(finding.generation()).isEqualTo(id);
        assertThat(finding.value()).isEqualTo(3_000);
        assertRepaired(finding, Set.of(DoctorCheck.UNKNOWN_FAL_REQUEST));

        rig.darkroom.engine.resume();
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.COMPLETED);
    }

    @Test
    void a_request_of_nobody_is_told_and_not_repaired() {
        String request = ((SubmitResult.Accepted) rig.darkroom.fal.submit(EngineTestRig.PICTURE, (ObjectNode)
                        dev.darkroom.json.JsonMapping.parse("{\"prompt\":\"of another program\"}")))
                .request()
                .requestId();

        DoctorFinding finding = awaited(DoctorCheck.UNKNOWN_FAL_REQUEST, request);

        assertThat(doctor().plan(finding).refusal().orElseThrow().english()).startsWith("No generation waits");
        // So that the other tests find what they made.
        execute(
                "insert into fal_job (request_id, generation_id, attempt, status_url, response_url, cancel_url) values ('"
                        + request + "', gen_random_uuid(), 1, 'x', 'x', 'x')");
    }

    /** On a day that is over, which the figures are no longer summed up for. */
    @Test
    void a_model_that_costs_more_than_it_brings_is_told_with_both_sums() {
        execute("""
                insert into outcome_metric (grain, at, model, outcome, count, credits, billed_credits)
                select 'DAY', date_trunc('day', now()) - interval '3 days', 'fal-ai/stable-audio', v.*
                from (values ('COMPLETED', 1, 2, 2), ('FAILED', 9, 18, 18)) v;
                update metric_progress set final_until = date_trunc('day', now())""");

        DoctorFinding finding = findings(DoctorCheck.PRICE_BELOW_COST).stream()
                .filter(one -> one.key().equals("fal-ai/stable-audio"))
                .findFirst()
                .orElseThrow();

        assertThat(finding.value()).isEqualTo(180_000);
        assertThat(finding.first().english()).isEqualTo("list price $0.200 in the last 30 days");
        assertThat(finding.second().english()).isEqualTo("users paid 2 credits: $0.02 at $0.01 each");
        assertThat(doctor().plan(finding).isPossible()).isFalse();
        assertThat(doctor().run(
                                wanted(EnumSet.of(DoctorCheck.PRICE_BELOW_COST)).withCredit(new BigDecimal("1")),
                                "kim",
                                DoctorProgress.NONE)
                        .isClean())
                .isTrue();
    }

    @Test
    void a_run_that_is_stopped_says_of_nothing_that_it_agrees() {
        DoctorReport report = doctor().run(wanted(all()), "kim", new DoctorProgress() {
            @Override
            public void step(CodedMessage what, long looked, long expected) {}

            @Override
            public boolean isStopped() {
                return true;
            }
        });

        assertThat(report.stopped()).isTrue();
        assertThat(report.isClean()).isFalse();
        assertThat(report.results())
                .filteredOn(result -> result.check() != DoctorCheck.PRICE_BELOW_COST)
                .noneMatch(result -> result.state() == DoctorCheckResult.State.AGREES);
    }

    @Test
    void what_cannot_be_looked_at_says_why_and_is_not_called_well() {
        DoctorService readOnly = new DoctorService(
                rig.darkroom.database,
                new DoctorService.Reads(
                        new SupabaseStorage(rig.darkroom.http, with(rig.darkroom.storage.settings(), "key", "wrong")),
                        rig.darkroom.models,
                        rig.darkroom.queries,
                        rig.darkroom.reads.credits,
                        rig.darkroom.reads.files),
                null);

        DoctorReport report = readOnly.run(
                wanted(EnumSet.of(DoctorCheck.UNKNOWN_FAL_REQUEST, DoctorCheck.ROW_WITHOUT_OBJECT)),
                "kim",
                DoctorProgress.NONE);

        assertThat(report.isClean()).isFalse();
        assertThat(report.results())
                .allSatisfy(result -> assertThat(result.state()).isEqualTo(DoctorCheckResult.State.NOT_RUN));
        assertThat(report.results())
                .filteredOn(result -> result.check() == DoctorCheck.ROW_WITHOUT_OBJECT)
                .singleElement()
                .satisfies(result -> assertThat(result.said().english()).contains("key"));
        assertThat(doctor().history().runs(1).stream().map(DoctorHistory.PastRun::id))
                .doesNotContain(report.id());
    }

    @Test
    void a_second_repair_of_the_same_finding_changes_nothing_and_each_is_in_the_history() {
        UUID id = inserted("FAILED", 3, "error = 'old'");
        DoctorFinding finding = found(DoctorCheck.FAILED_WITHOUT_REFUND, id);

        DoctorRepairResult first = doctor().repair(plans(List.of(finding, finding)), WHY, "kim", DoctorProgress.NONE);

        assertThat(first.items())
                .extracting(DoctorRepairResult.Item::state)
                .containsExactly(DoctorRepairResult.State.DONE, DoctorRepairResult.State.SKIPPED);
        assertThat(first.items().getLast().message().english()).isEqualTo("This is no longer the case.");
        assertThat(doctor().history()
                        .repairs(Optional.of(DoctorCheck.FAILED_WITHOUT_REFUND), 1)
                        .getFirst())
                .satisfies(repair -> {
                    assertThat(repair.actor()).isEqualTo("kim");
                    assertThat(repair.reason()).isEqualTo(WHY);
                    assertThat(repair.done()).isEqualTo(1);
                    assertThat(repair.skipped()).isEqualTo(1);
                    assertThat(repair.value()).isEqualTo(3);
                });
    }

    @Test
    void all_of_a_kind_are_found_oldest_first_and_repaired_together() {
        UUID first = inserted("FAILED", 3, "error = 'old'");
        UUID second = inserted("CANCELLED", 3, "error = 'old'");

        assertThat(findings(DoctorCheck.FAILED_WITHOUT_REFUND))
                .extracting(DoctorFinding::generation)
                .containsExactly(first, second);
        List<DoctorFinding> findings = findings(DoctorCheck.FAILED_WITHOUT_REFUND);
        assertThat(doctor().repair(plans(findings), WHY, "kim", DoctorProgress.NONE)
                        .count(DoctorRepairResult.State.DONE))
                .isEqualTo(2);
    }

    @Test
    void a_repair_that_would_do_something_else_than_was_shown_is_not_done() {
        rig.darkroom.engine.pause();
        UUID id = rig.ask(EngineTestRig.PICTURE, "lost");
        // A claim that was on its way when the engine was paused loses its right to the row.
        update(
                id,
                "status = 'PENDING', owner = null, lease_until = null, epoch = epoch + 1, stage = 'SUBMITTING',"
                        + " submit_started_at = now(), hold = 'JOB_REFUSED', error = 'refused',"
                        + " attention_cause = 'JOB_REFUSED', attention_since = now()");
        DoctorFinding finding = found(DoctorCheck.STUCK, id);
        DoctorRepairPlan shown = doctor().plan(finding);
        assertThat(shown.title().code()).isEqualTo("doctor.act.RECOVER");

        update(id, "hold = 'FOREIGN_ORIGIN', attention_cause = 'FOREIGN_ORIGIN'");
        assertThat(doctor().plan(finding).title().code()).isEqualTo("doctor.act.CANCEL");
        DoctorRepairResult result = doctor().repair(List.of(shown), WHY, "kim", DoctorProgress.NONE);

        assertThat(result.items()).singleElement().satisfies(item -> {
            assertThat(item.state()).isEqualTo(DoctorRepairResult.State.SKIPPED);
            assertThat(item.message().english()).contains("has changed since it was shown");
        });
        assertThat(find(id).status()).isEqualTo(GenerationStatus.PENDING);
        assertThat(lines(id)).isEqualTo(1);
        assertThat(rig.darkroom.actions.cancel(id, "end of the test", "kim")).isNotNull();
    }

    // ---- what the tests are made of

    private static List<DoctorRepairPlan> plans(List<DoctorFinding> findings) {
        return findings.stream().map(doctor()::plan).toList();
    }

    private static Set<DoctorCheck> all() {
        return EnumSet.allOf(DoctorCheck.class);
    }

    private static DoctorService.Wanted wanted(Set<DoctorCheck> checks) {
        return DoctorService.Wanted.EVERYTHING.only(checks).withLookBack(Duration.ofDays(1), Duration.ZERO);
    }

    private static List<DoctorFinding> findings(DoctorCheck check) {
        DoctorCheckResult result = doctor().run(wanted(EnumSet.of(check)), "kim", DoctorProgress.NONE)
                .results()
                .getFirst();
        assertThat(result.said()).isNull();
        return result.findings();
    }

    private static DoctorFinding found(DoctorCheck check, UUID generation) {
        return findings(check).stream()
                .filter(finding -> generation.equals(finding.generation()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(check + " of " + generation + " was not found"));
    }

    /** A job ends in the background. */
    private static DoctorFinding awaited(DoctorCheck check, String key) {
        for (int tries = 0; tries < 2_000; tries++) {
            Optional<DoctorFinding> finding = findings(check).stream()
                    .filter(one -> one.key().equals(key))
                    .findFirst();
            if (finding.isPresent()) {
                return finding.get();
            }
        }
        throw new AssertionError(check + " of " + key + " was not found");
    }

    /** A dry run changes nothing, the repair is done, and nothing of these kinds is found any more. */
    private static void assertRepaired(DoctorFinding finding, Set<DoctorCheck> gone) {
        repaired(finding);
        for (DoctorCheck check : gone) {
            assertThat(findings(check)).extracting(DoctorFinding::key).doesNotContain(finding.key());
        }
    }

    private static void repaired(DoctorFinding finding) {
        assertThat(finding.first().english()).doesNotContain("doctor.");
        assertThat(finding.second().english()).doesNotContain("doctor.");
        rig.darkroom.engine.pause();
        DoctorRepairPlan plan = dryRun(finding);
        assertThat(plan.refusal()).isEmpty();
        assertThat(plan.title().english()).doesNotContain("doctor.");
        assertThat(plan.changes())
                .isNotEmpty()
                .allSatisfy(change -> assertThat(change.what().english()
                                + change.before().english()
                                + change.after().english())
                        .doesNotContain("doctor."));

        DoctorRepairResult result = doctor().repair(plans(List.of(finding)), WHY, "kim", DoctorProgress.NONE);
        rig.darkroom.engine.resume();

        assertThat(result.items())
                .singleElement()
                .satisfies(item ->
                        assertThat(item.state()).as(item.message().english()).isEqualTo(DoctorRepairResult.State.DONE));
    }

    /** What it writes it would write each time; what the monitor notes of a row it notes once. */
    private static DoctorRepairPlan dryRun(DoctorFinding finding) {
        for (int tries = 0; ; tries++) {
            Map<String, List<String>> before = moneyAndRows();
            DoctorRepairPlan plan = doctor().plan(finding);
            assertThat(doctor().relatedStatements(finding)).hasSizeGreaterThanOrEqualTo(2);
            Map<String, List<String>> after = moneyAndRows();
            if (after.equals(before)) {
                return plan;
            }
            assertThat(tries).as("dry runs that changed something, " + after).isLessThan(3);
        }
    }

    /** All but what the engine itself writes while it does nothing. */
    private static Map<String, List<String>> moneyAndRows() {
        Map<String, List<String>> dump = DatabaseDump.of(rig.darkroom.database);
        dump.keySet()
                .removeIf(name -> name.matches(
                        "darkroom\\.(alert.*|engine|.*_metric|metric_progress|prompt_search.*|error_group|pause)"));
        return dump;
    }

    private static UUID completed() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "a heron at dawn");
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.COMPLETED);
        return id;
    }

    private static UUID failed() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "refused", SandboxFault.HIDDEN_REFUSAL);
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.FAILED);
        return id;
    }

    /** An ended row with its deduction. */
    private static UUID inserted(String status, long credits, String set) {
        UUID id = UUID.randomUUID();
        transaction(handle -> CreditLedger.deduct(
                handle, EngineTestRig.USER, id, 1, credits, CodedMessage.quoted("charge 1"), "test"));
        row(id, status, credits, set);
        return id;
    }

    private static void row(UUID id, String status, long credits, String set) {
        transaction(handle -> handle.createUpdate("""
                        insert into generation (id, user_id, model, kind, input, prompt, credits, status, max_attempts, error,
                                                created_by, finished_at)
                        values (:id, :user, :model, 'IMAGE', '{}', 'p', :credits, 'CANCELLED', 5, 'x', 'test', now())
                        """)
                .bind("id", id)
                .bind("user", EngineTestRig.USER)
                .bind("model", EngineTestRig.PICTURE)
                .bind("credits", credits)
                .execute());
        update(id, "status = '" + status + "', " + set);
    }

    private static StoredFile file(UUID id) {
        return rig.darkroom.files.ofGeneration(id).getFirst();
    }

    private void upload(String path, String content) throws IOException {
        Path file = Files.writeString(folder.resolve("upload"), content);
        rig.darkroom.storage.upload(new UploadRequest(path, file, "image/png", true, Map.of()));
    }

    private static Generation find(UUID id) {
        return rig.darkroom.generations.find(id).orElseThrow();
    }

    private static long balance() {
        return rig.darkroom.ledger.balance(EngineTestRig.USER).orElseThrow();
    }

    private static String grouped(long number) {
        return String.format(java.util.Locale.ROOT, "%,d", number);
    }

    private static int lines(UUID id) {
        return rig.darkroom.reads.credits.ofGeneration(id).size();
    }

    private static String kept(String action, UUID id) {
        return text("select actor || '|' || reason from operator_action where action = '" + action
                + "' and generation_id = '" + id + "'");
    }

    private static void update(UUID id, String set) {
        execute("update generation set " + set + " where id = '" + id + "'");
    }

    private static void execute(String sql) {
        rig.darkroom.database.useTransaction(handle -> handle.execute(sql));
    }

    private static <T> T transaction(java.util.function.Function<Handle, T> work) {
        return rig.darkroom.database.inTransaction(work);
    }

    private static String text(String sql) {
        return rig.darkroom.database.<String>read(
                handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
