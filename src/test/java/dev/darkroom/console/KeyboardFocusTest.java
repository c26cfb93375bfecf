package dev.darkroom.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.layout.SideInspector;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.ConsoleScreen.ScreenEntry;
import dev.darkroom.console.kit.navigation.ViewTabs;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.table.TableColumns;
import dev.darkroom.console.kit.theme.KeyboardScroll;
import dev.darkroom.console.kit.theme.WindowTheme.ThemeChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SegmentedButton;
import org.controlsfx.control.ToggleSwitch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** Where keyboard focus moves, and that it is visible. */
@Tag("ui")
class KeyboardFocusTest extends ConsoleWindowTest {
    private final List<String> done = new ArrayList<>();

    /** One of each kind of control. */
    private final class ControlsScreen extends ConsoleScreen {
        private final PagedTable<String> table = new PagedTable<>(feed(), row -> row);
        private final ViewTabs<String> tabs = new ViewTabs<>(List.of("Old", "New"), title -> title);
        private final SideInspector split;
        private final VBox node = new VBox(12);

        ControlsScreen() {
            super(ScreenEntry.upper("controls", "Controls", MaterialDesignC.COG_OUTLINE));
            table.getColumns().add(TableColumns.text("row", "Row", 200, row -> row));
            split = new SideInspector(new VBox(table), 0.5);
            ScrollPane scroll = new ScrollPane(new VBox(new Label("top"), tall()));
            scroll.setMinHeight(60);
            scroll.setMaxHeight(60);
            KeyboardScroll.install(scroll);
            ListView<String> list = new ListView<>();
            list.getItems().setAll("a", "b");
            list.setMinHeight(70);
            list.setMaxHeight(70);
            SegmentedButton segments = new SegmentedButton(new ToggleButton("One"), new ToggleButton("Two"));
            segments.getButtons().getFirst().setSelected(true);
            Button filled = new Button("Act");
            filled.getStyleClass().add("filled");
            node.getChildren()
                    .addAll(
                            tabs,
                            new HBox(
                                    12,
                                    new Button("Plain"),
                                    filled,
                                    new Hyperlink("a link"),
                                    new CheckBox("a box"),
                                    new ToggleSwitch("a switch"),
                                    segments),
                            new HBox(12, new Slider(0, 1, 0.5), new TextField(), new ComboBox<String>()),
                            scroll,
                            list,
                            split);
        }

        private static Region tall() {
            Region tall = new Region();
            tall.setMinHeight(400);
            return tall;
        }

        @Override
        public Node node() {
            return node;
        }

        @Override
        public Optional<Node> mainPane() {
            return Optional.of(table);
        }

        @Override
        public List<ConsoleAction> windowActions() {
            return List.of(new ConsoleAction("Sweep the floor", MaterialDesignC.CANCEL, () -> done.add("swept")));
        }
    }

    private ControlsScreen open() {
        ConsoleShell shell = showShell(1000, 700);
        ControlsScreen screen = fx(() -> {
            ControlsScreen made = new ControlsScreen();
            attach(shell, made);
            made.table.show((after, _) -> after == null ? List.of("first row", "second row") : List.of());
            return made;
        });
        await("the rows", () -> screen.table.getItems().size() == 2);
        return screen;
    }

    @Test
    void a_press_on_the_rail_entry_of_the_shown_screen_gives_the_keys_to_its_main_pane() {
        ControlsScreen screen = open();
        onFx(() -> {
            Button entry = (Button) scene().lookup(".rail-entry");
            entry.requestFocus();
            entry.fire();
        });

        await("the keys in the table", () -> scene().getFocusOwner() == screen.table);
    }

    @Test
    void the_keys_of_what_has_gone_go_to_the_main_pane() {
        ControlsScreen screen = open();
        for (Consumer<Node> way : List.<Consumer<Node>>of(
                node -> node.setVisible(false),
                node -> ((HBox) node.getParent()).getChildren().remove(node))) {
            onFx(() -> {
                Node link = scene().lookup(".hyperlink");
                link.setVisible(true);
                link.requestFocus();
                way.accept(link);
            });
            await("the keys in the table", () -> scene().getFocusOwner() == screen.table);
        }
    }

    @Test
    void the_keys_of_what_is_only_disabled_stay_beside_it() {
        open();
        Node slider = fx(() -> scene().lookup(".slider"));
        onFx(() -> {
            slider.requestFocus();
            slider.setDisable(true);
        });

        await("the field behind it", () -> scene().getFocusOwner() instanceof TextField);
    }

    private Node owner() {
        return fx(() -> scene().getFocusOwner());
    }

    @Test
    void each_stop_of_tab_is_seen_in_both_themes_and_with_more_contrast() {
        ControlsScreen screen = open();
        eachStopIsSeen(screen, ThemeChoice.LIGHT, false);
        eachStopIsSeen(screen, ThemeChoice.DARK, true);
        picture("keyboard-focus");
    }

