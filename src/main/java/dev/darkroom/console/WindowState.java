package dev.darkroom.console;

import dev.darkroom.console.kit.layout.WindowBounds;
import dev.darkroom.console.kit.list.ListState;
import dev.darkroom.console.kit.table.TableLayout;
import dev.darkroom.console.kit.theme.WindowTheme.ThemeChoice;
import java.util.Map;

/**
 * The window state remembered between two starts, in px of the screen. Scale is the text size, 0.8 to 2.0; values outside are
 * clamped, and a position that is on no screen is ignored when the window opens.
 *
 * @param x NaN, like {@code y}, where the system chooses the position
 * @param utc whether times are shown in UTC instead of the local zone
 * @param screen the id of the screen shown last
 * @param overview the id of the time range shown on Overview
 * @param tables the layout of each table, by its id
 * @param splits the position of each divider, by the id of its split: the share of the first part
 * @param lists the state of each list, by the id of its table
 * @param beside the bounds of each kind of window beside the console
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
        String screen,
        String overview,
        Map<String, TableLayout> tables,
        Map<String, Double> splits,
        Map<String, ListState> lists,
        Map<String, WindowBounds> beside) {
    public static final double MIN_WIDTH = 1000;
    public static final double MIN_HEIGHT = 700;

    public static final WindowState DEFAULT = new WindowState(
            Double.NaN,
            Double.NaN,
            1440,
            900,
            false,
            false,
            ThemeChoice.SYSTEM,
            false,
            1,
            false,
            "",
            "",
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of());

    public WindowState {
        width = Math.max(MIN_WIDTH, width);
        height = Math.max(MIN_HEIGHT, height);
        scale = Math.clamp(scale, 0.8, 2.0);
        tables = Map.copyOf(tables);
        splits = Map.copyOf(splits);
        lists = Map.copyOf(lists);
        beside = Map.copyOf(beside);
    }

    /** Returns the state for another window: at a different position, with its own filters. */
    WindowState forNewWindow(double newX, double newY, double newWidth, double newHeight) {
        return new WindowState(
                newX,
                newY,
                newWidth,
                newHeight,
                false,
                railFolded,
                theme,
                contrast,
                scale,
                utc,
                screen,
                overview,
                tables,
                splits,
                Map.of(),
                beside);
    }
}
