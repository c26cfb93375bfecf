package dev.darkroom.console.kit.table;

import javafx.scene.control.Control;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;

/**
 * A cell's tooltip, created on hover: each tooltip is a window with its own scene, too expensive for every cell of a table
 * whose rows change constantly. FX thread only.
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

    /** Returns the tooltip's current or future text; empty for none. */
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
