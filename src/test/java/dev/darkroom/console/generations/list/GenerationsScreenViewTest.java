package dev.darkroom.console.generations.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConnectionBadge;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.generations.GenerationNavigation;
import dev.darkroom.console.generations.GenerationsTestBench;
import dev.darkroom.console.generations.ShownGenerations;
import dev.darkroom.console.generations.details.GenerationDetailsView;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.kit.table.ColumnOrder;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.WindowTheme.ThemeChoice;
import dev.darkroom.database.Database;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogLine;
import dev.darkroom.logging.LogMark;
import dev.darkroom.mediafile.HostileMedia;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

/** A walk through the screen with real rows behind it; leaves screenshots in both themes and both sizes. */
class GenerationsScreenViewTest extends GenerationsListRig {
    @RegisterExtension
    static final TestDatabase EMPTY = new TestDatabase();

    private static final List<String> JUMPS = new ArrayList<>();

    private static GenerationsTestBench empty;
    private boolean readOnly;

    @BeforeAll
    static void openEmpty() {
        empty = new GenerationsTestBench(EMPTY.get());
    }

    @AfterAll
    static void closeEmpty() {
        empty.close();
    }

    private void open(GenerationsTestBench on, double width, double height) {
        GenerationNavigation navigation = new GenerationNavigation(
                id -> JUMPS.add("logs " + id), user -> JUMPS.add("user " + user), file -> JUMPS.add("file " + file));
        openScreen(on, width, height, GenerationsScreenViewTest::log, navigation, readOnly);
    }

    private static List<LogLine> log(UUID id) {
        Instant begin = Instant.now().minusSeconds(1000);
        return List.of(
                line(
                        begin,
                        Level.INFO,
                        LogCategory.GENERATION,
                        LogMark.INSPECT,
                        "Starting credit check for user ana.kovac",
                        ""),
                line(
                        begin.plusMillis(20),
                        Level.INFO,
                        LogCategory.GENERATION,
                        LogMark.CREDITS,
                        "Successfully deducted 4 credits",
                        ""),
                line(
                        begin.plusMillis(31),
                        Level.INFO,
                        LogCategory.DB_CREATE,
                        LogMark.SUCCESS,
                        "Generation created successfully: " + id,
                        ""),
                line(
                        begin.plusSeconds(1),
                        Level.INFO,
                        LogCategory.GENERATION_PROCESSING,
                        LogMark.MODEL,
                        "Submitting to FAL.ai service",
                        ""),
                line(
                        begin.plusSeconds(300),
                        Level.WARN,
                        LogCategory.GENERATION_PROCESSING,
                        LogMark.WARNING,
                        "No change at fal.ai for 300 s",
                        ""),
                line(
                        begin.plusSeconds(700),
                        Level.ERROR,
                        LogCategory.STORAGE_UPLOAD,
                        LogMark.ERROR,
                        "Supabase Storage answered 503",
                        ""));
    }

    private static LogLine line(
            Instant at, Level level, LogCategory category, LogMark mark, String text, String trace) {
        return new LogLine(at, level, category, mark, "run-8f3c1a2e", "engine", text, trace, null, null, null, null);
    }

    private boolean shows(String text) {
        return scene().getRoot().lookupAll(".label").stream()
                .anyMatch(node -> node instanceof Label label
                        && label.getText() != null
                        && label.getText().contains(text)
                        && isSeen(node));
    }

    /** The first counts choose the first view, so a person's choice comes after them. */
    private void view(GenerationPreset view, int least) {
        await("the counts", () -> !model.countsProperty().get().byView().isEmpty());
        onFx(() -> model.viewProperty().set(view));
        await("rows of " + view, () -> table().getItems().size() >= least);
    }

    private void light() {
        onFx(() -> theme().choiceProperty().set(ThemeChoice.LIGHT));
    }

    private void inspect(UUID id) {
        openRow(id);
        await(
                "the inspector of " + id,
                () -> scene().lookup(".diagnosis") != null
                        && isSeen(scene().lookup(".diagnosis"))
                        && shows(id.toString().substring(0, 8))
                        && !scene().lookup(".diagnosis").isDisabled());
    }

    private void tab(GenerationDetailsView.Tab tab) {
        onFx(() -> {
            var buttons = scene().lookup(".generation-details .view-tabs").lookupAll(".tab-button");
            ((ToggleButton) buttons.toArray()[tab.ordinal()]).fire();
        });
        settle();
    }

