package dev.darkroom.command;

import dev.darkroom.app.AppDirectories;
import dev.darkroom.logging.LogSettings;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

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

    /** @throws ParameterException if the folder of the file that an option names does not exist */
    static void requireFolder(Path file, String option, CommandLine command) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new ParameterException(command, "The folder of " + option + " does not exist: " + folder);
        }
    }

    /** @throws IllegalStateException with a sentence if the file cannot be written */
    static void write(Path file, String text) {
        try (OutputStream out = PrivateFiles.newOutputStream(file)) {
            out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException exception) {
            throw new IllegalStateException(
                    "The file " + file + " cannot be written: "
                            + CodedError.of(exception).english(),
                    exception);
        }
    }

    /** Prints progress to standard error, so that standard output contains only the result. */
    static void note(CodedMessage message) {
        note(message.english());
    }

    static void note(String sentence) {
        System.err.println(sentence + " …");
    }
}
