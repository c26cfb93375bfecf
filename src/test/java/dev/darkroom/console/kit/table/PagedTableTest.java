package dev.darkroom.console.kit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleWindowTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;

class PagedTableTest extends ConsoleWindowTest {
    record Row(int id, String state) {}

    private final List<Integer> fetchedAfter = new ArrayList<>();

    /** Rows 1000 down to 1. */
    private PagedTable<Row> table() {
        List<PagedTable<Row>> made = new ArrayList<>();
        show(
                () -> {
                    PagedTable<Row> table = new PagedTable<>(feed(), Row::id);
                    table.getColumns().add(TableColumns.number("id", "Id", 80, row -> String.valueOf(row.id())));
                    table.getColumns().add(TableColumns.text("state", "State", 200, Row::state));
                    made.add(table);
                    return new StackPane(table);
                },
                600,
                500);
        PagedTable<Row> table = made.getFirst();
        fx(() -> {
            table.show((after, limit) -> {
                int start = after == null ? 1000 : after.id() - 1;
                synchronized (fetchedAfter) {
                    fetchedAfter.add(start);
                }
                return IntStream.iterate(start, n -> n - 1)
                        .limit(Math.min(limit, Math.max(0, start)))
                        .mapToObj(n -> new Row(n, "state " + n))
                        .toList();
            });
            table.requestFocus();
            return null;
        });
        await("first page", () -> table.getItems().size() == PagedTable.PAGE);
        settle();
        return table;
    }

    @Test
    void scrolling_to_the_end_brings_page_after_page_until_there_are_no_more() {
        PagedTable<Row> table = table();
        for (int expected = 2 * PagedTable.PAGE; expected <= 1000; expected += PagedTable.PAGE) {
            int wanted = expected;
            fx(() -> {
                table.scrollTo(table.getItems().size() - 1);
                return null;
            });
            await(wanted + " rows", () -> table.getItems().size() == wanted);
        }
        fx(() -> {
            table.scrollTo(table.getItems().size() - 1);
            return null;
        });
        await("complete", () -> table.completeProperty().get());

        assertThat(table.getItems()).extracting(Row::id).doesNotHaveDuplicates().hasSize(1000);
        assertThat(fetchedAfter).containsExactly(1000, 800, 600, 400, 200, 0);
    }

    @Test
    void the_selection_stays_with_its_row_while_rows_change_and_come() {
        PagedTable<Row> table = table();
        fx(() -> {
            table.getSelectionModel().select(5);
            table.offer(List.of(new Row(1001, "new"), new Row(995, "changed"), new Row(999, "changed")));
            return null;
        });

        assertThat(fx(() -> table.getSelectionModel().getSelectedItem())).isEqualTo(new Row(995, "changed"));
        assertThat(fx(() -> table.getItems().getFirst().id())).isEqualTo(1000);
        assertThat(fx(() -> table.freshPill().getText())).isEqualTo("1 new");
        assertThat(fx(() -> table.freshPill().isVisible())).isTrue();
    }

    @Test
    void a_reload_keeps_the_selected_row_selected() {
        PagedTable<Row> table = table();
        fx(() -> {
            table.getSelectionModel().select(7);
            table.show((_, _) -> IntStream.range(0, 50)
                    .mapToObj(n -> new Row(1010 - n, "again"))
                    .toList());
            table.getSelectionModel().select(7);
            return null;
        });
        await("reloaded", () -> table.getItems().getFirst().id() == 1010);

        assertThat(fx(() -> table.getSelectionModel().getSelectedItem())).isEqualTo(new Row(993, "again"));
    }

    @Test
    void keys_move_open_and_copy() {
        PagedTable<Row> table = table();
        List<Row> opened = new ArrayList<>();
        fx(() -> {
            table.onOpen(opened::add);
            table.getSelectionModel().select(0);
            return null;
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
        fx(() -> {
            table.show((_, _) -> {
                throw new IllegalStateException("canceling statement due to statement timeout");
            });
            return null;
        });
        await("failure", () -> table.failureProperty().get() != null);

        assertThat(fx(() -> table.getItems().size())).isEqualTo(PagedTable.PAGE);
    }
}
