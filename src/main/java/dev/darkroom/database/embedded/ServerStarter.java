package dev.darkroom.database.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts the server of a folder that nobody uses, on a free port of the loopback address. */
final class ServerStarter {
    private static final Duration RECOVERY = Duration.ofMinutes(10);
    private static final int ATTEMPTS = 20;
    private static final long PAUSE = 500;

    private final ServerProcess process;
    private final PostgresFolder folder;
    private final ServerOsUser account;
    private final PostgresBinaries binaries;
    private final DurabilityLevel durability;

    ServerStarter(PostgresFolder folder, ServerOsUser account, PostgresBinaries binaries, DurabilityLevel durability) {
        this.process = new ServerProcess(folder, account, binaries);
        this.folder = folder;
        this.account = account;
        this.binaries = binaries;
        this.durability = durability;
    }

    ServerSupervisor start() throws IOException {
        folder.deleteRuns();
        for (int attempt = 1; ; attempt++) {
            int port = freePort(attempt == 1 ? folder.lastPort() : 0);
            ServerLog log = new ServerLog(folder);
            ServerSupervisor supervisor = ServerSupervisor.start(folder, command(port));
            if (answers(supervisor, port)) {
                supervisor.ready();
                folder.rememberPort(port);
                return supervisor;
            }
            supervisor.close();
            String words = log.text(supervisor.output());
            if (attempt == ATTEMPTS || !passes(words)) {
                throw StartFailureMessage.of(folder, binaries, words);
            }
            PollingWait.millis(PAUSE);
        }
    }

    /** A server that was killed may have to replay minutes of work first, so only its end is a failure. */
    private boolean answers(ServerSupervisor supervisor, int port) {
        ServerConnection connection = new ServerConnection(folder, port);
        boolean decided =
                PollingWait.until(() -> supervisor.ended() || process.isReadyOn(port) && connection.works(), RECOVERY);
        return decided && !supervisor.ended();
    }

    /** Somebody took the port meanwhile, or the last processes of a killed server are still on their way out. */
    private static boolean passes(String words) {
        return words.contains("could not create any TCP/IP sockets")
                || words.contains("pre-existing shared memory block");
    }

    private List<String> command(int port) {
        List<String> command = new ArrayList<>(
                List.of(binaries.program("postgres"), "-D", folder.data().toString(), "-p", Integer.toString(port)));
        settings().forEach((name, value) -> {
            command.add("-c");
            command.add(name + "=" + value);
        });
        return account.command(command);
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>(durability.settings());
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("unix_socket_directories", "");
        settings.put("password_encryption", "scram-sha-256");
        settings.put("max_connections", "100");
        settings.put("shared_buffers", "128MB");
        settings.put("max_wal_size", "1GB");
        settings.put("jit", "off");
        settings.put("timezone", "UTC");
        settings.put("autovacuum_naptime", "15s");
        settings.put("autovacuum_vacuum_scale_factor", "0.05");
        settings.put("autovacuum_analyze_scale_factor", "0.05");
        settings.put("autovacuum_vacuum_insert_scale_factor", "0.1");
        settings.put("logging_collector", "on");
        settings.put("log_directory", "log");
        settings.put("log_filename", "postgresql-%a.log");
        settings.put("log_rotation_age", "1d");
        settings.put("log_truncate_on_rotation", "on");
        settings.put("log_timezone", "UTC");
        settings.put("log_parameter_max_length_on_error", "0");
        return settings;
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
}
