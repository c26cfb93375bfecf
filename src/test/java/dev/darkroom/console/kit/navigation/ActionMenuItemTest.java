package dev.darkroom.console.kit.navigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleWindowTest;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
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
            fx(() -> {
                menu.hide();
                return null;
            });
        }
    }

    private static String help(MenuItem item) {
        Node shown = item.getStyleableNode();
        return shown == null ? "" : shown.getAccessibleHelp();
    }
}
