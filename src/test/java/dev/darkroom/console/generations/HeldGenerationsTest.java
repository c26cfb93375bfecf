package dev.darkroom.console.generations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.generations.details.GenerationDetailsModel;
import dev.darkroom.console.kit.dialog.ConfirmationRequest;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.HoldReason;
import dev.darkroom.generation.RetryPlan;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.action.ActionGuard;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.action.OperatorAction;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.generation.query.GenerationFilter;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.generation.query.GenerationPage.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the console shows for rows that wait for an operator, for the data stored about them, and for prices. */
class HeldGenerationsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String UNREADABLE =
            "hold = 'UNREADABLE', input = ('{\"prompt\": \"x\", \"deep\": ' || repeat('[', 3000) || repeat(']', 3000) || '}')::jsonb";

    private static GenerationsTestBench bench;
    private static SeededGenerations seed;
    private final List<ActionResult> decisions = new ArrayList<>();
    private final List<Exception> failures = new ArrayList<>();

    @BeforeAll
    static void open() {
        bench = new GenerationsTestBench(DATABASE.get());
        seed = new SeededGenerations(DATABASE.get()).engines().users("ana");
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource(HoldReason.class)
    void every_hold_can_be_cancelled_marked_failed_and_recovered(HoldReason hold) {
        for (OperatorAction action :
                List.of(OperatorAction.CANCEL, OperatorAction.MARK_FAILED, OperatorAction.RECOVER)) {
            UUID id = held(hold);
            Generation generation = find(id);
            assertThat(ActionGuard.of(action, generation, false)).isEmpty();
            if (action == OperatorAction.CANCEL) {
                bench.doing(Runnable::run, Runnable::run, false).cancel(id, "gone", decisions::add, failures::add);
            } else {
                bench.doing(Runnable::run, Runnable::run, false)
                        .runAction(action, generation, "look", decisions::add, failures::add);
            }
            assertThat(failures).isEmpty();
            assertThat(decisions.getLast()).isInstanceOf(ActionResult.Done.class);
            assertThat(find(id).status())
                    .isEqualTo(
                            switch (action) {
                                case CANCEL -> GenerationStatus.CANCELLED;
                                case MARK_FAILED -> GenerationStatus.FAILED;
                                default -> GenerationStatus.PENDING;
                            });
            assertThat(find(id).hold()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(HoldReason.class)
    void a_held_one_is_cancelled_at_once_and_the_question_says_so(HoldReason hold) {
        ConfirmationRequest question = questions().cancel(find(held(hold)));
        assertThat(question.text()).contains("it ends at once.");
        assertThat(question.prices().getFirst().remark()).isEqualTo("at once");
    }

    @ParameterizedTest
    @CsvSource({"FAL, it ends at once., at once", ", fal.ai is asked to stop., when it has ended"})
    void a_lost_submit_is_cancelled_at_once_only_while_fal_ai_cannot_be_asked(
            @Nullable String service, String text, String when) {
        UUID id = held(HoldReason.SUBMIT_UNKNOWN);
        DATABASE.get()
                .useTransaction(handle -> handle.createUpdate("""
                                update generation set hold = null, submit_started_at = now(), waits_for = :service
                                where id = :id
                                """)
                        .bind("service", service)
                        .bind("id", id)
                        .execute());

        ConfirmationRequest question = questions().cancel(find(id));

        assertThat(question.text()).contains(text);
        assertThat(question.prices().getFirst().remark()).isEqualTo(when);
    }

    @ParameterizedTest
    @EnumSource(HoldReason.class)
    void a_held_one_opens_and_says_what_it_is_held_for(HoldReason hold) {
        UUID id = held(hold);
        GenerationDetailsModel model = bench.detailsModel(_ -> List.of(), Runnable::run, Runnable::run);
        model.open(id);
        assertThat(model.failureProperty().get()).isNull();
        GenerationDetails details = model.detailsProperty().get();
        assertThat(details.diagnosis().cause()).isEqualTo(GenerationDiagnosis.Cause.valueOf(hold.name()));
        assertThat(ActionGuard.of(OperatorAction.ATTACH, details.generation(), false)
                        .isEmpty())
                .isEqualTo(hold == HoldReason.SUBMIT_UNKNOWN);
        assertThat(details.generation().unreadable() != null).isEqualTo(hold == HoldReason.UNREADABLE);
    }

    @Test
    void what_cannot_be_read_is_neither_edited_nor_retried() {
        UUID id = seed.one("ana", "fal-ai/flux/dev", 4, Duration.ofSeconds(60), UNREADABLE);
        bench.doing(Runnable::run, Runnable::run, false)
                .runAction(OperatorAction.MARK_FAILED, find(id), "look", decisions::add, failures::add);
        assertThat(ActionGuard.of(OperatorAction.RETRY, find(id), false)).contains(ActionGuard.UNREADABLE);
        assertThat(ActionGuard.of(OperatorAction.EDIT_AND_RETRY, find(id), false))
                .contains(ActionGuard.UNREADABLE);
        bench.doing(Runnable::run, Runnable::run, false)
                .planRetry(new LatestTask(Runnable::run, Runnable::run), id, _ -> {}, failures::add);
        assertThat(failures)
                .singleElement()
                .extracting(Throwable::getMessage)
                .isEqualTo(ActionGuard.UNREADABLE.message().english());
    }

    @Test
    void a_row_counts_as_stuck_where_the_monitor_has_stored_a_cause() {
        UUID id = seed.one(
                "ana",
                "fal-ai/flux/dev",
                4,
                Duration.ofSeconds(20),
                SeededGenerations.processing(SeededGenerations.ENGINE, GenerationStage.SUBMITTED)
                        + SeededGenerations.flagged(GenerationDiagnosis.Cause.RUN_TOO_LONG));
        assertThat(lines(GenerationFilter.of(GenerationPreset.ATTENTION)))
                .filteredOn(line -> line.row().id().equals(id))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.diagnosis().state()).isEqualTo(GenerationDiagnosis.State.AT_FAL);
                    assertThat(line.state()).isEqualTo(GenerationDiagnosis.State.STUCK);
                    assertThat(line.needsAttention()).isTrue();
                });
    }

    @Test
    void the_list_knows_whether_the_file_of_its_picture_is_flagged() {
        UUID flagged = stored(true);
        UUID fine = stored(null);
        assertThat(bench.queries.rows(List.of(flagged, fine)))
                .allMatch(line -> line.row().mediaFlagged() == line.row().id().equals(flagged));
    }

    @Test
    void a_retry_that_follows_a_job_says_that_it_bills_only_if_the_job_has_failed() {
        UUID id = seed.one(
                "ana",
                "fal-ai/flux/dev",
                4,
                Duration.ofSeconds(60),
                "status = 'FAILED', finished_at = now(), refunded = true, attempt = 5, stage = 'SUBMITTED', error = 'fal.ai"
                        + " answered 503.', error_kind = 'RETRYABLE', error_code = '503', "
                        + SeededGenerations.request());
        List<RetryPlan> plans = new ArrayList<>();
        bench.doing(Runnable::run, Runnable::run, false)
                .planRetry(new LatestTask(Runnable::run, Runnable::run), id, plans::add, failures::add);
        assertThat(plans.getFirst().from()).isEqualTo(RetryPlan.From.FOLLOW);
        assertThat(questions().retry(find(id), plans.getFirst()).prices().get(1))
                .isEqualTo(new ConfirmationRequest.Price(
                        "fal.ai may bill",
                        "$0.025",
                        "up to $0.050",
                        "nothing if its job at fal.ai has a result, otherwise one run, about $0.025"));
    }

    @Test
    void what_is_free_is_called_free() {
        UUID id = seed.one("ana", "fal-ai/flux/dev", 0, Duration.ofSeconds(60), "");
        GenerationDetailsModel model = bench.detailsModel(_ -> List.of(), Runnable::run, Runnable::run);
        model.open(id);
        assertThat(model.detailsProperty().get().diagnosis().sentence().english())
                .doesNotContain("0 credits");
        assertThat(questions().cancel(find(id)).prices().getFirst().after()).isEqualTo("free");
        assertThat(GenerationMessages.credits(0)).isEqualTo("free");
        bench.doing(Runnable::run, Runnable::run, false).cancel(id, "gone", decisions::add, failures::add);
        List<RetryPlan> plans = new ArrayList<>();
        bench.doing(Runnable::run, Runnable::run, false)
                .planRetry(new LatestTask(Runnable::run, Runnable::run), id, plans::add, failures::add);
        ConfirmationRequest question = questions().retry(find(id), plans.getFirst());
        assertThat(question.text()).endsWith("It is free of charge.");
        assertThat(question.confirmLabel()).isEqualTo("Retry");
        assertThat(failures).isEmpty();
    }

    private static List<Line> lines(GenerationFilter filter) {
        return bench.queries.page(filter, true, null, 100).lines();
    }

    private static UUID held(HoldReason hold) {
        String set = switch (hold) {
            case SUBMIT_UNKNOWN -> "hold = 'SUBMIT_UNKNOWN', submit_started_at = created_at, stage = 'SUBMITTING'";
            case FOREIGN_ORIGIN, JOB_REFUSED ->
                "hold = '" + hold + "', stage = 'SUBMITTED', " + SeededGenerations.request();
            case UNREADABLE -> UNREADABLE;
        };
        return seed.one("ana", "fal-ai/flux/dev", 4, Duration.ofSeconds(60), set + ", epoch = 1");
    }

    private static UUID stored(Boolean flagged) {
        UUID id = UUID.randomUUID();
        seed.one(
                id,
                "ana",
                "fal-ai/flux/dev",
                4,
                Duration.ofSeconds(60),
                "status = 'COMPLETED', finished_at = now(), files_stored = 1, media_path = 'ana/" + id
                        + "/0-a.png', media_url = 'http://127.0.0.1:9/a.png', media_url_expires_at = now() + interval '1 day'");
        DATABASE.get()
                .useTransaction(handle -> handle.createUpdate("""
                        insert into stored_file (id, generation_id, position, state, name, source_url, bucket, path, content_type,
                                                 bytes, sha256, flagged)
                        values (gen_random_uuid(), :id, 0, 'STORED', 'a.png', 'https://x/a.png', 'media', 'ana/' || :id || '/0-a.png',
                                'image/png', 4, repeat('c0ffee12', 8), :flagged)
                        """)
                        .bind("id", id)
                        .bind("flagged", flagged)
                        .execute());
        return id;
    }

    private static Generation find(UUID id) {
        return bench.generations.find(id).orElseThrow();
    }

    private static ActionConfirmations questions() {
        return new ActionConfirmations(ValueFormats.utc(), bench.models);
    }
}
