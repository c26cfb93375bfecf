package dev.darkroom.console.generations.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.generations.GenerationNavigation;
import dev.darkroom.console.generations.GenerationsTestBench;
import dev.darkroom.console.generations.ShownGenerations;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.fal.FalClient;
import dev.darkroom.fal.FalHistoryResult;
import dev.darkroom.fal.FalSettings;
import dev.darkroom.fal.SubmitResult;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.action.BulkActionRunner;
import dev.darkroom.generation.action.BulkActionService;
import dev.darkroom.generation.action.OperatorAction;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.http.HttpClients;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.sandbox.fal.FalSandbox;
import dev.darkroom.sandbox.fal.FalSandboxSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.PickResult;
import javafx.scene.text.Text;
import javafx.stage.PopupWindow;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The list and the inspector beside it never show two different generations, and what is opened is what is shown. */
class GenerationsInspectorTest extends GenerationsListRig {
    private void open() {
        open(bench);
    }

    private void open(GenerationsTestBench on) {
        openScreen(on, 1440, 900, _ -> List.of(), new GenerationNavigation(_ -> {}, _ -> {}, _ -> {}), false);
        await("the counts", () -> !model.countsProperty().get().byView().isEmpty());
    }

    private void view(GenerationPreset view, UUID holding) {
        onFx(() -> model.viewProperty().set(view));
        await("its row", () -> table().rows().indexOf(holding) >= 0);
    }

    private void inspect(UUID id) {
        openRow(id);
        await("the inspector of " + id, () -> inspected().equals(id.toString().substring(0, 8)));
    }

    private void jump(String what) {
        onFx(() -> shell.open(new NavigationTarget(GenerationsScreenView.ID, what)));
    }

    /** The short id in the head of the inspector, empty while it is closed. */
    private String inspected() {
        return scene().lookup(".inspector-id") instanceof Label id ? id.getText() : "";
    }

    private boolean shows(String text) {
        return scene().getRoot().lookupAll("*").stream()
                .anyMatch(node -> node instanceof Labeled label
                        && label.getText() != null
                        && label.getText().contains(text)
                        && isSeen(node));
    }

    private boolean reads(String text) {
        return scene().getRoot().lookupAll("*").stream()
                .anyMatch(node -> node instanceof Text plain && plain.getText().contains(text) && isSeen(node));
    }

    private List<Button> buttons(String text) {
        return scene().getRoot().lookupAll(".button").stream()
                .filter(node -> node instanceof Button button && text.equals(button.getText()) && isSeen(node))
                .map(Button.class::cast)
                .toList();
    }

    private boolean isOffered(String text) {
        return buttons(text).stream().anyMatch(button -> !button.isDisabled());
    }

    private void press(String text) {
        onFx(() -> buttons(text).getFirst().fire());
    }

    private void isAllThatIsShown(UUID id) {
        String shortId = id.toString().substring(0, 8);
        await(
                "one row, selected, in the inspector",
                () -> inspected().equals(shortId)
                        && table().getSelectionModel().getSelectedItem() != null
                        && table().getSelectionModel()
                                .getSelectedItem()
                                .row()
                                .id()
                                .equals(id));
    }

    private void jumpedTo(UUID id) {
        isAllThatIsShown(id);
        await("the keys go to the inspector", () -> isInDetails(scene().getFocusOwner()));
    }

    private static boolean isInDetails(@Nullable Node node) {
        for (Node up = node; up != null; up = up.getParent()) {
            if (up.getStyleClass().contains("generation-details")) {
                return true;
            }
        }
        return false;
    }

    @Test
    void a_right_click_offers_what_can_be_done_with_the_row() {
        open();
        view(GenerationPreset.FAILED, rows.failed);
        await("arrows work at once", () -> scene().getFocusOwner() == table());
        // The headless platform makes no menu event of a right click.
        onFx(() -> {
            table().select(rows.failed);
            Node cell = table().lookup(".table-row-cell:selected .table-cell");
            cell.fireEvent(new ContextMenuEvent(
                    ContextMenuEvent.CONTEXT_MENU_REQUESTED, 5, 5, 300, 300, false, new PickResult(cell, 5, 5)));
        });
        await("its menu", () -> menu().contains("Edit and retry\u2026"));
        assertThat(fx(this::menu))
                .startsWith("Open")
                .contains("Only user:t.mbeki", "Pin", "Copy")
                .doesNotContain("Pin user", "Copy as curl");
        assertThat(fx(() -> folded("Copy"))).contains("Copy as curl", "Copy cell", "Copy the rows as TSV");
        picture("generations-row-menu-light");
        onFx(() -> {
            menus().flatMap(menu -> menu.getItems().stream())
                    .filter(item -> "Only user:t.mbeki".equals(item.getText()))
                    .findFirst()
                    .orElseThrow()
                    .fire();
        });
        await("narrowed", () -> model.filterProperty().get().text().equals("user:t.mbeki"));
    }

    private static Stream<ContextMenu> menus() {
        return Window.getWindows().stream()
                .filter(window -> window instanceof ContextMenu menu && menu.isShowing())
                .map(ContextMenu.class::cast);
    }

