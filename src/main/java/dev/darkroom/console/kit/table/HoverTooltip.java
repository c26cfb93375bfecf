package dev.darkroom.console.kit.table;

import javafx.scene.control.Control;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;

/**
 * The tooltip of a cell, made when the mouse comes: each is a window with a scene of its own, too dear for every cell of a table
 * whose rows change all the time. FX thread only.
 */
public final class HoverTooltip {
    private HoverTooltip() {}

    /** @param text empty for none */
    public static void set(Control owner, String text) {
        boolean isFirst = owner.getProperties().put(HoverTooltip.class, text) == null;
        if (isFirst) {
            owner.addEventHandler(MouseEvent.MOUSE_ENTERED, _ -> make(owner));
        } else if (owner.getTooltip() != null) {
            make(owner);
        }
    }

    /** What it says, or will say when the mouse comes; empty for none. */
    public static String textOf(Control owner) {
        return owner.getProperties().get(HoverTooltip.class) instanceof String text ? text : "";
    }

    private static void make(Control owner) {
        String text = textOf(owner);
        if (text.isEmpty()) {
            owner.setTooltip(null);
        } else if (owner.getTooltip() == null) {
            owner.setTooltip(new Tooltip(text));
        } else {
            owner.getTooltip().setText(text);
        }
    }
}
