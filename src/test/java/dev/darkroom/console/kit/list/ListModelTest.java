package dev.darkroom.console.kit.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.table.ColumnOrder;
import dev.darkroom.console.kit.table.PagedRows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListModelTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-24T23:59:00Z"));
    private final ListModel<Views, String, String> model =
            new ListModel<>(new DaySource(), Views.ALL, Runnable::run, now::get);

    private enum Views {
        ALL
    }

    /** The filter is the text and the day it was read on, and the only row is the filter. */
    private final class DaySource implements ListSource<Views, String, String> {
        @Override
        public Parsed<String> parse(FilterText text, Views view) {
            return text.text().equals("nonsense")
                    ? new Parsed<>(Optional.empty(), "unreadable")
                    : new Parsed<>(
                            Optional.of(
                                    text.text() + " on " + now.get().toString().substring(0, 10)),
                            "");
        }

        @Override
        public ColumnOrder order(Views view) {
            return new ColumnOrder("time", false);
        }

        @Override
        public OptionalLong count(String filter) {
            return OptionalLong.of(filter.startsWith("user:ana") ? 1 : 0);
        }

        @Override
        public List<String> page(String filter, ColumnOrder order, @Nullable String after, int limit) {
            return List.of(filter);
        }
    }

    @Test
    void today_is_another_day_when_the_list_is_read_again_after_midnight() throws Exception {
        model.textProperty().set(FilterText.parse("time:today"));
        PagedRows.PageSource<String> pages = model.pages();
        assertThat(pages.fetch(null, 10)).containsExactly("time:today on 2026-11-24");

        now.set(Instant.parse("2026-11-25T00:01:00Z"));
        assertThat(pages.fetch("a row", 10))
                .as("the pages belong together")
                .containsExactly("time:today on 2026-11-24");
        assertThat(pages.fetch(null, 10)).containsExactly("time:today on 2026-11-25");
        assertThat(model.currentFilter()).isEqualTo("time:today on 2026-11-25");
    }

    @Test
    void a_view_is_counted_under_pin_and_filter_and_a_saved_one_under_the_pin() throws Exception {
        model.textProperty().set(FilterText.parse("user:ana"));
        assertThat(model.counts(List.of(Views.ALL))).containsExactly(Map.entry(Views.ALL, 1L));
        model.textProperty().set(FilterText.parse("user:ben"));
        assertThat(model.counts(List.of(Views.ALL))).containsExactly(Map.entry(Views.ALL, 0L));
        assertThat(model.countTask("ALL", FilterText.parse("kind:grant")).call())
                .hasValue(0);
        model.pin(FilterText.parse("user:ana"), false);
        assertThat(model.countTask("ALL", FilterText.parse("kind:grant")).call())
                .hasValue(1);
        assertThat(model.counts(List.of(Views.ALL))).containsExactly(Map.entry(Views.ALL, 1L));
    }

    @Test
    void a_pinned_generation_suspends_the_user_of_the_filter() {
        model.textProperty().set(FilterText.parse("user:ben kind:grant"));
        FilterText generation = FilterText.parse("generation:51");
        model.pin(generation, true);
        assertThat(model.combinedTextProperty().get()).isEqualTo(FilterText.parse("generation:51 kind:grant"));
        assertThat(model.problemProperty().get()).contains("user:ben");

        model.pin(FilterText.EMPTY, false);
        assertThat(model.combinedTextProperty().get()).isEqualTo(FilterText.parse("user:ben kind:grant"));
    }

    @Test
    void a_pinned_user_suspends_what_the_filter_excludes_of_users() {
        model.textProperty().set(FilterText.parse("-user:ana -heron kind:grant"));
        model.pin(FilterText.parse("user:ana"), false);
        assertThat(model.combinedTextProperty().get()).isEqualTo(FilterText.parse("user:ana -heron kind:grant"));
        assertThat(model.problemProperty().get()).contains("-user:ana").doesNotContain("heron");

        model.pin(FilterText.parse("id:51"), true);
        assertThat(model.combinedTextProperty().get()).isEqualTo(FilterText.parse("id:51 -heron kind:grant"));
        assertThat(model.problemProperty().get()).contains("-user:ana");
    }

    @Test
    void a_text_that_cannot_be_read_leaves_the_filter_as_it_was() throws Exception {
        model.textProperty().set(FilterText.parse("time:today"));
        model.textProperty().set(FilterText.parse("nonsense"));
        assertThat(model.problemProperty().get()).isEqualTo("unreadable");
        assertThat(model.pages().fetch(null, 10)).containsExactly("time:today on 2026-11-24");
        assertThat(model.currentFilter()).isEqualTo("time:today on 2026-11-24");
    }
}
