package dev.darkroom.console.kit.layout;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import javafx.event.EventTarget;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** Where the movable edges of a window were left, by the id of what they divide: the share of its first part, 0 to 1. FX thread only. */
public final class SplitPositions {
    /** How far a key moves an edge, in shares of the width. */
    private static final double KEY_STEP = 0.02;

    private final RememberedParts<Double> parts = new RememberedParts<>();

    /** Before the screens are made. */
    public void restore(Map<String, Double> shares) {
        Map<String, Double> possible = new HashMap<>(shares);
        possible.values().removeIf(share -> !(share > 0 && share < 1));
        parts.restore(possible);
    }

    /** To be kept for the next start. */
    public Map<String, Double> current() {
        return parts.current();
    }

    /** Lets the parts keep their shares when the window changes its width; the toolkit takes all of it from one of them. */
    public static void keepShares(SplitPane split) {
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

    /** Alt+Shift and an arrow move the edge of the innermost split around what has the focus. */
    public static void moveByKeys(SplitPane split) {
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

    /** Which edge is at the right of the part with the focus, or at the left of the last one. */
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

    /** Where the edge was left, or else {@code usual}; from now on it is asked where it is. */
    public double opened(String id, double usual, DoubleSupplier share) {
        return parts.opened(id, share::getAsDouble).orElse(usual);
    }
}
