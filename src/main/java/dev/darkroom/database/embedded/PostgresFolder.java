package dev.darkroom.database.embedded;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.secret.SecretRedactor;
import dev.darkroom.system.PartFiles;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One folder with one database: {@code data} is PostgreSQL's, {@code password} its administrator's, {@code run-*} belongs to
 * the server that runs now. Nothing in {@code data} is ever deleted or repaired here.
 */
public record PostgresFolder(Path root) {
    /** In {@code postmaster.pid}, counted from 0. */
    private static final int STATUS_LINE = 7;

    private static final String FIX =
            "restore the folder from a backup, or move it away to begin with an empty database. Nothing was changed.";

    public static PostgresFolder open(Path root) {
        try {
            Path folder = PrivateFiles.claimFolder(root).toRealPath();
            PartFiles.removeLeftovers(folder);
            Files.delete(PartFiles.create(folder, "writable"));
            return new PostgresFolder(folder);
        } catch (IOException exception) {
            throw new DatabaseException(
                    "The database folder %s cannot be written (%s): make it writable, or point DARKROOM_HOME elsewhere."
                            .formatted(root, exception.getMessage()),
                    exception);
        }
    }

    public Path data() {
        return root.resolve("data");
    }

    Path passwordFile() {
        return root.resolve("password");
    }

    Path startingLock() {
        return root.resolve("starting.lock");
    }

    Path usersLock() {
        return root.resolve("users.lock");
    }

    /** Where an interrupted first start left its half; never used by a server. */
    Path unfinished() {
        return root.resolve("unfinished");
    }

    boolean isNew() throws IOException {
        if (!Files.exists(data())) {
            return true;
        }
        try (Stream<Path> files = Files.list(data())) {
            return files.findAny().isEmpty();
        }
    }

    /** Refuses what PostgreSQL of this major version could not open, before anything is started. */
    void check(int major) throws IOException {
        Path version = data().resolve("PG_VERSION");
        if (!Files.isRegularFile(version)) {
            throw damaged("its file PG_VERSION is missing");
        }
        String found = Files.readString(version).strip();
        if (!found.equals(Integer.toString(major))) {
            throw new DatabaseException(
                    "The database in %s was made by PostgreSQL %s and this Darkroom brings %d: open it with the Darkroom that made it, or move the folder away to begin with an empty database. Nothing was changed."
                            .formatted(data(), found.matches("\\d+") ? found : "of an unknown version", major));
        }
        if (!Files.isRegularFile(control())) {
            throw damaged("its file global/pg_control is missing");
        }
        if (!Files.isRegularFile(passwordFile())) {
            throw new DatabaseException(
                    "The password file %s of the database is missing: put it back, or move %s away to begin with an empty database. Nothing was changed."
                            .formatted(passwordFile(), data()));
        }
    }

    DatabaseException damaged(String why) {
        return new DatabaseException("The database in %s is damaged (%s): %s".formatted(data(), why, FIX));
    }

    public String password() throws IOException {
        String password = Files.readString(passwordFile()).strip();
        SecretRedactor.register(password);
        return password;
    }

    /** The number that initdb gave this database, as the first eight bytes of its control file tell it. */
    long systemIdentifier() throws IOException {
        try (InputStream control = Files.newInputStream(control())) {
            return ByteBuffer.wrap(control.readNBytes(Long.BYTES))
                    .order(ByteOrder.nativeOrder())
                    .getLong();
        }
    }

    private Path control() {
        return data().resolve("global").resolve("pg_control");
    }

    /** What a running, or a killed, server noted in its data folder. */
    public Optional<Postmaster> postmaster() {
        try {
            List<String> lines = Files.readAllLines(pidFile());
            return Optional.of(new Postmaster(
                    Long.parseLong(lines.get(0).strip()),
                    Integer.parseInt(lines.get(3).strip()),
                    lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready")));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException exception) {
            return Optional.empty();
        }
    }

    /** The port of the last start, or 0; taken again when it is free, so that other programs find the server again. */
    int lastPort() {
        try {
            int port = Integer.parseInt(Files.readString(portFile()).strip());
            return port > 0 && port < 65536 ? port : 0;
        } catch (IOException | NumberFormatException exception) {
            return 0;
        }
    }

    void rememberPort(int port) throws IOException {
        PrivateFiles.write(portFile(), port + "\n");
    }

    private Path portFile() {
        return root.resolve("port");
    }

    Path pidFile() {
        return data().resolve("postmaster.pid");
    }

    /** The folders of servers that run, or ran and were killed. */
    List<Path> runs() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.filter(file -> file.getFileName().toString().startsWith("run-"))
                    .toList();
        }
    }

    /** When no server uses them any more; a closed database holds nothing that a backup could stumble over. */
    void deleteRuns() throws IOException {
        for (Path run : runs()) {
            PrivateFiles.deleteFolder(run);
        }
    }

    /** @param ready whether it listens on the port and takes connections */
    public record Postmaster(long pid, int port, boolean ready) {}
}
