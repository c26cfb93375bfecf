package dev.darkroom.console.kit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ContextMenuKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableRow;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Pane;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

class PagedTableTest extends ConsoleWindowTest {
    record Row(int id, String state) {}

    private final List<Integer> fetchedAfter = new ArrayList<>();
    private final ReentrantLock fetching = new ReentrantLock();

    /** Rows 1000 down to 1. */
    private PagedTable<Row> table() {
        List<PagedTable<Row>> made = new ArrayList<>();
        show(
                () -> {
                    PagedTable<Row> table = new PagedTable<>(feed(), Row::id);
                    table.getColumns().add(TableColumns.number("id", "Id", 80, row -> String.valueOf(row.id())));
                    table.getColumns().add(TableColumns.text("state", "State", 200, Row::state));
                    made.add(table);
                    return new BorderPane(table, null, null, new Pane(new Label("below")), null);
                },
                600,
                500);
        PagedTable<Row> table = made.getFirst();
        onFx(() -> {
            table.show((after, limit) -> {
                int start = after == null ? 1000 : after.id() - 1;
                fetching.lock();
                try {
                    fetchedAfter.add(start);
                } finally {
                    fetching.unlock();
                }
                return IntStream.iterate(start, n -> n - 1)
                        .limit(Math.min(limit, Math.max(0, start)))
                        .mapToObj(n -> new Row(n, "state " + n))
                        .toList();
            });
            table.requestFocus();
        });
        await("first page", () -> table.getItems().size() == PagedRows.PAGE);
        settle();
        return table;
    }

    @Test
    void scrolling_to_the_end_brings_page_after_page_until_there_are_no_more() {
        PagedTable<Row> table = table();
        for (int expected = 2 * PagedRows.PAGE; expected <= 1000; expected += PagedRows.PAGE) {
            int wanted = expected;
            onFx(() -> table.scrollTo(table.getItems().size() - 1));
            await(wanted + " rows", () -> table.getItems().size() == wanted);
        }
        onFx(() -> table.scrollTo(table.getItems().size() - 1));
        await("complete", () -> table.pages().completeProperty().get());

        assertThat(table.getItems()).extracting(Row::id).doesNotHaveDuplicates().hasSize(1000);
        assertThat(fetchedAfter).containsExactly(1000, 800, 600, 400, 200, 0);
    }

    @Test
    void end_loads_the_rest_and_selects_the_last_row() {
        PagedTable<Row> table = table();
        robot.type(KeyCode.END);
        await("the last row", () -> {
            Row selected = table.getSelectionModel().getSelectedItem();
            return selected != null && selected.id() == 1;
        });
        assertThat(fx(() -> table.pages().completeProperty().get())).isTrue();
    }

    @Test
    void the_end_that_arrives_late_leaves_what_was_selected_meanwhile() {
        PagedTable<Row> table = table();
        onFx(() -> table.getSelectionModel().select(0));
        fetching.lock();
        try {
            robot.type(KeyCode.END);
            robot.type(KeyCode.DOWN);
            await("another row", () -> table.getSelectionModel().getSelectedIndex() == 1);
        } finally {
            fetching.unlock();
        }
        await("the rest", () -> table.pages().completeProperty().get());
        assertThat(fx(() -> table.getSelectionModel().getSelectedItem().id())).isEqualTo(999);
    }

    @Test
    void the_first_arrow_selects_the_first_row() {
        PagedTable<Row> table = table();
        onFx(() -> {
            table.getFocusModel().focus(3); // where the toolkit has it when rows have come above
        });
        robot.type(KeyCode.DOWN);
        await("the first", () -> table.getSelectionModel().getSelectedIndex() == 0);
        robot.type(KeyCode.DOWN);
        await("the second", () -> table.getSelectionModel().getSelectedIndex() == 1);
    }

    @Test
    void the_menu_key_and_shift_f10_open_the_menu_of_the_selected_row() {
        PagedTable<Row> table = table();
        onFx(() -> {
            ContextMenuKey.install(scene());
            table.menu((row, show) ->
                    show.accept(List.of(new ConsoleAction("Open " + row.id(), MaterialDesignC.CANCEL, () -> {}))));
            table.getSelectionModel().select(2);
        });
        for (KeyCode[] keys : new KeyCode[][] {{KeyCode.CONTEXT_MENU}, {KeyCode.SHIFT, KeyCode.F10}}) {
            robot.push(keys);
            await(
                    "the menu",
                    () -> menus().anyMatch(
                                    menu -> menu.getItems().getFirst().getText().equals("Open 998")));
            robot.type(KeyCode.ESCAPE);
            await("closed", () -> menus().findAny().isEmpty());
        }
    }

