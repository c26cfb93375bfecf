package dev.darkroom.console.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.logs.lines.LogCanvas;
import dev.darkroom.console.logs.lines.VisibleLinesRenderer;
import dev.darkroom.console.logs.model.LogBookmarks;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogReader;
import dev.darkroom.console.logs.reader.LogSource;
import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogRecord;
import dev.darkroom.logfile.query.LogRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javafx.geometry.Point2D;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;

class LogViewerTest extends LogsScreenRig {
    private static final int ERROR = 8;

    @Test
    void dragging_over_the_time_line_shows_only_that_time_and_esc_shows_all_again() {
        opened();
        Region strip = node(".log-histogram", Region.class);

        drag(strip, 0.25, 0.5);

        await("a range", () -> model.filterProperty().get().hasRange() && shown() > 0 && shown() < 200);
        assertThat(look().histogram().counts())
                .as("the time line still shows all")
                .hasDimensions(LogReader.BUCKETS, 7);
        assertThat(shown()).isBetween(40, 60);
        await("its chip", () -> scene().getRoot().lookup(".log-chips .filter-chip") != null);
        pictures("logs-range");
        press(KeyCode.ESCAPE);
        await("all again", () -> shown() == 200);
        assertThat(node(".log-chips", Region.class).isVisible()).isFalse();
    }

    @Test
    void a_click_on_the_time_line_goes_to_that_time() {
        opened();
        Region strip = node(".log-histogram", Region.class);

        robot.clickOn(at(strip, 0.5, 0.4));

        LogCanvas lines = node(".log-lines", LogCanvas.class);
        await("the middle", () -> {
            var first = lines.spanProperty().get().first();
            return first != null && first.number() > 80 && first.number() < 120;
        });
        assertThat(fx(() -> model.followingProperty().get())).isFalse();
    }

    @Test
    void a_trace_is_folded_until_somebody_wants_to_see_it_and_long_lines_wrap() {
        opened();
        LogCanvas lines = node(".log-lines", LogCanvas.class);
        press(KeyCode.E);
        await("the first error", () -> model.selection().lead() == ERROR);
        await("it is folded", () -> rows(lines, ERROR) == 5);

        press(KeyCode.F);
        await("seven lines of trace and the way back", () -> rows(lines, ERROR) == 9);
        pictures("logs-unfolded");
        onFx(() -> lines.requestFocus());
        press(KeyCode.RIGHT);
        await("folded again", () -> rows(lines, ERROR) == 5);

        press(KeyCode.ALT, KeyCode.Z);
        await("wrapped", () -> rows(lines, ERROR) > 5);
        assertThat(shown()).isEqualTo(200);
        pictures("logs-wrapped");
    }

    @Test
    void one_generation_its_context_and_the_way_to_it_are_one_key_away() {
        opened();
        append("2026-11-23 13:50:00.000 INFO  [main] a - 🔍 [GENERATION] of nobody\n");
        await("one more", () -> shown() == 201);
        press(KeyCode.E);
        await("an error", () -> model.selection().lead() == ERROR);

        press(KeyCode.O);
        await("one generation", () -> shown() == 200);
        assertThat(fx(() -> model.filterProperty().get().generation())).isEqualTo(ID);
        press(KeyCode.C);
        await("all again", () -> shown() == 201);
        assertThat(fx(() -> model.selection().lead())).isEqualTo(ERROR);
        robot.clickOn("Open generation");
        assertThat(jumps).containsExactly(ID);
    }

    @Test
    void see_in_context_keeps_the_line_where_it_is() {
        opened();
        setFilter(LogViewFilter.ALL.search("Partial upload", false).onlyMatches(true));
        assertThat(shown()).isEqualTo(20);
        press(KeyCode.N);
        press(KeyCode.N);
        press(KeyCode.N);
        await("the third match", () -> model.selection().lead() == 23);
        LogCanvas lines = node(".log-lines", LogCanvas.class);
        int row = fx(() -> row(lines, 23));

        press(KeyCode.C);

        await("its neighbours", () -> shown() == 200);
        await("the same row", () -> row(lines, 23) == row);
        assertThat(look().matches().size())
                .as("what was looked for stays marked")
                .isEqualTo(20);
    }

