package dev.darkroom.console.generations.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.PngFiles;
import dev.darkroom.console.generations.ShownGenerations;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.layout.WindowBounds;
import dev.darkroom.console.kit.list.ListState;
import dev.darkroom.console.kit.list.SavedView;
import dev.darkroom.console.kit.list.SavedViewStore;
import dev.darkroom.console.kit.navigation.KeyboardShortcuts;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.kit.table.TableLayout;
import dev.darkroom.console.kit.theme.WindowTheme.ThemeChoice;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Custom views, the pin, and windows for single generations, by keyboard and mouse on the list of generations. */
class GenerationsFrameTest extends GenerationsListRig {
    @AfterEach
    void leave() {
        onFx(() -> shell.leave());
    }

    private void open(double width, double height) {
        openScreen(width, height);
        awaitCounts();
        onFx(() -> {
            model.viewProperty().set(GenerationPreset.ALL);
            table().requestFocus();
        });
        await("its rows", () -> table().rows().indexOf(rows.failed) >= 0);
    }

    /** A window that comes back with this. */
    private void reopen(ListState left) {
        shell = showShell(1440, 900);
        shell.listStates().restore(Map.of(GenerationsTable.ID, left));
        attachScreen();
        awaitCounts();
    }

    private void awaitCounts() {
        await("the counts", () -> !model.countsProperty().get().byView().isEmpty());
    }

    private void filter(String text) {
        onFx(() -> model.filterProperty().set(FilterText.parse(text)));
    }

    private String filter() {
        return fx(() -> model.filterProperty().get().text());
    }

    private void inspect(UUID id) {
        onFx(() -> shell.raiseWindow());
        openRow(id);
        await("the inspector of " + id, () -> inspected(scene()).equals(shortId(id)));
    }

    private static String shortId(UUID id) {
        return id.toString().substring(0, 8);
    }

    private static String inspected(Scene scene) {
        return scene.lookup(".inspector-id") instanceof Label id ? id.getText() : "";
    }

    private static boolean shows(Scene scene, String text) {
        return scene.getRoot().lookupAll("*").stream()
                .anyMatch(node -> node instanceof Labeled label
                        && label.getText() != null
                        && label.getText().contains(text)
                        && isSeen(node));
    }

    private static Optional<Button> button(Scene scene, String text) {
        return scene.getRoot().lookupAll(".button").stream()
                .filter(node -> node instanceof Button button && text.equals(button.getText()) && isSeen(node))
                .map(Button.class::cast)
                .findFirst();
    }

    /** Whether pressing it does something: the buttons stand there, disabled, before the generation has been read. */
    private static boolean canPress(Scene scene, String text) {
        return button(scene, text).filter(button -> !button.isDisabled()).isPresent();
    }

    private static void press(Scene scene, String text) {
        onFx(() -> button(scene, text)
                .orElseThrow(() -> new AssertionError("no button " + text))
                .fire());
    }

    /** What the tabs of one's own say without their counts; the chosen one in brackets. */
    private List<String> tabs() {
        return fx(() -> savedTabs().stream()
                .map(tab -> {
                    String name = tab.getAccessibleText().replaceFirst(" [\\d,+]+$", "");
                    return tab.isSelected() ? "[" + name + "]" : name;
                })
                .toList());
    }

    private List<ToggleButton> savedTabs() {
        return scene().getRoot().lookupAll(".generations > * > .view-tabs .saved-view").stream()
                .map(ToggleButton.class::cast)
                .toList();
    }

    private ToggleButton tab(String name) {
        return fx(() -> scene().getRoot().lookupAll(".generations > * > .view-tabs .tab-button").stream()
                .map(ToggleButton.class::cast)
                .filter(tab -> tab.getAccessibleText().startsWith(name))
                .findFirst()
                .orElseThrow());
    }

    private void choose(String tab) {
        onFx(() -> tab(tab).fire());
        settle();
    }

    private void item(String tab, String text) {
        onFx(() -> {
            var menu = tab(tab).getContextMenu();
            menu.getOnShowing().handle(null);
            fire(menu.getItems(), text);
        });
        settle();
    }

    private List<String> columns() {
        return fx(() -> table().getVisibleLeafColumns().stream()
                .map(column -> column.getId())
                .toList());
    }

