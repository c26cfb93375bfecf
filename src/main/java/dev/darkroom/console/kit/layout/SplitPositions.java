package dev.darkroom.console.kit.layout;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import javafx.scene.control.SplitPane;

/** Where the movable edges of a window were left, by the id of what they divide: the share of its first part, 0 to 1. FX thread only. */
public final class SplitPositions {
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

    /** Where the edge was left, or else {@code usual}; from now on it is asked where it is. */
    public double opened(String id, double usual, DoubleSupplier share) {
        return parts.opened(id, share::getAsDouble).orElse(usual);
    }
}
