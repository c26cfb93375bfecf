package dev.darkroom.database.embedded;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.TestServer;
import dev.darkroom.system.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Another program that uses the embedded server: a real process that a test can close or kill. */
final class ServerUser implements AutoCloseable {
    private final Process process;
    private final BufferedReader words;

    private ServerUser(Process process) {
        this.process = process;
        this.words = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The other program itself: uses the server until it is told to stop. */
    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        try (EmbeddedPostgres server =
                EmbeddedPostgres.start(Path.of(args[0]), Path.of(args[1]), DurabilityLevel.valueOf(args[2]), _ -> {})) {
            out.println("ready " + server.settings().address());
            System.in.read();
        } catch (DatabaseException exception) {
            out.println("refused " + exception.getMessage());
        }
    }

    static ServerUser launch(Path folder, DurabilityLevel durability) throws IOException {
        return launch(folder, durability, ServerOsUser.AS_IS);
    }

    static ServerUser launch(Path folder, DurabilityLevel durability, ServerOsUser account) throws IOException {
        List<String> command = JavaCommand.of(
                List.of("-Xmx64m"),
                ServerUser.class,
                folder.toString(),
                TestServer.CACHE.toAbsolutePath().toString(),
                durability.name());
        return new ServerUser(new ProcessBuilder(account.command(command))
                .redirectErrorStream(true)
                .start());
    }

    /** Waits for its answer: the address of the server, or the sentence that refuses it. */
    String answer() throws IOException {
        StringBuilder others = new StringBuilder();
        for (String line = words.readLine(); line != null; line = words.readLine()) {
            if (line.startsWith("ready ") || line.startsWith("refused ")) {
                return line.substring(line.indexOf(' ') + 1);
            }
            others.append(line).append('\n');
        }
        throw new IOException("the other program ended: " + others);
    }

    long pid() {
        return process.pid();
    }

    /** As kill -9 does it. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }
}