    @Test
    void a_view_is_saved_by_a_key_and_brings_back_filter_columns_and_order() {
        open(1440, 900);
        filter("user:li.wei model:kling");
        onFx(() -> {
            TableLayout now = shell.tables().shown("generations").orElseThrow();
            shell.tables()
                    .applySavedView(
                            "generations", new TableLayout(List.of("stage", "updated"), now.widths(), "age", true));
        });
        robot.push(KeyCode.CONTROL, KeyCode.S);
        nameView(shell, "Films of Li");
        assertThat(tabs()).containsExactly("[Films of Li]");
        await(
                "how many he has",
                () -> savedTabs().getFirst().getAccessibleText().equals("Films of Li 1"));
        pictures("saved-view");

        choose("All");
        assertThat(filter()).isEmpty();
        assertThat(tabs()).containsExactly("Films of Li");
        filter("status:failed");
        choose("Films of Li");
        assertThat(filter()).isEqualTo("user:li.wei model:kling");
        assertThat(columns()).doesNotContain("stage", "updated").contains("model", "age");
        assertThat(fx(() -> model.list().orderProperty().get().ascending())).isTrue();

        filter("user:li.wei");
        assertThat(tabs()).containsExactly("[Films of Li (changed)]");
        choose("All");
        assertThat(filter()).as("what was typed before").isEqualTo("status:failed");
    }

    @Test
    void views_are_renamed_moved_replaced_and_deleted_and_what_is_lost_can_be_taken_back() {
        open(1440, 900);
        filter("user:li.wei");
        robot.push(KeyCode.CONTROL, KeyCode.S);
        nameView(shell, "Li");
        choose("All");
        filter("user:ana.kovac");
        robot.push(KeyCode.CONTROL, KeyCode.S);
        nameView(shell, "Ana");
        assertThat(tabs()).containsExactly("Li", "[Ana]");

        item("Ana", "Move view forward");
        assertThat(tabs()).containsExactly("[Ana]", "Li");
        item("Li", "Rename view\u2026");
        nameView(shell, "Li Wei");
        assertThat(tabs()).containsExactly("[Ana]", "Li Wei");
        assertThat(filter()).isEqualTo("user:ana.kovac");

        filter("user:ana.kovac status:failed");
        item("Ana", "Save changes to view");
        assertThat(tabs()).containsExactly("[Ana]", "Li Wei");
        press(scene(), "Undo");
        await("the view as it was", () -> tabs().contains("[Ana (changed)]"));
        assertThat(filter()).isEqualTo("user:ana.kovac status:failed");

        item("Ana", "Delete view");
        assertThat(tabs()).containsExactly("Li Wei");
        assertThat(filter()).isEmpty();
        robot.push(KeyCode.CONTROL, KeyCode.Z);
        await("it is back", () -> tabs().equals(List.of("Ana", "Li Wei")));
        choose("Ana");
        assertThat(filter()).isEqualTo("user:ana.kovac");
        assertThat(fx(() -> shows(scene(), "View Ana deleted."))).isFalse();
    }

    @Test
    void what_is_remembered_of_the_columns_is_not_that_of_a_view() {
        open(1440, 900);
        TableLayout usual = fx(() -> shell.tables().shown("generations").orElseThrow());
        robot.push(KeyCode.CONTROL, KeyCode.S);
        nameView(shell, "Narrow");
        onFx(() -> {
            shell.tables()
                    .applySavedView(
                            "generations", new TableLayout(List.of("user", "credits"), usual.widths(), "age", true));
        });
        assertThat(columns()).doesNotContain("user");
        assertThat(fx(() -> shell.tables().current().get("generations").hidden()))
                .isEqualTo(usual.hidden());
    }

    @Test
    void a_value_of_the_inputs_is_a_column_of_its_own_and_belongs_to_the_view() {
        open(1440, 900);
        askForInputColumn("seed..");
        assertThat(fx(() -> button("Add column").isDisabled())).isTrue();
        onFx(() -> ((TextField) scene().lookup("#input-path")).setText("seed"));
        press(scene(), "Add column");

        await("the values", () -> shows(scene(), "81723"));
        assertThat(columns()).endsWith("input:seed");
        pictures("input-column");

        robot.push(KeyCode.CONTROL, KeyCode.S);
        nameView(shell, "Seeds");
        TableLayout seeds = fx(() -> shell.tables().shown("generations").orElseThrow());
        assertThat(seeds.order()).contains("input:seed");
        onFx(() -> {
            shell.tables()
                    .applySavedView("generations", new TableLayout(List.of(), List.of(), seeds.widths(), "age", false));
        });
        assertThat(columns()).doesNotContain("input:seed");
        onFx(() -> shell.tables().applySavedView("generations", seeds));
        assertThat(columns()).contains("input:seed");
    }