    private Button button(String text) {
        return scene().getRoot().lookupAll(".button").stream()
                .filter(node -> node instanceof Button button && text.equals(button.getText()) && isSeen(node))
                .map(Button.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no button " + text));
    }

    private void press(String text) {
        onFx(() -> button(text).fire());
        settle();
    }

    @Test
    void what_needs_attention_is_shown_first_and_every_row_says_how_it_stands() {
        open(bench, 1440, 900);
        await(
                "the first view",
                () -> model.viewProperty().get() == GenerationPreset.ATTENTION
                        && table().getItems().size() == 3);
        assertThat(fx(() -> table().getItems().getFirst().row().id())).isEqualTo(rows.silent);
        picture("generations-attention-light");
        view(GenerationPreset.ALL, 25);
        assertThat(fx(() -> shows(
                        table().getItems().size() + " of " + table().getItems().size())))
                .isTrue();
        pictures("generations-list");
        view(GenerationPreset.COMPLETED, 10);
        await(
                "pictures",
                () -> scene().getRoot().lookupAll(".thumbnail ImageView").size() >= 3);
    }

    @Test
    void the_inspector_tells_everything_about_one_generation() {
        open(bench, 1440, 900);
        view(GenerationPreset.ALL, 25);
        onFx(() -> {
            model.list().orderProperty().set(new ColumnOrder("age", true));
            model.filterProperty().set(FilterText.parse("age:<70m"));
        });
        await(
                "the filter",
                () -> table().getItems().size() < 25 && table().getItems().size() > 10);
        inspect(rows.silent);
        await("the diagnosis", () -> shows("No progress at fal.ai"));
        pictures("generations-inspector");
        light();
        for (GenerationDetailsView.Tab tab : Set.of(
                GenerationDetailsView.Tab.INPUT, GenerationDetailsView.Tab.CREDITS, GenerationDetailsView.Tab.LOGS)) {
            tab(tab);
            picture("generations-tab-" + tab.name().toLowerCase(java.util.Locale.ROOT));
        }
        inspect(rows.completed);
        tab(GenerationDetailsView.Tab.OUTPUT);
        await("a preview", () -> scene().lookup(".preview ImageView") != null);
        picture("generations-tab-output");
        tab(GenerationDetailsView.Tab.FILES);
        picture("generations-tab-files");
        press("Open");
        assertThat(JUMPS).anyMatch(jump -> jump.startsWith("file "));
        inspect(rows.failed);
        tab(GenerationDetailsView.Tab.ERRORS);
        picture("generations-tab-errors");
        tab(GenerationDetailsView.Tab.TIMELINE);
        picture("generations-failed");
        robot.type(KeyCode.DOWN);
        await(
                "the next one",
                () -> !shows("60cc9f3d")
                        || table().getSelectionModel().getSelectedItem().row().id() != rows.failed);
        robot.type(KeyCode.ESCAPE);
        await("the inspector is closed", () -> scene().lookup(".generation-details") == null);
    }

    @Test
    void the_age_of_what_has_ended_goes_on_while_one_looks_and_its_button_stays_the_same() {
        open(bench, 1440, 900);
        UUID ended = new SeededGenerations(DATABASE.get())
                .users("nora")
                .one(
                        "nora",
                        ShownGenerations.SCHNELL,
                        1,
                        Duration.ofHours(3),
                        "status = 'COMPLETED', attempt = 1, started_at = created_at, finished_at = now(),"
                                + " files_expected = 1, files_stored = 1, media_path = 'nora/x/0-result.png',"
                                + " media_url = 'https://x.invalid/', media_url_expires_at = now()");
        view(GenerationPreset.ALL, 25);
        await("the row", () -> table().rows().indexOf(ended) >= 0);
        inspect(ended);
        await("the button", () -> scene().lookup(".safe-act") != null);
        Node button = fx(() -> scene().lookup(".safe-act"));
        String title = fx(() -> ((Label) scene().lookup(".diagnosis .title")).getText());
        assertThat(title).startsWith("Completed ").endsWith(" ago");

        await("it is older", () -> !shows(title));

        assertThat(fx(() -> scene().lookup(".safe-act"))).isSameAs(button);
    }

    @Test
    void a_retry_says_its_price_asks_for_a_reason_and_is_told_when_done() {
        open(bench, 1440, 900);
        SeededGenerations seed = new SeededGenerations(DATABASE.get()).users("kim");
        UUID id = seed.one(
                "kim",
                ShownGenerations.DEV,
                4,
                Duration.ofSeconds(70),
                "status = 'FAILED', attempt = 1, finished_at = now(), refunded = true, " + SeededGenerations.request()
                        + ", error_kind = 'FINAL', error_code = 'content_policy_violation', error = 'fal.ai refused the prompt: content policy.'");
        DATABASE.get()
                .useTransaction(
                        handle -> handle.createQuery("select refund_charge('kim', :id, 1, 4, 'refused', 'engine')")
                                .bind("id", id)
                                .mapTo(Long.class)
                                .one());
        view(GenerationPreset.FAILED, 2);
        inspect(id);
        press("Retry\u2026");
        await("the dialog", () -> scene().lookup(".dialog") != null);
        Button act = fx(() -> button("Retry for 4 credits"));
        assertThat(fx(act::isDisabled)).isTrue();
        robot.push(KeyCode.ENTER);
        settle();
        assertThat(fx(() -> scene().lookup(".dialog"))).isNotNull();
        robot.write("user asked by mail, ticket 4471");
        assertThat(fx(act::isDisabled)).isFalse();
        pictures("generations-retry");
        robot.push(KeyCode.ENTER);
        await("the retry", () -> bench.generations.find(id).orElseThrow().status() == GenerationStatus.PENDING);
        await("the toast", () -> shows("Retrying with a new job"));
        tab(GenerationDetailsView.Tab.TIMELINE);
        await("its reason", () -> shows("with a new job: user asked by mail, ticket 4471"));
        await("that it is run again", () -> shows("2 runs"));

        light();
        await("it may be cancelled", () -> !button("Cancel\u2026").isDisabled());
        press("Cancel\u2026");
        picture("generations-cancel-light");
        onFx(() -> {
            ((TextField) scene().lookup(".dialog .text-field")).setText("not needed");
            button("Cancel generation").fire();
        });
        await("the cancel", () -> bench.generations.find(id).orElseThrow().status() == GenerationStatus.CANCELLED);
        assertThat(bench.ledger.balance("kim")).hasValue(5000);
    }

    @Test
    void several_selected_rows_are_ended_by_one_act_in_the_background_and_each_outcome_is_told() {
        SeededGenerations seed = new SeededGenerations(DATABASE.get()).users("bulk");
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.add(seed.one("bulk", ShownGenerations.SCHNELL, 1, Duration.ofMinutes(90 + i), ""));
        }
        open(bench, 1440, 900);
        onFx(() -> model.filterProperty().set(FilterText.parse("user:bulk")));
        view(GenerationPreset.WAITING, 12);
        await(
                "the rows",
                () -> table().getItems().size() == 12
                        && table().getItems().stream()
                                .allMatch(line -> line.row().userId().equals("bulk")));
        selectAll();
        await("the bar", () -> shows("12 selected") && offersAll("select all 12 matching"));
        pictures("generations-bulk-bar");
        light();
        onFx(() -> button("Mark failed\u2026").requestFocus());
        press("Mark failed\u2026");
        await("the dialog", () -> scene().lookup(".dialog") != null);
        assertThat(fx(() -> button("Mark 12 as failed").isDisabled())).isTrue();
        onFx(() -> ((TextField) scene().lookup(".dialog .text-field")).setText("ticket 12"));
        pictures("generations-bulk-dialog");
        light();
        onFx(() -> button("Mark 12 as failed").fire());
        await("the panel", () -> shows("0 of 12"));
        bench.actions.changePriority(
                ids.getFirst(),
                dev.darkroom.generation.action.ExpectedVersion.of(
                        bench.generations.find(ids.getFirst()).orElseThrow()),
                1,
                "meanwhile",
                "lee");
        try (var _ = new dev.darkroom.generation.action.BulkActionRunner(
                bench.database, bench.actions, bench.events, () -> true)) {
            await("its end", () -> shows("12 of 12: 11 done, 1 skipped, 0 failed"));
        }
        await("the keys in the list", () -> scene().getFocusOwner() == table());
        assertThat(fx(() -> scene().getRoot().lookupAll(".top-bar .button").stream()
                        .map(node -> String.valueOf(node.getAccessibleText()))))
                .as("its progress and, once, its end")
                .anyMatch(name -> name.equals("Notifications, 2 unread"));
        pictures("generations-bulk-done");
        light();
        press("Outcomes\u2026");
        await("the outcomes", () -> scene().lookup(".outcomes") != null && shows("somebody, or an engine"));
        pictures("generations-bulk-outcomes");
        assertThat(ids.subList(1, 12))
                .allSatisfy(id -> assertThat(
                                bench.generations.find(id).orElseThrow().status())
                        .isEqualTo(GenerationStatus.FAILED));
    }

