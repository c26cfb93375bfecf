package dev.darkroom.activity;

import static dev.darkroom.system.RecordCopy.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.activity.ActivityFilter.ActivityPreset;
import dev.darkroom.activity.ActivityRecord.Result;
import dev.darkroom.credit.CreditQueries;
import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.credit.LedgerFilter;
import dev.darkroom.credit.LedgerFilter.LedgerPreset;
import dev.darkroom.database.UuidRange;
import dev.darkroom.generation.EngineTestRig;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.GenerationTriage.PlacedMark;
import dev.darkroom.generation.GenerationTriage.TriageMark;
import dev.darkroom.generation.GenerationTriage.WrittenNote;
import dev.darkroom.generation.RetryPlan;
import dev.darkroom.generation.SharedRigTest;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.action.BulkAction;
import dev.darkroom.generation.action.BulkActionRunner;
import dev.darkroom.generation.action.BulkActionService;
import dev.darkroom.generation.action.OperatorAction;
import dev.darkroom.generation.engine.RunQuota;
import dev.darkroom.generation.query.GenerationFilter;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.generation.query.GenerationFilter.MarkFilter;
import dev.darkroom.generation.query.GenerationPage;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actions of operators and engines leave an activity entry that can be found again. */
class ActivityQueriesTest extends SharedRigTest {
    @Test
    void a_retry_is_kept_with_who_why_what_it_changed_and_an_outcome_in_any_language() {
        UUID id = failed("retried");
        RetryPlan plan = rig.darkroom.actions.planRetry(id);
        rig.darkroom.actions.retry(id, plan, "user asked again", "kim");
        rig.darkroom.actions.retry(id, plan, "a second click", "lee");

        List<ActivityEntry> lines = of(id);

        ActivityEntry retry = lines.stream()
                .filter(line -> line.actor().equals("kim"))
                .findFirst()
                .orElseThrow();
        assertThat(retry.action()).isEqualTo("RETRY");
        assertThat(retry.reason().english()).isEqualTo("user asked again");
        assertThat(retry.user()).isEqualTo(EngineTestRig.USER);
        assertThat(retry.result()).isEqualTo(Result.DONE);
        assertThat(retry.outcome().code()).isEqualTo("done.retry.SUBMIT");
        assertThat(retry.before().path("status").asText()).isEqualTo("FAILED");
        assertThat(retry.after().path("status").asText()).isEqualTo("PENDING");
        assertThat(lines)
                .filteredOn(line -> line.actor().equals("lee"))
                .singleElement()
                .satisfies(line -> assertThat(line.result()).isEqualTo(Result.SKIPPED));
        assertThat(rig.darkroom.queries.timeline(id))
                .anySatisfy(line -> assertThat(line.text("reason")).isEqualTo("user asked again"));
        rig.await(id);
    }

    @Test
    void a_reversed_line_and_what_doctor_corrected_are_manual_credits_too() {
        rig.darkroom.ledger.grant("joao.r", 40, "goodwill", "lee");
        CreditTransaction grant = new CreditQueries(rig.darkroom.database)
                .ledger(with(LedgerFilter.of(LedgerPreset.LEDGER), "user", Optional.of("joao.r")), null, 1)
                .getFirst()
                .line();
        rig.darkroom.ledger.reverse(grant, "the wrong user", "lee");
        rig.darkroom.ledger.restoreBalance("joao.r", "a script wrote it", "kim");

        ActivityFilter credits = filter(ActivityPreset.CREDITS, "user", "joao.r");
        assertThat(page(credits))
                .extracting(ActivityEntry::action)
                .containsExactly("RESTORE_BALANCE", "REVERSE", "GRANT");
        assertThat(new ActivityQueries(rig.darkroom.database).count(credits, 100))
                .isEqualTo(3);
    }