    private static Stream<ContextMenu> menus() {
        return Window.getWindows().stream()
                .filter(ContextMenu.class::isInstance)
                .map(ContextMenu.class::cast);
    }

    @Test
    void keys_sort_as_a_click_on_the_head_does() {
        PagedTable<Row> table = table();
        ObjectProperty<ColumnOrder> order = new SimpleObjectProperty<>(new ColumnOrder("id", false));
        onFx(() -> {
            table.orderBy(order);
            table.getColumns().getLast().setSortable(false);
        });

        assertThat(fx(() -> table.sortActions()))
                .extracting(ConsoleAction::title)
                .containsExactly("Sort by Id");
        onFx(() -> table.sortActions().getFirst().run().run());
        assertThat(order.get()).isEqualTo(new ColumnOrder("id", true));
    }

    @Test
    void a_table_is_sorted_with_a_row_selected() {
        PagedTable<Row> table = table();
        ObjectProperty<ColumnOrder> order = new SimpleObjectProperty<>(new ColumnOrder("id", false));
        List<Throwable> failures = new ArrayList<>();
        onFx(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((_, failure) -> failures.add(failure));
            table.orderBy(order);
            order.subscribe((_, _) -> table.show((after, limit) -> List.of(new Row(1, "sorted"))));
            table.getSelectionModel().clearAndSelect(3);
            table.getSortOrder().setAll(List.of(table.getColumns().getLast()));
        });

