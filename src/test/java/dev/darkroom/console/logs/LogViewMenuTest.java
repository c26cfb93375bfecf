package dev.darkroom.console.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.list.SavedView;
import dev.darkroom.console.kit.list.SavedViewStore;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.table.TableLayout;
import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.logfile.parse.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/** Saved views of the logs, by keyboard and by the menu at the end of the tabs. */
class LogViewMenuTest extends LogsScreenRig {
    private static final LogViewFilter UPLOADS = LogViewFilter.ALL
            .levels(Set.of(LogLevel.INFO), false)
            .search("upload", false)
            .onlyMatches(true);
    private static final LogViewFilter ERRORS = LogViewFilter.ALL.onlyLevels(Set.of(LogLevel.ERROR));

    private final List<SavedView> kept = new ArrayList<>();

    private void start(SavedView... saved) {
        kept.addAll(List.of(saved));
        store = new SavedViewStore(kept, all -> {
            kept.clear();
            kept.addAll(all);
        });
        open(1440, 900);
        awaitFound();
    }

    private static SavedView view(String name, String filter) {
        return new SavedView(LogsScreen.ID, name, "", filter, new TableLayout(List.of(), Map.of(), "", false));
    }

    private void save(String name) {
        robot.push(KeyCode.CONTROL, KeyCode.S);
        nameView(shell, name);
    }

    private List<MenuItem> items() {
        LogViewMenu menu = (LogViewMenu) scene().getRoot().lookup(".saved-views");
        menu.getOnShowing().handle(null);
        return menu.getItems();
    }

    private void choose(String text) {
        onFx(() -> fire(items(), text));
        settle();
    }

    /** The views in the menu, the one that is marked in brackets. */
    private List<String> views() {
        return fx(() -> items().stream()
                .filter(RadioMenuItem.class::isInstance)
                .map(RadioMenuItem.class::cast)
                .map(item -> item.isSelected() ? "[" + item.getText() + "]" : item.getText())
                .toList());
    }

    private String named() {
        return fx(() -> ((LogViewMenu) scene().getRoot().lookup(".saved-views")).getText());
    }

    private LogViewFilter filter() {
        return fx(() -> model.filterProperty().get());
    }

    private void clear() {
        onFx(() -> model.clear());
    }

    @Test
    void a_view_is_saved_by_a_key_and_brings_back_its_whole_filter() {
        start();
        assertThat(named()).isEqualTo("Saved views");
        setFilter(UPLOADS);
        save("Uploads");
        assertThat(views()).containsExactly("[Uploads]");
        assertThat(named()).isEqualTo("Uploads");
        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().list()).isEqualTo("logs");
        assertThat(LogViewFilter.read(kept.getFirst().filter())).isEqualTo(UPLOADS);
        pictures("logs-saved-view");

        clear();
        assertThat(named()).isEqualTo("Saved views");
        choose("Uploads");
        assertThat(filter()).isEqualTo(UPLOADS);
        awaitFound();
        setFilter(ERRORS);
        assertThat(named()).isEqualTo("Uploads (changed)");
        assertThat(views()).containsExactly("[Uploads]");
    }

    @Test
    void views_are_renamed_moved_replaced_and_deleted_and_what_is_lost_can_be_taken_back() {
        start();
        setFilter(UPLOADS);
        save("Uploads");
        setFilter(ERRORS);
        save("Errors");
        assertThat(views()).containsExactly("Uploads", "[Errors]");

        choose("Rename view\u2026");
        nameView(shell, "All errors");
        assertThat(views()).containsExactly("Uploads", "[All errors]");
        assertThat(filter()).isEqualTo(ERRORS);

        choose("Move view forward");
        assertThat(views()).containsExactly("[All errors]", "Uploads");
        choose("Move view back");
        assertThat(views()).containsExactly("Uploads", "[All errors]");
        assertThat(fx(() -> items().stream()
                        .filter(item -> "Move view back".equals(item.getText()))
                        .map(MenuItem::getStyleClass)
                        .toList()))
                .as("the last one is refused")
                .singleElement()
                .asInstanceOf(LIST)
                .contains("refused-item");

        setFilter(ERRORS.search("critical", false));
        choose("Save changes to view");
        assertThat(named()).isEqualTo("All errors");
        robot.push(KeyCode.CONTROL, KeyCode.Z);
        await("the view as it was", () -> named().equals("All errors (changed)"));

        choose("Delete view");
        assertThat(views()).containsExactly("Uploads");
        assertThat(filter().search()).as("what is shown stays").isEqualTo("critical");
        robot.push(KeyCode.CONTROL, KeyCode.Z);
        await("it is back", () -> views().equals(List.of("Uploads", "All errors")));
        choose("All errors");
        assertThat(filter()).isEqualTo(ERRORS);
    }

    @Test
    void the_palette_opens_and_changes_views_too() {
        start(view("Errors", LogViewFilter.write(ERRORS)));
        onFx(() -> action("View: Errors").run().run());
        assertThat(filter()).isEqualTo(ERRORS);
        assertThat(fx(() -> action("Delete view").remark())).isEqualTo("Errors");
    }

    private ConsoleAction action(String title) {
        return screen.actions().stream()
                .filter(action -> action.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no action " + title));
    }

    @Test
    void a_view_whose_filter_cannot_be_read_stays_and_filters_nothing() {
        start(view("Broken", "level:error"));
        setFilter(ERRORS);
        choose("Broken");
        assertThat(filter()).isEqualTo(LogViewFilter.ALL);
        assertThat(views()).containsExactly("[Broken]");
        assertThat(kept).containsExactly(view("Broken", "level:error"));
    }

    @Test
    void the_pin_goes_before_the_generation_of_a_view_and_is_not_saved_with_one() {
        String other = "11111111-99ae-47de-92a4-fb643ad336f4";
        start(view("One", LogViewFilter.write(ERRORS.generation(other))));
        pin(PinnedSubject.generation(UUID.fromString(ID)));
        choose("One");
        assertThat(filter()).isEqualTo(ERRORS.generation(ID));
        assertThat(named()).isEqualTo("One");
        pin(null);
        assertThat(filter()).isEqualTo(ERRORS.generation(other));

        setFilter(UPLOADS);
        pin(PinnedSubject.generation(UUID.fromString(ID)));
        save("Uploads");
        assertThat(LogViewFilter.read(kept.getLast().filter())).isEqualTo(UPLOADS);
    }

    @Test
    void each_log_shows_a_view_of_its_own() throws IOException {
        start(view("Errors", LogViewFilter.write(ERRORS)));
        choose("Errors");
        Path other = Files.copy(log, folder.resolve("other.log"));
        onFx(() -> model.open(List.of(other)));
        await("the other one", () -> model.sources().size() == 2);
        assertThat(named()).isEqualTo("Saved views");
        onFx(() -> model.show(model.sources().getFirst()));
        assertThat(named()).isEqualTo("Errors");
    }
}