    private static List<String> folded(String title) {
        return menus().flatMap(menu -> menu.getItems().stream())
                .filter(item -> item instanceof Menu && title.equals(item.getText()))
                .flatMap(item -> ((Menu) item).getItems().stream())
                .map(MenuItem::getText)
                .toList();
    }

    private List<String> menu() {
        return menus().flatMap(menu -> menu.getItems().stream())
                .map(MenuItem::getText)
                .filter(Objects::nonNull)
                .toList();
    }

    @Test
    void back_shows_the_list_as_it_was_left() {
        open();
        jump("view:failed");
        await("the view", () -> model.viewProperty().get() == GenerationPreset.FAILED);
        onFx(() -> {
            model.filterProperty().set(FilterText.parse("user:t.mbeki"));
            shell.open(new NavigationTarget("beside", ""));
        });
        jump("view:completed");
        await("another", () -> model.viewProperty().get() == GenerationPreset.COMPLETED);
        onFx(() -> shell.requestFocus());
        robot.push(KeyCode.ALT, KeyCode.LEFT).push(KeyCode.ALT, KeyCode.LEFT);
        await("as left", () -> model.filterProperty().get().text().equals("user:t.mbeki"));
        assertThat(fx(() -> model.viewProperty().get())).isEqualTo(GenerationPreset.FAILED);
    }

    @Test
    void many_are_retried_without_those_whose_prompt_was_refused_and_a_page_compares_the_actions() {
        open();
        view(GenerationPreset.ALL, rows.failed);
        onFx(() -> {
            int failed = table().rows().indexOf(rows.failed);
            table().getSelectionModel().clearSelection();
            table().getSelectionModel().selectIndices(failed, failed - 1, failed + 1);
        });
        press("Retry\u2026");
        await("the warning", () -> shows("refused by fal.ai\u2019s content check") && reads("at list prices"));
        pictures("bulk-refused");
        press("Leave them out\u2026");
        await("the others", () -> reads("Retry 2 generations") && !shows("refused by fal.ai\u2019s content check"));
        press("Close");
        view(GenerationPreset.ALL, rows.failed);
        onFx(() -> {
            table().getSelectionModel().clearSelection();
            table().select(rows.failed);
        });
        await("it is read", () -> palette("which action").stream().anyMatch(line -> line.startsWith("Which action")));
        robot.push(KeyCode.ENTER);
        await("the page", () -> scene().lookup(".action-help") != null);
        pictures("action-help");
    }

    @Test
    void all_that_match_are_retried_without_those_whose_prompt_was_refused() {
        open();
        view(GenerationPreset.ALL, rows.failed);
        onFx(() -> table().getSelectionModel().selectRange(0, 3));
        await("the bar", () -> scene().lookup(".bulk-bar .hyperlink") instanceof Hyperlink all && isSeen(all));
        onFx(() -> ((Hyperlink) scene().lookup(".bulk-bar .hyperlink")).fire());
        press("Retry\u2026");
        await(
                "how many were refused",
                () -> shows("1 of them was refused by fal.ai\u2019s content check") && reads("at list prices"));
        pictures("bulk-refused-matching");
        long matching = bench.queries.counts().of(GenerationPreset.ALL);
        press("Leave them out\u2026");
        await("the others", () -> reads("Retry " + (matching - 1) + " generations") && !shows("content check"));
        press("Close");
    }

    @Test
    void all_that_match_are_left_alone_while_a_chip_is_not_applied() {
        open();
        onFx(() -> model.filterProperty().set(FilterText.parse("-kind:video")));
        view(GenerationPreset.ALL, rows.failed);
        selectAllMatching();
        assertThat(fx(() -> bulkButton("Retry\u2026").isDisabled())).isTrue();
        assertThat(fx(() -> bulkButton("Retry\u2026").getAccessibleHelp())).contains("-kind:video cannot be excluded");
        onFx(() -> model.filterProperty().set(FilterText.EMPTY));
        view(GenerationPreset.ALL, rows.failed);
        selectAllMatching();
        assertThat(fx(() -> bulkButton("Retry\u2026").isDisabled())).isFalse();
    }

    private void selectAllMatching() {
        onFx(() -> {
            table().getSelectionModel().clearSelection();
            table().getSelectionModel().selectRange(0, 2);
        });
        await("the bar", () -> scene().lookup(".bulk-bar .hyperlink") instanceof Hyperlink all && isSeen(all));
        onFx(() -> ((Hyperlink) scene().lookup(".bulk-bar .hyperlink")).fire());
    }

