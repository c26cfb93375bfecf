package dev.darkroom.console.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.activity.ActivityEntry;
import dev.darkroom.activity.ActivityExport;
import dev.darkroom.activity.ActivityFilter.ActivityPreset;
import dev.darkroom.activity.ActivityQueries;
import dev.darkroom.activity.ActivityRecord;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.list.ListState;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.kit.table.ColumnOrder;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.table.TableLayout;
import dev.darkroom.credit.CreditLedger;
import dev.darkroom.database.Database;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.event.EventBus;
import dev.darkroom.generation.GenerationTriage.TriageMark;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.action.BulkAction;
import dev.darkroom.generation.action.BulkActionQueries;
import dev.darkroom.generation.action.BulkActionService;
import dev.darkroom.generation.action.OperatorAction;
import dev.darkroom.generation.action.TriageService;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableCell;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.PickResult;
import javafx.scene.text.Text;
import javafx.stage.Window;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivityScreenTest extends ConsoleWindowTest {
    private static final String SCHNELL = "fal-ai/flux/schnell";

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @RegisterExtension
    static final TestDatabase EMPTY = new TestDatabase();

    private static UUID retried;
    private static UUID stored;
    private static UUID bulk;
    private final List<String> opened = new ArrayList<>();
    private ConsoleShell shell;
    private ActivityModel model;
    private ActivityScreen screen;

    @BeforeAll
    static void seed() {
        Database database = DATABASE.get();
        EventBus events = new EventBus();
        SeededGenerations rows = new SeededGenerations(database).engines().users("t.mbeki", "priya.s");
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ids.add(rows.one("priya.s", SCHNELL, 4, Duration.ofMinutes(60 + i), ""));
        }
        retried = rows.one("t.mbeki", SCHNELL, 4, Duration.ofMinutes(50), "");
        stored = rows.one("t.mbeki", SCHNELL, 4, Duration.ofMinutes(40), "");
        CreditLedger ledger = new CreditLedger(database, events);
        ledger.grant("t.mbeki", 40, "goodwill, ticket 4402", "lee");
        ledger.adjust("t.mbeki", -15, "double grant corrected, ticket 4402", "lee", null);
        bulk = new BulkActionService(database, events)
                .start(
                        new BulkActionService.Order(
                                OperatorAction.RETRY,
                                "outage is over",
                                "kim",
                                CodedMessage.list(
                                        List.of(CodedMessage.of("view.FAILED"), CodedMessage.quoted("error:storage"))),
                                600L),
                        ids);
        database.useTransaction(handle -> {
            handle.execute(
                    "update bulk_item set state = 'DONE', outcome = '[\"done.retry.SUBMIT\"]' where generation_id = '"
                            + ids.get(0) + "' or generation_id = '" + ids.get(1) + "'");
            handle.execute(
                    "update bulk_item set state = 'SKIPPED', outcome = '[\"changed.acted\"]' where generation_id = '"
                            + ids.get(2) + "'");
            handle.execute(
                    "update bulk_item set state = 'FAILED', outcome = '[\"quote\", \"The database did not answer.\"]'"
                            + " where generation_id = '" + ids.get(3) + "'");
            handle.execute("update bulk_action set state = 'DONE', spent = 8, done = 2, skipped = 1, failed = 1,"
                    + " finished_at = now() + interval '29 s'");
            ActivityRecord.of("RETRY", "kim", "user asked by mail", CodedMessage.of("done.retry.SUBMIT"))
                    .about(retried, "t.mbeki")
                    .changing(
                            JsonMapping.MAPPER
                                    .createObjectNode()
                                    .put("status", "FAILED")
                                    .put("refunded", true)
                                    .put("charge", 1),
                            JsonMapping.MAPPER
                                    .createObjectNode()
                                    .put("status", "PENDING")
                                    .put("refunded", false)
                                    .put("charge", 2))
                    .write(handle);
            ActivityRecord.of("REFUND", "kim", "a second click", CodedMessage.of("no.REFUNDED"))
                    .about(retried, "t.mbeki")
                    .ended(ActivityRecord.Result.SKIPPED)
                    .write(handle);
            handle.execute("insert into timeline_event (generation_id, kind, data, actor) values ('" + stored
                    + "', 'TAKEN_BACK', '{\"cause\": \"ENGINE_SILENT\"}', 'engine-2e11'), ('" + stored
                    + "', 'HANDED_BACK', '{\"message\": [\"quote\", \"Storage answers 503.\"]}', 'engine-7a0c')");
        });
        new TriageService(database, events).mark(stored, TriageMark.MINE, "admin kim");
        new TriageService(database, events).note(stored, "asked fal about it", "lee");
    }

    @Test
    void every_line_says_who_did_what_to_what_why_and_what_became_of_it() {
        open(DATABASE.get(), true, 1440, 900);
        await("the lines", () -> lines().size() >= 9);
        pictures("activity");

        assertThat(texts(".activity-table .table-cell"))
                .contains("kim", "lee", "engine-2e11")
                .contains("Retry", "Retry, in bulk", "Grant", "Adjust", "Note", "Requeue")
                .contains("user asked by mail", "outage is over", "Its engine stopped sending heartbeats.")
                .contains("+40 credits", "\u221215 credits")
                .anyMatch(text -> text.matches("Balance [\\d,]+ \u2192 [\\d,]+\\."))
                .contains("2 started, 1 skipped, 1 failed, 8 credits deducted");
        assertThat(texts(".activity-table .hyperlink"))
                .contains("4 generations", "t.mbeki", retried.toString().substring(0, 8));
        await("counts", () -> texts(".view-tabs .count").contains("1"));
    }

    @Test
    void a_line_shows_what_changed_and_leads_to_its_generation_and_its_account() {
        open(DATABASE.get(), true, 1440, 900);
        filter("generation:" + retried + " outcome:done");
        await("one line", () -> lines().size() == 1);

        inspectFirst();

        await("the inspector", () -> texts(".inspector-title").contains("Retry"));
        pictures("activity-line");
        assertThat(texts(".activity-details .label")).contains("failed", "waiting", "user asked by mail", "yes", "no");
        robot.clickOn("Show generation").clickOn("Show account");
        assertThat(opened).containsExactly(retried.toString(), "t.mbeki");
    }

    @Test
    void a_bulk_act_opens_the_outcome_of_each_item_and_runs_again_on_the_failed() {
        open(DATABASE.get(), true, 1440, 900);
        onFx(() -> model.list().viewProperty().set(ActivityPreset.BULK));
        await("bulk acts", () -> lines().stream().anyMatch(line -> bulk.equals(line.bulk())));
        select(bulk);
        await("its items", () -> items().size() == 4);
        pictures("activity-bulk");
        assertThat(fx(() -> items().getFirst().state())).isEqualTo(BulkAction.ItemState.FAILED);
        assertThat(texts(".activity-details .label")).contains("Failed, error:storage", "8 of 600 credits used");

        press("run-again");
        await("the question", () -> texts(".dialog .button").contains("Run again on 1"));
        pictures("activity-again");
        assertThat(texts(".dialog .label")).anyMatch(text -> text.contains("Failed, error:storage"));
        robot.type(KeyCode.DIGIT9).type(KeyCode.TAB);
        robot.write("storage is back");
        robot.type(KeyCode.ENTER);

        await(
                "another one runs",
                () -> DATABASE.get()
                                .<Long>read(handle -> handle.createQuery("""
                        select count(*) from bulk_action b join bulk_item i on i.bulk_id = b.id
                        where b.reason = 'storage is back' and b.actor = 'admin kim' and b.budget = 9 and i.state = 'OPEN'
                        """)
                                        .mapTo(Long.class)
                                        .one())
                        == 1);
        await("it is shown", () -> texts(".activity-details .label").contains("storage is back"));
        DATABASE.get()
                .useTransaction(
                        handle -> handle.execute(
                                "delete from bulk_item where state = 'OPEN'; delete from bulk_action where reason = 'storage is back'"));
    }

    @Test
    void nothing_of_the_bulk_act_before_is_offered_while_the_next_one_cannot_be_read() {
        UUID next = new BulkActionService(DATABASE.get(), new EventBus())
                .start(
                        new BulkActionService.Order(
                                OperatorAction.RETRY, "one more", "kim", CodedMessage.of("bulk.selected", "1"), null),
                        List.of(stored));
        open(DATABASE.get(), true, 1440, 900);
        await(
                "both",
                () -> Stream.of(bulk, next).allMatch(id -> lines().stream().anyMatch(line -> id.equals(line.bulk()))));
        select(bulk);
        await("its items", () -> items().size() == 4);
        DATABASE.get().useTransaction(handle -> handle.execute("alter table bulk_item rename to bulk_item_away"));
        try {
            select(next);
            await("the reason", () -> scene().lookup(".inspector .banner.tone-red .button") != null);
            assertThat(fx(() -> isSeen(button("run-again")))).isFalse();
            picture("activity-bulk-unread");
        } finally {
            DATABASE.get().useTransaction(handle -> handle.execute("alter table bulk_item_away rename to bulk_item"));
        }
        onFx(() -> ((Button) scene().lookup(".inspector .banner.tone-red .button")).fire());
        await("its own", () -> items().size() == 1 && isSeen(button("run-again")));
        assertThat(fx(() -> scene().lookup(".inspector .banner.tone-red"))).isNull();
        DATABASE.get()
                .useTransaction(handle -> handle.execute(
                        "delete from bulk_item where bulk_id = '%1$s'; delete from bulk_action where id = '%1$s'"
                                .formatted(next)));
    }

    @Test
    void an_item_of_a_bulk_act_leads_to_its_generation() {
        open(DATABASE.get(), true, 1440, 900);
        await("lines", () -> lines().stream().anyMatch(line -> bulk.equals(line.bulk())));
        select(bulk);
        await("its items", () -> items().size() == 4);
        settle();
        onFx(() -> ((Hyperlink) scene().getRoot().lookup(".activity-details .bulk-item .hyperlink")).fire());
        assertThat(opened).hasSize(1);
    }

    @Test
    void filters_narrow_and_say_what_they_cannot_mean() {
        open(DATABASE.get(), true, 1440, 900);
        filter("who:lee action:grant");
        await(
                "one grant",
                () -> lines().size() == 1 && lines().getFirst().action().equals("GRANT"));
        filter("outcome:skipped");
        await("what was not done", () -> lines().size() == 1);
        filter("ticket 4402");
        await("by words", () -> lines().size() == 2);
        filter("outcome:broken");
        await("a sentence", () -> model.list().problemProperty().get().contains("done, skipped, failed, running"));
        filter("who:nobody");
        await("nothing matches", () -> texts(".empty-state .title").contains("Nothing matches"));
    }

    @Test
    void the_counts_of_the_tabs_follow_the_filter() {
        open(DATABASE.get(), true, 1440, 900);
        await("counted", () -> model.countsProperty().get().getOrDefault(ActivityPreset.CREDITS, 0L) == 2);
        filter("user:priya.s");
        await("none of this user", () -> model.countsProperty().get().getOrDefault(ActivityPreset.CREDITS, -1L) == 0);
        filter("");
        await("all again", () -> model.countsProperty().get().getOrDefault(ActivityPreset.CREDITS, 0L) == 2);
    }

    @Test
    void an_inspected_line_that_the_filter_leaves_out_is_closed() {
        open(DATABASE.get(), true, 1440, 900);
        filter("user:t.mbeki action:grant");
        await("one line", () -> lines().size() == 1);
        inspectFirst();
        await("open", () -> scene().lookup(".activity-details") != null);
        filter("user:t.mbeki");
        await("more lines", () -> lines().size() > 1);
        settle();
        assertThat(fx(() -> scene().lookup(".activity-details"))).isNotNull();
        filter("user:priya.s");
        await("closed", () -> scene().lookup(".activity-details") == null);
    }

    @Test
    void a_pin_narrows_the_lines_and_whoever_reads_one_can_pin_what_it_is_about() {
        open(DATABASE.get(), true, 1440, 900);
        filter("user:t.mbeki action:retry");
        await("one line", () -> lines().size() == 1);
        onFx(() -> {
            table().requestFocus();
            table().getSelectionModel().select(0);
        });
        robot.push(KeyCode.CONTROL, KeyCode.P);
        await("pinned", () -> shell.pinProperty().get() != null);
        assertThat(fx(() -> shell.pinProperty().get())).isEqualTo(PinnedSubject.generation(retried));
        filter("");
        await("its retry and its second click", () -> lines().size() == 2);
        assertThat(lines()).allMatch(line -> retried.equals(line.generation()));
        await("counted", () -> model.matchingProperty().get() == 2);
        assertThat(texts(".banner .label")).noneMatch(text -> text.contains("is not narrowed"));
        pictures("activity-pinned");

        onFx(() -> shell.pin(PinnedSubject.user("t.mbeki")));
        await("all of that account", () -> lines().size() == 8);
        onFx(() -> shell.pin(PinnedSubject.user("nobody")));
        await("nothing of that one", () -> texts(".empty-state .title").contains("Nothing here matches the pin"));
        await(
                "no tab counts anything else",
                () -> model.countsProperty().get().values().stream().allMatch(count -> count == 0));
    }

    @Test
    void the_way_back_leads_to_what_was_shown() {
        open(DATABASE.get(), true, 1440, 900);
        onFx(() -> model.list().viewProperty().set(ActivityPreset.CREDITS));
        filter("who:lee");
        await("the grant and its correction", () -> lines().size() == 2);
        onFx(() -> shell.open(new NavigationTarget(ActivityScreen.ID, retried.toString())));
        await(
                "what was done to it",
                () -> lines().size() == 2 && lines().stream().allMatch(line -> retried.equals(line.generation())));

        robot.push(KeyCode.ALT, KeyCode.LEFT);

        await(
                "the grant and its correction",
                () -> model.list().textProperty().get().text().equals("who:lee"));
        assertThat(fx(() -> model.list().viewProperty().get())).isEqualTo(ActivityPreset.CREDITS);
    }

    @Test
    void a_view_is_saved_as_a_tab_and_brings_its_filter_back() {
        open(DATABASE.get(), true, 1440, 900);
        filter("who:lee action:grant");
        await("one grant", () -> lines().size() == 1);
        robot.push(KeyCode.CONTROL, KeyCode.S);
        nameView(shell, "Grants of lee");
        await("its tab", () -> savedTabs().equals(List.of("Grants of lee 1")));
        pictures("activity-saved-view");

        onFx(() -> ((ToggleButton) scene().getRoot().lookup(".view-tabs .tab-button")).fire());
        await("everything", () -> lines().size() > 5);
        onFx(() -> {
            shell.actions().stream()
                    .filter(action -> action.title().equals("View: Grants of lee"))
                    .findFirst()
                    .orElseThrow()
                    .run()
                    .run();
        });
        await("the grant", () -> lines().size() == 1);
    }

    @Test
    void a_right_click_on_a_line_offers_where_it_leads_and_narrows_to_it() {
        open(DATABASE.get(), true, 1440, 900);
        filter("user:t.mbeki action:retry");
        await("one line", () -> lines().size() == 1);
        onFx(() -> {
            table().getSelectionModel().select(0);
            Node cell = table().lookup(".table-row-cell:selected .table-cell");
            cell.fireEvent(new ContextMenuEvent(
                    ContextMenuEvent.CONTEXT_MENU_REQUESTED, 5, 5, 300, 300, false, new PickResult(cell, 5, 5)));
        });
        await("a menu", () -> menu().contains("Only user:t.mbeki"));
        assertThat(menu())
                .contains("Open", "Show generation", "Show account", "Only who:kim", "Only action:retry")
                .contains("Only generation:" + retried.toString().substring(0, 8), "Copy cell");
    }

    @Test
    void after_a_restart_view_filter_sort_and_inspector_are_as_they_were() {
        open(DATABASE.get(), true, 1440, 900);
        onFx(() -> {
            model.list().viewProperty().set(ActivityPreset.CREDITS);
            model.list().orderProperty().set(new ColumnOrder("time", true));
        });
        filter("who:lee");
        await("the grant and its correction", () -> lines().size() == 2);
        inspectFirst();
        await("the inspector", () -> texts(".inspector-title").contains("Grant"));
        Map<String, ListState> lists = fx(() -> shell.listStates().current());
        Map<String, TableLayout> tables = fx(() -> shell.tables().current());
        assertThat(lists).containsEntry(ActivityScreen.ID, new ListState("CREDITS", "", "who:lee", true));

        ConsoleShell again = showShell(1440, 900);
        again.listStates().restore(lists);
        again.tables().restore(tables);
        attach(again, DATABASE.get(), true);

        await(
                "the grant first",
                () -> lines().size() == 2 && lines().getFirst().action().equals("GRANT"));
        assertThat(fx(() -> model.list().viewProperty().get())).isEqualTo(ActivityPreset.CREDITS);
        await("its inspector", () -> texts(".inspector-title").contains("Grant"));
        assertThat(fx(() -> scene().getRoot().lookupAll(".activity .banner").stream()
                        .filter(node -> isSeen(node))
                        .map(node -> ((Labeled) node.lookup(".label")).getText())
                        .toList()))
                .singleElement()
                .asString()
                .startsWith("Filter restored from last time");
        pictures("activity-restored");
    }

    private List<String> menu() {
        return fx(() -> Window.getWindows().stream()
                .filter(ContextMenu.class::isInstance)
                .flatMap(menu -> ((ContextMenu) menu).getItems().stream())
                .map(MenuItem::getText)
                .filter(text -> text != null)
                .toList());
    }

    private List<String> savedTabs() {
        return fx(() -> scene().getRoot().lookupAll(".view-tabs .saved-view").stream()
                .map(Node::getAccessibleText)
                .toList());
    }

    @Test
    void a_read_only_connection_shows_all_and_runs_nothing_again() {
        open(DATABASE.get(), false, 1440, 900);
        await("lines", () -> lines().stream().anyMatch(line -> bulk.equals(line.bulk())));
        select(bulk);
        await("its items", () -> items().size() == 4);
        assertThat(fx(() -> button("run-again").isDisabled())).isTrue();
    }

    @Test
    void the_lines_of_the_filter_are_exported(@TempDir Path folder) {
        open(DATABASE.get(), true, 1440, 900);
        filter("who:lee");
        await("lines", () -> lines().size() == 3);
        onFx(() -> screen.exportTo(folder.resolve("activity.json")));
        await("the file", () -> Files.exists(folder.resolve("activity.json")));
        picture("activity-export");
    }

    @Test
    void nothing_is_exported_while_the_filter_cannot_be_read() {
        open(DATABASE.get(), true, 1440, 900);
        filter("outcome:broken");
        await("a sentence", () -> !model.list().problemProperty().get().isEmpty());
        robot.push(KeyCode.CONTROL, KeyCode.E);
        await("the reason", () -> scene().lookup(".activity .banner.tone-red") != null);
        assertThat(texts(".activity .banner.tone-red .label"))
                .contains(model.list().problemProperty().get());
    }

    @Test
    void nothing_yet_and_good_news_are_told_apart() {
        open(EMPTY.get(), true, 1440, 900);
        await("nothing yet", () -> texts(".empty-state .title").contains("No activity yet"));
        picture("activity-empty");
        onFx(() -> model.list().viewProperty().set(ActivityPreset.REPAIRS));
        await("good news", () -> texts(".empty-state .title").contains("No repairs by engines yet"));
    }

    @Test
    void a_database_that_fails_is_a_banner_and_the_filter_stays() {
        Database database = TestDatabase.gone();
        open(database, true, 1440, 900);
        await("a banner", () -> scene().lookup(".activity .banner.tone-red .button") != null);
        picture("activity-error");
    }

    @ParameterizedTest
    @CsvSource({"1000, 700, 1", "1440, 900, 1.5", "1440, 900, 2"})
    void no_time_and_no_id_is_cut(double width, double height, double scale) {
        open(DATABASE.get(), true, width, height);
        onFx(() -> theme().scaleProperty().set(scale));
        await("lines", () -> lines().size() > 5);
        picture("activity-" + Math.round(width) + "-" + Math.round(scale * 100));
        assertThat(fx(() -> scene().getRoot().lookupAll(".activity-table .table-cell").stream()
                        .map(node -> (TableCell<?, ?>) node)
                        .filter(cell -> List.of("time", "action")
                                .contains(cell.getTableColumn().getId()))
                        .flatMap(cell -> cell.lookupAll(".text").stream())
                        .map(text -> ((Text) text).getText())
                        .toList()))
                .isNotEmpty()
                .noneMatch(text -> text.endsWith("\u2026"));
    }

    private void open(Database database, boolean writes, double width, double height) {
        attach(showShell(width, height), database, writes);
    }

    private void attach(ConsoleShell window, Database database, boolean writes) {
        shell = window;
        EventBus events = new EventBus();
        ActivityQueries queries = new ActivityQueries(database);
        onFx(() -> {
            model = new ActivityModel(
                    queries,
                    new BulkActionQueries(database),
                    writes ? new BulkActionService(database, events) : null,
                    shell.feed(),
                    events,
                    shell.formats(),
                    "admin kim",
                    false);
            screen = new ActivityScreen(
                    shell, model, new ActivityExport(queries), id -> opened.add(id.toString()), opened::add);
            attach(shell, screen);
        });
    }

    private void filter(String text) {
        onFx(() -> model.list().textProperty().set(FilterText.parse(text)));
    }

    private void inspectFirst() {
        onFx(() -> {
            table().requestFocus();
            table().getSelectionModel().select(0);
        });
        robot.type(KeyCode.ENTER);
    }

    private void select(UUID act) {
        onFx(() -> {
            table().requestFocus();
            table().select(lines().stream()
                    .filter(line -> act.equals(line.bulk()))
                    .findFirst()
                    .orElseThrow()
                    .key());
        });
        robot.type(KeyCode.ENTER);
    }

    private void press(String id) {
        onFx(() -> button(id).fire());
    }

    private Button button(String id) {
        return (Button) scene().getRoot().lookup("#" + id);
    }

    @SuppressWarnings("unchecked")
    private PagedTable<ActivityEntry> table() {
        return (PagedTable<ActivityEntry>) scene().lookup(".activity-table");
    }

    private List<ActivityEntry> lines() {
        return scene().lookup(".activity-table") == null ? List.of() : table().getItems();
    }

    @SuppressWarnings("unchecked")
    private List<BulkAction.Item> items() {
        Node list = scene().lookup(".activity-details .list-view");
        return list == null ? List.of() : ((ListView<BulkAction.Item>) list).getItems();
    }

    private List<String> texts(String selector) {
        return fx(() -> scene().getRoot().lookupAll(selector).stream()
                .flatMap(node -> node instanceof TableCell<?, ?> cell && cell.getGraphic() instanceof Labeled inner
                        ? Stream.of(inner)
                        : node instanceof Labeled label ? Stream.of(label) : Stream.of())
                .map(Labeled::getText)
                .filter(text -> text != null && !text.isEmpty())
                .toList());
    }

    @Test
    void the_palette_offers_what_the_line_and_its_bulk_action_do() {
        open(DATABASE.get(), true, 1440, 900);
        filter("generation:" + retried + " outcome:done");
        await("one line", () -> lines().size() == 1);
        assertThat(offered(shell)).doesNotContain("Show generation", "Pin generation");
        onFx(() -> table().getSelectionModel().clearAndSelect(0));
        assertThat(offered(shell))
                .contains("Open", "Show generation", "Show account", "Only action:retry", "Pin generation", "Pin user");
        run(shell, "Show account");
        assertThat(opened).containsExactly("t.mbeki");

        onFx(() -> {
            model.list().clearFilter();
            model.list().viewProperty().set(ActivityPreset.BULK);
        });
        await("bulk acts", () -> lines().stream().anyMatch(line -> bulk.equals(line.bulk())));
        select(bulk);
        await("its items", () -> items().size() == 4);
        assertThat(offered(shell)).contains(fx(() -> button("run-again").getText()));
    }
}