    @Test
    void a_refund_of_rows_that_are_all_refunded_is_not_offered() {
        SeededGenerations seed = new SeededGenerations(DATABASE.get()).users("paid.back");
        for (int i = 0; i < 2; i++) {
            seed.one(
                    "paid.back",
                    ShownGenerations.SCHNELL,
                    1,
                    Duration.ofMinutes(70 + i),
                    "status = 'FAILED', attempt = 1, finished_at = now(), refunded = true, error_kind = 'FINAL',"
                            + " error_code = 'timeout', error = 'too slow'");
        }
        open(bench, 1440, 900);
        onFx(() -> model.filterProperty().set(FilterText.parse("user:paid.back")));
        view(GenerationPreset.FAILED, 2);
        await("the rows", () -> table().getItems().size() == 2);
        selectAll();
        await("the bar", () -> shows("2 selected"));
        press("Refund\u2026");
        await("the reason", () -> shows("all were refunded before"));
        assertThat(fx(() -> scene().lookup(".dialog") == null)).isTrue();
    }

    @Test
    void an_edited_retry_tells_its_price_and_what_is_wrong_while_one_types() {
        UUID id = new SeededGenerations(DATABASE.get())
                .users("eve")
                .one(
                        "eve",
                        ShownGenerations.SCHNELL,
                        1,
                        Duration.ofMinutes(80),
                        "status = 'FAILED', attempt = 1, finished_at = now(), refunded = true, error_kind = 'FINAL',"
                                + " error_code = 'content_policy_violation', error = 'refused'");
        DATABASE.get()
                .useTransaction(
                        handle -> handle.createQuery("select refund_charge('eve', :id, 1, 1, 'refused', 'engine')")
                                .bind("id", id)
                                .mapTo(Long.class)
                                .one());
        open(bench, 1440, 900);
        view(GenerationPreset.FAILED, 1);
        await("its row", () -> table().rows().indexOf(id) >= 0);
        inspect(id);
        press("Edit and retry\u2026");
        await("the form", () -> scene().lookup(".edit-form") != null);
        assertThat(fx(() -> scene().getFocusOwner() == scene().lookup(".edit-form .input-fields .text-area")))
                .as("the caret is in the prompt")
                .isTrue();
        robot.write(" at dawn").push(KeyCode.TAB);
        assertThat(fx(() -> scene().getFocusOwner() instanceof javafx.scene.control.TextArea))
                .as("Tab goes on")
                .isFalse();
        robot.push(KeyCode.ESCAPE);
        await("the question", () -> scene().lookup(".discard-question") != null);
        pictures("generations-edit-discard");
        light();
        robot.push(KeyCode.ESCAPE);
        await("it goes on", () -> scene().lookup(".discard-question") == null);
        pictures("generations-edit-fields");
        light();
        robot.clickOn("JSON");
        assertThat(fx(() -> json().getText())).contains("at dawn");
        onFx(() -> json().setText("{\"prompt\": "));
        await("what is wrong", () -> shows("not valid JSON"));
        robot.clickOn("Form");
        assertThat(fx(() -> json().isVisible())).as("it stays to be mended").isTrue();
        onFx(() -> {
            json().setText("{\"prompt\": \"A heron\", \"num_images\": 3}");
            ((TextField) scene().lookup(".edit-form .reason")).setText("asked by mail");
        });
        await(
                "the price",
                () -> shows("Credits of eve") && !button("Retry for 3 credits").isDisabled());
        pictures("generations-edit");
        onFx(() -> scene().lookup(".edit-form .reason").requestFocus());
        robot.push(KeyCode.ENTER);
        await("the retry", () -> bench.generations.find(id).orElseThrow().credits() == 3);
    }