    @Test
    void several_lines_are_selected_and_copied_with_secrets_masked() {
        opened();
        append("2026-11-23 13:50:00.000 INFO  [main] a - 🔍 [GENERATION] password=hunter2hunter2\n");
        await("one more", () -> shown() == 201);
        LogCanvas lines = node(".log-lines", LogCanvas.class);
        await(
                "it is seen",
                () -> lines.spanProperty().get().last() != null
                        && lines.spanProperty().get().last().number() == 200);
        assertThat(fx(() -> lines.spanProperty().get().last().text())).isEqualTo("password=***");

        onFx(() -> {
            model.selection().only(198);
            lines.requestFocus();
        });
        press(KeyCode.SHIFT, KeyCode.DOWN);
        press(KeyCode.SHIFT, KeyCode.DOWN);
        await("three", () -> model.selection().count() == 3);
        press(KeyCode.CONTROL, KeyCode.C);

        await(
                "copied",
                () -> String.valueOf(Clipboard.getSystemClipboard().getString()).contains("password=***"));
        assertThat(fx(() -> Clipboard.getSystemClipboard().getString()))
                .contains("RemoteException")
                .doesNotContain("hunter2");
        assertThat(fx(lines::getAccessibleText)).contains("GENERATION", "password=***");
    }

    @Test
    void a_filter_takes_effect_while_everything_is_selected() {
        opened();
        LogCanvas lines = node(".log-lines", LogCanvas.class);
        onFx(() -> lines.requestFocus());
        press(KeyCode.CONTROL, KeyCode.A);
        await("all selected", () -> model.selection().count() == 200);

        setFilter(LogViewFilter.ALL.onlyCategories(
                Set.of("STORAGE-UPLOAD"),
                fx(() -> found().categories().byCategory().keySet())));

        assertThat(shown()).isEqualTo(60);
        assertThat(fx(() -> model.selection().count())).isEqualTo(1);
        append(1);
        await("the tail goes on", () -> found().records() == 205);
    }

    @Test
    void scrolling_up_pauses_and_end_goes_on() {
        opened();
        LogCanvas lines = node(".log-lines", LogCanvas.class);
        onFx(() -> lines.requestFocus());

        robot.moveTo(lines);
        robot.scroll(3, javafx.geometry.VerticalDirection.UP);
        await("paused", () -> !model.followingProperty().get());
        append(1);
        await("counted", () -> model.unread() == 5);
        press(KeyCode.END);
        await("live", () -> model.followingProperty().get() && model.unread() == 0);
        await(
                "the last line is seen",
                () -> lines.spanProperty().get().last() != null
                        && lines.spanProperty().get().last().number() == 204);
    }

    @Test
    void the_tab_of_a_log_that_grows_under_a_filter_is_left_without_a_look_at_its_closed_index() throws IOException {
        log = folder.resolve("backend.log");
        append(("2026-11-23 13:44:00.000 INFO  [main] x - 📥 [STORAGE-UPLOAD] Processing file\n"
                        + "2026-11-23 13:46:00.000 INFO  [main] x - 🔍 [GENERATION] Starting\n")
                .repeat(20_000));
        opened();
        LogCanvas lines = node(".log-lines", LogCanvas.class);
        setFilter(LogViewFilter.ALL.onlyCategories(
                Set.of("STORAGE-UPLOAD"), look().categories().byCategory().keySet()));
        onFx(() -> {
            model.pause();
            lines.scrollTo(10_000);
        });
        await(
                "the middle",
                () -> lines.spanProperty().get().first() != null
                        && lines.spanProperty().get().first().number() == 20_000);
        int before = fx(() -> found().records());
        append("2026-11-23 13:47:00.000 INFO  [main] x - 🔍 [GENERATION] Starting\n");
        await("it has grown", () -> found().records() > before);
        Path other = Files.writeString(
                folder.resolve("other.log"), "2026-11-23 13:00:01.000 INFO  [main] x - ✅ [DB-STATUS] of another log\n");

        List<Throwable> failures = new ArrayList<>();
        onFx(() -> {
            Thread thread = Thread.currentThread();
            Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
            thread.setUncaughtExceptionHandler((_, failure) -> failures.add(failure));
            LogRecords left = model.log();
            model.currentProperty().subscribe((_, _) -> untilClosed(left));
            model.open(LogSource.file(other));
            thread.setUncaughtExceptionHandler(handler);
        });

        assertThat(failures).isEmpty();
        await(
                "the other log",
                () -> lines.spanProperty().get().first() != null
                        && lines.spanProperty().get().first().text().equals("of another log"));
    }

