package dev.darkroom.command;

import dev.darkroom.app.Folders;
import dev.darkroom.logging.LogSettings;
import dev.darkroom.logging.Logging;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the commands that run the engine share: the log of the process and progress in the terminal. */
final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private Sessions() {}

    /**
     * Also closes the folders of Darkroom to other users.
     *
     * @param terminal whether the lines also go to standard output
     */
    static Logging log(Folders folders, boolean terminal) {
        List<String> open = folders.claim();
        LogSettings settings = LogSettings.in(folders.logs()).withColours(Logging.terminalWantsColours());
        Logging logging = Logging.start(terminal ? settings : settings.withTerminal(null));
        open.forEach(LOG::warn);
        return logging;
    }

    /** Progress goes to standard error, so that standard output stays the answer. */
    static void note(String sentence) {
        System.err.println(sentence + " …");
    }
}