    @Test
    void a_column_masks_a_secret_of_the_inputs() {
        DATABASE.get()
                .useTransaction(handle -> handle.execute(
                        "update generation set input = input || '{\"api_key\": \"x1y2z3\"}' where id = ?",
                        rows.completed));
        open(1440, 900);
        askForInputColumn("api_key");
        press(scene(), "Add column");
        await("its value", () -> shows(scene(), "***") || shows(scene(), "x1y2z3"));

        assertThat(fx(() -> shows(scene(), "x1y2z3"))).isFalse();
        onFx(() -> {
            table().select(rows.completed);
            table().requestFocus();
        });
        robot.push(KeyCode.CONTROL, KeyCode.C);
        settle();
        assertThat(fx(() -> Clipboard.getSystemClipboard().getString()))
                .contains("\t***")
                .doesNotContain("x1y2z3");
    }

    private void askForInputColumn(String path) {
        onFx(() -> {
            MenuButton choose = (MenuButton) scene().getRoot().lookupAll(".menu-button").stream()
                    .filter(node ->
                            node instanceof MenuButton menu && menu.getText().equals("Columns"))
                    .findFirst()
                    .orElseThrow();
            choose.getItems().getLast().fire();
        });
        await("the question", () -> scene().lookup("#input-path") != null);
        onFx(() -> ((TextField) scene().lookup("#input-path")).setText(path));
    }

