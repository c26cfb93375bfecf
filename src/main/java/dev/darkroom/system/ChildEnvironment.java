package dev.darkroom.system;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The environment of child processes: what a program needs to find its libraries, language and display, and nothing else. Keys,
 * passwords and service addresses may be in variables of any name, so this is an allowlist.
 */
public final class ChildEnvironment {
    private static final Set<String> NAMES = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "LANG",
            "LANGUAGE",
            "TZ",
            "TMPDIR",
            "TMP",
            "TEMP",
            "LD_LIBRARY_PATH",
            "DYLD_LIBRARY_PATH",
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "XAUTHORITY",
            "DBUS_SESSION_BUS_ADDRESS",
            "DESKTOP_SESSION",
            "BROWSER",
            "SYSTEMROOT",
            "SYSTEMDRIVE",
            "WINDIR",
            "COMSPEC",
            "PATHEXT",
            "USERPROFILE",
            "USERNAME",
            "APPDATA",
            "LOCALAPPDATA",
            "PROGRAMDATA",
            "PROGRAMFILES");
    private static final List<String> BEGINNINGS = List.of("LC_", "XDG_", "GTK_", "QT_", "KDE_", "GNOME_");

    private ChildEnvironment() {}

    /** Returns a process builder that inherits only these variables. */
    public static ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> !isHarmless(name));
        return builder;
    }

    static boolean isHarmless(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return NAMES.contains(upper) || BEGINNINGS.stream().anyMatch(upper::startsWith);
    }
}