    @Test
    void on_a_read_only_connection_nothing_can_be_done() {
        readOnly = true;
        open(bench, 1440, 900);
        view(GenerationPreset.ALL, 25);
        inspect(rows.silent);
        await("the inspector", () -> scene().lookup(".generation-details") != null && shows("No progress at fal.ai"));
        assertThat(List.of("Recover\u2026", "Retry\u2026", "Cancel\u2026", "Refund\u2026"))
                .allSatisfy(name -> {
                    assertThat(fx(() -> button(name).isDisabled())).isTrue();
                    assertThat(fx(() -> button(name).getAccessibleHelp())).contains("read-only");
                });
        assertThat(fx(() -> shell.current().orElseThrow().topAction())).isEmpty();
    }

    private javafx.scene.control.TextArea json() {
        return (javafx.scene.control.TextArea) scene().lookup(".edit-form .text-area.code");
    }

    private boolean offersAll(String text) {
        return scene().lookup(".bulk-bar .hyperlink") instanceof javafx.scene.control.Hyperlink all
                && all.getText().equals(text);
    }

    private void selectAll() {
        onFx(() -> table().getSelectionModel().selectAll());
    }

    @Test
    void changes_arrive_by_themselves_and_move_nothing_that_is_read() {
        open(bench, 1440, 900);
        SeededGenerations seed = new SeededGenerations(DATABASE.get()).users("zoe");
        UUID watched = seed.one("zoe", ShownGenerations.SCHNELL, 1, Duration.ofSeconds(5), "");
        view(GenerationPreset.ALL, 25);
        await("the row", () -> table().rows().indexOf(watched) >= 0);
        onFx(() -> {
            table().requestFocus();
            table().select(watched);
        });
        int place = fx(() -> table().rows().indexOf(watched));
        UUID other = seed.one("zoe", ShownGenerations.SCHNELL, 1, Duration.ZERO, "");
        DATABASE.get()
                .useTransaction(handle -> handle.createUpdate(
                                "update generation set status = 'FAILED', error = 'gone', finished_at = now() where id = :id")
                        .bind("id", watched)
                        .execute());
        bench.events.publish(new EngineEvent.GenerationChanged(watched, "zoe", EngineEvent.Change.PROGRESS));
        await("the change", () -> table().getItems().get(place).row().status() == GenerationStatus.FAILED);
        await(
                "the new one is counted",
                () -> table().rows().waitingCountProperty().get() >= 1);
        assertThat(fx(() -> table().rows().indexOf(watched))).isEqualTo(place);
        assertThat(fx(() -> table().rows().indexOf(other))).isEqualTo(-1);
        picture("generations-new-rows-light");
        DATABASE.get()
                .useTransaction(handle -> handle.createUpdate("update generation set refunded = true where id = :id")
                        .bind("id", watched)
                        .execute());
    }