    private Button button(String text) {
        return (Button) scene().getRoot().lookupAll(".button").stream()
                .filter(node -> node instanceof Button button && text.equals(button.getText()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void after_a_restart_the_list_has_its_view_and_inspector_again_and_tells_of_the_filter() {
        reopen(new ListState("COMPLETED", "", "user:priya.s", true));
        await("her rows", () -> !table().getItems().isEmpty() && isAll("priya.s"));
        assertThat(fx(() -> model.viewProperty().get())).isEqualTo(GenerationPreset.COMPLETED);
        UUID newest = fx(() -> table().getItems().getFirst().row().id());
        await("the inspector", () -> inspected(scene()).equals(shortId(newest)));
        assertThat(shows(scene(), "Filter restored from last time")).isTrue();
        pictures("restored-filter");
        assertThat(fx(() -> shell.listStates().current()))
                .containsEntry(GenerationsTable.ID, new ListState("COMPLETED", "", "user:priya.s", true));

        press(scene(), "Clear filter");
        await("all that is completed", () -> !isAll("priya.s"));
        assertThat(shows(scene(), "Filter restored from last time")).isFalse();
    }

    @Test
    void after_a_restart_what_needs_attention_comes_first_when_there_is_any() {
        reopen(new ListState("ALL", "", "user:li.wei", false));
        await("the one that is stuck", () -> model.viewProperty().get() == GenerationPreset.ATTENTION);
        await("his alone", () -> table().getItems().size() == 1 && isAll("li.wei"));
        assertThat(shows(scene(), "Filter restored from last time")).isTrue();
        onFx(() -> shell.leave());

        reopen(new ListState("ATTENTION", "", "user:priya.s", false));
        await("her rows, of which none is stuck", () -> model.viewProperty().get() == GenerationPreset.ALL);
        await("all of hers", () -> table().getItems().size() > 1 && isAll("priya.s"));
    }

    @Test
    void after_a_restart_a_view_of_ones_own_is_shown_again() {
        shell = showShell(1440, 900);
        shell.useViews(new SavedViewStore(
                List.of(new SavedView(
                        GenerationsTable.ID,
                        "Hers",
                        "COMPLETED",
                        "user:priya.s",
                        new TableLayout(List.of("stage"), Map.of(), "age", true))),
                _ -> {}));
        shell.listStates()
                .restore(Map.of(GenerationsTable.ID, new ListState("COMPLETED", "Hers", "user:priya.s", false)));
        attachScreen();
        awaitCounts();
        await("her rows", () -> !table().getItems().isEmpty() && isAll("priya.s"));
        assertThat(tabs()).containsExactly("[Hers]");
        assertThat(columns()).doesNotContain("stage");
        assertThat(shows(scene(), "Filter restored from last time")).isFalse();

        choose("Completed");
        assertThat(filter()).isEmpty();
        assertThat(columns()).contains("stage");
    }

    @Test
    void a_pin_narrows_the_list_beside_what_is_typed_until_it_is_taken_away() {
        open(1440, 900);
        inspect(rows.failed);
        await("its acts", () -> !buttonsOf("Retry\u2026").isEmpty());
        robot.push(KeyCode.CONTROL, KeyCode.P);
        await("one row", () -> table().getItems().size() == 1);
        assertThat(fx(() -> shell.pinProperty().get())).isEqualTo(PinnedSubject.generation(rows.failed));
        assertThat(fx(() -> scene().getRoot().lookupAll(".pin-chip").stream()
                        .filter(node -> isSeen(node))
                        .count()))
                .as("in the top bar and beside the filter")
                .isEqualTo(2);
        await("counts of it alone", () -> shows(scene(), "1 of 1"));
        pictures("pinned-generation");

        robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
        await("a screen that is not narrowed says so", () -> shows(scene(), "Beside is not narrowed to it"));
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT1);
        await("this one is", () -> !shows(scene(), "is not narrowed to it"));

        filter("status:completed");
        await("nothing", () -> shows(scene(), "Nothing matches"));
        filter("");
        onFx(() -> shell.pin(PinnedSubject.user("ana.kovac")));
        await("her rows", () -> table().getItems().size() > 1 && isAll("ana.kovac"));
        filter("user:li.wei");
        await("a wider filter is refused", () -> shows(scene(), "Ignored because of the pin: user:li.wei"));
        assertThat(fx(() -> isAll("ana.kovac"))).isTrue();
        filter("");

        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.P);
        await("all rows", () -> table().rows().indexOf(rows.failed) >= 0 && !isAll("ana.kovac"));
        assertThat(fx(() -> shell.pinProperty().get())).isNull();
    }

    @Test
    void the_head_of_the_inspector_pins_its_generation_and_lets_it_go_again() {
        open(1440, 900);
        inspect(rows.failed);
        Button pin = fx(() -> (Button) scene().getRoot().lookup("#pin-inspected"));
        await("its acts", () -> !buttonsOf("Retry\u2026").isEmpty());
        assertThat(fx(pin::getAccessibleText)).startsWith("Pin generation");
        onFx(() -> pin.fire());
        assertThat(fx(() -> shell.pinProperty().get())).isEqualTo(PinnedSubject.generation(rows.failed));
        assertThat(fx(pin::getAccessibleText)).isEqualTo("Unpin");
        pictures("pinned-by-inspector");
        onFx(() -> pin.fire());
        assertThat(fx(() -> shell.pinProperty().get())).isNull();
    }

    @Test
    void who_opens_another_generation_than_the_pinned_one_sees_it_and_can_take_that_back() {
        open(1000, 700);
        onFx(() -> shell.pin(PinnedSubject.generation(rows.failed)));
        await("one row", () -> table().getItems().size() == 1);
        picture("pinned-small-light");
        onFx(() -> shell.open(new NavigationTarget(GenerationsScreenView.ID, rows.completed.toString())));
        await("the other one", () -> inspected(scene()).equals(shortId(rows.completed)));
        assertThat(fx(() -> shell.pinProperty().get())).isNull();
        press(scene(), "Undo");
        await(
                "the pin again",
                () -> PinnedSubject.generation(rows.failed)
                        .equals(shell.pinProperty().get()));
    }

    @Test
    void a_pinned_user_gives_way_to_a_generation_of_another_one_and_stays_for_one_of_their_own() {
        open(1000, 700);
        PinnedSubject nobody = PinnedSubject.user("nobody");
        onFx(() -> shell.pin(nobody));
        await(
                "no rows",
                () -> shows(scene(), "Nothing here belongs")
                        || table().getItems().isEmpty());
        jump(rows.completed);
        await("the other one", () -> inspected(scene()).equals(shortId(rows.completed)));
        assertThat(fx(() -> shell.pinProperty().get())).isNull();
        String owner = fx(() -> table().getItems().getFirst().row().userId());
        press(scene(), "Undo");
        await("the pin again", () -> nobody.equals(shell.pinProperty().get()));

        onFx(() -> shell.pin(PinnedSubject.user(owner)));
        filter("status:cancelled");
        await("another list", () -> table().rows().indexOf(rows.completed) < 0);
        jump(rows.completed);
        await(
                "their own",
                () -> table().rows().indexOf(rows.completed) >= 0
                        && inspected(scene()).equals(shortId(rows.completed)));
        assertThat(fx(() -> shell.pinProperty().get())).isEqualTo(PinnedSubject.user(owner));
    }

    private void jump(UUID id) {
        onFx(() -> shell.open(new NavigationTarget(GenerationsScreenView.ID, id.toString())));
    }

    private boolean isAll(String user) {
        return table().getItems().stream().allMatch(line -> line.row().userId().equals(user));
    }

    private List<Node> buttonsOf(String text) {
        return scene().getRoot().lookupAll(".button").stream()
                .filter(node ->
                        node instanceof ButtonBase button && text.equals(button.getText()) && !button.isDisabled())
                .toList();
    }

    @Test
    void next_and_previous_go_through_the_list_without_closing_the_inspector() {
        open(1440, 900);
        List<UUID> order = fx(() -> table().getItems().stream()
                .map(line -> line.row().id())
                .limit(4)
                .toList());
        inspect(order.getFirst());
        robot.push(KeyCode.ALT, KeyCode.DOWN);
        await("the second", () -> inspected(scene()).equals(shortId(order.get(1))));
        onFx(() -> scene().lookup(".generation-details .tab-button").requestFocus());
        robot.type(KeyCode.J);
        await("the third", () -> inspected(scene()).equals(shortId(order.get(2))));
        robot.type(KeyCode.K);
        await("the second again", () -> inspected(scene()).equals(shortId(order.get(1))));
        robot.push(KeyCode.ALT, KeyCode.UP);
        await("the first", () -> inspected(scene()).equals(shortId(order.getFirst())));
        assertThat(fx(() -> named(scene(), "Previous generation (" + KeyboardShortcuts.PREVIOUS.getDisplayText() + ")")
                        .isDisabled()))
                .isTrue();
        onFx(() -> {
            named(scene(), "Next generation (" + KeyboardShortcuts.NEXT.getDisplayText() + ")")
                    .fire();
        });
        await("the second by its button", () -> inspected(scene()).equals(shortId(order.get(1))));
        picture("inspector-buttons-light");
    }

    private static Button named(Scene scene, String name) {
        return scene.getRoot().lookupAll(".button").stream()
                .filter(node -> name.equals(node.getAccessibleText()) && isSeen(node))
                .map(Button.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private List<Stage> ownWindows() {
        return Window.getWindows().stream()
                .filter(window -> window instanceof Stage
                        && window.getScene() != scene()
                        && window.getScene().lookup(".generation-details") != null)
                .map(Stage.class::cast)
                .toList();
    }

    /** To this window, whichever has the focus. */
    private static void type(Scene scene, KeyCode code, boolean control, boolean alt) {
        onFx(() -> {
            Parent target = scene.getRoot();
            target.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, alt, false));
        });
    }

    @ParameterizedTest
    @CsvSource({"1000, 700, 1", "1440, 900, 2"})
    void many_chips_leave_the_tools_beside_them_and_the_inspector_in_the_window(
            double width, double height, double scale) {
        open(width, height);
        inspect(rows.failed);
        onFx(() -> theme().scaleProperty().set(scale));
        filter("-model:kling-video -model:stable-audio -user:nobody.in.particular ended:<300d age:>1s status:failed"
                + " -model:a-name-of-a-model-that-is-longer-than-any-window-is-wide-and-therefore-has-to-be-shortened");
        await(
                "seven chips",
                () -> scene().getRoot().lookupAll(".filter-bar .filter-chip").size() == 7);
        picture("generations-chips-" + Math.round(scale * 100));
        for (String part : List.of(
                ".filter-bar .filter-chip",
                ".filter-bar .text-field",
                ".tool-line .menu-button",
                ".inspector-head .button")) {
            assertThat(overTheEdge(part)).as(part).isEmpty();
        }
        assertThat(fx(() -> scene().lookup(".filter-bar .text-field")
                        .getLayoutBounds()
                        .getWidth()))
                .isGreaterThan(60);
        Bounds bar = fx(() -> inScene(scene().lookup(".filter-bar")));
        assertThat(fx(() -> scene().getRoot().lookupAll(".filter-bar .filter-chip").stream()
                        .map(GenerationsFrameTest::inScene)
                        .toList()))
                .allMatch(bar::contains)
                .anyMatch(chip -> bar.getMaxY() - chip.getMaxY() < 10 * scale);
    }

    private static Bounds inScene(Node node) {
        return node.localToScene(node.getLayoutBounds());
    }

    @Test
    void escape_leaves_a_window_open_in_which_a_note_is_being_typed() {
        open(1440, 900);
        inspect(rows.failed);
        type(scene(), KeyCode.ENTER, true, false);
        await("its window", () -> ownWindows().size() == 1);
        Scene own = fx(() -> ownWindows().getFirst().getScene());
        await("it is read", () -> shows(own, "Notes"));
        onFx(() -> {
            own.getRoot().lookupAll(".tab-button").stream()
                    .map(ToggleButton.class::cast)
                    .filter(tab -> "Notes".equals(tab.getAccessibleText()))
                    .findFirst()
                    .orElseThrow()
                    .fire();
        });
        await("the tab", () -> own.lookup(".triage .text-area") != null);
        onFx(() -> {
            TextArea note = (TextArea) own.lookup(".triage .text-area");
            note.setText("asked fal about it");
            note.requestFocus();
        });
        type(own, KeyCode.ESCAPE, false, false);
        settle();
        assertThat(fx(this::ownWindows)).hasSize(1);
        onFx(() -> ((TextArea) own.lookup(".triage .text-area")).clear());
        type(own, KeyCode.ESCAPE, false, false);
        await("closed", () -> ownWindows().isEmpty());
    }

    @Test
    void a_generation_opens_in_its_own_window_live_with_its_actions_and_escape_closes_it() {
        UUID waiting = new SeededGenerations(DATABASE.get())
                .users("nora")
                .one("nora", ShownGenerations.SCHNELL, 1, Duration.ofSeconds(30), "");
        open(1440, 900);
        await("its row", () -> table().rows().indexOf(waiting) >= 0);
        inspect(rows.failed);
        type(scene(), KeyCode.ENTER, true, false);
        await("its window", () -> ownWindows().size() == 1);
        inspect(waiting);
        type(scene(), KeyCode.ENTER, true, false);
        await("the second window", () -> ownWindows().size() == 2);
        type(scene(), KeyCode.ENTER, true, false);
        settle();
        assertThat(fx(this::ownWindows))
                .as("one that is open comes to the front")
                .hasSize(2);

        Scene own = fx(() -> ownWindows().stream()
                .map(Window::getScene)
                .filter(scene -> inspected(scene).equals(shortId(waiting)))
                .findFirst()
                .orElseThrow());
        await("it is read", () -> shows(own, "Cancel\u2026"));
        onFx(() -> theme().choiceProperty().set(ThemeChoice.DARK));
        PngFiles.save(fx(() -> own.snapshot(null)), "own-window-dark");

        // Before it is cancelled, which may move it in the list; it may be the first one.
        type(own, KeyCode.DOWN, false, true);
        await("the one after", () -> !inspected(own).equals(shortId(waiting)));
        type(own, KeyCode.UP, false, true);
        await("back", () -> inspected(own).equals(shortId(waiting)));
        await("its acts again", () -> canPress(own, "Cancel\u2026"));

        press(own, "Cancel\u2026");
        await("the question in that window", () -> own.lookup(".dialog") != null);
        assertThat(fx(() -> shell.overlays().isOpen())).isFalse();
        onFx(() -> ((TextField) own.lookup(".dialog .text-field")).setText("not wanted"));
        PngFiles.save(fx(() -> own.snapshot(null)), "own-window-dialog");
        press(own, "Cancel generation");
        await("live: it is cancelled", () -> shows(own, "Cancelled"));

        type(own, KeyCode.ESCAPE, false, false);
        await("closed", () -> ownWindows().size() == 1);
        onFx(() -> shell.leave());
        await("all close with their console", () -> ownWindows().isEmpty());
    }

    @Test
    void another_priority_can_be_taken_back_unless_somebody_has_changed_it_once_more() {
        UUID waiting = new SeededGenerations(DATABASE.get())
                .users("otto")
                .one("otto", ShownGenerations.SCHNELL, 1, Duration.ofSeconds(40), "");
        open(1440, 900);
        await("its row", () -> table().rows().indexOf(waiting) >= 0);
        inspect(waiting);
        change(waiting, "7");
        press(scene(), "Undo");
        await("what it was", () -> priority(waiting) == 0);

        change(waiting, "9");
        bench.database.useTransaction(
                handle -> handle.execute("update generation set priority = 3 where id = ?", waiting));
        press(scene(), "Undo");
        await("it is said", () -> shows(scene(), "The priority has been changed again since"));
        assertThat(priority(waiting)).isEqualTo(3);
    }

    private void change(UUID id, String priority) {
        await("it can be done", () -> action("Change priority\u2026").isPresent());
        onFx(() -> action("Change priority\u2026").orElseThrow().run());
        await("the question", () -> shell.overlays().isOpen());
        onFx(() -> {
            List<TextField> fields = scene().getRoot().lookupAll(".dialog .text-field").stream()
                    .map(TextField.class::cast)
                    .toList();
            fields.getFirst().setText(priority);
            fields.getLast().setText("a test");
            ((Button) scene().lookup(".dialog .button.filled")).fire();
        });
        await("it is done", () -> priority(id) == Integer.parseInt(priority) && shows(scene(), "Undo"));
    }

    private Optional<Runnable> action(String title) {
        return shell.current().orElseThrow().actions().stream()
                .filter(action -> action.title().equals(title) && !action.refused())
                .map(action -> action.run())
                .findFirst();
    }

    private int priority(UUID id) {
        return bench.queries.find(id).map(Generation::priority).orElseThrow();
    }

    @Test
    void a_window_of_a_generation_tells_of_pauses_undoes_and_says_where_its_list_ends() {
        open(1440, 900);
        List<UUID> order = fx(
                () -> table().getItems().stream().map(line -> line.row().id()).toList());
        inspect(order.getFirst());
        type(scene(), KeyCode.ENTER, true, false);
        await("its window", () -> ownWindows().size() == 1);
        Stage window = fx(() -> ownWindows().getFirst());
        Scene own = fx(window::getScene);
        String previous = "Previous generation (" + KeyboardShortcuts.PREVIOUS.getDisplayText() + ")";
        assertThat(fx(() -> named(own, previous).getAccessibleHelp()))
                .isEqualTo("This is the first generation of the list.");

        AtomicInteger undone = new AtomicInteger();
        onFx(() -> {
            shell.error("test", "PostgreSQL does not answer.");
            shell.toast(NotificationEntry.Kind.DONE, "done", undone::incrementAndGet);
        });
        await("the banner in both", () -> shows(own, "PostgreSQL does not answer."));
        PngFiles.save(fx(() -> own.snapshot(null)), "own-window-banner");
        assertThat(fx(() -> shows(scene(), "PostgreSQL does not answer."))).isTrue();
        type(own, KeyCode.Z, true, false);
        assertThat(undone.get()).isEqualTo(1);

        type(own, KeyCode.DOWN, false, true);
        await("the second", () -> inspected(own).equals(shortId(order.get(1))));
        assertThat(fx(() -> named(own, previous).isDisabled())).isFalse();
    }

    @Test
    void a_window_of_a_generation_opens_where_and_as_large_as_the_last_one_was_left() {
        open(1440, 900);
        inspect(rows.failed);
        type(scene(), KeyCode.ENTER, true, false);
        await("its window", () -> ownWindows().size() == 1);
        WindowBounds left = new WindowBounds(70, 40, 520, 560);
        onFx(() -> left.apply(ownWindows().getFirst()));
        await("there", () -> left.equals(shell.windowBounds().current().get("generation")));
        type(fx(() -> ownWindows().getFirst().getScene()), KeyCode.ESCAPE, false, false);
        await("closed", () -> ownWindows().isEmpty());
        type(scene(), KeyCode.ENTER, true, false);
        await("again", () -> ownWindows().size() == 1);
        assertThat(fx(() -> WindowBounds.of(ownWindows().getFirst()))).isEqualTo(left);
    }

    @Test
    void the_help_shows_filters_that_this_list_accepts() {
        open(1440, 900);
        robot.push(KeyCode.F1);
        await("help", () -> shell.overlays().isOpen());
        List<String> keys = fx(() -> scene().getRoot().lookupAll(".key-help .key").stream()
                .map(node -> ((Label) node).getText())
                .toList());
        picture("key-help-generations");
        assertThat(keys)
                .contains("user:ana", "age:>10m", "ended:today", "Space")
                .doesNotContain("time:today")
                .anyMatch(key -> key.startsWith("-status:"));
    }
}
