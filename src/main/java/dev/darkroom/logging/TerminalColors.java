package dev.darkroom.logging;

import java.util.Map;
import org.slf4j.event.Level;

/** Terminal colors, close to those of the console, and when to use them. */
final class TerminalColors {
    static final String END = "\u001b[0m";
    static final String QUIET = "\u001b[90m";
    private static final String VIOLET = "\u001b[38;5;141m";
    private static final String BLUE = "\u001b[38;5;75m";
    private static final String CYAN = "\u001b[38;5;44m";
    private static final String OCHRE = "\u001b[38;5;179m";

    private TerminalColors() {}

    static String of(Level level) {
        return switch (level) {
            case ERROR -> "\u001b[1;31m";
            case WARN -> "\u001b[33m";
            case INFO -> "\u001b[32m";
            case DEBUG, TRACE -> QUIET;
        };
    }

    static String of(LogCategory category) {
        return switch (category) {
            case GENERATION -> VIOLET;
            case GENERATION_PROCESSING -> BLUE;
            case STORAGE, STORAGE_FILE, STORAGE_UPLOAD, STORAGE_URL -> CYAN;
            case DB_CREATE, DB_UPDATE, DB_STATUS -> OCHRE;
        };
    }

    /**
     * Returns whether to use colors: {@code NO_COLOR} disables them (no-color.org), {@code CLICOLOR_FORCE} enables them, and a
     * dumb terminal disables them; otherwise they are used if standard output is a terminal.
     */
    static boolean wanted(Map<String, String> environment, boolean terminal) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        String force = environment.getOrDefault("CLICOLOR_FORCE", "0");
        return !force.equals("0") || (terminal && !"dumb".equals(environment.get("TERM")));
    }
}
