package dev.darkroom.console.files;

import dev.darkroom.message.CodedIoException;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.ChildEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Opens a file with the system's default program for its type, which inherits no secrets. */
final class SystemFileOpener {
    private SystemFileOpener() {}

    /** Blocks briefly; an exception means that the system has no such program. */
    static void open(Path file) throws IOException {
        Path real = file.toAbsolutePath();
        try {
            ChildEnvironment.process(
                            command(System.getProperty("os.name", "").toLowerCase(Locale.ROOT), real.toString()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException exception) {
            throw new CodedIoException(CodedMessage.of("file.no.program", real), exception);
        }
    }

    private static List<String> command(String system, String file) {
        if (system.startsWith("windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler", file);
        }
        return List.of(system.startsWith("mac") ? "open" : "xdg-open", file);
    }
}