    @Test
    void credits_moved_by_hand_and_limits_are_kept_with_what_was_before() {
        rig.darkroom.ledger.grant("mia.r", 40, "goodwill, ticket 4402", "lee");
        rig.darkroom.ledger.adjust("mia.r", -15, "double grant corrected", "lee", null);
        rig.darkroom.quotas.set(RunQuota.Scope.MODEL, EngineTestRig.FILM, 20, "fal asked us to slow down", "kim");
        rig.darkroom.quotas.set(RunQuota.Scope.USER, "mia.r", 2, "too many", "kim");

        assertThat(page(filter(ActivityPreset.CREDITS, "user", "mia.r")))
                .extracting(ActivityEntry::action, line -> line.outcome().english())
                .containsExactly(tuple("ADJUST", "Balance 40 \u2192 25."), tuple("GRANT", "Balance 0 \u2192 40."));
        assertThat(page(filter(ActivityPreset.ALL, "action", "SET_LIMIT")))
                .filteredOn(line -> EngineTestRig.FILM.equals(line.subject().english()))
                .singleElement()
                .satisfies(
                        line -> assertThat(line.after().path("at_most").asInt()).isEqualTo(20));
        assertThat(page(filter(ActivityPreset.ALL, "user", "mia.r"))).hasSize(3);
        rig.darkroom.quotas.remove(new RunQuota(RunQuota.Scope.USER, "mia.r", 2), "over", "kim");
        rig.darkroom.quotas.remove(new RunQuota(RunQuota.Scope.MODEL, EngineTestRig.FILM, 20), "over", "kim");
    }

