package dev.darkroom.console.kit.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.navigation.ViewTabs;
import dev.darkroom.console.kit.table.ColumnOrder;
import dev.darkroom.console.kit.table.TableLayout;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import javafx.scene.layout.Pane;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A saved view that is shown here while another window changes or deletes it. */
class SavedViewTabsTest extends ConsoleWindowTest {
    private static final SavedView HERS = view("Hers", "user:ana");
    private static final SavedView HIS = view("His", "user:ben");

    private final SavedViewStore store = new SavedViewStore(List.of(HERS, HIS), _ -> {});
    private final Collection<String> counted = new ConcurrentLinkedQueue<>();
    private ListModel<Views, String, String> model;
    private SavedViewTabs<Views> saved;

    private enum Views {
        ALL
    }

    private final class TextSource implements ListSource<Views, String, String> {
        @Override
        public Parsed<String> parse(FilterText text, Views view) {
            return Parsed.of(text::text);
        }

        @Override
        public ColumnOrder order(Views view) {
            return new ColumnOrder("time", false);
        }

        @Override
        public OptionalLong count(String filter) {
            counted.add(filter);
            return OptionalLong.of(filter.length());
        }

        @Override
        public List<String> page(String filter, ColumnOrder order, @Nullable String after, int limit) {
            return List.of();
        }
    }

    private static SavedView view(String name, String filter) {
        return new SavedView("list", name, "ALL", filter, new TableLayout(List.of(), Map.of(), "time", true));
    }

    @BeforeEach
    void open() {
        ConsoleShell shell = showShell(1000, 700);
        onFx(() -> {
            shell.useViews(store);
            model = new ListModel<>(new TextSource(), Views.ALL, feed()::fx, InstantSource.system());
            ViewTabs<Views> tabs = new ViewTabs<>(List.of(Views.values()), Views::name);
            saved = new SavedViewTabs<>(model, tabs, shell.lists(), "list");
            ((Pane) scene().getRoot()).getChildren().add(tabs);
            model.textProperty().set(FilterText.parse("typed"));
            saved.open(HERS);
        });
    }

    @Test
    void what_another_window_saves_in_its_place_is_adopted() {
        SavedView renamed = view("Hers of today", "user:ana time:today");
        onFx(() -> store.replace(HERS, renamed));
        assertThat(fx(saved::current)).contains(renamed);
        assertThat(fx(() -> model.textProperty().get().text())).isEqualTo("user:ana");
        assertThat(fx(() -> model.orderProperty().get().ascending())).isTrue();
    }

    @Test
    void a_view_that_another_window_deletes_leaves_its_filter_and_order() {
        onFx(() -> store.remove(HERS));
        assertThat(fx(saved::current)).isEmpty();
        assertThat(fx(() -> model.textProperty().get().text())).isEqualTo("user:ana");
        assertThat(fx(() -> model.orderProperty().get().ascending())).isTrue();
    }

    @Test
    void views_that_are_moved_stay_what_they_are() {
        onFx(() -> store.move(HERS, 1));
        assertThat(fx(saved::current)).contains(HERS);
    }

    @Test
    void a_changed_view_counts_the_rows_that_are_shown() {
        await("what was saved", () -> hasTab("Hers 8") && hasTab("His 8"));
        onFx(() -> model.textProperty().set(FilterText.parse("user:ana heron")));
        await("what is shown", () -> hasTab("Hers (changed) 14") && hasTab("His 8"));
    }

    @Test
    void what_is_typed_counts_only_the_view_that_is_shown() {
        await("what was saved", () -> hasTab("Hers 8") && hasTab("His 8"));
        counted.clear();
        onFx(() -> model.textProperty().set(FilterText.parse("user:ana heron")));
        await("what is shown", () -> hasTab("Hers (changed) 14"));
        assertThat(counted).containsExactly("user:ana heron");

        onFx(() -> saved.open(HIS));
        await("what was saved again", () -> hasTab("Hers 8") && hasTab("His 8"));
    }

    private boolean hasTab(String name) {
        return scene().getRoot().lookupAll(".saved-view").stream()
                .anyMatch(tab -> name.equals(tab.getAccessibleText()));
    }
}
