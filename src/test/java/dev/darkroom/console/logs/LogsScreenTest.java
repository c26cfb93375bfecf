package dev.darkroom.console.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.logfile.parse.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javafx.geometry.Bounds;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogsScreenTest extends LogsScreenRig {
    @Test
    void categories_levels_search_and_the_whole_record_of_a_live_log() {
        open(1440, 900);
        await("all lines", () -> shown() == 200);
        pictures("logs-live");

        onFx(() -> {
            model.setFilter(LogViewFilter.ALL.onlyCategories(
                    Set.of("STORAGE-UPLOAD"),
                    model.snapshotProperty().get().categories().byCategory().keySet()));
        });
        await("one category", () -> shown() == 60);
        assertThat(fx(() -> model.snapshotProperty().get().count(LogLevel.WARN)))
                .isEqualTo(20);

        onFx(() -> {
            model.clear();
            model.setFilter(model.filterProperty().get().search("503", false));
        });
        await(
                "found",
                () -> found() != null
                        && found().matches() != null
                        && found().matches().size() == 20);
        assertThat(shown()).isEqualTo(200);
        robot.press(KeyCode.E).release(KeyCode.E);
        await("the first error", () -> model.selectedProperty().get() >= 0);
        await("its drawer", () -> scene().getRoot().lookup(".record-drawer .facts") != null);
        pictures("logs-search");
    }

    @Test
    void a_jump_with_a_filter_shows_what_it_is_about() {
        open(1440, 900);
        LogViewFilter errors = LogViewFilter.ALL.onlyLevels(Set.of(LogLevel.ERROR));
        onFx(() -> screen.open(LogViewFilter.write(errors)));
        assertThat(fx(() -> model.filterProperty().get())).isEqualTo(errors);
    }

    @ParameterizedTest
    @CsvSource({"1440, 900, 1.5", "1440, 900, 2", "1000, 700, 1"})
    void with_a_record_open_everything_stays_inside_the_window_at_any_text_size(
            double width, double height, double scale) {
        open(width, height);
        onFx(() -> theme().scaleProperty().set(scale));
        await("lines", () -> found() != null && found().records() > 100);
        robot.press(KeyCode.E).release(KeyCode.E);
        await("its drawer", () -> scene().getRoot().lookup(".record-drawer .facts") != null);
        picture("logs-record-" + Math.round(width) + "-" + Math.round(scale * 100));
        for (String part : List.of(
                ".rail",
                ".top-bar",
                ".status-bar",
                ".tool-line",
                ".facets",
                ".log-lines",
                ".inspector",
                ".drawer-title")) {
            Bounds seen = fx(
                    () -> scene().lookup(part).localToScene(scene().lookup(part).getLayoutBounds()));
            assertThat(seen.getMinX()).as(part).isGreaterThanOrEqualTo(0);
            assertThat(seen.getMaxX()).as(part).isLessThanOrEqualTo(width);
        }
        assertThat(fx(() -> scene().lookup(".log-lines").getLayoutBounds().getWidth()))
                .as("room of the lines")
                .isGreaterThan(width * 0.4);
    }

    @ParameterizedTest
    @CsvSource({"1440, 900, 2", "1000, 700, 1", "1000, 700, 1.5"})
    void the_tools_stay_inside_the_window_however_much_is_unread(double width, double height, double scale) {
        open(width, height);
        onFx(() -> theme().scaleProperty().set(scale));
        pausedWithUnread();
        await("all tools inside", () -> overTheEdge(".tool-line .button").isEmpty());
        picture("logs-tools-" + Math.round(width) + "-" + Math.round(scale * 100));
    }

    private void pausedWithUnread() {
        await("all lines", () -> shown() == 200);
        onFx(() -> model.pause());
        append(40);
        await("new ones", () -> model.unread() == 200);
    }

    @Test
    void what_is_written_while_one_reads_is_counted_and_does_not_move_the_page() {
        open(1000, 700);

        pausedWithUnread();

        assertThat(fx(() -> model.unreadErrors())).isEqualTo(20);
        pictures("logs-paused-small");
        onFx(() -> model.follow());
        assertThat(fx(model::unread)).isZero();
    }

    @Test
    void a_file_that_is_not_there_says_so_and_nothing_that_matches_offers_the_way_back() {
        open(1440, 900);
        await("all lines", () -> shown() == 200);
        onFx(() -> {
            model.setFilter(model.filterProperty()
                    .get()
                    .search("nowhere to be found", false)
                    .onlyMatches(true));
        });
        await("nothing", () -> shown() == 0);
        picture("logs-nothing-matches");

        onFx(() -> {
            model.clear();
            model.open(List.of(folder.resolve("gone.log")));
        });
        await("a sentence", () -> found() != null && found().problem() != null);
        assertThat(look().problem()).contains("gone.log");
        picture("logs-missing-file");
    }

    @Test
    void a9_a_level_that_is_switched_off_tells_what_it_would_bring_of_the_categories_that_are_left() {
        open(1440, 900);
        awaitFound();
        setFilter(LogViewFilter.ALL.levels(Set.of(LogLevel.INFO), false));
        robot.clickOn("STORAGE");
        awaitFound();
        long promised = look().count(LogLevel.INFO);

        setFilter(model.filterProperty().get().levels(Set.of(LogLevel.INFO), true));

        assertThat(promised).as("40 uploads and 20 addresses").isEqualTo(60);
        assertThat(look().count(LogLevel.INFO)).isEqualTo(promised);
        assertThat(shown()).isEqualTo(80);
    }

    @Test
    void only_one_category_stays_only_that_one_in_a_log_that_was_opened_without_a_level() throws IOException {
        open(1440, 900);
        awaitFound();
        setFilter(LogViewFilter.ALL.levels(Set.of(LogLevel.INFO), false));
        Path other = Files.copy(log, folder.resolve("other.log"));
        onFx(() -> {
            model.open(List.of(other));
            model.setFilter(LogViewFilter.ALL.levels(Set.of(LogLevel.INFO), false));
        });
        awaitFound();
        robot.clickOn("STORAGE");
        awaitFound();

        setFilter(model.filterProperty().get().levels(Set.of(LogLevel.INFO), true));

        assertThat(shown()).isEqualTo(80);
    }

    @Test
    void each_log_has_a_filter_of_its_own_and_a_picture_is_called_one_at_once() throws IOException {
        open(1440, 900);
        awaitFound();
        setFilter(LogViewFilter.ALL.search("upload", false).onlyMatches(true));
        Path picture = folder.resolve("0-output.png");
        byte[] bytes = new byte[8192];
        new java.util.Random(7).nextBytes(bytes);
        Files.write(picture, bytes);
        onFx(() -> model.open(List.of(picture)));
        await(
                "the right words",
                () -> scene().getRoot().lookupAll(".empty-state .label").stream()
                        .anyMatch(node ->
                                node instanceof Labeled label && label.getText().contains("does not look like a log")));
        assertThat(fx(() -> model.filterProperty().get())).isEqualTo(LogViewFilter.ALL);
        onFx(() -> model.show(model.sources().getFirst()));
        awaitFound();
        assertThat(fx(() -> model.filterProperty().get().search())).isEqualTo("upload");
    }

    @Test
    void enter_right_after_typing_goes_to_a_match_of_what_was_typed() {
        open(1440, 900);
        awaitFound();
        setFilter(LogViewFilter.ALL.search("Refunded", false));

        onFx(() -> {
            screen.filter();
            ((TextField) scene().getFocusOwner()).setText("Partial upload");
        });
        robot.press(KeyCode.ENTER).release(KeyCode.ENTER);

        await("a match", () -> model.selectedProperty().get() >= 0);
        awaitFound();
        assertThat(fx(() -> model.filterProperty().get().search())).isEqualTo("Partial upload");
        assertThat(fx(() -> model.selectedProperty().get())).isEqualTo(3);
    }

    @Test
    void a_pin_that_no_line_belongs_to_is_offered_to_be_lifted() {
        open(1440, 900);
        awaitFound();
        pin(PinnedSubject.generation(UUID.randomUUID()));
        awaitFound();
        await("why", () -> scene().lookup(".empty-state .button") != null);
        robot.clickOn(".empty-state .button");
        awaitFound();
        await("all lines", () -> shown() == 200);
    }

    @Test
    void to_see_a_line_among_its_neighbours_lifts_the_pin_and_can_be_undone() {
        open(1440, 900);
        append("2026-11-23 14:30:00.000 INFO  [run-00000000] darkroom.GENERATION - of another generation\n");
        await("all lines", () -> shown() == 201);
        for (KeyCode key : List.of(KeyCode.C, KeyCode.O)) {
            pin(PinnedSubject.generation(UUID.fromString(ID)));
            awaitFound();
            assertThat(shown()).isLessThan(201);
            onFx(() -> {
                model.selection().only(look().shown().record(0));
                scene().lookup(".log-lines").requestFocus();
            });
            press(key);
            awaitFound();
            await("all lines", () -> shown() == 201);
            robot.clickOn(".toast .button");
            await("pinned again", () -> model.isPinned());
        }
    }

    @Test
    void a_closed_window_does_not_go_on_reading_its_log() {
        open(1000, 700);
        awaitFound();
        onFx(() -> shell.leave());
        await(
                "no reader",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("log-reader")));
    }
}
