package dev.darkroom.database.embedded;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.ChildEnvironment;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A short-lived child process with a time limit. Its output goes to a file, so that it never blocks on a pipe; it inherits no secrets. */
final class ChildProcess {
    private static final int TAIL = 600;
    private static final long SHORT_SECONDS = 10;

    private ChildProcess() {}

    /** Waits for exit code 0 within the limit; anything else throws an exception that ends with the last lines of output. */
    static void run(CodedMessage purpose, List<String> command, Path output, Duration limit) {
        try {
            Process process = start(command, output);
            process.getOutputStream().close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new DatabaseException(CodedMessage.of("child.late", purpose, limit.toSeconds(), tail(output)));
            }
            if (process.exitValue() != 0) {
                throw new DatabaseException(CodedMessage.of("child.failed", purpose, tail(output)));
            }
        } catch (IOException exception) {
            throw new DatabaseException(
                    CodedMessage.of("child.not.run", purpose, command.getFirst(), exception.getMessage()), exception);
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(CodedMessage.of("child.interrupted", purpose), exception);
        }
    }

    static Process start(List<String> command, Path output) throws IOException {
        return ChildEnvironment.process(command)
                .redirectErrorStream(true)
                .redirectOutput(PrivateFiles.createFile(output).toFile())
                .start();
    }

    /** Whether the program runs here and exits with 0 at once. */
    static boolean works(List<String> command) {
        try {
            Process process = ChildEnvironment.process(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(SHORT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException exception) {
            return false;
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The last lines of a file joined into one, or a note that there are none. */
    private static CodedMessage tail(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
        String end = text.substring(Math.max(0, text.length() - TAIL));
        return end.isEmpty()
                ? CodedMessage.of("child.silent")
                : CodedMessage.quoted(end.replaceAll("\\s*\\R\\s*", " | "));
    }
}
