package dev.darkroom.console.generations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.generations.details.GenerationDetailsModel;
import dev.darkroom.console.generations.form.NewGenerationModel;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.table.ColumnOrder;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.RetryPlan;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.action.ActionGuard;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.action.BulkAction;
import dev.darkroom.generation.action.OperatorAction;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.query.GenerationFilter;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.generation.query.GenerationPage.Line;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The models alone: no toolkit, and both executors run tasks immediately. */
class GenerationsModelTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String FAILED = "status = 'FAILED', finished_at = now(), refunded = true, attempt = 1,"
            + " error = 'The prompt was refused.', error_kind = 'FINAL', error_code = 'content_policy_violation'";

    private static GenerationsTestBench bench;
    private static UUID waiting;
    private static UUID running;
    private static UUID refused;

    @BeforeAll
    static void seed() {
        bench = new GenerationsTestBench(DATABASE.get());
        SeededGenerations seed = new SeededGenerations(DATABASE.get()).engines().users("ana", "ben");
        waiting = seed.one("ana", "fal-ai/flux/dev", 4, Duration.ofSeconds(9), "");
        running = seed.one(
                "ben",
                "fal-ai/flux/dev",
                4,
                Duration.ofSeconds(20),
                SeededGenerations.processing(SeededGenerations.ENGINE, GenerationStage.SUBMITTED));
        refused = seed.one("ana", "fal-ai/flux/dev", 4, Duration.ofSeconds(50), FAILED);
        DATABASE.get()
                .useTransaction(
                        handle -> handle.createQuery("select refund_charge('ana', :id, 1, 4, 'refused', 'engine')")
                                .bind("id", refused)
                                .mapTo(Long.class)
                                .one());
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private static GenerationsModel model() {
        return bench.list(Runnable::run, Runnable::run);
    }

    @Test
    void what_is_asked_by_the_clock_hears_a_slow_answer() {
        Deque<Runnable> slow = new ArrayDeque<>();
        GenerationDetailsModel detailsModel = bench.detailsModel(_ -> List.of(), slow::add, Runnable::run);
        detailsModel.open(running);
        detailsModel.refreshIfIdle();
        detailsModel.refreshIfIdle();
        assertThat(slow).hasSize(1);

        slow.remove().run();
        assertThat(detailsModel.detailsProperty().get()).isNotNull();

        detailsModel.refreshIfIdle();
        detailsModel.refresh();
        assertThat(slow)
                .as("a person, or a change, does not wait for the older answer")
                .hasSize(2);
    }

    private static GenerationActionsModel acts() {
        return bench.doing(Runnable::run, Runnable::run, false);
    }

    private static List<UUID> ids(GenerationsModel model) throws Exception {
        return model.list().pages().fetch(null, 50).stream()
                .map(line -> line.row().id())
                .toList();
    }

    @Test
    void a_view_brings_its_rows_in_its_order() throws Exception {
        GenerationsModel model = model();
        assertThat(ids(model)).containsSubsequence(waiting, running);
        model.list().orderProperty().set(new ColumnOrder("age", false));
        assertThat(ids(model)).containsSubsequence(running, waiting);
        model.viewProperty().set(GenerationPreset.IN_FLIGHT);
        assertThat(ids(model)).containsExactly(running);
        assertThat(model.list().orderProperty().get().ascending()).isFalse();
        assertThat(model.list().lastReadProperty().get()).isNotNull();
        model.viewProperty().set(GenerationPreset.FAILED);
        assertThat(model.list().orderProperty().get().ascending()).isTrue();
    }

    @Test
    void chips_narrow_the_rows() throws Exception {
        GenerationsModel model = model();
        model.filterProperty().set(FilterText.parse("user:ben status:at-fal"));
        assertThat(ids(model)).containsExactly(running);
        model.filterProperty().set(FilterText.parse("user:ben -status:at-fal"));
        assertThat(ids(model)).isEmpty();
    }

    @Test
    void what_a_filter_cannot_mean_is_said_and_left_out() {
        GenerationFilterParser reading = GenerationFilterParser.of(
                GenerationPreset.ALL,
                FilterText.parse(
                        "status:broken kind:film age:soon -prompt:ana colour:red status:\"at fal\" kind:video age:>10m heron ended:never"),
                "tester",
                ZonedDateTime.now());
        assertThat(reading.problems()).hasSize(6).allMatch(problem -> problem.endsWith("."));
        GenerationFilter filter = reading.filter();
        assertThat(filter.states()).isEqualTo(Set.of(GenerationDiagnosis.State.AT_FAL));
        assertThat(filter.kinds()).isEqualTo(Set.of(MediaKind.VIDEO));
        assertThat(filter.olderThan()).isEqualTo(Duration.ofMinutes(10));
        assertThat(filter.text()).isEqualTo("heron");
        assertThat(filter.users()).isEmpty();
    }

    @Test
    void counts_and_changed_rows_are_read() {
        GenerationsModel model = model();
        model.count();
        assertThat(model.countsProperty().get().of(GenerationPreset.IN_FLIGHT)).isEqualTo(1);
        assertThat(Duration.between(model.now(), java.time.Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
        List<Line> read = new ArrayList<>();
        model.read(List.of(running, UUID.randomUUID()), read::addAll);
        assertThat(read)
                .singleElement()
                .satisfies(line -> assertThat(line.diagnosis().state()).isEqualTo(GenerationDiagnosis.State.AT_FAL));
    }

    @Test
    void a_retry_is_planned_priced_and_done_once() {
        SeededGenerations seed = new SeededGenerations(DATABASE.get()).users("cleo");
        UUID id = seed.one(
                "cleo", "fal-ai/flux/dev", 4, Duration.ofSeconds(50), FAILED + ", " + SeededGenerations.request());
        DATABASE.get()
                .useTransaction(
                        handle -> handle.createQuery("select refund_charge('cleo', :id, 1, 4, 'refused', 'engine')")
                                .bind("id", id)
                                .mapTo(Long.class)
                                .one());
        GenerationActionsModel actionsModel = acts();
        List<RetryPlan> plans = new ArrayList<>();
        List<ActionResult> decisions = new ArrayList<>();
        List<Exception> failures = new ArrayList<>();
        actionsModel.planRetry(actionsModel.latestTask(), id, plans::add, failures::add);
        Generation generation = bench.generations.find(id).orElseThrow();
        var question = new ActionConfirmations(dev.darkroom.console.kit.text.ValueFormats.utc(), bench.models)
                .retry(generation, plans.getFirst());
        assertThat(question.confirmLabel()).isEqualTo("Retry for 4 credits");
        assertThat(question.prices())
                .extracting(price -> price.before() + " / " + price.after() + " / " + price.remark())
                .containsExactly(
                        "5,000 / 4,996 / 4 deducted",
                        "$0.025 / $0.050 / one more run",
                        " / submit, seed 81723 kept / ");
        assertThat(question.warning())
                .hasValueSatisfying(text -> assertThat(text).contains("refused before"));

        actionsModel.retry(id, plans.getFirst(), "ticket 4471", decisions::add, failures::add);
        actionsModel.retry(id, plans.getFirst(), "ticket 4471", decisions::add, failures::add);
        assertThat(decisions).first().isInstanceOf(ActionResult.Done.class);
        assertThat(decisions).last().isInstanceOf(ActionResult.Nothing.class);
        assertThat(bench.ledger.balance("cleo")).hasValue(4996);
        assertThat(failures).isEmpty();
    }

    @Test
    void a_cancel_gives_the_credits_back_and_what_cannot_be_done_is_said() {
        SeededGenerations seed = new SeededGenerations(DATABASE.get()).users("dora");
        UUID id = seed.one("dora", "fal-ai/flux/dev", 4, Duration.ofSeconds(3), "");
        Generation before = bench.generations.find(id).orElseThrow();
        assertThat(ActionGuard.of(OperatorAction.RETRY, before, false)).isPresent();
        assertThat(ActionGuard.of(OperatorAction.CANCEL, before, false)).isEmpty();
        assertThat(new ActionConfirmations(dev.darkroom.console.kit.text.ValueFormats.utc(), bench.models)
                        .cancel(before)
                        .text())
                .contains("ends at once");
        List<Exception> failures = new ArrayList<>();
        acts().cancel(id, "a mistake", _ -> {}, failures::add);
        Generation after = bench.generations.find(id).orElseThrow();
        assertThat(after.status()).isEqualTo(GenerationStatus.CANCELLED);
        assertThat(bench.ledger.balance("dora")).hasValue(5000);
        assertThat(ActionGuard.of(OperatorAction.CANCEL, after, false)).isPresent();
        acts().planRetry(acts().latestTask(), UUID.randomUUID(), _ -> {}, failures::add);
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("There is no generation"));
    }

    @Test
    void a_late_answer_about_another_generation_is_dropped() {
        Deque<Runnable> later = new ArrayDeque<>();
        GenerationDetailsModel model = bench.detailsModel(_ -> List.of(), later::add, Runnable::run);
        model.open(waiting);
        model.open(running);
        later.removeLast().run();
        later.removeLast().run();
        assertThat(model.detailsProperty().get()).isNotNull();
        assertThat(model.detailsProperty().get().generation().id()).isEqualTo(running);
        assertThat(model.detailsProperty().get().timeline()).isNotEmpty();
        assertThat(model.detailsProperty().get().ledger()).hasSize(1);
        model.close();
        model.open(UUID.randomUUID());
        later.removeLast().run();
        assertThat(model.failureProperty().get()).hasMessageContaining("There is no generation");
    }

    @Test
    void an_excluded_user_is_left_out_by_name_or_by_a_part_of_it() throws Exception {
        GenerationsModel model = model();
        model.filterProperty().set(FilterText.parse("-user:ana"));
        assertThat(model.list().problem()).isEmpty();
        assertThat(ids(model)).contains(running).doesNotContain(waiting, refused);
        model.filterProperty().set(FilterText.parse("-user:Be"));
        assertThat(ids(model)).contains(waiting, refused).doesNotContain(running);
        model.filterProperty().set(FilterText.parse("-user:ana -user:ben"));
        assertThat(ids(model)).doesNotContain(waiting, refused, running);
    }

    @Test
    void every_bulk_action_that_runs_is_watched_to_its_end() {
        GenerationActionsModel model = acts();
        Map<UUID, BulkAction.State> read = new HashMap<>();
        model.onProgress(bulk -> read.put(bulk.id(), bulk.state()));
        UUID first = startBulk(model);
        UUID second = startBulk(model);
        endBulk(first);
        model.watch();
        assertThat(read).containsEntry(first, BulkAction.State.DONE).containsEntry(second, BulkAction.State.RUNNING);
        assertThat(model.bulkProperty().get().id()).isEqualTo(second);
        model.forgetBulk();
        model.watch();
        assertThat(model.bulkProperty().get()).isNull();
        endBulk(second);
        model.watch();
        assertThat(read).containsEntry(second, BulkAction.State.DONE);
        assertThat(model.isBulkRunning()).isFalse();
    }

    private static UUID startBulk(GenerationActionsModel model) {
        model.start(
                new GenerationActionsModel.BulkTarget(List.of(refused), null, false, "1", "1 selected"),
                OperatorAction.RETRY,
                "a test",
                null,
                Set.of(),
                failure -> {
                    throw new AssertionError(failure);
                });
        return model.bulkProperty().get().id();
    }

    private static void endBulk(UUID bulk) {
        DATABASE.get().useTransaction(handle -> {
            handle.execute(
                    "update bulk_item set state = 'SKIPPED', outcome = '[\"quote\", \"no\"]', done_at = now() where bulk_id = ?",
                    bulk);
            handle.execute(
                    "update bulk_action set state = 'DONE', finished_at = now(), done = 0, skipped = 1, failed = 0 where id = ?",
                    bulk);
        });
    }

    @Test
    void a_request_tells_its_price_its_problems_and_the_balance_as_it_is_typed() {
        NewGenerationModel form = bench.form(Runnable::run, Runnable::run);
        assertThat(form.problemsProperty().get()).containsOnlyKeys("prompt", "user");
        form.modelProperty().set(bench.models.require("fal-ai/flux/dev"));
        form.promptProperty().set("a heron at dawn");
        form.userProperty().set("nobody");
        assertThat(form.problemsProperty().get().get("user")).contains("no account");
        form.userProperty().set("ben");
        assertThat(form.balanceProperty().get().credits()).isEqualTo(4996);
        assertThat(form.priceProperty().get()).hasValue(4);
        form.members().get("num_images").set("3");
        assertThat(form.priceProperty().get()).hasValue(12);
        form.members().get("num_images").set("9");
        assertThat(form.problemsProperty().get()).containsOnlyKeys("num_images");
        form.members().get("num_images").set("2");
        form.seedProperty().set("17");
        assertThat(form.problemsProperty().get()).isEmpty();
        assertThat(form.input().path("num_images").isIntegralNumber()).isTrue();
        assertThat(form.input().path("seed").asInt()).isEqualTo(17);
    }

    @Test
    void a_request_that_costs_too_much_is_refused_with_what_is_missing() {
        new SeededGenerations(DATABASE.get()).users("poor");
        bench.ledger.adjust("poor", -4999, "a test", "tester", null);
        NewGenerationModel form = bench.form(Runnable::run, Runnable::run);
        form.fill(bench.generations.find(refused).orElseThrow());
        assertThat(form.promptProperty().get()).isEqualTo("a heron at dawn");
        assertThat(form.seedProperty().get()).isEqualTo("81723");
        form.userProperty().set("poor");
        List<Object> told = new ArrayList<>();
        form.create(told::add, told::add);
        assertThat(told).containsExactly(new dev.darkroom.generation.GenerationCreationResult.Refused(4, 1));
    }
}
