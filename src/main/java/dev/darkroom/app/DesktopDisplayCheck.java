package dev.darkroom.app;

import java.awt.GraphicsEnvironment;
import java.util.Locale;

/** Checks whether this process can show a window. */
public final class DesktopDisplayCheck {
    private DesktopDisplayCheck() {}

    public static boolean hasDisplay() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        boolean linux = system.contains("linux") || system.contains("bsd");
        return linux ? System.getenv("DISPLAY") != null : !GraphicsEnvironment.isHeadless();
    }
}
