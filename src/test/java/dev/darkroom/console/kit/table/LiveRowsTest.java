package dev.darkroom.console.kit.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

class LiveRowsTest {
    record Row(int id, String state) {}

    private final LiveRows<Row> rows = new LiveRows<>(Row::id);

    LiveRowsTest() {
        rows.replaceAll(List.of(new Row(3, "c"), new Row(2, "b"), new Row(1, "a")));
    }

    @Test
    void a_known_row_changes_in_its_place() {
        rows.offer(List.of(new Row(2, "changed")), false);

        assertThat(rows.items()).containsExactly(new Row(3, "c"), new Row(2, "changed"), new Row(1, "a"));
        assertThat(rows.waitingCountProperty().get()).isZero();
    }

    @Test
    void new_rows_wait_while_somebody_reads_and_each_is_counted_once() {
        rows.offer(List.of(new Row(4, "d")), false);
        rows.offer(List.of(new Row(4, "e"), new Row(5, "f")), false);

        assertThat(rows.items()).hasSize(3);
        assertThat(rows.waitingCountProperty().get()).isEqualTo(2);
    }

    @Test
    void new_rows_come_in_at_the_top_when_nobody_reads() {
        rows.offer(List.of(new Row(5, "e"), new Row(4, "d")), true);

        assertThat(rows.items()).extracting(Row::id).containsExactly(5, 4, 3, 2, 1);
        assertThat(rows.indexOf(3)).isEqualTo(2);
    }

    @Test
    void rows_that_waited_are_not_overtaken() {
        rows.offer(List.of(new Row(4, "d")), false);
        rows.offer(List.of(new Row(5, "e")), true);

        assertThat(rows.items()).extracting(Row::id).containsExactly(3, 2, 1);
        assertThat(rows.waitingCountProperty().get()).isEqualTo(2);
    }

    @Test
    void a_listener_that_changes_a_row_while_others_leave_finds_it_in_its_new_place() {
        rows.items().addListener((ListChangeListener<Row>) change -> {
            if (change.next() && change.wasRemoved() && !change.wasReplaced()) {
                rows.offer(List.of(new Row(1, "changed")), false);
            }
        });

        refresh(LiveRows.Reading.ROWS, true, new Row(3, "c"), new Row(1, "a"));

        assertThat(rows.items()).containsExactly(new Row(3, "c"), new Row(1, "changed"));
    }

    @Test
    void under_the_mouse_lost_rows_stay_and_are_marked() {
        refresh(LiveRows.Reading.UNDER_THE_MOUSE, true, new Row(9, "new"), new Row(3, "c2"), new Row(1, "a"));

        assertThat(rows.items()).containsExactly(new Row(3, "c2"), new Row(2, "b"), new Row(1, "a"));
        assertThat(rows.isGone(new Row(2, "b"))).isTrue();
        assertThat(rows.isGone(new Row(3, "c2"))).isFalse();
        assertThat(rows.waitingCountProperty().get()).isEqualTo(1);
    }

    @Test
    void while_somebody_reads_lost_rows_leave_but_for_those_that_are_kept() {
        rows.refresh(List.of(new Row(9, "new")), true, true, LiveRows.Reading.ROWS, row -> row.id() == 2);

        assertThat(rows.items()).extracting(Row::id).containsExactly(2);
        assertThat(rows.waitingCountProperty().get()).isEqualTo(1);
        assertThat(rows.isGone(new Row(2, "b"))).isTrue();
    }

    @Test
    void a_row_that_new_ones_pushed_out_of_what_was_read_is_not_lost() {
        refresh(LiveRows.Reading.ROWS, false, new Row(4, "d"), new Row(3, "c"), new Row(2, "b"));

        assertThat(rows.items()).extracting(Row::id).containsExactly(3, 2, 1);
        assertThat(rows.goneProperty().get()).isEmpty();
        assertThat(rows.waitingCountProperty().get()).isEqualTo(1);
    }

    @Test
    void rows_behind_the_last_one_loaded_move_nothing_and_come_in() {
        refresh(LiveRows.Reading.UNDER_THE_MOUSE, false, new Row(3, "c"), new Row(1, "a"), new Row(0, "z"));

        assertThat(rows.items()).extracting(Row::id).containsExactly(3, 2, 1, 0);
        assertThat(rows.waitingCountProperty().get()).isZero();
    }

    @Test
    void new_rows_at_the_end_of_a_complete_list_wait_too_while_somebody_reads() {
        List<Row> read = List.of(new Row(3, "c"), new Row(2, "b"), new Row(1, "a"), new Row(0, "z"));
        rows.refresh(read, true, true, LiveRows.Reading.ROWS, _ -> false);

        assertThat(rows.items()).extracting(Row::id).containsExactly(3, 2, 1);
        assertThat(rows.waitingCountProperty().get()).isEqualTo(1);
    }

    @Test
    void a_row_that_waited_and_left_is_not_counted_any_more() {
        rows.offer(List.of(new Row(4, "d")), false);
        refresh(LiveRows.Reading.ROWS, true, new Row(3, "c"), new Row(2, "b"), new Row(1, "a"));

        assertThat(rows.waitingCountProperty().get()).isZero();
    }

    @Test
    void a_refresh_in_calm_shows_what_is() {
        rows.offer(List.of(new Row(4, "d")), false);
        refresh(LiveRows.Reading.NOTHING, true, new Row(4, "d"), new Row(3, "c"));

        assertThat(rows.items()).extracting(Row::id).containsExactly(4, 3);
        assertThat(rows.indexOf(1)).isEqualTo(-1);
        assertThat(rows.waitingCountProperty().get()).isZero();
    }

    private void refresh(LiveRows.Reading reading, boolean whole, Row... read) {
        rows.refresh(List.of(read), whole, false, reading, _ -> false);
    }

    @Test
    void a_page_never_brings_a_row_twice() {
        rows.append(List.of(new Row(1, "again"), new Row(0, "z")));

        assertThat(rows.items()).extracting(Row::id).containsExactly(3, 2, 1, 0);
    }
}
