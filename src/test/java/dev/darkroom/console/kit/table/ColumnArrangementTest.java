package dev.darkroom.console.kit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.kit.text.ValueFormats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableColumn;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnArrangementTest extends ConsoleWindowTest {
    private final SimpleDoubleProperty scale = new SimpleDoubleProperty(1);
    private final TableLayoutStore layouts = new TableLayoutStore(scale);
    private final MenuButton menu = new MenuButton("Columns");
    private final ObjectProperty<ColumnOrder> order = new SimpleObjectProperty<>(new ColumnOrder("time", false));
    private final BooleanProperty linkedApplies = new SimpleBooleanProperty(true);
    private PagedTable<Integer> table;

    private void open(double width) {
        open(width, true);
    }

    private void open(double width, boolean withMenu) {
        show(
                () -> {
                    table = new PagedTable<>(feed(), row -> row);
                    table.orderBy(order);
                    TableColumn<Integer, Integer> linked =
                            TableColumns.withWeight(1, TableColumns.text("linked", "Linked", 128, String::valueOf));
                    ColumnArrangement<Integer> arrangement = new ColumnArrangement<>(
                            table,
                            "ledger",
                            layouts,
                            List.of(
                                    TableColumns.time("time", "Time", _ -> Instant.EPOCH, formats()),
                                    TableColumns.number("balance", "Balance", 80, String::valueOf),
                                    TableColumns.text("reason", "Reason", 200, String::valueOf),
                                    TableColumns.withWeight(2, TableColumns.text("by", "By", 92, String::valueOf)),
                                    linked));
                    arrangement.showWhile(linked, linkedApplies);
                    if (withMenu) {
                        arrangement.fill(menu);
                    }
                    VBox.setVgrow(table, Priority.ALWAYS);
                    HBox.setHgrow(table, Priority.ALWAYS);
                    return new VBox(menu, table);
                },
                width,
                400);
        settle();
    }

    private static ValueFormats formats() {
        return ValueFormats.utc();
    }

    private List<String> shown() {
        return fx(() ->
                table.getVisibleLeafColumns().stream().map(TableColumn::getId).toList());
    }

    @SuppressWarnings("unchecked")
    private <C> TableColumn<Integer, C> column(String id) {
        return table.getColumns().stream()
                .filter(column -> column.getId().equals(id))
                .findFirst()
                .map(column -> (TableColumn<Integer, C>) column)
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            700 | 1   | time balance reason by linked
            460 | 1   | time balance reason by
            360 | 1   | time balance reason
            680 | 1.5 | time balance reason by
            700 | 2   | time balance reason
            """)
    void columns_of_least_weight_go_first_and_times_and_numbers_keep_their_width(
            double width, double textScale, String left) {
        scale.set(textScale);
        open(width);
        assertThat(shown()).containsExactly(left.split(" "));
        assertThat(fx(() -> column("time").getWidth())).isGreaterThanOrEqualTo(100 * textScale);
        assertThat(fx(() -> column("balance").getWidth())).isGreaterThanOrEqualTo(80 * textScale);
    }

    @Test
    void the_menu_says_which_chosen_column_has_no_room() {
        open(460);
        onFx(() -> menu.show());
        await("menu", menu::isShowing);
        assertThat(fx(() -> menu.getItems().stream().map(MenuItem::getText).toList()))
                .containsExactly("Balance", "Reason", "By", "Linked (no room)");
        onFx(() -> ((CheckMenuItem) menu.getItems().get(2)).setSelected(false));
        assertThat(shown()).containsExactly("time", "balance", "reason", "linked");
    }

    @Test
    void choice_width_and_order_are_as_they_were_left() {
        layouts.restore(Map.of("ledger", new TableLayout(List.of("by"), Map.of("reason", 150.0), "time", true)));
        open(700);
        assertThat(shown()).containsExactly("time", "balance", "reason", "linked");
        assertThat(order.get()).isEqualTo(new ColumnOrder("time", true));
        assertThat(fx(() -> column("reason").getWidth())).isEqualTo(150);
        assertThat(fx(layouts::current).get("ledger"))
                .isEqualTo(new TableLayout(List.of("by"), Map.of("reason", 150.0), "time", true));
    }

    @Test
    void a_column_that_has_nothing_to_show_for_now_is_not_kept_as_hidden() {
        linkedApplies.set(false);
        open(700);
        assertThat(shown()).containsExactly("time", "balance", "reason", "by");
        TableLayout left = fx(layouts::current).get("ledger");
        assertThat(left.hidden()).isEmpty();
        onFx(() -> linkedApplies.set(true));
        assertThat(shown()).containsExactly("time", "balance", "reason", "by", "linked");
        onFx(() -> layouts.applySavedView("ledger", left));
        assertThat(shown()).contains("linked");
    }

    @Test
    void a_table_without_a_menu_shows_what_was_left_as_hidden() {
        layouts.restore(Map.of("ledger", new TableLayout(List.of("linked"), Map.of(), "", false)));
        open(700, false);
        assertThat(shown()).containsExactly("time", "balance", "reason", "by", "linked");
    }

    @Test
    void the_width_that_was_dragged_is_kept() {
        open(700);
        double before = fx(() -> column("reason").getWidth());
        robot.moveTo(edge("reason")).press(MouseButton.PRIMARY);
        fx(() -> table.resizeColumn(column("reason"), -40));
        robot.release(MouseButton.PRIMARY);
        settle();
        assertThat(fx(layouts::current).get("ledger").widths())
                .containsOnlyKeys("reason")
                .hasEntrySatisfying("reason", width -> assertThat(width).isBetween(before - 60, before - 20));
    }

    private javafx.geometry.Point2D edge(String id) {
        return fx(() -> {
            double right = 0;
            for (TableColumn<Integer, ?> each : table.getVisibleLeafColumns()) {
                right += each.getWidth();
                if (each.getId().equals(id)) {
                    break;
                }
            }
            return table.localToScreen(right, 15);
        });
    }

    @Test
    void the_order_that_columns_were_dragged_to_is_kept() {
        open(700);
        onFx(() -> {
            List<TableColumn<Integer, ?>> dragged = new ArrayList<>(table.getColumns());
            dragged.add(0, dragged.remove(3));
            table.getColumns().setAll(dragged);
        });
        TableLayout left = fx(layouts::current).get("ledger");
        assertThat(left.order()).containsExactly("by", "time", "balance", "reason", "linked");

        layouts.restore(Map.of("ledger", left));
        menu.getItems().clear();
        open(700);
        assertThat(shown()).containsExactly("by", "time", "balance", "reason", "linked");
        assertThat(order.get()).isEqualTo(new ColumnOrder("time", false));
    }
}
