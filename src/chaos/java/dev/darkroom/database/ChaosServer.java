package dev.darkroom.database;

import dev.darkroom.database.embedded.DurabilityLevel;
import dev.darkroom.database.embedded.PostgresBinaries;
import dev.darkroom.database.embedded.PostgresDataFolder;
import dev.darkroom.database.embedded.PostgresServerCommands;
import dev.darkroom.database.embedded.PostgresServerConnection;
import dev.darkroom.database.embedded.ServerOsUser;
import dev.darkroom.system.PrivateFiles;
import dev.darkroom.system.ThreadPause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A durable server on a fixed port that can be stopped as by a power failure and restarted. */
public final class ChaosServer implements AutoCloseable {
    private static final Duration RECOVERY = Duration.ofMinutes(1);
    private static final int TRIES = 20;

    private final PostgresDataFolder folder;
    private final List<String> command;
    private final PostgresServerConnection connection;
    private Process process;

    public ChaosServer(Path root) throws Exception {
        if (Files.exists(root)) {
            PrivateFiles.deleteFolder(root);
        }
        folder = PostgresDataFolder.open(root);
        ServerOsUser account = ServerOsUser.forFilesIn(folder.root());
        PostgresBinaries binaries = PostgresBinaries.in(Path.of("target", "postgres-programs"), _ -> {});
        new PostgresServerCommands(folder, account, binaries, DurabilityLevel.DURABLE).create();
        int port = freePort();
        command = account.command(command(binaries, port));
        connection = new PostgresServerConnection(folder, port);
        start();
        connection.createDatabase();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private List<String> command(PostgresBinaries binaries, int port) {
        List<String> all = new ArrayList<>(
                List.of(binaries.program("postgres"), "-D", folder.data().toString(), "-p", String.valueOf(port)));
        DurabilityLevel.DURABLE.settings().forEach((name, value) -> all.addAll(List.of("-c", name + "=" + value)));
        Map.of("listen_addresses", "127.0.0.1", "unix_socket_directories", "", "max_connections", "200", "jit", "off")
                .forEach((name, value) -> all.addAll(List.of("-c", name + "=" + value)));
        return all;
    }

    public DatabaseSettings settings() throws IOException {
        return connection.settings();
    }

    /** The processes of a server that was killed may need a moment to go. */
    public synchronized void start() throws IOException {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.root().resolve("server.log").toFile()))
                    .start();
            Process started = process;
            ThreadPause.until(() -> !started.isAlive() || connection.works(), RECOVERY);
            if (started.isAlive()) {
                return;
            }
            ThreadPause.of(Duration.ofMillis(300));
        }
        throw new IOException(
                "PostgreSQL does not start again, see " + folder.root().resolve("server.log"));
    }

    /** No checkpoint, no goodbye: the next start recovers from the log of writes. */
    public synchronized void stopAtOnce() throws Exception {
        new ProcessBuilder("kill", "-QUIT", String.valueOf(process.pid()))
                .start()
                .waitFor();
        process.waitFor();
    }

    @Override
    public void close() throws Exception {
        stopAtOnce();
    }
}
