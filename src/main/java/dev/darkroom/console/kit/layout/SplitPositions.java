package dev.darkroom.console.kit.layout;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import javafx.event.EventTarget;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** The divider positions of a window, by the id of the split: the share of its first part, 0 to 1. FX thread only. */
public final class SplitPositions {
    /** How far a key press moves a divider, as a share of the width. */
    private static final double KEY_STEP = 0.02;

    private final RememberedParts<Double> parts = new RememberedParts<>();

    /** Restores the positions; call before the screens are created. */
    public void restore(Map<String, Double> shares) {
        Map<String, Double> possible = new HashMap<>(shares);
        possible.values().removeIf(share -> !(share > 0 && share < 1));
        parts.restore(possible);
    }

    /** Returns the positions to keep for the next start. */
    public Map<String, Double> current() {
        return parts.current();
    }

    /** Keeps the shares of the parts, and lets the keyboard move their dividers. */
    public static void install(SplitPane split) {
        keepShares(split);
        moveByKeys(split);
    }

    /** Keeps the shares of the parts when the window's width changes; the toolkit would resize only one of them. */
    private static void keepShares(SplitPane split) {
        split.widthProperty().subscribe((before, now) -> {
            double[] shares = split.getDividerPositions();
            if (before.doubleValue() > 0 && shares.length > 0) {
                LayoutPasses.after(split, () -> {
                    if (shares.length == split.getDividers().size()) {
                        split.setDividerPositions(shares);
                    }
                });
            }
        });
    }

    /** Lets Alt+Shift and an arrow move the divider of the innermost split around the focused node. */
    static void moveByKeys(SplitPane split) {
        split.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            int way = event.getCode() == KeyCode.LEFT ? -1 : event.getCode() == KeyCode.RIGHT ? 1 : 0;
            if (way != 0 && event.isAltDown() && event.isShiftDown() && !event.isShortcutDown()) {
                if (!split.getDividers().isEmpty()) {
                    SplitPane.Divider edge = split.getDividers().get(edgeBeside(split, event.getTarget()));
                    edge.setPosition(Math.clamp(edge.getPosition() + way * KEY_STEP, 0, 1));
                    event.consume();
                }
            }
        });
    }

    /** Returns the divider at the right of the focused part, or at the left if it is the last one. */
    private static int edgeBeside(SplitPane split, EventTarget focused) {
        int place = 0;
        for (int part = 0; part < split.getItems().size(); part++) {
            for (Node up = focused instanceof Node node ? node : null; up != null; up = up.getParent()) {
                if (up == split.getItems().get(part)) {
                    place = part;
                }
            }
        }
        return Math.min(place, split.getDividers().size() - 1);
    }

    /** Returns the remembered position, or else {@code usual}; {@code share} supplies the current one from now on. */
    public double opened(String id, double usual, DoubleSupplier share) {
        return parts.opened(id, share::getAsDouble).orElse(usual);
    }
}
