package dev.darkroom.console.kit.navigation;

import dev.darkroom.console.kit.theme.IconButtons;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/** An action in a menu. A disabled item gets no mouse, so one that is refused stays enabled, looks grey and says why. */
public final class ActionMenuItem {
    private ActionMenuItem() {}

    public static MenuItem of(ConsoleAction action) {
        if (!action.refused()) {
            MenuItem item = new MenuItem(action.title(), IconButtons.icon(action.icon()));
            item.setOnAction(_ -> action.run().run());
            return item;
        }
        Label label = new Label(action.title(), IconButtons.icon(action.icon()));
        label.setOpacity(0.5);
        label.setAccessibleHelp(action.remark());
        HBox holder = new HBox(label);
        Tooltip.install(holder, new Tooltip(action.remark()));
        return new CustomMenuItem(holder, false);
    }
}
