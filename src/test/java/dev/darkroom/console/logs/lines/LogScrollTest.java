package dev.darkroom.console.logs.lines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class LogScrollTest {
    /** Every third record has four lines more. */
    private static final IntUnaryOperator THIRD = place -> place % 3 == 0 ? 5 : 1;

    private final LogScroll scroll = new LogScroll(THIRD);

    @Test
    void each_line_down_is_a_line_and_as_many_up_lead_back() {
        scroll.extent(10_000_000, 40);
        for (int step = 0; step < 1000; step++) {
            scroll.by(1);
        }

        assertThat(scroll.place() * 7 / 3).isBetween(990, 1010);
        scroll.by(-1000);
        assertThat(scroll.place()).isZero();
        assertThat(scroll.line()).isZero();
    }

    @Test
    void the_end_shows_the_last_line_at_the_lower_edge_and_nothing_below_it() {
        scroll.extent(10_000_000, 40);
        scroll.toEnd();
        int place = scroll.place();
        int line = scroll.line();

        assertThat(scroll.atEnd()).isTrue();
        int lines = -line;
        for (int at = place; at < 10_000_000; at++) {
            lines += THIRD.applyAsInt(at);
        }
        assertThat(lines).isEqualTo(40);
        scroll.by(1_000_000);
        assertThat(scroll.place()).isEqualTo(place);
        assertThat(scroll.line()).isEqualTo(line);
        scroll.by(-1);
        assertThat(scroll.atEnd()).isFalse();
    }

    @Test
    void a_record_is_shown_in_the_row_that_was_asked_for() {
        scroll.extent(1000, 40);
        scroll.show(500, 13);

        assertThat(scroll.rowOf(500)).isEqualTo(13);
        scroll.by(3);
        assertThat(scroll.rowOf(500)).isEqualTo(10);
    }

    @Test
    void what_is_shorter_than_the_view_begins_at_its_top() {
        scroll.extent(5, 40);
        scroll.toEnd();

        assertThat(scroll.place()).isZero();
        assertThat(scroll.atEnd()).isTrue();
        scroll.by(7);
        assertThat(scroll.place()).isZero();
        assertThat(scroll.line()).isZero();
    }

    @Test
    void a_record_taller_than_the_view_is_walked_through_line_by_line() {
        LogScroll tall = new LogScroll(place -> place == 1 ? 500 : 1);
        tall.extent(3, 40);
        tall.by(100);

        assertThat(tall.place()).isEqualTo(1);
        assertThat(tall.line()).isEqualTo(99);
        tall.toEnd();
        assertThat(tall.place()).isEqualTo(1);
        assertThat(tall.line()).isEqualTo(461);
    }
}
