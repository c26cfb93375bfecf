package dev.darkroom.console.kit.filter;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Pane;

/** The chips in as many rows as they need; one that is longer than a row is shortened. */
final class ChipRowsPane extends Pane {
    private static final double GAP = 4;

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected double computePrefWidth(double height) {
        return getChildren().stream()
                .mapToDouble(chip -> Math.ceil(chip.prefWidth(-1)) + GAP)
                .sum();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        return arrange(width < 0 ? Double.MAX_VALUE : width, 0, false) + 2 * GAP;
    }

    @Override
    protected void layoutChildren() {
        arrange(getWidth(), (getHeight() - arrange(getWidth(), 0, false)) / 2, true);
    }

    /** Returns the height of all rows. */
    private double arrange(double width, double top, boolean move) {
        double x = 0;
        double y = top;
        double rowHeight = 0;
        for (Node chip : getChildren()) {
            double chipWidth = Math.min(Math.ceil(chip.prefWidth(-1)), width);
            double chipHeight = chip.prefHeight(-1);
            if (x > 0 && x + chipWidth > width) {
                x = 0;
                y += rowHeight + GAP;
                rowHeight = 0;
            }
            if (move) {
                chip.resizeRelocate(x, y, chipWidth, chipHeight);
            }
            x += chipWidth + GAP;
            rowHeight = Math.max(rowHeight, chipHeight);
        }
        return y + rowHeight - top;
    }
}
