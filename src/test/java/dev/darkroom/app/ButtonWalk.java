package dev.darkroom.app;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextInputControl;
import javafx.stage.Window;

/**
 * Presses everything that can be pressed in a window, once each: buttons of any kind, whatever they open, and menu items.
 * Fields are filled in first, so that no button stays disabled for lack of input. On the FX thread.
 */
final class ButtonWalk {
    private final Scene scene;
    private final Set<String> done = new HashSet<>();
    private final List<String> pressed = new ArrayList<>();

    ButtonWalk(Scene scene) {
        this.scene = scene;
    }

    /** Presses the next one that was not pressed since {@link #again}; false when there is none. Figures that change name nothing new. */
    boolean next() {
        fill();
        Optional<MenuItem> item = items().filter(found -> done.add("item " + found.getText()));
        if (item.isPresent()) {
            pressed.add("item " + item.get().getText());
            run(item.get()::fire);
            return true;
        }
        hideMenus();
        Optional<ButtonBase> button = nodes().stream()
                .filter(ButtonBase.class::isInstance)
                .map(ButtonBase.class::cast)
                .filter(found -> !found.isDisabled() && done.add(name(found)))
                .findFirst();
        button.ifPresent(found -> {
            pressed.add(name(found));
            press(found);
        });
        return button.isPresent();
    }

    /** Everything may be pressed once more, for something else is shown. */
    void again() {
        done.clear();
    }

    /** What was pressed, in order, by style, text and help text. */
    List<String> pressed() {
        return List.copyOf(pressed);
    }

    private static void press(ButtonBase button) {
        if (button instanceof MenuButton menu) {
            List.copyOf(menu.getItems()).stream()
                    .filter(item -> !item.isDisable())
                    .forEach(item -> run(item::fire));
        } else {
            run(button::fire);
        }
    }

    /** A toolkit without a display has no dialog that asks for a file; any other failure is one. */
    static void run(Runnable press) {
        try {
            press.run();
        } catch (UnsupportedOperationException failure) {
            if (!failure.getStackTrace()[0].getMethodName().contains("showFileChooser")) {
                throw failure;
            }
        }
    }

    private void fill() {
        nodes().stream()
                .filter(TextInputControl.class::isInstance)
                .map(TextInputControl.class::cast)
                .filter(field -> field.isEditable() && field.getText().isEmpty() && isIn(field, "dialog"))
                .forEach(field -> field.setText("7"));
    }

    private static boolean isIn(Node node, String style) {
        for (Node above = node; above != null; above = above.getParent()) {
            if (above.getStyleClass().contains(style)) {
                return true;
            }
        }
        return false;
    }

    private Optional<MenuItem> items() {
        return menus().stream()
                .flatMap(menu -> menu.getItems().stream())
                .flatMap(item -> item instanceof Menu folded ? folded.getItems().stream() : Stream.of(item))
                .filter(item -> !item.isDisable() && item.getText() != null && !done.contains("item " + item.getText()))
                .findFirst();
    }

    private void hideMenus() {
        menus().forEach(ContextMenu::hide);
    }

    private static List<ContextMenu> menus() {
        return Window.getWindows().stream()
                .filter(window -> window instanceof ContextMenu && window.isShowing())
                .map(ContextMenu.class::cast)
                .toList();
    }

    private static String name(ButtonBase button) {
        return (button.getStyleClass() + " " + Objects.toString(button.getText(), "") + " "
                        + Objects.toString(button.getAccessibleText(), "")
                        + (button.getTooltip() == null
                                ? ""
                                : " " + button.getTooltip().getText()))
                .replaceAll("\\d+", "#");
    }

    /** All that is seen, but the rail, which leads away. */
    private List<Node> nodes() {
        List<Node> found = new ArrayList<>();
        collect(scene.getRoot(), found);
        return found;
    }

    private static void collect(Node node, List<Node> found) {
        if (!node.isVisible() || node.getStyleClass().contains("rail")) {
            return;
        }
        found.add(node);
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, found));
        }
    }
}
