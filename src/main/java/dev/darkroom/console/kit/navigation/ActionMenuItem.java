package dev.darkroom.console.kit.navigation;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.stage.PopupWindow;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** An action's menu item. Disabled items receive no mouse events: a refused one stays enabled, greyed out, and explains why. */
public final class ActionMenuItem {
    /** Groups of marks, pins or copies with more items become a submenu, so that a row's menu fits into a small window. */
    private static final int BESIDE = 2;

    private ActionMenuItem() {}

    /** Returns the items of all actions, grouped. */
    public static List<MenuItem> all(List<ConsoleAction> actions) {
        List<MenuItem> all = new ArrayList<>();
        for (ConsoleAction.Group group : ConsoleAction.Group.values()) {
            List<MenuItem> items = actions.stream()
                    .filter(action -> action.group() == group)
                    .map(ActionMenuItem::of)
                    .toList();
            if (items.isEmpty()) {
                continue;
            }
            List<MenuItem> shown = items.size() > BESIDE ? folded(group, items) : items;
            boolean below = shown.getFirst() instanceof Menu && !all.isEmpty() && all.getLast() instanceof Menu;
            if (!all.isEmpty() && !below) {
                all.add(new SeparatorMenuItem());
            }
            all.addAll(shown);
        }
        return all;
    }

    private static List<MenuItem> folded(ConsoleAction.Group group, List<MenuItem> items) {
        return switch (group) {
            case DO, SHOW -> items;
            case MARK -> List.of(menu("menu.mark", MaterialDesignB.BOOKMARK_OUTLINE, items));
            case PIN -> List.of(menu("menu.pin", MaterialDesignP.PIN_OUTLINE, items));
            case COPY -> List.of(menu("menu.copy", MaterialDesignC.CONTENT_COPY, items));
        };
    }

    private static Menu menu(String title, Ikon icon, List<MenuItem> items) {
        Menu menu = new Menu(MessageTexts.SHELL.get(title), IconButtons.icon(icon));
        menu.getItems().setAll(items);
        return menu;
    }

    public static MenuItem of(ConsoleAction action) {
        MenuItem item = new MenuItem(action.title(), IconButtons.icon(action.icon()));
        if (action.refused()) {
            item.getStyleClass().add("refused-item");
            // The node of an item exists only while its menu is shown.
            item.parentPopupProperty()
                    .flatMap(PopupWindow::showingProperty)
                    .subscribe(_ -> explain(item.getStyleableNode(), action.remark()));
            item.parentMenuProperty()
                    .flatMap(Menu::showingProperty)
                    .subscribe(_ -> explain(item.getStyleableNode(), action.remark()));
        } else {
            onAction(item, action.run());
        }
        return item;
    }

    /** Hides the menu before running the action: the toolkit would leave it open over a file dialog. */
    public static void onAction(MenuItem item, Runnable act) {
        item.setOnAction(_ -> {
            hide(item);
            act.run();
        });
    }

    private static void hide(MenuItem item) {
        if (item.getParentMenu() != null) {
            hide(item.getParentMenu());
        }
        if (item.getParentPopup() != null) {
            item.getParentPopup().hide();
        }
    }

    private static void explain(@Nullable Node shown, String why) {
        if (shown != null && !why.equals(shown.getAccessibleHelp())) {
            shown.setAccessibleHelp(why);
            Tooltip.install(shown, new Tooltip(why));
        }
    }
}
