package dev.darkroom.database.embedded;

import dev.darkroom.system.ChildEnvironment;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The small shell process (supervise.sh) that runs the server and stops it when its last user is gone. This end of its
 * pipe is what makes this process a user; the kernel closes it even after {@code kill -9}. On Windows (untested) there is no
 * such process and no sharing: the server is stopped at the end, or after a kill by the next start.
 */
final class ServerSupervisor implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofSeconds(10);

    private final Path run;
    private final @Nullable FileChannel pipe;
    private final @Nullable Process process;

    private ServerSupervisor(Path run, @Nullable FileChannel pipe, @Nullable Process process) {
        this.run = run;
        this.pipe = pipe;
        this.process = process;
    }

    /** Starts the command in a session of its own, so that Ctrl-C or a closed terminal does not reach the server. */
    static ServerSupervisor start(PostgresFolder folder, List<String> command) throws IOException {
        Path run = PrivateFiles.createFolder(
                folder.root().resolve("run-" + UUID.randomUUID().toString().substring(0, 8)));
        if (BinaryPlatform.current() == BinaryPlatform.WINDOWS) {
            return new ServerSupervisor(run, null, process(run, command));
        }
        Path users = run.resolve("users");
        new ChildProcess(List.of("mkfifo", "-m", "600", users.toString()), run.resolve("mkfifo.log"))
                .run("Preparing the database", SHORT);
        FileChannel pipe = open(users);
        List<String> all = new ArrayList<>();
        if (ChildProcess.works(List.of("setsid", "true"))) {
            all.add("setsid");
        }
        all.addAll(List.of("sh", "-c", script(), "supervise.sh", run.toString()));
        all.addAll(command);
        return new ServerSupervisor(run, pipe, process(run, all));
    }

    private static Process process(Path run, List<String> command) throws IOException {
        Path output = PrivateFiles.createFile(run.resolve("start.log"));
        return ChildEnvironment.process(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Becomes a user of the server of that run folder; null when it was just on its way down. */
    static @Nullable ServerSupervisor join(Path run) throws IOException {
        Path users = run.resolve("users");
        if (!Files.exists(users)) {
            return null;
        }
        FileChannel pipe = open(users);
        String id = UUID.randomUUID().toString();
        pipe.write(ByteBuffer.wrap((id + "\n").getBytes(StandardCharsets.US_ASCII)));
        Path answer = run.resolve("joined-" + id);
        if (!PollingWait.until(() -> Files.exists(answer), ANSWER)) {
            pipe.close();
            return null;
        }
        Files.delete(answer);
        return new ServerSupervisor(run, pipe, null);
    }

    /** From now on a server that ends by itself is started again. */
    void ready() throws IOException {
        PrivateFiles.createFile(run.resolve("ready"));
    }

    boolean ended() {
        return process != null && !process.isAlive();
    }

    /** What the server printed before it opened its own log. */
    Path output() {
        return run.resolve("start.log");
    }

    /** Open for both: so the opening never waits for the other end. */
    private static FileChannel open(Path users) throws IOException {
        return FileChannel.open(users, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static String script() throws IOException {
        try (InputStream script = ServerSupervisor.class.getResourceAsStream("supervise.sh")) {
            if (script == null) {
                throw new IOException("supervise.sh is missing in this build");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        if (pipe != null) {
            pipe.close();
        }
    }
}
