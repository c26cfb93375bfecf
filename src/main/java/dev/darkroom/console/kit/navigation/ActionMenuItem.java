package dev.darkroom.console.kit.navigation;

import dev.darkroom.console.kit.theme.IconButtons;
import javafx.scene.Node;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.stage.PopupWindow;
import org.jspecify.annotations.Nullable;

/** An action in a menu. A disabled item gets no mouse, so one that is refused stays enabled, looks grey and says why. */
public final class ActionMenuItem {
    private ActionMenuItem() {}

    public static MenuItem of(ConsoleAction action) {
        MenuItem item = new MenuItem(action.title(), IconButtons.icon(action.icon()));
        if (action.refused()) {
            item.getStyleClass().add("refused-item");
            // The node of an item is there only once its menu is shown.
            item.parentPopupProperty()
                    .flatMap(PopupWindow::showingProperty)
                    .subscribe(_ -> explain(item.getStyleableNode(), action.remark()));
        } else {
            item.setOnAction(_ -> action.run().run());
        }
        return item;
    }

    private static void explain(@Nullable Node shown, String why) {
        if (shown != null && !why.equals(shown.getAccessibleHelp())) {
            shown.setAccessibleHelp(why);
            Tooltip.install(shown, new Tooltip(why));
        }
    }
}