    /** Holds the thread of the window until the index of a log is closed. */
    private static void untilClosed(LogRecords log) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < limit) {
            try {
                log.select(LogQuery.ALL.since(LocalDateTime.of(2026, 11, 23, 13, 45)), null);
            } catch (IOException | IllegalStateException _) {
                return;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("The log is still open");
    }

    @Test
    void what_was_found_before_a_log_was_left_is_not_shown_when_it_is_opened_again() throws IOException {
        opened();
        Path other = Files.copy(log, folder.resolve("other.log"));
        LogSource first = fx(() -> model.currentProperty().get());

        onFx(() -> {
            LogRecords left = model.log();
            append(1);
            while (left.records() < 205 || isReading()) {
                Thread.onSpinWait(); // its result waits behind this
            }
            model.hidden();
            model.open(LogSource.file(other));
            model.show(first);
        });

        assertThat(fx(this::found)).isNull();
        onFx(() -> model.shown());
        awaitFound();
        assertThat(shown()).isEqualTo(205);
    }

    private static boolean isReading() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(
                        thread -> thread.getName().equals("log-reader") && thread.getState() == Thread.State.RUNNABLE);
    }

    @Test
    void bookmarks_are_walked_through_and_remembered_as_long_as_their_line_is_there() {
        KeptLogMemory memory = new KeptLogMemory();
        open(1440, 900, memory);
        awaitFound();
        mark(20);
        mark(120);
        press(KeyCode.B);
        await("the first", () -> model.selection().lead() == 20);
        press(KeyCode.B);
        await("the second", () -> model.selection().lead() == 120);
        press(KeyCode.SHIFT, KeyCode.B);
        await("back", () -> model.selection().lead() == 20);
        pictures("logs-bookmarks");
        List<LogBookmarks.Bookmark> list =
                memory.bookmarks.get(log.toAbsolutePath().toString());
        assertThat(list).extracting(LogBookmarks.Bookmark::record).containsExactly(20, 120);

        memory.bookmarks.put(
                log.toAbsolutePath().toString(),
                List.of(list.getFirst(), new LogBookmarks.Bookmark(120, 7, "", "another line")));
        closeWindowAndModel();
        open(1440, 900, memory);
        awaitFound();
        await(
                "the one that is still there",
                () -> model.bookmarks().listProperty().get().size() == 1);
        assertThat(fx(() -> model.bookmarks().has(20))).isTrue();
    }

    @Test
    void what_is_dropped_on_the_window_opens_and_what_cannot_be_shown_is_said() throws IOException {
        opened();
        Path other = Files.writeString(folder.resolve("server.log"), "plain text without times\nand more\n");
        Path empty = Files.createFile(folder.resolve("empty.log"));
        byte[] noise = new byte[40_000];
        new java.util.Random(7).nextBytes(noise);
        Path picture = Files.write(folder.resolve("picture.png"), noise);

        for (Path file : List.of(other, empty, picture)) {
            onFx(() -> screen.drop(List.of(file.toFile())));
            await(
                    "it is open",
                    () -> model.sources().contains(LogSource.file(file))
                            && LogSource.file(file)
                                    .equals(model.currentProperty().get()));
        }
        await("the last one", () -> text("This does not look like a log"));
        assertThat(fx(() -> model.sources().size())).isEqualTo(4);
        picture("logs-binary");
        robot.clickOn("Show anyway");
        await("its bytes", () -> scene().getRoot().lookup(".log-lines") != null);

        show(empty);
        await("empty", () -> text("This file is empty. Lines appear here as soon as something is written to it."));
        show(other);
        await("two lines", () -> shown() == 2);
        assertThat(node(".log-histogram", Region.class).isVisible())
                .as("a time line without times")
                .isFalse();
        Files.delete(other);
        await("it is gone", () -> found() != null && found().problem() != null);
        assertThat(look().problem()).contains("server.log was deleted or moved");
        assertThat(shown()).isEqualTo(2);
        picture("logs-gone");
    }

    @Test
    void several_files_dropped_at_once_are_one_log_by_time_and_one_opens_with_its_rotated_past() throws IOException {
        opened();
        Path a = Files.writeString(
                folder.resolve("api.log"),
                "2026-11-23 13:00:01.000 INFO  [main] x - ✅ [DB-STATUS] one\n"
                        + "2026-11-23 13:00:03.000 INFO  [main] x - ✅ [DB-STATUS] three\n");
        Path b = Files.writeString(
                folder.resolve("web.log"), "2026-11-23 13:00:02.000 INFO  [main] x - ✅ [STORAGE] two\n");
        onFx(() -> screen.drop(List.of(a.toFile(), b.toFile())));
        await("three lines", () -> shown() == 3);
        assertThat(fx(() -> model.currentProperty().get().name())).isEqualTo("api.log + 1");
        picture("logs-merged");

        Files.writeString(
                folder.resolve("api.2026-11-22.0.log"),
                "2026-11-22 13:00:01.000 INFO  [main] x - ✅ [DB-STATUS] zero\n");
        onFx(() -> screen.drop(List.of(a.toFile())));
        await(
                "its past too",
                () -> shown() == 3
                        && "api.log + 1".equals(model.currentProperty().get().name())
                        && look().source().files().size() == 1);
    }

    private void opened() {
        open(1440, 900);
        awaitFound();
    }

    private void show(Path file) {
        onFx(() -> model.show(LogSource.file(file)));
    }

    private boolean text(String words) {
        return scene().getRoot().lookupAll(".label").stream()
                .anyMatch(node -> node instanceof javafx.scene.control.Label label && words.equals(label.getText()));
    }

    private void mark(int record) {
        onFx(() -> model.selection().only(record));
        press(KeyCode.M);
        await("marked", () -> model.bookmarks().has(record));
        onFx(() -> model.selection().none());
    }

    private void closeWindowAndModel() {
        onFx(() -> scene().getWindow().hide());
        model.close();
    }

    /** How many rows of the view belong to a record. */
    private static long rows(LogCanvas lines, int record) {
        return spots(lines).stream().filter(number -> number == record).count();
    }

    private static int row(LogCanvas lines, int record) {
        return spots(lines).indexOf((long) record);
    }

    private static List<Long> spots(LogCanvas lines) {
        List<Long> spots = new ArrayList<>();
        for (double y = 10; y < lines.getHeight(); y += lines.painter().line()) {
            VisibleLinesRenderer.Spot spot = lines.spotAt(y);
            spots.add(spot == null ? -1 : spot.record().number());
        }
        return spots;
    }

    private Point2D at(Region region, double x, double y) {
        return fx(() -> region.localToScreen(region.getWidth() * x, region.getHeight() * y));
    }

    private void drag(Region region, double from, double to) {
        robot.moveTo(at(region, from, 0.4)).press(MouseButton.PRIMARY);
        robot.moveTo(at(region, (from + to) / 2, 0.4));
        robot.moveTo(at(region, to, 0.4)).release(MouseButton.PRIMARY);
    }

    @Test
    void bookmarks_stay_at_their_lines_when_an_older_file_of_the_log_is_gone() throws IOException {
        KeptLogMemory memory = new KeptLogMemory();
        Files.writeString(
                folder.resolve("backend.log.2"),
                "2026-11-21 13:00:01.000 INFO  [main] x - ✅ [DB-STATUS] zero\n".repeat(7));
        Files.writeString(
                folder.resolve("backend.log.1"), "2026-11-22 13:00:01.000 INFO  [main] x - ✅ [DB-STATUS] one\n");
        open(1440, 900, memory);
        openFamily();
        mark(28);
        closeWindowAndModel();
        Files.delete(folder.resolve("backend.log.2"));

        open(1440, 900, memory);
        openFamily();

        await("the bookmark", () -> model.bookmarks().has(21));
        assertThat(memory.bookmarks.get(log.toAbsolutePath() + " +"))
                .extracting(LogBookmarks.Bookmark::record)
                .containsExactly(21);
    }

    private void openFamily() {
        onFx(() -> model.open(List.of(log)));
        await("the family", () -> model.sources().size() == 2);
        awaitFound();
    }

    @Test
    void bookmarks_that_are_not_checked_yet_are_kept_beside_a_new_one() {
        KeptLogMemory memory = new KeptLogMemory();
        open(1440, 900, memory);
        awaitFound();
        mark(20);
        closeWindowAndModel();
        byte[] line = "2026-11-23 13:44:29.123 INFO  [main] x - other\n".getBytes(StandardCharsets.UTF_8);

        onFx(() -> {
            model = new LogsModel(feed(), List.of(LogSource.live(log)), List.of(), memory);
            model.bookmarks().toggle(LogRecord.of(3, 7, line.length, line, 0, line.length, false));
        });

        assertThat(memory.bookmarks.get(log.toAbsolutePath().toString()))
                .extracting(LogBookmarks.Bookmark::record)
                .containsExactly(3, 20);
    }
}
