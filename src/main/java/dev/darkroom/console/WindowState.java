package dev.darkroom.console;

import dev.darkroom.console.kit.theme.ThemeChoice;

/**
 * What the window remembers between two starts, in px of the screen. Scale is the size of text, 0.8 to 2.0; values
 * outside are brought back, a place that is on no screen is ignored when the window opens.
 */
public record WindowState(
        double x,
        double y,
        double width,
        double height,
        boolean maximized,
        boolean railFolded,
        ThemeChoice theme,
        boolean contrast,
        double scale,
        boolean utc,
        String screen) {
    /** The place is chosen by the system. */
    public static final WindowState FIRST =
            new WindowState(Double.NaN, Double.NaN, 1440, 900, false, false, ThemeChoice.SYSTEM, false, 1, false, "");

    public WindowState {
        width = Math.max(1000, width);
        height = Math.max(700, height);
        scale = Math.clamp(scale, 0.8, 2.0);
    }
}
