package dev.darkroom.command;

import dev.darkroom.app.Folders;
import dev.darkroom.logging.LogSettings;
import dev.darkroom.logging.Logging;

/** What the commands that run the engine share: the log of the process and progress in the terminal. */
final class Sessions {
    private Sessions() {}

    /** @param terminal whether the lines also go to standard output */
    static Logging log(Folders folders, boolean terminal) {
        LogSettings settings = LogSettings.in(folders.logs()).withColours(Logging.terminalWantsColours());
        return Logging.start(terminal ? settings : settings.withTerminal(null));
    }

    /** Progress goes to standard error, so that standard output stays the answer. */
    static void note(String sentence) {
        System.err.println(sentence + " …");
    }
}
