package dev.darkroom.console.logs.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.query.LogSelection;
import org.junit.jupiter.api.Test;

class RecordSelectionTest {
    private final RecordSelection selection = new RecordSelection();
    private final EvenRecords even = new EvenRecords(10_000_000);

    /** The records 0, 2, 4 and so on. */
    private static final class EvenRecords extends LogSelection {
        private final int size;
        private int reads;

        EvenRecords(int size) {
            this.size = size;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public int recordAt(int place) {
            reads++;
            return place * 2;
        }

        @Override
        public int placeOf(int record) {
            return Math.min(size, Math.max(0, record + 1 >> 1));
        }
    }

    private int[] selected() {
        return selection.records().numbers().toArray();
    }

    @Test
    void everything_has_a_lead_that_stays_when_the_others_go() {
        selection.everything(even);
        assertThat(selection.lead()).isZero();
        selection.only(selection.lead());
        assertThat(selected()).containsExactly(0);

        selection.only(8);
        selection.everything(even);
        assertThat(selection.lead()).isEqualTo(8);
        selection.only(7);
        selection.everything(even);
        assertThat(selection.lead()).as("7 is not shown").isZero();
    }

    @Test
    void everything_in_an_empty_view_is_nothing() {
        selection.only(5);
        selection.everything(LogSelection.none());

        assertThat(selection.lead()).isEqualTo(-1);
        assertThat(selection.count()).isZero();
        selection.only(selection.lead());
        assertThat(selected()).isEmpty();
    }

    @Test
    void millions_are_selected_without_a_look_at_each() {
        selection.everything(even);
        selection.toggle(40);
        selection.toggle(41);
        selection.toggle(19_999_998);
        assertThat(selection.count()).isEqualTo(9_999_999);
        assertThat(selection.has(40)).isFalse();
        assertThat(selection.has(41)).isTrue();
        assertThat(selection.has(42)).isTrue();
        assertThat(selection.has(43)).isFalse();
        assertThat(selection.lead()).isEqualTo(19_999_996);
        selection.only(2);
        selection.extend(19_999_990, even);
        assertThat(selection.count()).isEqualTo(9_999_995);

        assertThat(even.reads).isLessThan(100);
    }

    @Test
    void the_lead_taken_out_goes_to_the_closest_record_before_it_or_else_after_it() {
        selection.only(5);
        selection.toggle(8);
        selection.toggle(9);
        selection.toggle(5);
        assertThat(selection.lead()).isEqualTo(8);
        selection.toggle(9);
        assertThat(selection.lead()).isEqualTo(8);
        selection.toggle(8);
        assertThat(selection.lead()).isEqualTo(-1);

        selection.everything(new EvenRecords(5));
        selection.toggle(0);
        assertThat(selection.lead()).isEqualTo(2);
        selection.toggle(4);
        selection.toggle(6);
        assertThat(selection.lead()).isEqualTo(2);
        assertThat(selected()).containsExactly(2, 8);
        selection.toggle(3);
        selection.toggle(8);
        assertThat(selection.lead()).isEqualTo(3);
        assertThat(selected()).containsExactly(2, 3);
    }

    @Test
    void shift_selects_what_is_shown_between_two_clicks_even_when_the_first_is_hidden_by_now() {
        selection.only(7);
        selection.extend(2, even);
        assertThat(selected()).containsExactly(2, 4, 6);
        selection.extend(12, even);
        assertThat(selected()).containsExactly(8, 10, 12);
        assertThat(selection.lead()).isEqualTo(12);
    }
}
