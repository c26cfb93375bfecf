package dev.darkroom.console.logs.action;

import dev.darkroom.console.kit.navigation.ActionMenuItem;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.logs.lines.LogCanvas;
import dev.darkroom.console.logs.text.LogMessages;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.MouseEvent;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

/** The context menu of a line. */
public final class LogLineMenu {
    private final LogCanvas lines;
    private final ContextMenu menu = new ContextMenu();

    public LogLineMenu(LogCanvas lines, LogActions actions) {
        this.lines = lines;
        add("drawer.context", MaterialDesignU.UNFOLD_MORE_HORIZONTAL, actions::showSelectedUnfiltered);
        add("drawer.only", MaterialDesignC.CROSSHAIRS, actions::toggleGenerationFilter);
        add("bookmark.toggle", MaterialDesignB.BOOKMARK_OUTLINE, actions::toggleBookmark);
        add("copy", MaterialDesignC.CONTENT_COPY, actions::copy);
        lines.setOnContextMenuRequested(this::requested);
    }

    /** Handles the menu key. */
    private void requested(ContextMenuEvent event) {
        if (event.isKeyboardTrigger()) {
            menu.show(lines, event.getScreenX(), event.getScreenY());
            event.consume();
        }
    }

    private void add(String key, Ikon icon, Runnable run) {
        MenuItem item = new MenuItem(LogMessages.TEXTS.get(key), IconButtons.icon(icon));
        ActionMenuItem.onAction(item, run);
        menu.getItems().add(item);
    }

    public void show(MouseEvent event) {
        menu.show(lines, event.getScreenX(), event.getScreenY());
    }
}
