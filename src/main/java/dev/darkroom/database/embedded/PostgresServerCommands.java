package dev.darkroom.database.embedded;

import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.PartFiles;
import dev.darkroom.system.PrivateFiles;
import dev.darkroom.system.ThreadPause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * PostgreSQL's own programs applied to one folder: {@code initdb} creates the database, {@code pg_ctl} starts and stops its
 * server.
 */
public record PostgresServerCommands(
        PostgresDataFolder folder, ServerOsUser account, PostgresBinaries binaries, DurabilityLevel durability) {
    private static final Duration CREATE = Duration.ofMinutes(3);
    private static final Duration ENDS_BY_ITSELF = Duration.ofSeconds(3);
    private static final Duration STOP = Duration.ofSeconds(90);
    private static final int PASSWORD_BYTES = 24;

    /** The command line before an action of pg_ctl. */
    List<String> pgCtl() {
        return account.command(List.of(binaries.program("pg_ctl")));
    }

    /** The server's own options, as one text for {@code pg_ctl start -o}. */
    String options() {
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
        return settings.entrySet().stream()
                .map(setting -> "-c " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" "));
    }

    /**
     * Creates an empty database: UTF-8, a collation that no system library can change, passwords for all roles. It is built in
     * a sibling folder and moved into place at the end, so that a kill half-way leaves nothing that looks like data.
     */
    public void create() throws IOException {
        Path unfinished = folder.unfinished();
        PrivateFiles.deleteFolder(unfinished);
        Path data = PrivateFiles.createFolder(unfinished.resolve("data"));
        // An existing password is kept: data that was moved away may come back.
        if (!Files.exists(folder.passwordFile())) {
            PrivateFiles.write(folder.passwordFile(), newPassword() + "\n");
        }
        account.takeOwnership(data);
        ChildProcess.run(
                CodedMessage.of("task.create", folder.root()), initdb(data), unfinished.resolve("initdb.log"), CREATE);
        Files.move(data, folder.data(), StandardCopyOption.ATOMIC_MOVE);
        PrivateFiles.deleteFolder(unfinished);
    }

    private List<String> initdb(Path data) {
        return account.command(List.of(
                binaries.program("initdb"),
                "--pgdata=" + data,
                "--username=" + PostgresServerConnection.ADMINISTRATOR,
                "--pwfile=" + folder.passwordFile(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                durability == DurabilityLevel.TESTS ? "--no-sync" : "--sync-method=fsync"));
    }

    private static String newPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Waits until the server has ended after its last user left; a server without a supervisor is stopped. */
    void awaitEnd() throws IOException {
        if (!ThreadPause.until(() -> folder.server().isEmpty(), ENDS_BY_ITSELF)) {
            Path words = PartFiles.create(folder.root(), "stop");
            List<String> stop = pgCtl();
            stop.addAll(List.of("stop", "-D", folder.data().toString(), "-m", "fast", "-w", "-t", "60"));
            ChildProcess.run(CodedMessage.of("task.stop", folder.data()), stop, words, STOP);
            Files.delete(words);
        }
        folder.forgetReusedNumber();
    }
}