    private void eachStopIsSeen(ControlsScreen screen, ThemeChoice choice, boolean contrast) {
        onFx(() -> {
            theme().choiceProperty().set(choice);
            theme().contrastProperty().set(contrast);
            screen.table.requestFocus();
        });
        List<Node> stops = new ArrayList<>();
        robot.type(KeyCode.TAB);
        while (!stops.contains(owner())) {
            Node stop = owner();
            stops.add(stop);
            Bounds place = place(stop);
            settle();
            int[] focused = fx(() -> pixels(place));
            robot.type(KeyCode.TAB);
            settle();
            assertThat(different(focused, fx(() -> pixels(place))))
                    .as(stop + " " + choice)
                    .isGreaterThan(30);
        }
        assertThat(stops).hasSizeGreaterThan(18).contains(screen.table);
    }

    @Test
    void a_tab_that_arrows_have_moved_to_shows_the_focus_too() {
        ControlsScreen screen = open();
        onFx(() -> screen.tabs.focusSelected());
        robot.type(KeyCode.RIGHT);
        await("the other tab", () -> screen.tabs.selected().equals("New"));
        settle();
        Bounds place = place(owner());
        int[] focused = fx(() -> pixels(place));
        onFx(() -> screen.table.requestFocus());
        settle();

        assertThat(different(focused, fx(() -> pixels(place)))).isGreaterThan(30);
    }

    @Test
    void the_mouse_leaves_no_frame_around_what_it_presses() {
        ControlsScreen screen = open();
        Node plain = fx(() -> screen.node().lookupAll(".button").stream()
                .filter(node -> node instanceof Button button && "Plain".equals(button.getText()))
                .findFirst()
                .orElseThrow());
        robot.clickOn(plain);
        robot.moveTo(screen.table);
        settle();
        Bounds place = place(plain);
        int[] focused = fx(() -> pixels(place));
        onFx(() -> screen.table.requestFocus());
        settle();

        assertThat(different(focused, fx(() -> pixels(place)))).isZero();
    }

    @Test
    void the_main_pane_of_a_screen_has_the_keys_and_has_them_again_after_the_palette() {
        ControlsScreen screen = open();
        assertThat(owner()).isSameAs(screen.table);

        robot.push(KeyCode.CONTROL, KeyCode.K);
        await("the field", () -> scene().getFocusOwner() instanceof TextField);
        robot.type(KeyCode.ESCAPE);
        await("the table again", () -> scene().getFocusOwner() == screen.table);

        robot.push(KeyCode.CONTROL, KeyCode.K);
        robot.write("sweep");
        await("found", () -> ((TextField) scene().getFocusOwner()).getText().equals("sweep"));
        robot.type(KeyCode.ENTER);
        await("the action of the screen", () -> done.contains("swept"));
        assertThat(owner()).isSameAs(screen.table);
    }

    @Test
    void an_inspector_that_closes_gives_the_keys_back_to_what_had_them() {
        ControlsScreen screen = open();
        onFx(() -> {
            screen.table.requestFocus();
            Button inside = new Button("inside");
            screen.split.open(new Label("title"), inside);
        });
        settle();
        onFx(() -> {
            screen.split.lookupAll(".button").stream()
                    .filter(node -> node instanceof Button button && "inside".equals(button.getText()))
                    .forEach(Node::requestFocus);
        });
        robot.type(KeyCode.ESCAPE);

        await("the table", () -> scene().getFocusOwner() == screen.table);
    }

    @Test
    void tab_goes_round_in_a_dialog_from_its_last_control_to_its_first_and_back() {
        ConsoleShell shell = showShell(1000, 700);
        TextField above = fx(TextField::new);
        TextField asked = fx(TextField::new);
        Button act = fx(() -> new Button("Act"));
        onFx(() -> shell.overlays().open(new VBox(above, asked, act), asked, act));
        robot.type(KeyCode.TAB, 2);
        await("the first", () -> scene().getFocusOwner() == above);
        robot.push(KeyCode.SHIFT, KeyCode.TAB);
        await("the last", () -> scene().getFocusOwner() == act);
    }

    @Test
    void many_messages_do_not_cover_the_window() {
        ConsoleShell shell = showShell(1000, 700);
        onFx(() -> {
            for (int number = 0; number < 12; number++) {
                shell.toast(NotificationEntry.Kind.ERROR, "No " + number);
            }
        });

        assertThat(fx(() -> scene().getRoot().lookupAll(".toast"))).hasSize(4);
        assertThat(fx(() -> isSaid("No 11"))).isTrue();
        assertThat(fx(() -> isSaid("No 7"))).isFalse();
    }

    private Bounds place(Node node) {
        return fx(() -> {
            Bounds bounds = node.localToScene(node.getLayoutBounds());
            return new BoundingBox(
                    bounds.getMinX() - 5, bounds.getMinY() - 5, bounds.getWidth() + 10, bounds.getHeight() + 10);
        });
    }

    private int[] pixels(Bounds place) {
        double x = Math.max(0, place.getMinX());
        double y = Math.max(0, place.getMinY());
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setViewport(new Rectangle2D(
                x,
                y,
                Math.min(place.getWidth(), scene().getWidth() - x),
                Math.min(place.getHeight(), scene().getHeight() - y)));
        Image image = scene().getRoot().snapshot(parameters, null);
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] pixels = new int[width * height];
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        return pixels;
    }

    private static int different(int[] one, int[] other) {
        int different = 0;
        for (int place = 0; place < one.length; place++) {
            if (one[place] != other[place]) {
                different++;
            }
        }
        return different;
    }
}
