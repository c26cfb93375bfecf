package dev.darkroom.console;

import javafx.application.Platform;

/** JavaFX without a display, with software rendering. */
public final class HeadlessToolkit {
    private HeadlessToolkit() {}

    /** Before the toolkit starts. */
    public static void configure() {
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
    }

    /** Starts it with as many frames as it can draw. */
    public static void startAtFullSpeed() {
        configure();
        System.setProperty("javafx.animation.fullspeed", "true");
        Platform.setImplicitExit(false);
        Platform.startup(() -> {});
    }
}
