package dev.darkroom.console.kit.navigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleWindowTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

class ActionMenuItemTest extends ConsoleWindowTest {
    @Test
    void a_refused_item_says_why_each_time_its_menu_is_filled_and_shown() {
        showShell(1000, 700);
        ContextMenu menu = fx(ContextMenu::new);
        for (String why : new String[] {"It has ended already.", "This connection is read-only."}) {
            MenuItem item = fx(() -> {
                menu.getItems()
                        .setAll(ActionMenuItem.of(new ConsoleAction("Cancel", MaterialDesignC.CANCEL, () -> {})
                                .on("this one", Optional.of(why))));
                menu.show(scene().getWindow(), 100, 100);
                return menu.getItems().getFirst();
            });
            await("its reason", () -> why.equals(help(item)));
            assertThat(item.getStyleClass()).contains("refused-item");
            onFx(() -> menu.hide());
        }
    }

    @Test
    void a_menu_shows_each_group_by_itself_and_folds_many_pins_and_copies() {
        onFx(() -> {
            List<ConsoleAction> actions = new ArrayList<>();
            actions.add(action("Retry", ConsoleAction.Group.DO));
            actions.add(action("Copy id", ConsoleAction.Group.COPY));
            actions.add(action("Open logs", ConsoleAction.Group.SHOW));
            actions.add(action("Copy as JSON", ConsoleAction.Group.COPY));
            assertThat(titles(ActionMenuItem.all(actions)))
                    .containsExactly("Retry", "-", "Open logs", "-", "Copy id", "Copy as JSON");

            actions.add(action("Copy as curl", ConsoleAction.Group.COPY));
            List<MenuItem> folded = ActionMenuItem.all(actions);
            assertThat(titles(folded)).containsExactly("Retry", "-", "Open logs", "-", "Copy");
            assertThat(titles(((Menu) folded.getLast()).getItems()))
                    .containsExactly("Copy id", "Copy as JSON", "Copy as curl");
        });
    }

    @Test
    void a_menu_is_gone_before_its_action_begins_to_ask_for_a_file() {
        showShell(1000, 700);
        List<Boolean> open = new ArrayList<>();
        ContextMenu menu = fx(ContextMenu::new);
        onFx(() -> {
            ConsoleAction save = new ConsoleAction("Save", MaterialDesignC.CANCEL, () -> open.add(menu.isShowing()));
            menu.getItems().setAll(ActionMenuItem.of(save));
            menu.show(scene().getWindow(), 100, 100);
            menu.getItems().getFirst().fire();
        });

        assertThat(open).containsExactly(false);
    }

    private static ConsoleAction action(String title, ConsoleAction.Group group) {
        return new ConsoleAction(title, MaterialDesignC.CANCEL, () -> {}).in(group);
    }

    private static List<String> titles(List<MenuItem> items) {
        return items.stream()
                .map(item -> item instanceof SeparatorMenuItem ? "-" : item.getText())
                .toList();
    }

    private static String help(MenuItem item) {
        Node shown = item.getStyleableNode();
        return shown == null ? "" : shown.getAccessibleHelp();
    }
}
