package dev.darkroom.app;

/** Where the window was, in the screen's own units. */
public record WindowBounds(double x, double y, double width, double height, boolean maximized) {
    static final double LEAST_WIDTH = 1000;
    static final double LEAST_HEIGHT = 700;

    public WindowBounds {
        if (!(width >= LEAST_WIDTH) || !(height >= LEAST_HEIGHT)) {
            throw new IllegalArgumentException("must be at least 1000 wide and 700 high");
        }
        if (!Double.isFinite(x) || !Double.isFinite(y) || !Double.isFinite(width) || !Double.isFinite(height)) {
            throw new IllegalArgumentException("must have numbers on a screen");
        }
    }
}