    private Button bulkButton(String text) {
        return scene().getRoot().lookupAll(".bulk-bar .button").stream()
                .map(Button.class::cast)
                .filter(button -> text.equals(button.getText()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_description_of_all_that_match_names_the_pin() {
        SeededGenerations seed = new SeededGenerations(DATABASE.get()).users("pinned");
        List<UUID> ids = Stream.of(70, 71)
                .map(minutes -> seed.one(
                        "pinned",
                        ShownGenerations.SCHNELL,
                        1,
                        Duration.ofMinutes(minutes),
                        "status = 'FAILED', finished_at = now(), refunded = true, attempt = 1,"
                                + " error = 'fal.ai answered 503.', error_kind = 'RETRYABLE', error_code = '503'"))
                .toList();
        open();
        onFx(() -> shell.pin(PinnedSubject.user("pinned")));
        view(GenerationPreset.FAILED, ids.getFirst());
        await("only those", () -> table().getItems().size() == 2);
        onFx(() -> {
            table().getSelectionModel().selectAll();
            ((Hyperlink) scene().lookup(".bulk-bar .hyperlink")).fire();
            bulkButton("Retry\u2026").fire();
        });
        await("the question", () -> scene().lookup(".dialog") != null);
        onFx(() -> {
            scene().getRoot().lookupAll(".dialog .text-field").stream()
                    .map(TextField.class::cast)
                    .toList()
                    .getLast()
                    .setText("for the pinned");
            buttons("Retry 2").getFirst().fire();
        });
        await(
                "its description",
                () -> bench.database
                        .<List<CodedMessage>>read(handle -> handle.createQuery(
                                        "select what from bulk_action where reason = 'for the pinned'")
                                .map((row, _) -> CodedMessage.parse(row.getString(1)))
                                .list())
                        .equals(List.of(CodedMessage.list(
                                List.of(CodedMessage.of("view.FAILED"), CodedMessage.quoted("user:pinned"))))));
        bench.database.useTransaction(handle -> handle.execute(
                "update bulk_item set state = 'SKIPPED', outcome = '[\"quote\", \"no\"]', done_at = now() where state = 'OPEN';"
                        + " update bulk_action set state = 'STOPPED', finished_at = now(), done = 0, skipped = 2, failed = 0"
                        + " where state = 'RUNNING'"));
    }

    @Test
    void a_recovery_of_several_is_begun_and_not_done() {
        SeededGenerations seed = new SeededGenerations(DATABASE.get()).users("begun");
        List<UUID> ids = Stream.of(50, 51)
                .map(minutes -> seed.one(
                        "begun",
                        ShownGenerations.SCHNELL,
                        1,
                        Duration.ofMinutes(minutes),
                        "attempt = 1, next_attempt_at = now() + interval '1 day', error = 'fal.ai answered 503.',"
                                + " error_kind = 'RETRYABLE', error_code = '503'"))
                .toList();
        open();
        onFx(() -> model.filterProperty().set(FilterText.parse("user:begun")));
        view(GenerationPreset.WAITING, ids.getFirst());
        await("both", () -> table().getItems().size() == 2);
        onFx(() -> table().getSelectionModel().selectAll());
        press("Recover\u2026");
        await("the dialog", () -> scene().lookup(".dialog") != null);
        onFx(() -> {
            ((TextField) scene().lookup(".dialog .text-field")).setText("ticket 3");
            buttons("Recover 2").getFirst().fire();
        });
        try (var _ = new BulkActionRunner(bench.database, bench.actions, bench.events, () -> true)) {
            await("its end", () -> shows("ended") && shows("2 of 2: 2 started, 0 skipped, 0 failed"));
        }
        assertThat(fx(() -> shows("2 done"))).isFalse();
        picture("bulk-begun");
    }

    @Test
    void the_bulk_action_of_a_colleague_leaves_the_selection_alone_and_offers_the_rows_that_failed() {
        SeededGenerations seed = new SeededGenerations(DATABASE.get()).users("shared");
        List<UUID> ids = Stream.of(60, 61, 62)
                .map(minutes -> seed.one(
                        "shared",
                        ShownGenerations.SCHNELL,
                        1,
                        Duration.ofMinutes(minutes),
                        "status = 'FAILED', finished_at = now(), refunded = true, attempt = 1,"
                                + " error = 'fal.ai answered 503.', error_kind = 'RETRYABLE', error_code = '503'"))
                .toList();
        open();
        onFx(() -> model.filterProperty().set(FilterText.parse("user:shared")));
        view(GenerationPreset.FAILED, ids.getFirst());
        await("all", () -> table().getItems().size() == 3);
        onFx(() -> {
            table().getSelectionModel().clearSelection();
            table().getSelectionModel()
                    .selectIndices(
                            table().rows().indexOf(ids.get(0)), table().rows().indexOf(ids.get(1)));
        });

        UUID theirs = new BulkActionService(bench.database, bench.events)
                .start(
                        new BulkActionService.Order(
                                OperatorAction.RETRY,
                                "ticket 5",
                                "colleague",
                                CodedMessage.of("bulk.selected", "1"),
                                null),
                        List.of(ids.get(2)));
        await("it is followed", () -> scene().lookup(".bulk-panel").isVisible());
        bench.database.useTransaction(handle -> {
            handle.execute(
                    "update bulk_item set state = 'FAILED', outcome = '{\"code\": \"done.retry.SUBMIT\"}', done_at = now()"
                            + " where bulk_id = ?",
                    theirs);
            handle.execute(
                    "update bulk_action set state = 'DONE', finished_at = now(), done = 0, skipped = 0, failed = 1"
                            + " where id = ?",
                    theirs);
        });
        bench.events.publish(new EngineEvent.BulkChanged(theirs));
        await("the offer", () -> isOffered("Select the 1 failed"));
        assertThat(fx(this::selected)).containsExactlyInAnyOrder(ids.get(0), ids.get(1));
        picture("bulk-failed-offer-light");
        press("Select the 1 failed");
        await("it is selected", () -> selected().equals(List.of(ids.get(2))));
    }

    /** Follows a bulk action that failed for more generations than are loaded. */
    private void followFailures(String user, boolean readOnly) {
        bench.database.useTransaction(handle -> handle.execute("""
                insert into account (user_id) values ('%1$s');
                insert into generation (id, user_id, model, kind, input, prompt, credits, status, attempt, created_at, finished_at,
                                        refunded, error_kind, error_code, error, created_by)
                select md5('%1$s' || n)::uuid, '%1$s', 'fal-ai/flux/schnell', 'IMAGE', '{}', 'a crowd', 1, 'FAILED', 1,
                       now() - interval '1 day' - make_interval(secs => n), now(), true, 'RETRYABLE', '503', 'fal.ai answered 503.', 'test'
                from generate_series(1, 300) n
                """.formatted(user)));
        openScreen(bench, 1440, 900, _ -> List.of(), new GenerationNavigation(_ -> {}, _ -> {}, _ -> {}), readOnly);
        onFx(() -> {
            model.viewProperty().set(GenerationPreset.FAILED);
            model.filterProperty().set(FilterText.parse("user:" + user));
        });
        await("a page of them", () -> table().getItems().size() == 200);
        UUID ended = new BulkActionService(bench.database, bench.events)
                .start(
                        new BulkActionService.Order(
                                OperatorAction.RETRY, "ticket 6", "colleague", CodedMessage.of("view.FAILED"), null),
                        model.combinedFilter());
        await("it is followed", () -> scene().lookup(".bulk-panel").isVisible());
        bench.database.useTransaction(handle -> {
            handle.execute(
                    "update bulk_item set state = case when generation_id in (select generation_id from bulk_item where bulk_id = ?"
                            + " order by generation_id limit 250) then 'FAILED' else 'DONE' end, done_at = now(),"
                            + " outcome = '[\"quote\", \"no\"]' where bulk_id = ?",
                    ended,
                    ended);
            handle.execute(
                    "update bulk_action set state = 'DONE', finished_at = now(), done = 50, skipped = 0, failed = 250"
                            + " where id = ?",
                    ended);
        });
        bench.events.publish(new EngineEvent.BulkChanged(ended));
        await(
                "the offer",
                () -> scene().lookup("#select-failed").isVisible()
                        && ((Button) scene().lookup("#select-failed"))
                                .getText()
                                .equals("Run again on 250 failed\u2026"));
    }

    @Test
    void a_bulk_action_that_failed_says_on_a_read_only_connection_why_it_is_not_run_again() {
        followFailures("onlookers", true);
        assertThat(fx(() -> ((Button) scene().lookup("#select-failed")).isDisabled()))
                .isTrue();
        assertThat(fx(() -> scene().lookup("#select-failed").getAccessibleHelp()))
                .contains("read-only");
    }

    @Test
    void what_is_offered_for_the_failed_of_a_bulk_action_is_done_to_those_that_are_not_loaded_too() {
        followFailures("crowd", false);
        press("Run again on 250 failed\u2026");
        await("the dialog", () -> scene().lookup(".dialog") != null);
        picture("bulk-run-again-light");
        onFx(() -> {
            scene().getRoot().lookupAll(".dialog .text-field").stream()
                    .map(TextField.class::cast)
                    .toList()
                    .getLast()
                    .setText("again, all of them");
            buttons("Run again on 250").getFirst().fire();
        });
        await(
                "all of them",
                () -> bench.database.<Long>read(handle ->
                                handle.createQuery("""
                                select count(*) from bulk_action b join bulk_item i on i.bulk_id = b.id
                                where b.reason = 'again, all of them'
                                """).mapTo(Long.class).one())
                        == 250);
        bench.database.useTransaction(handle -> handle.execute(
                "update bulk_item set state = 'SKIPPED', outcome = '[\"quote\", \"no\"]', done_at = now() where state = 'OPEN';"
                        + " update bulk_action set state = 'STOPPED', finished_at = now(), done = 0, skipped = 250, failed = 0"
                        + " where state = 'RUNNING'"));
    }

    private List<UUID> selected() {
        return table().getSelectionModel().getSelectedItems().stream()
                .map(line -> line.row().id())
                .toList();
    }

    @Test
    void a_cancel_says_that_it_cannot_be_undone() {
        open();
        view(GenerationPreset.ALL, rows.silent);
        inspect(rows.silent);
        await("the inspector", () -> !buttons("Cancel\u2026").isEmpty());
        press("Cancel\u2026");
        await("the dialog", () -> reads("This cannot be undone"));
        pictures("cancel-final");
        robot.type(KeyCode.ESCAPE);
    }

    /** Presses Retry on the failed one and holds what has read its plan. */
    private List<Runnable> heldRetryPlan() {
        List<Runnable> held = new CopyOnWriteArrayList<>();
        actions = held::add;
        open();
        view(GenerationPreset.ALL, rows.silent);
        inspect(rows.failed);
        await("its actions", () -> isOffered("Retry\u2026"));
        held.clear();
        press("Retry\u2026");
        await("the plan is read", () -> !held.isEmpty());
        return held;
    }

    @Test
    void a_plan_that_arrives_late_leaves_the_dialog_alone_that_is_being_typed_in() {
        List<Runnable> held = heldRetryPlan();

        inspect(rows.silent);
        await("its actions", () -> isOffered("Cancel\u2026"));
        press("Cancel\u2026");
        await("the dialog", () -> reads("This cannot be undone"));
        robot.write("ticket 4");
        held.getFirst().run();
        settle();
        assertThat(fx(() -> reads("This cannot be undone"))).isTrue();
        assertThat(fx(() -> ((TextField) scene().lookup(".dialog .text-field")).getText()))
                .isEqualTo("ticket 4");
        robot.type(KeyCode.ESCAPE);
    }

    @Test
    void a_plan_that_arrives_when_another_generation_is_shown_opens_nothing() {
        List<Runnable> held = heldRetryPlan();

        inspect(rows.silent);
        held.getFirst().run();
        settle();
        assertThat(fx(() -> shell.overlays().isOpen())).isFalse();
    }

    @Test
    void a_lost_submit_is_offered_the_requests_of_its_minute_that_belong_to_nobody() {
        try (FalSandbox fal = FalSandbox.start(FalSandboxSettings.defaults().withDirectory(folder.resolve("fal")));
                HttpClients http = new HttpClients();
                GenerationsTestBench withFal = new GenerationsTestBench(
                        DATABASE.get(),
                        new FalSettings(URI.create(fal.url()), URI.create(fal.url() + "/v1"), fal.key()))) {
            SeededGenerations seed = new SeededGenerations(DATABASE.get()).users("lost");
            UUID lost = seed.one(
                    "lost",
                    ShownGenerations.SCHNELL,
                    1,
                    Duration.ofMinutes(1),
                    "attempt = 1, stage = 'SUBMITTING', submit_started_at = now(), hold = 'SUBMIT_UNKNOWN'"
                            + SeededGenerations.flagged(GenerationDiagnosis.Cause.SUBMIT_UNKNOWN));
            FalClient client = new FalClient(
                    http, new FalSettings(URI.create(fal.url()), URI.create(fal.url() + "/v1"), fal.key()));
            String unmatched = submit(client, lost);
            String taken = submit(client, lost);
            DATABASE.get()
                    .useTransaction(handle -> handle.execute(
                            "insert into fal_job (request_id, generation_id, attempt, status_url, response_url, cancel_url)"
                                    + " values (?, ?, 1, 's', 'r', 'c')",
                            taken,
                            rows.completed));
            // fal.ai's history tells of a request when it has ended.
            await(
                    "the history",
                    () -> withFal.actions.requestsLike(lost)
                                    instanceof FalHistoryResult.Found(List<FalHistoryResult.Match> matches)
                            && !matches.isEmpty());
            open(withFal);
            view(GenerationPreset.ATTENTION, lost);
            onFx(() -> table().select(lost));
            await("it is read", () -> palette("attach").stream().anyMatch(line -> line.startsWith("Attach")));
            robot.push(KeyCode.ENTER);
            await("what it can be", () -> scene().lookup(".unmatched-request") != null);
            pictures("attach-offers");
            assertThat(fx(() -> scene().getRoot().lookupAll(".unmatched-request").stream()
                            .map(link -> ((Hyperlink) link).getText())
                            .toList()))
                    .containsExactly(unmatched);
            onFx(() -> ((Hyperlink) scene().lookup(".unmatched-request")).fire());
            assertThat(fx(() -> scene().getRoot().lookupAll(".dialog .text-field").stream()
                            .map(field -> ((TextField) field).getText())
                            .toList()))
                    .contains(unmatched);
            robot.type(KeyCode.ESCAPE);
        }
    }

    private static String submit(FalClient client, UUID like) {
        Generation generation = bench.generations.find(like).orElseThrow();
        return ((SubmitResult.Accepted) client.submit(generation.model(), generation.input()))
                .request()
                .requestId();
    }

    @Test
    void a_filter_from_elsewhere_may_name_the_view_it_is_for() {
        open();
        jump("view:failed user:t.mbeki");
        await("the view", () -> model.viewProperty().get() == GenerationPreset.FAILED);
        assertThat(fx(() -> model.filterProperty().get().text())).isEqualTo("user:t.mbeki");
        jump("status:failed");
        await("all", () -> model.viewProperty().get() == GenerationPreset.ALL);
    }

    @Test
    void a_mark_and_a_note_are_seen_in_the_row_and_the_mark_narrows_the_list() {
        open();
        view(GenerationPreset.FAILED, rows.failed);
        inspect(rows.failed);
        onFx(() -> ((ToggleButton) tabButton("Notes")).fire());
        await("the tab", () -> scene().lookup("#mark-MINE") != null);

        onFx(() -> ((ToggleButton) scene().lookup("#mark-MINE")).fire());
        await("marked", () -> ((ToggleButton) scene().lookup("#mark-MINE")).isSelected());
        onFx(() -> {
            TextArea field = (TextArea) scene().lookup(".triage .text-area");
            field.setText("asked fal about it, ticket 77");
            field.requestFocus();
        });
        robot.push(KeyCode.CONTROL, KeyCode.ENTER);
        await("noted", () -> shows("asked fal about it, ticket 77") && shows("tester"));
        await(
                "in its row",
                () -> scene().getRoot().lookupAll(".marks .ikonli-font-icon").size() == 2);
        pictures("generations-notes");

        jump("mark:mine");
        await("the list of mine", () -> table().getItems().size() == 1);
        assertThat(fx(() -> table().getItems().getFirst().row().id())).isEqualTo(rows.failed);
        onFx(() -> ((ToggleButton) scene().lookup("#mark-MINE")).fire());
        await("taken away", () -> !((ToggleButton) scene().lookup("#mark-MINE")).isSelected());
    }

    @Test
    void nothing_of_another_generation_is_shown_or_written_while_one_is_read() {
        List<Runnable> held = new CopyOnWriteArrayList<>();
        AtomicBoolean holding = new AtomicBoolean();
        Executor running = reads;
        reads = task -> {
            if (holding.get()) {
                held.add(task);
            } else {
                running.execute(task);
            }
        };
        open();
        view(GenerationPreset.ALL, rows.silent);
        inspect(rows.failed);
        onFx(() -> ((ToggleButton) tabButton("Notes")).fire());
        await("the tab", () -> scene().lookup("#mark-MINE") != null);
        onFx(() -> draft().setText("half a sent"));

        holding.set(true);
        inspect(rows.silent);
        assertThat(fx(() -> scene().lookup("#mark-MINE"))).isNull();
        holding.set(false);
        held.forEach(running::execute);
        await("its own tab", () -> scene().lookup("#mark-MINE") != null);
        assertThat(fx(() -> draft().getText())).isEmpty();

        inspect(rows.failed);
        await("the draft", () -> draft() != null && draft().getText().equals("half a sent"));
    }

    private TextArea draft() {
        return (TextArea) scene().lookup(".triage .text-area");
    }

    @Test
    void a_note_is_sent_once_however_often_its_button_is_pressed() {
        List<Runnable> held = new CopyOnWriteArrayList<>();
        actions = held::add;
        open();
        view(GenerationPreset.ALL, rows.completed);
        inspect(rows.completed);
        onFx(() -> ((ToggleButton) tabButton("Notes")).fire());
        await("the tab", () -> scene().lookup("#add-note") != null);
        held.clear();
        onFx(() -> {
            draft().setText("told the user");
            ((Button) scene().lookup("#add-note")).fire();
            ((Button) scene().lookup("#add-note")).fire();
        });
        assertThat(held).hasSize(1);
        held.getFirst().run();
        await("noted", () -> shows("told the user") && draft().getText().isEmpty());
    }

    @Test
    void a_note_that_is_too_long_says_so_at_its_button() {
        open();
        view(GenerationPreset.ALL, rows.completed);
        inspect(rows.completed);
        onFx(() -> ((ToggleButton) tabButton("Notes")).fire());
        await("the tab", () -> scene().lookup("#add-note") != null);
        onFx(() -> draft().setText("x".repeat(2_001)));
        assertThat(fx(() -> scene().lookup("#add-note").isDisabled())).isTrue();
        assertThat(fx(() -> scene().lookup("#add-note").getAccessibleHelp()))
                .isEqualTo("A note has 2,000 characters at most, not 2,001.");
        onFx(() -> draft().clear());
    }

    private Node tabButton(String title) {
        return scene().getRoot().lookupAll(".tab-button").stream()
                .filter(tab -> tab.getAccessibleText() != null
                        && tab.getAccessibleText().startsWith(title))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_jump_with_an_act_asks_before_it_is_done() {
        open();
        jump(rows.silent.toString());
        onFx(() -> screen.requestAction(rows.silent, GenerationDiagnosis.SafeAction.RECOVER));
        await("the question", () -> scene().lookup(".dialog") != null);
        assertThat(fx(() -> shows("Recover"))).isTrue();
        robot.type(KeyCode.ESCAPE);
    }

    @Test
    void space_shows_the_selected_row_beside_the_list() {
        open();
        view(GenerationPreset.ALL, rows.failed);
        onFx(() -> {
            table().requestFocus();
            table().select(rows.failed);
        });
        robot.type(KeyCode.SPACE);
        await("its inspector", () -> inspected().equals(rows.failed.toString().substring(0, 8)));
    }

    @Test
    void an_act_asked_for_with_a_jump_is_dropped_when_another_generation_is_opened() {
        open();
        view(GenerationPreset.ALL, rows.failed);
        onFx(() -> screen.requestAction(rows.silent, GenerationDiagnosis.SafeAction.RECOVER));
        inspect(rows.failed);
        inspect(rows.silent);
        await("it is read", () -> isOffered("Recover\u2026"));
        assertThat(fx(() -> scene().lookup(".dialog"))).isNull();
    }

    @Test
    void a_group_of_failures_is_shown_and_asked_about_with_its_count() {
        open();
        jump("status:failed model:flux/dev error:content_policy");
        onFx(() -> screen.requestRetryAll("status:failed model:flux/dev error:content_policy"));
        await("the question", () -> scene().lookup(".dialog") != null);
        assertThat(fx(() -> buttons("Retry 1"))).hasSize(1);
        picture("generations-retry-group");
        robot.type(KeyCode.ESCAPE);
    }

    @Test
    void a3_what_is_opened_from_elsewhere_is_what_is_shown() {
        open();
        view(GenerationPreset.FAILED, rows.failed);
        inspect(rows.failed);

        jump(rows.silent.toString().substring(0, 8)); // as the thread of a log record names it
        jumpedTo(rows.silent);
        assertThat(fx(() -> table().getItems())).hasSize(1);

        onFx(() -> shell.open(NavigationTarget.screen("beside")));
        jump(rows.completed.toString()); // as Credits, Files and the palette know it
        jumpedTo(rows.completed);
        assertThat(fx(() -> table().getItems())).hasSize(1);
        picture("generations-jump-light");

        onFx(() -> model.filterProperty().set(FilterText.parse("user:t.mbeki")));
        await("the filter", () -> table().rows().indexOf(rows.failed) >= 0);
        jump(rows.failed.toString());
        jumpedTo(rows.failed);
        assertThat(fx(() -> model.filterProperty().get().text())).isEqualTo("user:t.mbeki");
    }

    @Test
    void a4_the_inspector_closes_when_the_chosen_tab_or_filter_leaves_its_generation_out() {
        open();
        view(GenerationPreset.ALL, rows.failed);
        inspect(rows.failed);

        view(GenerationPreset.FAILED, rows.failed);
        settle();
        isAllThatIsShown(rows.failed);

        view(GenerationPreset.COMPLETED, rows.completed);
        await("it is closed", () -> inspected().isEmpty());

        inspect(rows.completed);
        onFx(() -> model.filterProperty().set(FilterText.parse("user:mia.r")));
        await("it is closed", () -> inspected().isEmpty());
    }

    @Test
    void a4_what_has_left_its_list_by_itself_says_so_and_can_be_shown() {
        UUID running = new SeededGenerations(DATABASE.get())
                .users("nils")
                .one(
                        "nils",
                        ShownGenerations.SCHNELL,
                        1,
                        Duration.ofSeconds(5),
                        SeededGenerations.processing(SeededGenerations.ENGINE, GenerationStage.SUBMITTED));
        open();
        view(GenerationPreset.IN_FLIGHT, running);
        inspect(running);

        bench.database.useTransaction(handle -> handle.execute(
                "update generation set status = 'CANCELLED', refunded = true, finished_at = now(), owner = null, lease_until = null"
                        + " where id = ?",
                running));
        bench.events.publish(new EngineEvent.GenerationChanged(running, "nils", EngineEvent.Change.PROGRESS));
        await("it is said", () -> shows("No longer in this list; its row stays while it is selected."));
        picture("generations-left-light");

        press("Show it");
        isAllThatIsShown(running);
        assertThat(fx(() -> shows("No longer in this list; its row stays while it is selected.")))
                .isFalse();
    }

    @Test
    void back_shows_the_list_as_it_was_left_also_when_the_inspected_generation_has_left_it() {
        UUID running = new SeededGenerations(DATABASE.get())
                .users("olga")
                .one(
                        "olga",
                        ShownGenerations.SCHNELL,
                        1,
                        Duration.ofSeconds(5),
                        SeededGenerations.processing(SeededGenerations.ENGINE, GenerationStage.SUBMITTED));
        open();
        jump("view:in_flight"); // a place to come back to
        view(GenerationPreset.IN_FLIGHT, running);
        inspect(running);
        onFx(() -> shell.open(NavigationTarget.screen("beside")));
        bench.database.useTransaction(handle -> handle.execute(
                "update generation set status = 'CANCELLED', refunded = true, finished_at = now(), owner = null, lease_until = null"
                        + " where id = ?",
                running));
        onFx(() -> shell.requestFocus());
        robot.push(KeyCode.ALT, KeyCode.LEFT);
        await("it is said", () -> shows("Not in this list."));
        assertThat(fx(() -> model.viewProperty().get())).isEqualTo(GenerationPreset.IN_FLIGHT);
        assertThat(fx(() -> model.filterProperty().get().text())).isEmpty();
        assertThat(fx(this::inspected)).isEqualTo(running.toString().substring(0, 8));
    }

    @Test
    void a13_the_counts_of_the_tabs_follow_the_filter_and_each_generation_stands_in_one_tab() {
        open();
        onFx(() -> model.filterProperty().set(FilterText.parse("user:li.wei")));
        await("the counts of the filter", () -> tabs().contains("Needs attention 1"));
        assertThat(fx(this::tabs))
                .containsExactly(
                        "Needs attention 1",
                        "In flight 1",
                        "Waiting 0",
                        "Failed 0",
                        "Cancelled 0",
                        "Completed 0",
                        "All 2");
        await("whose load it is", () -> shows("38 in flight here"));
        picture("generations-filtered-counts-light");
    }

    private List<Double> tabPlaces() {
        return tabButtons().map(Node::getLayoutX).toList();
    }

    private List<String> tabs() {
        return tabButtons().map(Node::getAccessibleText).toList();
    }

    private Stream<Node> tabButtons() {
        return scene().getRoot().lookupAll(".generations > * > .view-tabs .tab-button").stream();
    }

    @Test
    void the_palette_does_with_the_selected_rows_what_their_buttons_do() {
        open();
        view(GenerationPreset.ALL, rows.failed);
        onFx(() -> table().select(rows.failed));
        await("it is read", () -> palette("refund").contains("Refund\u2026 | Its credits were already refunded."));
        picture("palette-refused-light");
        robot.push(KeyCode.ENTER);
        settle();
        assertThat(fx(() -> shell.overlays().isOpen()))
                .as("what is refused does nothing")
                .isFalse();
        assertThat(palette("edit and")).first().isEqualTo("Edit and retry\u2026 | 60cc9f3d");
        picture("palette-row-light");
        robot.push(KeyCode.ENTER);
        await("the form", () -> scene().lookup(".edit-form") != null);
        onFx(() -> {
            shell.overlays().close();
            table().getSelectionModel().clearSelection();
            table().getSelectionModel().selectRange(0, 3);
        });
        assertThat(palette("cancel")).first().isEqualTo("Cancel\u2026 | 3 selected");
        assertThat(palette("xyzzy")).isEmpty();
        await("it is said", () -> popup("Nothing found"));
        picture("palette-nothing-light");
    }

    /** What the palette offers for this text: title and remark. */
    private List<String> palette(String typed) {
        return fx(() -> {
            TextField field = (TextField) scene().lookup(".search .text-field");
            field.requestFocus();
            field.setText(typed);
            return inPopups(".palette .list-cell").stream()
                    .filter(node -> node instanceof ListCell<?> cell && !cell.isEmpty())
                    .map(node -> node.lookupAll(".label").stream()
                            .map(label -> ((Label) label).getText())
                            .collect(Collectors.joining(" | ")))
                    .toList();
        });
    }

    private boolean popup(String text) {
        return inPopups(".label").stream().anyMatch(node -> text.equals(((Label) node).getText()) && isSeen(node));
    }

    private static List<Node> inPopups(String selector) {
        return Window.getWindows().stream()
                .filter(PopupWindow.class::isInstance)
                .flatMap(window -> {
                    window.getScene().getRoot().applyCss();
                    window.getScene().getRoot().layout();
                    return window.getScene().getRoot().lookupAll(selector).stream();
                })
                .toList();
    }

    @Test
    void the_card_offers_another_prompt_where_this_one_was_refused_and_no_button_stands_there_twice() {
        open();
        view(GenerationPreset.ALL, rows.failed);
        inspect(rows.failed);
        await("the card", () -> shows("The same prompt would most likely be refused again."));
        assertThat(fx(() -> buttons("Edit and retry\u2026"))).hasSize(1);
        assertThat(fx(() -> buttons("Retry\u2026"))).hasSize(1);
        picture("generations-refused-prompt-light");

        inspect(rows.silent);
        await(
                "its card",
                () -> shows("No progress at fal.ai") && !buttons("Cancel\u2026").isEmpty());
        assertThat(fx(() -> buttons("Cancel\u2026"))).hasSize(1);
    }

    @Test
    void a_row_is_stuck_when_needs_attention_counts_it_and_not_before() {
        UUID late = new SeededGenerations(DATABASE.get())
                .users("ole")
                .one(
                        "ole",
                        ShownGenerations.DEV,
                        1,
                        Duration.ofHours(2),
                        SeededGenerations.processing(SeededGenerations.ENGINE, GenerationStage.SUBMITTED)
                                + ", fal_status = 'IN_PROGRESS', fal_started_at = now() - interval '2 h'");
        open();
        onFx(() -> model.filterProperty().set(FilterText.parse("user:ole")));
        view(GenerationPreset.ALL, late);
        await("the counts", () -> tabs().contains("All 1"));
        assertThat(fx(() -> table().getItems().getFirst().state())).isEqualTo(GenerationDiagnosis.State.AT_FAL);
        assertThat(fx(this::tabs)).contains("Needs attention 0", "In flight 1");
        List<Double> places = fx(this::tabPlaces);

        bench.database.useTransaction(handle -> handle.execute(
                "update generation set attention_cause = 'RUN_TOO_LONG', attention_since = now() where id = ?", late));
        bench.events.publish(new EngineEvent.GenerationChanged(late, "ole", EngineEvent.Change.PROGRESS));
        await(
                "it is stuck",
                () -> table().getItems().getFirst().state() == GenerationDiagnosis.State.STUCK
                        && tabs().containsAll(List.of("Needs attention 1", "In flight 0")));
        assertThat(fx(this::tabPlaces)).as("no tab moves under the mouse").isEqualTo(places);
    }

    @Test
    void marks_and_notes_are_offered_by_the_palette_and_the_row_menu() {
        open();
        view(GenerationPreset.FAILED, rows.failed);
        onFx(() -> {
            table().getSelectionModel().clearSelection();
            table().select(rows.failed);
        });
        await("it is read", () -> offered(shell).contains("Write a note\u2026"));
        run(shell, "Mark: mine");
        await("marked", () -> offered(shell).contains("Remove mark: mine"));
        run(shell, "Write a note\u2026");
        await("the field", () -> scene().getFocusOwner() instanceof TextArea);
        assertThat(fx(() -> ((ToggleButton) scene().lookup("#mark-MINE")).isSelected()))
                .isTrue();
        picture("generations-note-light");
        run(shell, "Remove mark: mine");
        await("taken away", () -> !((ToggleButton) scene().lookup("#mark-MINE")).isSelected());
    }
}