    @Test
    void a7_the_badge_and_the_counts_of_the_tabs_go_on_while_another_screen_is_shown() {
        open(bench, 1440, 900);
        await("the first count", () -> !model.countsProperty().get().byView().isEmpty());
        onFx(() -> shell.open(NavigationTarget.screen("beside")));
        long before = fx(() -> model.countsProperty().get().of(GenerationPreset.ATTENTION));
        UUID stuck = new SeededGenerations(DATABASE.get())
                .users("yara")
                .one(
                        "yara",
                        ShownGenerations.SCHNELL,
                        1,
                        Duration.ofHours(20),
                        SeededGenerations.processing(SeededGenerations.ENGINE, GenerationStage.SUBMITTED)
                                + SeededGenerations.flagged(GenerationDiagnosis.Cause.RUN_TOO_LONG));

        await("the alarm", () -> railEntry().equals("Generations, " + (before + 1)));
        assertThat(fx(() -> model.countsProperty().get().of(GenerationPreset.ATTENTION)))
                .as("what the tabs show")
                .isEqualTo(before + 1);

        DATABASE.get()
                .useTransaction(handle -> handle.createUpdate(
                                "update generation set status = 'FAILED', refunded = true, error = 'gone', finished_at = now(),"
                                        + " owner = null, lease_until = null, attention_cause = null, attention_since = null"
                                        + " where id = :id")
                        .bind("id", stuck)
                        .execute());
        await("it is over", () -> railEntry().equals("Generations, " + before));
    }