    @Test
    void a_generation_that_an_engine_failed_is_listed_but_not_among_its_repairs() {
        UUID id = failed("repaired");

        assertThat(page(filter(ActivityPreset.ALL, "generation", id.toString())))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.action()).isEqualTo("FAILED");
                    assertThat(line.actor()).startsWith("engine-");
                    assertThat(line.user()).isEqualTo(EngineTestRig.USER);
                    assertThat(line.reason().english()).isNotBlank();
                    assertThat(line.outcome().english()).isEqualTo("Failed, and its credits were refunded.");
                });
        assertThat(page(filter(ActivityPreset.REPAIRS, "generation", id.toString())))
                .isEmpty();
        assertThat(page(filter(ActivityPreset.MINE, "generation", id.toString())))
                .isEmpty();
    }

    @Test
    void a_bulk_act_is_one_line_and_each_of_its_parts_stands_with_its_generation() {
        rig.darkroom.engine.pause();
        try {
            List<UUID> ids = List.of(waiting("first"), waiting("second"));
            UUID bulk = bulk(OperatorAction.MARK_FAILED, ids);
            ActivityEntry running = bulkLine(bulk);
            run(bulk);

            assertThat(running.result()).isEqualTo(Result.RUNNING);
            assertThat(running.counts().orElseThrow().open()).isEqualTo(2);
            assertThat(bulkLine(bulk).counts()).contains(new ActivityEntry.BulkCounts(0, 2, 0, 0, 0));
            assertThat(page(filter(ActivityPreset.ALL, "who", running.actor()))).hasSize(1);
            assertThat(of(ids.getFirst()))
                    .filteredOn(line -> bulk.equals(line.bulk()))
                    .singleElement()
                    .satisfies(line -> assertThat(line.action()).isEqualTo("MARK_FAILED"));
            assertThat(page(filter(
                            ActivityPreset.BULK, "generation", ids.getFirst().toString())))
                    .as("what was done to it in bulk")
                    .singleElement()
                    .satisfies(line -> assertThat(line.bulk()).isEqualTo(bulk));
        } finally {
            rig.darkroom.engine.resume();
        }
    }

    @Test
    void what_failed_in_a_bulk_act_is_done_again_and_nothing_else_of_it() {
        rig.darkroom.engine.pause();
        try {
            List<UUID> ids = List.of(waiting("again 1"), waiting("again 2"), waiting("again 3"));
            UUID first = bulk(OperatorAction.CANCEL, ids);
            rig.darkroom.database.useTransaction(handle -> handle.createUpdate("""
                            update bulk_item set state = 'FAILED', outcome = '["quote", "no connection"]'
                            where bulk_id = :bulk and generation_id = :id
                            """)
                    .bind("bulk", first)
                    .bind("id", ids.get(1))
                    .execute());
            run(first);
            assertThat(bulkLine(first).result()).isEqualTo(Result.FAILED);

            UUID again = rig.darkroom.bulkActions.restart(first, "connection is back", "lee", null);
            run(again);

            assertThat(rig.darkroom.reads.bulks.items(again, 10))
                    .singleElement()
                    .satisfies(item -> assertThat(item.generation()).isEqualTo(ids.get(1)));
            assertThat(bulkAction(again).counts()).isEqualTo(new BulkAction.Counts(0, 1, 0, 0));
            assertThat(bulkAction(again).actor()).isEqualTo("lee");
            assertThat(rig.darkroom.generations.find(ids.get(1)).orElseThrow().status())
                    .isEqualTo(GenerationStatus.CANCELLED);
        } finally {
            rig.darkroom.engine.resume();
        }
    }

    @Test
    void pages_by_key_hold_every_line_once_in_both_directions() {
        for (int i = 0; i < 7; i++) {
            rig.darkroom.ledger.grant("page.user", 1, "page " + i, "kim");
        }
        // Lines of one moment, in all three tables.
        rig.darkroom.database.useTransaction(handle -> handle.execute("""
                insert into operator_action (at, actor, action, reason, outcome)
                  select timestamptz '2026-01-02 03:04:05Z', 'page', 'NOTE', 'same moment', '["done.note"]'
                  from generate_series(1, 3);
                insert into bulk_action (id, act, reason, actor, what, state, created_at, finished_at, done, skipped, failed)
                  select gen_random_uuid(), 'RETRY', 'same moment', 'page', '0 chosen', 'DONE',
                         timestamptz '2026-01-02 03:04:05Z', now(), 0, 0, 0 from generate_series(1, 3);
                insert into timeline_event (generation_id, at, kind, actor)
                  select gen_random_uuid(), timestamptz '2026-01-02 03:04:05Z', 'TAKEN_BACK', 'page'
                  from generate_series(1, 3)
                """));
        ActivityFilter all = ActivityFilter.of(ActivityPreset.ALL, "kim");
        List<ActivityEntry.Key> whole = rig.darkroom.reads.activity.page(all, false, null, 10_000).stream()
                .map(ActivityEntry::key)
                .toList();

        List<ActivityEntry.Key> newestFirst = walk(all, false);
        List<ActivityEntry.Key> oldestFirst = walk(all, true);

        assertThat(newestFirst).doesNotHaveDuplicates().isEqualTo(whole);
        assertThat(oldestFirst.reversed()).isEqualTo(whole);
        assertThat(whole.size()).isGreaterThanOrEqualTo(16);
        assertThat(rig.darkroom.reads.activity.count(all, 10_000)).isEqualTo(whole.size());
        assertThat(rig.darkroom.reads.activity.count(all, 5)).isEqualTo(5);
    }

    private static List<ActivityEntry.Key> walk(ActivityFilter filter, boolean oldestFirst) {
        List<ActivityEntry.Key> keys = new ArrayList<>();
        List<ActivityEntry> page;
        do {
            page = rig.darkroom.reads.activity.page(filter, oldestFirst, keys.isEmpty() ? null : keys.getLast(), 2);
            page.forEach(line -> keys.add(line.key()));
        } while (!page.isEmpty());
        return keys;
    }

    @Test
    void lines_are_found_by_who_words_outcome_and_time() {
        rig.darkroom.ledger.grant("found.user", 5, "the words to find", "Zoe");
        rig.darkroom.actions.cancel(failed("over already"), "too late", "lee");

        assertThat(page(filter(ActivityPreset.ALL, "who", "zoe"))).hasSize(1);
        assertThat(page(filter(ActivityPreset.ALL, "words", "words to FIND"))).hasSize(1);
        assertThat(page(filter(ActivityPreset.ALL, "words", "100%"))).isEmpty();
        assertThat(page(filter(ActivityPreset.ALL, "result", "SKIPPED")))
                .isNotEmpty()
                .allMatch(line -> line.result() == Result.SKIPPED);
        assertThat(rig.darkroom.reads.activity.actors()).contains("Zoe");
        ActivityFilter mine = ActivityFilter.of(ActivityPreset.MINE, "Zoe");
        assertThat(page(mine)).hasSize(1);
    }

    @Test
    void a_line_is_found_by_the_sentence_it_is_shown_with() {
        UUID failed = failed("found by its sentence");
        UUID bulk = bulk(OperatorAction.RETRY, List.of(failed));
        rig.darkroom.database.useTransaction(handle -> {
            handle.createUpdate("insert into timeline_event (generation_id, kind, data, actor)"
                            + " values (:id, 'TAKEN_BACK', '{\"cause\": \"ENGINE_SILENT\"}', 'engine')")
                    .bind("id", failed)
                    .execute();
            ActivityRecord.of(
                            "RETRY",
                            "kim",
                            CodedMessage.of("reason.undo").stored(),
                            CodedMessage.of("done.retry.SUBMIT"))
                    .about(failed, EngineTestRig.USER)
                    .write(handle);
        });

        for (String code : List.of("repair.FAILED", "taken.ENGINE_SILENT", "repair.TAKEN_BACK", "reason.undo")) {
            assertThat(found(CodedMessage.of(code).english().toUpperCase(Locale.ROOT)))
                    .as(code)
                    .anyMatch(line -> failed.equals(line.generation()));
        }
        assertThat(found(CodedMessage.of("done.retry.SUBMIT").english()))
                .anyMatch(line -> line.action().equals("RETRY") && failed.equals(line.generation()));
        assertThat(found("selected")).anyMatch(line -> bulk.equals(line.bulk()));
        run(bulk);
        rig.await(failed);
    }

    private static List<ActivityEntry> found(String words) {
        return page(filter(ActivityPreset.ALL, "words", words));
    }

    @Test
    void a_reason_that_begins_like_json_is_shown_as_it_was_written() {
        String reason = "\"blurry\" says the customer, refund agreed";
        rig.darkroom.ledger.grant("quoting.user", 1, "an account", "lee");
        rig.darkroom.quotas.set(RunQuota.Scope.USER, "quoting.user", 2, reason, "kim");

        assertThat(page(filter(ActivityPreset.ALL, "user", "quoting.user")))
                .first()
                .satisfies(line -> assertThat(line.reason().english()).isEqualTo(reason));
        rig.darkroom.quotas.remove(new RunQuota(RunQuota.Scope.USER, "quoting.user", 2), "over", "kim");
    }

    @Test
    void a_reason_and_a_selection_are_sentences_in_any_language_and_in_english_in_a_file(@TempDir Path folder)
            throws Exception {
        String settings = CodedMessage.of("reason.settings").stored();
        rig.darkroom.ledger.grant("reason.user", 1, "an account", "lee");
        rig.darkroom.quotas.set(RunQuota.Scope.USER, "reason.user", 2, settings, "kim");
        ActivityFilter filter = filter(ActivityPreset.ALL, "user", "reason.user");
        UUID bulk = bulk(OperatorAction.RETRY, List.of());

        assertThat(page(filter)).first().satisfies(line -> {
            assertThat(line.reason().english()).isEqualTo("set in Settings");
            assertThat(line.reason().in(Locale.GERMAN)).isEqualTo("in den Einstellungen gesetzt");
        });
        assertThat(bulkLine(bulk).subject().in(Locale.GERMAN)).isEqualTo("0 gew\u00e4hlt");
        ActivityExport export = new ActivityExport(rig.darkroom.reads.activity);
        for (String name : List.of("reason.csv", "reason.json")) {
            export.write(filter, folder.resolve(name), _ -> {});
            assertThat(Files.readString(folder.resolve(name)))
                    .contains("set in Settings")
                    .doesNotContain("reason.settings");
        }
        run(bulk);
        rig.darkroom.quotas.remove(new RunQuota(RunQuota.Scope.USER, "reason.user", 2), "over", "kim");
    }

    @Test
    void a_mark_is_seen_by_others_taken_over_and_taken_away_and_each_step_is_kept() {
        UUID id = failed("marked");
        assertThat(rig.darkroom.triage.mark(id, TriageMark.MINE, "kim")).isInstanceOf(ActionResult.Done.class);
        assertThat(rig.darkroom.triage.mark(id, TriageMark.MINE, "kim")).isInstanceOf(ActionResult.Nothing.class);
        rig.darkroom.triage.mark(id, TriageMark.WAITING_FOR_FAL, "kim");
        assertThat(marked("kim", TriageMark.MINE)).containsExactly(id);
        assertThat(marked("lee", TriageMark.MINE)).isEmpty();

        rig.darkroom.triage.mark(id, TriageMark.MINE, "lee");

        assertThat(marked("lee", TriageMark.MINE)).containsExactly(id);
        assertThat(marked("lee", TriageMark.WAITING_FOR_FAL)).containsExactly(id);
        assertThat(rig.darkroom
                        .queries
                        .rows(List.of(id))
                        .getFirst()
                        .row()
                        .triage()
                        .marks())
                .extracting(PlacedMark::mark, PlacedMark::actor)
                .contains(tuple(TriageMark.MINE, "lee"));
        rig.darkroom.triage.unmark(id, TriageMark.MINE, "lee");
        rig.darkroom.triage.unmark(id, TriageMark.WAITING_FOR_FAL, "lee");
        assertThat(rig.darkroom.triage.unmark(id, TriageMark.MINE, "lee")).isInstanceOf(ActionResult.Nothing.class);
        assertThat(of(id))
                .filteredOn(line -> line.action().endsWith("MARK"))
                .extracting(line -> line.actor() + " " + line.outcome().english())
                .containsExactly(
                        "lee Mark \u201cwaiting for fal.ai\u201d removed.",
                        "lee Mark \u201cmine\u201d removed.",
                        "lee Marked as \u201cmine\u201d.",
                        "kim Marked as \u201cwaiting for fal.ai\u201d.",
                        "kim Marked as \u201cmine\u201d.");
    }

    @Test
    void what_nobody_marked_can_be_asked_for_in_every_view_and_counted() {
        UUID marked = failed("seen");
        UUID plain = failed("not seen");
        rig.darkroom.triage.mark(marked, TriageMark.SEEN, "kim");
        GenerationFilter none =
                with(GenerationFilter.of(GenerationPreset.FAILED), "marks", new MarkFilter(Set.of(), true, "kim"));
        GenerationFilter either = with(none, "marks", new MarkFilter(Set.of(TriageMark.SEEN), true, "kim"));

        assertThat(ids(none)).contains(plain).doesNotContain(marked);
        assertThat(ids(either)).contains(plain, marked);
        assertThat(rig.darkroom.queries.contains(none, marked)).isFalse();
        assertThat(rig.darkroom.queries.counts(none).of(GenerationPreset.FAILED))
                .isEqualTo(ids(none).size());
        rig.darkroom.triage.unmark(marked, TriageMark.SEEN, "kim");
    }

    @Test
    void a_note_stays_for_ever_and_is_counted_in_the_row() {
        UUID id = failed("noted");

        rig.darkroom.triage.note(id, "  asked fal about it, ticket 77 ", "kim");

        assertThat(rig.darkroom.queries.triage(id).notes())
                .extracting(WrittenNote::actor, WrittenNote::text)
                .containsExactly(tuple("kim", "asked fal about it, ticket 77"));
        assertThat(rig.darkroom
                        .queries
                        .rows(List.of(id))
                        .getFirst()
                        .row()
                        .triage()
                        .notes())
                .isEqualTo(1);
        assertThat(of(id))
                .anyMatch(line -> line.action().equals("NOTE")
                        && line.reason().english().equals("asked fal about it, ticket 77"));
        assertThatThrownBy(() -> rig.darkroom.triage.note(id, " ", "kim")).hasMessageContaining("Enter a note");
        assertThatThrownBy(() -> rig.darkroom.triage.note(id, "x".repeat(2_001), "kim"))
                .hasMessageContaining("2,000 characters");
        assertThatThrownBy(() ->
                        rig.darkroom.database.useTransaction(handle -> handle.execute("delete from generation_note")))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void the_lines_of_a_filter_are_written_as_csv_and_as_json(@TempDir Path folder) throws Exception {
        rig.darkroom.ledger.grant("export.user", 7, "=cmd, \"quoted\"", "kim");
        ActivityExport export = new ActivityExport(rig.darkroom.reads.activity);
        ActivityFilter filter = filter(ActivityPreset.ALL, "user", "export.user");

        long lines = export.write(filter, folder.resolve("a.csv"), _ -> {});
        export.write(filter, folder.resolve("a.json"), _ -> {});

        assertThat(lines).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("a.csv")))
                .startsWith("time,who,action,")
                .contains("GRANT", "\"'=cmd, \"\"quoted\"\"\"", "Balance 0 \u2192 7.");
        JsonNode json = JsonMapping.parse(Files.readString(folder.resolve("a.json")));
        assertThat(json).hasSize(1);
        assertThat(json.path(0).path("after").path("balance").asInt()).isEqualTo(7);
    }

    private static UUID failed(String prompt) {
        UUID id = rig.ask(EngineTestRig.PICTURE, prompt, SandboxFault.RESULT_EXPIRED);
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.FAILED);
        return id;
    }

    private static UUID waiting(String prompt) {
        return rig.ask(EngineTestRig.PICTURE, prompt);
    }

    private static UUID bulk(OperatorAction act, List<UUID> ids) {
        return rig.darkroom.bulkActions.start(
                new BulkActionService.Order(
                        act,
                        "ticket",
                        "bulk.kim." + UUID.randomUUID(),
                        CodedMessage.of("bulk.selected", ids.size()),
                        null),
                ids);
    }

    private static void run(UUID bulk) {
        CountDownLatch ended = new CountDownLatch(1);
        try (var _ = rig.darkroom.events.subscribe(_ -> {
                    if (bulkAction(bulk).state() == BulkAction.State.DONE) {
                        ended.countDown();
                    }
                });
                BulkActionRunner _ = new BulkActionRunner(
                        rig.darkroom.database, rig.darkroom.actions, rig.darkroom.events, () -> true)) {
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException exception) {
            throw new AssertionError(exception);
        }
    }

    private static BulkAction bulkAction(UUID bulk) {
        return rig.darkroom.reads.bulks.find(bulk).orElseThrow();
    }

    private static ActivityEntry bulkLine(UUID bulk) {
        return page(ActivityFilter.of(ActivityPreset.BULK, "kim")).stream()
                .filter(line -> bulk.equals(line.bulk()))
                .findFirst()
                .orElseThrow();
    }

    private static List<ActivityEntry> of(UUID generation) {
        return page(filter(ActivityPreset.ALL, "generation", generation.toString()));
    }

    private static List<ActivityEntry> page(ActivityFilter filter) {
        return rig.darkroom.reads.activity.page(filter, false, null, 200);
    }

    private static ActivityFilter filter(ActivityPreset view, String key, String value) {
        return new ActivityFilter(
                view,
                "kim",
                Optional.of(value).filter(_ -> key.equals("who")),
                key.equals("action") ? Set.of(value) : Set.of(),
                key.equals("generation") ? UuidRange.startingWith(value) : Optional.empty(),
                Optional.of(value).filter(_ -> key.equals("user")),
                key.equals("result") ? Set.of(Result.valueOf(value)) : Set.of(),
                Optional.of(value).filter(_ -> key.equals("words")),
                Optional.empty(),
                Optional.empty());
    }

    private static List<UUID> marked(String me, TriageMark mark) {
        return ids(with(GenerationFilter.of(GenerationPreset.ALL), "marks", new MarkFilter(Set.of(mark), false, me)));
    }

    private static List<UUID> ids(GenerationFilter filter) {
        return rig.darkroom.queries.page(filter, false, null, 500).lines().stream()
                .map(GenerationPage.Line::row)
                .map(row -> row.id())
                .toList();
    }
}
