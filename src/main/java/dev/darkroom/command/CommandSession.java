package dev.darkroom.command;

import dev.darkroom.app.AppDirectories;
import dev.darkroom.logging.LogSettings;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.message.CodedMessage;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Code shared by the commands that run the engine: the log of the process and progress in the terminal. */
final class CommandSession {
    private static final Logger LOG = LoggerFactory.getLogger(CommandSession.class);

    private CommandSession() {}

    /**
     * Starts logging; also closes Darkroom's folders to other users.
     *
     * @param terminal whether log lines also go to standard output
     */
    static LoggingService log(AppDirectories folders, boolean terminal) {
        List<String> open = folders.claim();
        LogSettings settings = LogSettings.in(folders.logs()).withColours(LoggingService.terminalWantsColours());
        LoggingService logging = LoggingService.start(terminal ? settings : settings.withTerminal(null));
        open.forEach(LOG::warn);
        return logging;
    }

    /** Prints progress to standard error, so that standard output contains only the result. */
    static void note(CodedMessage message) {
        note(message.english());
    }

    static void note(String sentence) {
        System.err.println(sentence + " …");
    }
}