        await("the rows in their order", () -> table.getItems().size() == 1);
        assertThat(failures).isEmpty();
    }

    @Test
    void what_stands_in_a_cell_is_no_stop_for_tab() {
        PagedTable<Row> table = table();
        onFx(() -> {
            table.getColumns()
                    .add(TableColumns.node(
                            "link", "Link", 80, Row::state, Hyperlink::new, (link, row) -> link.setText(row.state())));
        });
        await("the links", () -> table.lookup(".hyperlink") != null);

        assertThat(fx(() -> table.lookupAll(".hyperlink"))).noneMatch(Node::isFocusTraversable);
    }

    @Test
    void the_selection_stays_with_its_row_while_rows_change_and_come() {
        PagedTable<Row> table = table();
        onFx(() -> {
            table.getSelectionModel().select(5);
            table.pages().offer(List.of(new Row(1001, "new"), new Row(995, "changed"), new Row(999, "changed")));
        });

        assertThat(fx(() -> table.getSelectionModel().getSelectedItem())).isEqualTo(new Row(995, "changed"));
        assertThat(fx(() -> table.getItems().getFirst().id())).isEqualTo(1000);
        assertThat(fx(() -> table.rows().waitingCountProperty().get())).isEqualTo(1);
    }

    @Test
    void the_selected_row_is_the_newest_although_one_above_it_left_at_the_same_time() {
        PagedTable<Row> table = table();
        robot.moveTo("below");
        AtomicBoolean later = new AtomicBoolean();
        onFx(() -> {
            table.show((_, limit) -> IntStream.iterate(1000, n -> n > 0, n -> n - 1)
                    .filter(n -> n != 998 || !later.get())
                    .limit(limit)
                    .mapToObj(n -> new Row(n, n == 995 && later.get() ? "changed" : "state " + n))
                    .toList());
        });
        await("the rows", () -> table.pages().fetchesProperty().get() == 2);
        onFx(() -> {
            table.getSelectionModel().select(5);
            later.set(true);
            table.pages().reread();
        });
        await("the other one left", () -> table.rows().indexOf(998) < 0);

        assertThat(fx(() -> table.getSelectionModel().getSelectedItem())).isEqualTo(new Row(995, "changed"));
        assertThat(fx(() -> table.getSelectionModel().getSelectedIndices())).containsExactly(4);
    }

    @Test
    void a_changed_row_is_shown_and_the_cells_of_the_others_stay_filled() {
        PagedTable<Row> table = table();
        List<Object> emptied = new ArrayList<>();
        onFx(() -> {
            table.lookupAll(".table-row-cell").stream()
                    .map(TableRow.class::cast)
                    .forEach(row -> row.emptyProperty().subscribe((_, empty) -> {
                        if (empty) {
                            emptied.add(row.getIndex());
                        }
                    }));
            table.pages().offer(List.of(new Row(998, "changed")));
        });
        settle();

        assertThat(fx(() -> table.lookupAll(".table-cell").stream()
                        .map(cell -> ((TableCell<?, ?>) cell).getText())
                        .filter("changed"::equals)
                        .count()))
                .isEqualTo(1);
        assertThat(emptied).isEmpty();
    }

    @Test
    void a_reload_keeps_the_selected_row_selected() {
        PagedTable<Row> table = table();
        onFx(() -> {
            table.getSelectionModel().select(7);
            table.show((_, _) -> IntStream.range(0, 50)
                    .mapToObj(n -> new Row(1010 - n, "again"))
                    .toList());
            table.getSelectionModel().select(7);
        });
        await("reloaded", () -> table.getItems().getFirst().id() == 1010);

        assertThat(fx(() -> table.getSelectionModel().getSelectedItem())).isEqualTo(new Row(993, "again"));
    }

    @Test
    void a5_rows_do_not_move_while_the_mouse_is_over_the_list() {
        PagedTable<Row> table = table();
        AtomicInteger newest = new AtomicInteger(1000);
        onFx(() -> {
            table.show((_, limit) -> IntStream.iterate(newest.get(), n -> n > 0, n -> n - 1)
                    .filter(n -> n != 998)
                    .limit(limit)
                    .mapToObj(n -> new Row(n, "of " + newest.get()))
                    .toList());
        });
        await("the rows", () -> table.rows().indexOf(998) < 0);
        robot.moveTo(table);
        newest.set(1003);
        onFx(() -> table.pages().reread());
        await("it is read", () -> table.rows().waitingCountProperty().get() == 3);

        assertThat(fx(() -> table.getItems().getFirst())).isEqualTo(new Row(1000, "of 1003"));
        assertThat(fx(() -> table.rows().goneProperty().get())).isEmpty();
        assertThat(fx(() -> table.pages().frozenSinceProperty().get())).isNotNull();

        robot.moveTo("below");
        await("it goes on", () -> table.getItems().getFirst().id() == 1003);
        assertThat(fx(() -> table.pages().frozenSinceProperty().get())).isNull();
    }

    @Test
    void a6_rows_that_left_a_frozen_list_go_and_the_selected_one_is_marked() {
        PagedTable<Row> table = table();
        robot.moveTo("below");
        Set<Integer> there = ConcurrentHashMap.newKeySet();
        there.addAll(List.of(1, 2, 3, 4, 5));
        onFx(() -> {
            table.show((_, _) ->
                    there.stream().sorted().map(n -> new Row(n, "stuck")).toList());
        });
        await("the rows", () -> table.getItems().size() == 5);
        onFx(() -> table.select(3));
        there.removeAll(List.of(1, 3, 5));
        there.addAll(List.of(6, 7));
        onFx(() -> table.pages().reread());
        await("what left is gone", () -> table.rows().indexOf(1) < 0);

        assertThat(fx(() -> table.getItems().stream().map(Row::id).toList())).containsExactly(2, 3, 4);
        assertThat(fx(() -> table.rows().waitingCountProperty().get())).isEqualTo(2);
        assertThat(fx(() -> table.rows().isGone(new Row(3, "")))).isTrue();
        assertThat(fx(() -> table.getSelectionModel().getSelectedItem().id())).isEqualTo(3);
        assertThat(fx(() -> table.pages().frozenSinceProperty().get())).isNotNull();

        onFx(() -> table.getSelectionModel().clearSelection());
        await("it goes as well", () -> table.rows().indexOf(3) < 0);
    }

    @Test
    void keys_move_open_and_copy() {
        PagedTable<Row> table = table();
        List<Row> opened = new ArrayList<>();
        onFx(() -> {
            table.onOpen(opened::add);
            table.getSelectionModel().select(0);
        });
        robot.push(KeyCode.J);
        robot.push(KeyCode.J);
        robot.push(KeyCode.K);
        robot.push(KeyCode.ENTER);
        await("opened", () -> opened.equals(List.of(new Row(999, "state 999"))));
        robot.push(KeyCode.CONTROL, KeyCode.C);
        assertThat(fx(() -> Clipboard.getSystemClipboard().getString())).isEqualTo("Id\tState\n999\tstate 999");
    }

    @Test
    void a_failed_fetch_is_told_and_keeps_what_is_shown() {
        PagedTable<Row> table = table();
        onFx(() -> {
            table.show((_, _) -> {
                throw new IllegalStateException("canceling statement due to statement timeout");
            });
        });
        await("failure", () -> table.pages().failureProperty().get() != null);

        assertThat(fx(() -> table.getItems().size())).isEqualTo(PagedRows.PAGE);
    }
}
