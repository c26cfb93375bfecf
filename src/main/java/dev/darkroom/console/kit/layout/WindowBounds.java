package dev.darkroom.console.kit.layout;

import javafx.stage.Screen;
import javafx.stage.Stage;

/** The place and size of a window beside the console, in px of the screen. */
public record WindowBounds(double x, double y, double width, double height) {
    /** How much of its corner must be on a screen, so that it can be moved by its title. */
    private static final double REACHABLE = 100;

    public static WindowBounds of(Stage stage) {
        return new WindowBounds(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight());
    }

    /** Whether the window can be reached there: screens come and go between two starts. */
    public boolean reachesScreen() {
        return !Screen.getScreensForRectangle(x, y, REACHABLE, REACHABLE).isEmpty();
    }

    public void apply(Stage stage) {
        stage.setX(x);
        stage.setY(y);
        stage.setWidth(width);
        stage.setHeight(height);
    }
}
