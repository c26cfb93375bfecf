package dev.darkroom.database.embedded;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.embedded.PostgresBinaries.BinaryPlatform;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.PrivateFiles;
import dev.darkroom.system.ThreadPause;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The shell process (supervise.sh) that starts the server on request and stops it when the last user is gone. Holding this
 * end of its pipe makes this process a user; the kernel closes it even after {@code kill -9}. On Windows (untested) there is
 * no supervisor and no sharing: the server is stopped on close, or after a kill by the next start.
 */
final class PostgresServerSupervisor implements AutoCloseable {
    /** A killed server may have to replay minutes of write-ahead log. */
    static final Duration RECOVERY = Duration.ofMinutes(10);

    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 20;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final PostgresServerCommands commands;
    private final @Nullable FileChannel users;

    private PostgresServerSupervisor(PostgresServerCommands commands, @Nullable FileChannel users) {
        this.commands = commands;
        this.users = users;
    }

    /** Starts the server of an unused folder on a free loopback port. */
    static PostgresServerSupervisor start(PostgresServerCommands commands) throws IOException {
        PostgresDataFolder folder = commands.folder();
        PrivateFiles.deleteFolder(folder.run());
        PrivateFiles.createFolder(folder.run());
        PostgresServerSupervisor supervisor = BinaryPlatform.current() == BinaryPlatform.WINDOWS
                ? new PostgresServerSupervisor(commands, null)
                : run(commands);
        try {
            supervisor.serveOnFreePort();
            return supervisor;
        } catch (IOException | RuntimeException exception) {
            supervisor.close();
            throw exception;
        }
    }

    /** Runs in its own session, so that Ctrl-C or a closed terminal does not reach it. */
    private static PostgresServerSupervisor run(PostgresServerCommands commands) throws IOException {
        PostgresDataFolder folder = commands.folder();
        ChildProcess.run(
                CodedMessage.of("task.prepare"),
                List.of("mkfifo", "-m", "600", folder.users().toString()),
                folder.run().resolve("mkfifo.log"),
                SHORT);
        PostgresServerSupervisor supervisor = new PostgresServerSupervisor(commands, open(folder));
        List<String> command = new ArrayList<>();
        if (ChildProcess.works(List.of("setsid", "true"))) {
            command.add("setsid");
        }
        command.addAll(
                List.of("sh", "-c", script(), "supervise.sh", folder.run().toString()));
        command.addAll(List.of(folder.data().toString(), commands.options()));
        command.addAll(commands.pgCtl());
        ChildProcess.start(command, folder.run().resolve("supervise.log"));
        return supervisor;
    }

    /** Becomes a user of a running server; empty when it was just shutting down. */
    static Optional<PostgresServerSupervisor> join(PostgresServerCommands commands) throws IOException {
        PostgresDataFolder folder = commands.folder();
        if (!Files.exists(folder.users())) {
            return Optional.empty();
        }
        PostgresServerSupervisor supervisor = new PostgresServerSupervisor(commands, open(folder));
        if (supervisor.serve(folder.lastPort(), ANSWER)) {
            return Optional.of(supervisor);
        }
        supervisor.close();
        return Optional.empty();
    }

    /** Opened for reading and writing, so that opening never waits for the other end. */
    private static FileChannel open(PostgresDataFolder folder) throws IOException {
        return FileChannel.open(folder.users(), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void serveOnFreePort() throws IOException {
        PostgresDataFolder folder = commands.folder();
        for (int attempt = 1; ; attempt++) {
            Instant begin = Instant.now();
            int port = freePort(attempt == 1 ? folder.lastPort() : 0);
            if (serve(port, RECOVERY)) {
                folder.rememberPort(port);
                return;
            }
            String words = folder.logSince(begin);
            if (attempt == ATTEMPTS || !StartFailureMessage.passes(words)) {
                throw StartFailureMessage.of(folder, commands.binaries(), words);
            }
            ThreadPause.of(PAUSE);
        }
    }

    /**
     * Requests a server that accepts connections: the running one, or a new one on this port. Returns false when it does not
     * start or does not respond within the limit.
     */
    boolean serve(int port, Duration limit) throws IOException {
        PostgresDataFolder folder = commands.folder();
        if (users == null) {
            List<String> start = commands.pgCtl();
            start.addAll(List.of("start", "-D", folder.data().toString(), "-w", "-t", "600"));
            start.addAll(List.of("-o", "-p " + port + " " + commands.options()));
            ChildProcess.run(CodedMessage.of("task.start"), start, folder.startLog(), limit);
            return true;
        }
        String id = UUID.randomUUID().toString();
        users.write(ByteBuffer.wrap((id + " " + port + "\n").getBytes(StandardCharsets.US_ASCII)));
        Path answer = folder.run().resolve(id);
        if (!ThreadPause.until(() -> Files.exists(answer), limit)) {
            return false;
        }
        boolean serves = Files.readString(answer).strip().equals("0");
        Files.delete(answer);
        return serves;
    }

    private static int freePort(int wanted) throws IOException {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException exception) {
            if (wanted == 0) {
                throw exception;
            }
            return freePort(0);
        }
    }

    private static String script() throws IOException {
        try (InputStream script = PostgresServerSupervisor.class.getResourceAsStream("supervise.sh")) {
            if (script == null) {
                throw new IOException("supervise.sh is missing in this build");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        if (users != null) {
            users.close();
        }
    }

    /** Turns the output of a server that failed to start into one sentence: what to fix, not what went wrong inside. */
    static final class StartFailureMessage {
        private static final List<String> PROGRAMS =
                List.of("failed to execute", "not found", "cannot execute", "shared libraries", "Exec format error");
        private static final List<String> MEMORY =
                List.of("Cannot allocate memory", "could not map anonymous shared memory");
        /** Another program took the port, or the last processes of a killed server are still ending. */
        private static final List<String> PASSING =
                List.of("could not create any TCP/IP sockets", "pre-existing shared memory block");

        private StartFailureMessage() {}

        /** Whether another attempt may help. */
        static boolean passes(String words) {
            return contains(words, PASSING);
        }

        static DatabaseException of(PostgresDataFolder folder, PostgresBinaries binaries, String words) {
            CodedMessage reason = reason(words);
            if (words.contains("No space left on device")) {
                return new DatabaseException(CodedMessage.of("server.disk", folder.data()));
            }
            if (contains(words, MEMORY)) {
                return new DatabaseException(CodedMessage.of("server.memory", folder.data()));
            }
            if (contains(words, PROGRAMS)) {
                return new DatabaseException(CodedMessage.of("server.programs", reason, binaries.home()));
            }
            return folder.damaged(reason);
        }

        private static boolean contains(String words, List<String> parts) {
            return parts.stream().anyMatch(words::contains);
        }

        /** Returns the last fatal line, or else the last line. */
        private static CodedMessage reason(String words) {
            List<String> lines = words.lines().filter(line -> !line.isBlank()).toList();
            return lines.reversed().stream()
                    .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                    .findFirst()
                    .map(line -> CodedMessage.quoted(line.replaceFirst("^.*?(FATAL|PANIC):\\s*", "")))
                    .orElseGet(() ->
                            lines.isEmpty() ? CodedMessage.of("server.silent") : CodedMessage.quoted(lines.getLast()));
        }
    }
}
