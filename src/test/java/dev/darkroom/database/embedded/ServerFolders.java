package dev.darkroom.database.embedded;

import dev.darkroom.database.TestServer;
import dev.darkroom.system.ThreadPause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Database folders for tests, copied from one that is created once, and the processes that use them. */
public final class ServerFolders {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Path parent;

    public ServerFolders(Path parent) {
        this.parent = parent;
        start(parent.resolve("made-once")).close();
    }

    public static EmbeddedPostgres start(Path folder) {
        return EmbeddedPostgres.start(folder, TestServer.CACHE, DurabilityLevel.TESTS, _ -> {});
    }

    /** A database that was used and closed before. */
    public Path copy(String name) throws IOException {
        Path source = parent.resolve("made-once");
        Path target = parent.resolve(name);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(source.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return target;
    }

    public static Optional<ProcessHandle> postmaster(Path folder) {
        return new PostgresDataFolder(folder).server();
    }

    /** Every process that names the folder in its command: the server and the shell that looks after it. */
    public static List<ProcessHandle> processesOf(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> process.info().commandLine().orElse("").contains(folder.toString()))
                .toList();
    }

    public static boolean allGone(Path folder) {
        return ThreadPause.until(() -> processesOf(folder).isEmpty(), LONG);
    }

    public static boolean becomes(java.util.function.BooleanSupplier condition) {
        return ThreadPause.until(condition, LONG);
    }

    static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(folder::relativize).map(Path::toString).sorted().toList();
        }
    }
}
