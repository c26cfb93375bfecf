package dev.darkroom.database.embedded;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.secret.SecretRedactor;
import dev.darkroom.system.PartFiles;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One folder with one database: {@code data} is PostgreSQL's, {@code password} its administrator's, {@code run} belongs to
 * the server that runs now. Nothing in {@code data} is ever deleted or repaired here.
 */
public record PostgresDataFolder(Path root) {
    public static PostgresDataFolder open(Path root) {
        try {
            Path folder = PrivateFiles.claimFolder(root).toRealPath();
            PartFiles.removeLeftovers(folder);
            Files.delete(PartFiles.create(folder, "writable"));
            return new PostgresDataFolder(folder);
        } catch (IOException exception) {
            throw new DatabaseException(CodedMessage.of("server.folder", root, exception.getMessage()), exception);
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

    /** The remains of an interrupted first start; never used by a server. */
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

    /** Refuses data that this major version of PostgreSQL cannot open, before anything is started. */
    void check(int major) throws IOException {
        Path version = data().resolve("PG_VERSION");
        if (!Files.isRegularFile(version)) {
            throw damaged(CodedMessage.of("server.no.file", "PG_VERSION"));
        }
        String found = Files.readString(version).strip();
        if (!found.equals(Integer.toString(major))) {
            CodedMessage maker =
                    found.matches("\\d+") ? CodedMessage.quoted(found) : CodedMessage.of("server.version.unknown");
            throw new DatabaseException(CodedMessage.of("server.version", data(), maker, major));
        }
        if (!Files.isRegularFile(control())) {
            throw damaged(CodedMessage.of("server.no.file", "global/pg_control"));
        }
        if (!Files.isRegularFile(passwordFile())) {
            throw new DatabaseException(CodedMessage.of("server.password", passwordFile(), data()));
        }
    }

    DatabaseException damaged(CodedMessage why) {
        return new DatabaseException(CodedMessage.of("server.damaged", data(), why));
    }

    public String password() throws IOException {
        String password = Files.readString(passwordFile()).strip();
        SecretRedactor.register(password);
        return password;
    }

    private Path control() {
        return data().resolve("global").resolve("pg_control");
    }

    /** Returns the server running in this folder, whoever started it. */
    Optional<ProcessHandle> server() {
        return noted().filter(this::worksHere);
    }

    /** Returns the process whose id a running or killed server recorded, if it exists: process ids are reused. */
    private Optional<ProcessHandle> noted() {
        try (Stream<String> lines = Files.lines(pidFile())) {
            return lines.findFirst().map(String::strip).map(Long::valueOf).flatMap(ProcessHandle::of);
        } catch (IOException | UncheckedIOException | NumberFormatException exception) {
            return Optional.empty();
        }
    }

    private boolean worksHere(ProcessHandle process) {
        try {
            return Files.isSameFile(Path.of("/proc/" + process.pid() + "/cwd"), data());
        } catch (IOException _) {
            // Not on Linux; Windows reports nothing but the program.
            return process.info()
                    .commandLine()
                    .map(line -> line.contains(data().toString()))
                    .orElseGet(() -> process.info().command().orElse("").contains("postgres"));
        }
    }

    /**
     * Removes a stale pid file: PostgreSQL would take another program with the killed server's process id for it and refuse to
     * start.
     */
    void forgetReusedNumber() throws IOException {
        if (noted().isPresent() && server().isEmpty()) {
            Files.deleteIfExists(pidFile());
        }
    }

    /** Returns the server's output and log since then, to explain why it does not start. */
    String logSince(Instant begin) throws IOException {
        String second =
                begin.toString().substring(0, "2026-01-01 00:00:00".length()).replace('T', ' ');
        StringBuilder words = new StringBuilder(read(startLog()));
        try (Stream<Path> logs = Files.exists(logs()) ? Files.list(logs()) : Stream.empty()) {
            for (Path log : logs.sorted().toList()) {
                read(log)
                        .lines()
                        .filter(line -> line.compareTo(second) >= 0)
                        .forEach(line -> words.append(line).append('\n'));
            }
        }
        return words.toString();
    }

    private static String read(Path file) throws IOException {
        return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    }

    private Path logs() {
        return data().resolve("log");
    }

    /** The output of pg_ctl and the server before the server opens its own log. */
    Path startLog() {
        return run().resolve("start.log");
    }

    /** Returns the port of the last start, or 0; reused when free, so that other programs find the server again. */
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

    private Path pidFile() {
        return data().resolve("postmaster.pid");
    }

    /** Belongs to the running server only: a closed database leaves nothing here that would trip a backup. */
    Path run() {
        return root.resolve("run");
    }

    /** The named pipe that its users hold open. */
    Path users() {
        return run().resolve("users");
    }
}