    private String railEntry() {
        return scene().getRoot().lookupAll(".rail-entry").stream()
                .map(Node::getAccessibleText)
                .filter(text -> text.startsWith("Generations"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a6_a_frozen_list_says_so_and_keeps_no_row_that_left_its_view() {
        SeededGenerations seed = new SeededGenerations(DATABASE.get()).users("frost");
        UUID chosen = seed.one("frost", ShownGenerations.SCHNELL, 1, Duration.ofMinutes(5), "");
        UUID leaving = seed.one("frost", ShownGenerations.SCHNELL, 1, Duration.ofMinutes(4), "");
        open(bench, 1440, 900);
        onFx(() -> model.filterProperty().set(FilterText.parse("user:frost")));
        view(GenerationPreset.WAITING, 2);
        await("both", () -> table().rows().indexOf(leaving) == 1);
        assertThat(fx(() -> ((Label) scene().lookup(".live-state .label")).getText()))
                .isEqualTo("live");
        onFx(() -> table().select(chosen));
        DATABASE.get()
                .useTransaction(handle -> handle.execute(
                        "update generation set status = 'CANCELLED', finished_at = now() where user_id = 'frost'"));
        await("what left is gone", () -> table().rows().indexOf(leaving) < 0);

        assertThat(fx(() -> table().getItems().size())).isEqualTo(1);
        assertThat(fx(() -> table().rows().isGone(table().getItems().getFirst())))
                .isTrue();
        assertThat(fx(() -> ((Label) scene().lookup(".live-state .label")).getText()))
                .startsWith("frozen since ");
        pictures("generations-frozen");
        onFx(() -> table().getSelectionModel().clearSelection());
        await("the chosen one as well", () -> table().getItems().isEmpty());
        assertThat(fx(() -> ((Label) scene().lookup(".live-state .label")).getText()))
                .isEqualTo("live");
    }

    @Test
    void however_much_changes_the_counts_are_asked_for_every_two_seconds() {
        open(bench, 1440, 900);
        view(GenerationPreset.ALL, 25);
        AtomicInteger answers = new AtomicInteger();
        onFx(() -> {
            model.countsProperty().addListener((InvalidationListener) _ -> {
                model.countsProperty().get();
                answers.incrementAndGet();
            });
        });
        long begin = System.nanoTime();
        for (int change = 0; change < 30; change++) {
            bench.events.publish(
                    new EngineEvent.GenerationChanged(rows.completed, "priya.s", EngineEvent.Change.PROGRESS));
            LockSupport.parkNanos(100_000_000);
        }
        await("they go on", () -> answers.get() > 0);
        assertThat((long) answers.get())
                .isLessThanOrEqualTo(
                        1 + Duration.ofNanos(System.nanoTime() - begin).toSeconds());
    }

    @Test
    void the_form_says_what_is_wrong_and_what_it_costs() {
        open(bench, 1440, 900);
        view(GenerationPreset.ALL, 25);
        press("New generation");
        await("the form", () -> scene().lookup(".new-generation") != null);
        onFx(() -> scene().lookup(".new-generation .text-area").requestFocus());
        settle();
        onFx(() -> scene().lookup(".new-generation .combo-box").requestFocus());
        await("what is missing", () -> shows("The prompt is empty") && shows("Enter the user who pays"));
        picture("generations-new-wrong-light");
        onFx(() -> {
            var fields = scene().lookup(".new-generation").lookupAll(".user .text-field");
            ((TextField) fields.iterator().next()).setText("mia.r");
            ((javafx.scene.control.TextArea) scene().lookup(".new-generation .text-area"))
                    .setText("A heron at dawn over a still lake, film grain");
        });
        await("the balance", () -> shows("Balance of mia.r"));
        pictures("generations-new");
        int before = bench.queries
                .page(dev.darkroom.generation.query.GenerationFilter.of(GenerationPreset.WAITING), true, null, 200)
                .lines()
                .size();
        onFx(() -> scene().lookup(".new-generation .text-area").requestFocus());
        robot.push(KeyCode.ENTER);
        await(
                "a line more",
                () -> ((javafx.scene.control.TextArea) scene().lookup(".new-generation .text-area"))
                        .getText()
                        .contains("\n"));
        robot.push(new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN));
        await(
                "it is created",
                () -> bench.queries
                                .page(
                                        dev.darkroom.generation.query.GenerationFilter.of(GenerationPreset.WAITING),
                                        true,
                                        null,
                                        200)
                                .lines()
                                .size()
                        == before + 1);
        await(
                "its inspector",
                () -> scene().lookup(".generation-details") != null && scene().lookup(".new-generation") == null);
    }

    @Test
    void a_slash_goes_to_the_filter_and_is_not_typed_into_it() {
        open(bench, 1440, 900);
        view(GenerationPreset.ALL, 25);
        onFx(() -> table().requestFocus());
        robot.push(KeyCode.SLASH);
        await("the filter", () -> scene().getFocusOwner() instanceof TextField);
        assertThat(fx(() -> ((TextField) scene().getFocusOwner()).getText())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1440, 900, 1", "1000, 700, 1", "1440, 900, 1.5", "1440, 900, 2"})
    void beside_the_inspector_the_error_stays_and_no_button_and_no_tab_is_cut(
            double width, double height, double scale) {
        open(bench, width, height);
        onFx(() -> theme().scaleProperty().set(scale));
        view(GenerationPreset.ALL, 25);
        inspect(rows.silent);
        pictures("generations-inspector-" + Math.round(width) + "-" + Math.round(scale * 100));
        if (width > 1000 && scale < 2) {
            assertThat(fx(() -> table().getVisibleLeafColumns().stream()
                            .map(TableColumn::getId)
                            .toList()))
                    .contains("error");
        }
        for (String buttons : List.of(
                ".generation-actions .button",
                ".generation-details .tab-button",
                ".inspector-head .inspector-id",
                ".inspector-head .chip")) {
            assertThat(fx(() -> scene().getRoot().lookupAll(buttons).stream()
                            .filter(ConsoleWindowTest::isSeen)
                            .toList()))
                    .isNotEmpty()
                    .allSatisfy(button -> assertThat(button.getLayoutBounds().getWidth())
                            .isGreaterThanOrEqualTo(button.prefWidth(-1) - 0.5));
        }
        assertThat(fx(() -> List.copyOf(scene().getRoot().lookupAll(".top-bar .button"))))
                .isNotEmpty()
                .allSatisfy(button -> assertThat(
                                button.localToScene(button.getLayoutBounds()).getMaxX())
                        .isLessThanOrEqualTo(width));
    }

    @Test
    void a_small_window_keeps_what_matters() {
        open(bench, 1000, 700);
        view(GenerationPreset.ALL, 25);
        pictures("generations-small");
        inspect(rows.silent);
        await("the diagnosis", () -> shows("No progress at fal.ai"));
        pictures("generations-small-inspector");
    }

    @Test
    void nothing_yet_nothing_matches_and_good_news_are_told_apart() {
        open(empty, 1440, 900);
        await("nothing yet", () -> shows("No generations yet"));
        pictures("generations-empty");
        light();
        new SeededGenerations(EMPTY.get()).users("ana").one("ana", ShownGenerations.DEV, 4, Duration.ofSeconds(5), "");
        view(GenerationPreset.ATTENTION, 0);
        await("good news", () -> shows("Nothing is stuck"));
        picture("generations-good-news-light");
        onFx(() -> model.filterProperty().set(FilterText.parse("user:nobody colour:red")));
        await("nothing matches", () -> shows("Nothing matches") && shows("There is no filter"));
        picture("generations-no-match-light");
    }

    @Test
    void a_database_that_does_not_answer_is_a_banner_and_the_screen_stays_usable() {
        Database closed = Database.open(EMPTY.settings());
        try (GenerationsTestBench broken = new GenerationsTestBench(closed)) {
            closed.close();
            open(broken, 1440, 900);
            await(
                    "the banner",
                    () -> scene().getRoot().lookupAll(".banner").stream().anyMatch(node -> isSeen(node)));
            pictures("generations-error");
        }
    }

    @Test
    void a_jump_opens_a_generation_or_sets_a_filter() {
        open(bench, 1440, 900);
        onFx(() -> shell.open(new NavigationTarget(GenerationsScreenView.ID, rows.completed.toString())));
        await("the inspector", () -> shows("4f8e2b97") && scene().lookup(".generation-details") != null);
        onFx(() -> shell.open(new NavigationTarget(GenerationsScreenView.ID, "user:li.wei")));
        await(
                "the filter",
                () -> !table().getItems().isEmpty()
                        && table().getItems().stream()
                                .allMatch(line -> line.row().userId().equals("li.wei")));
        assertThat(Arrays.stream(GenerationDetailsView.Tab.values()).map(Enum::name))
                .hasSize(8);
    }

    @Test
    void a_flagged_picture_is_covered_everywhere_until_somebody_wants_to_see_it() {
        DATABASE.get()
                .useTransaction(handle -> handle.createUpdate(
                                "update stored_file set flagged = true, remark = to_jsonb('The result says 12 bytes, 402,113 came.'::text)"
                                        + " where generation_id = :id")
                        .bind("id", rows.completed)
                        .execute());
        open(bench, 1440, 900);
        view(GenerationPreset.COMPLETED, 10);
        await("the covered thumbnail", () -> scene().lookup(".thumbnail.covered") != null);
        inspect(rows.completed);
        tab(GenerationDetailsView.Tab.OUTPUT);
        await("the cover", () -> scene().lookup(".preview .flagged-cover") != null);
        assertThat(fx(() -> scene().lookup(".preview ImageView"))).isNull();
        pictures("generations-flagged");
        light();
        tab(GenerationDetailsView.Tab.FILES);
        picture("generations-flagged-files");
        tab(GenerationDetailsView.Tab.OUTPUT);
        press("Show");
        await("the picture", () -> scene().lookup(".preview ImageView") != null);
        await("the thumbnail", () -> scene().lookup(".thumbnail.covered") == null);
        picture("generations-flagged-shown");
        inspect(fx(() -> table().getItems().get(2).row().id()));
        inspect(rows.completed);
        await("it stays where it was shown", () -> scene().lookup(".preview ImageView") != null);
        DATABASE.get()
                .useTransaction(handle -> handle.execute(
                        "update stored_file set flagged = null, remark = null where flagged is not null"));
    }

    @Test
    void a_result_that_would_hurt_says_why_it_is_not_drawn() throws IOException {
        byte[] vast = HostileMedia.bytes("20000x20000.png");
        UUID file = media.stored(rows.completed, "priya.s", 1, "vast.png", "image/png", vast)
                .id();
        open(bench, 1440, 900);
        view(GenerationPreset.COMPLETED, 10);
        inspect(rows.completed);
        tab(GenerationDetailsView.Tab.OUTPUT);
        await("why", () -> shows("It has 20,000 \u00d7 20,000 pixels; previews go up to 300,000,000 pixels."));
        await(
                "the other one",
                () -> scene().getRoot().lookupAll(".preview ImageView").size() == 1);
        pictures("generations-refused");
        light();
        DATABASE.get().useTransaction(handle -> handle.execute("delete from stored_file where id = ?", file));
    }

    @Test
    void a_generation_that_cannot_be_read_opens_and_says_why() {
        UUID id = new SeededGenerations(DATABASE.get())
                .users("bob")
                .one(
                        "bob",
                        ShownGenerations.SCHNELL,
                        1,
                        Duration.ofSeconds(80),
                        "hold = 'UNREADABLE', epoch = 1, input = ('{\"prompt\": \"x\", \"deep\": ' || repeat('[', 3000)"
                                + " || repeat(']', 3000) || '}')::jsonb,"
                                + " error_kind = 'UNKNOWN', error_code = 'unreadable', error = 'Its input cannot be read:"
                                + " it is nested more deeply than 2,100 levels.'"
                                + SeededGenerations.flagged(
                                        dev.darkroom.generation.diagnosis.GenerationDiagnosis.Cause.UNREADABLE));
        open(bench, 1440, 900);
        view(GenerationPreset.ATTENTION, 2);
        inspect(id);
        await("the diagnosis", () -> shows("It cannot be read"));
        tab(GenerationDetailsView.Tab.INPUT);
        assertThat(fx(() -> scene().lookup(".generation-details .banner").isVisible()))
                .isTrue();
        assertThat(fx(() -> isSeen(scene().lookup(".generation-details .text-area"))))
                .isFalse();
        pictures("generations-unreadable");
        bench.actions.cancel(id, "it was only for a picture", "tester");
    }

    @Test
    void all_times_of_an_ended_generation_follow_the_switch_to_utc() {
        show(
                () -> {
                    shell = new ConsoleShell(
                            new ConnectionBadge("sandbox", ConnectionBadge.Kind.SANDBOX, false),
                            feed(),
                            theme(),
                            new ValueFormats(InstantSource.system(), ZoneId.of("Asia/Tokyo")));
                    return shell.root();
                },
                1440,
                900);
        attachScreen();
        view(GenerationPreset.ALL, 10);
        openRow(rows.completed);
        for (GenerationDetailsView.Tab tab :
                List.of(GenerationDetailsView.Tab.TIMELINE, GenerationDetailsView.Tab.CREDITS)) {
            tab(tab);
            await("times", () -> !times().isEmpty());
            List<String> there = times();
            onFx(() -> shell.utcProperty().set(true));
            await(
                    "the times of " + tab + " in UTC",
                    () -> times().size() == there.size() && times().stream().noneMatch(there::contains));
            onFx(() -> shell.utcProperty().set(false));
            await("back", () -> times().equals(there));
        }
    }

    /** What is written like a time in the open tab. */
    private List<String> times() {
        return fx(() -> scene().lookup(".generation-details .tab-body").lookupAll(".label").stream()
                .filter(ConsoleWindowTest::isSeen)
                .map(node -> ((Label) node).getText())
                .filter(text -> text != null && text.matches(".*\\d\\d:\\d\\d(:\\d\\d)?"))
                .toList());
    }
}
