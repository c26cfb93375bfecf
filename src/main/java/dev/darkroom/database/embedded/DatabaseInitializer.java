package dev.darkroom.database.embedded;

import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Makes an empty database folder: UTF-8, sorting that no system library can change, a password for everybody. */
public final class DatabaseInitializer {
    public static final String ADMINISTRATOR = "darkroom";

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int PASSWORD_BYTES = 24;

    private final PostgresFolder folder;
    private final ServerOsUser account;

    public DatabaseInitializer(PostgresFolder folder, ServerOsUser account) {
        this.folder = folder;
        this.account = account;
    }

    /** Works in a folder beside and moves it in place at the end, so that a kill half-way leaves nothing that looks like data. */
    public void create(PostgresBinaries binaries, DurabilityLevel durability) throws IOException {
        Path unfinished = folder.unfinished();
        PrivateFiles.deleteFolder(unfinished);
        PrivateFiles.createFolder(unfinished);
        Path data = PrivateFiles.createFolder(unfinished.resolve("data"));
        // Kept when there is one: the data that was moved away may come back.
        if (!Files.exists(folder.passwordFile())) {
            PrivateFiles.write(folder.passwordFile(), newPassword() + "\n");
        }
        account.own(data);
        new ChildProcess(initdb(binaries, data, durability), unfinished.resolve("initdb.log"))
                .run("Creating the database in " + folder.root(), LIMIT);
        Files.move(data, folder.data(), StandardCopyOption.ATOMIC_MOVE);
        PrivateFiles.deleteFolder(unfinished);
    }

    private List<String> initdb(PostgresBinaries binaries, Path data, DurabilityLevel durability) {
        List<String> command = new ArrayList<>(account.command(List.of(
                binaries.program("initdb"),
                "--pgdata=" + data,
                "--username=" + ADMINISTRATOR,
                "--pwfile=" + folder.passwordFile(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C")));
        if (durability == DurabilityLevel.TESTS) {
            command.add("--no-sync");
        }
        return command;
    }

    private static String newPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
