package dev.darkroom.database.embedded;

import dev.darkroom.system.PartFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The server process that a data folder names, whoever started it. */
public final class ServerProcess {
    private static final Duration ENDS_BY_ITSELF = Duration.ofSeconds(3);
    private static final Duration STOP = Duration.ofSeconds(90);

    private final PostgresFolder folder;
    private final List<String> stop;

    public ServerProcess(PostgresFolder folder, ServerOsUser account, PostgresBinaries binaries) {
        this.folder = folder;
        this.stop = account.command(List.of(
                binaries.program("pg_ctl"), "stop", "-D", folder.data().toString(), "-m", "fast", "-w", "-t", "60"));
    }

    /** Waits until it has ended because its last user went; one that nobody looks after any more is stopped. */
    void awaitEnd() throws IOException {
        if (!PollingWait.until(() -> running().isEmpty(), ENDS_BY_ITSELF)) {
            Path words = PartFiles.create(folder.root(), "stop");
            new ChildProcess(stop, words).run("Stopping the database in " + folder.data(), STOP);
            Files.delete(words);
        }
        forgetReusedNumber();
    }

    /**
     * Whether this folder's own server says that it listens on the port. Before that, another user of this machine may have taken the
     * port, and whoever connects there tells a stranger who he is.
     */
    public boolean isReadyOn(int port) {
        return folder.postmaster()
                .filter(noted -> noted.ready() && noted.port() == port)
                .flatMap(_ -> running())
                .isPresent();
    }

    /** The process is ours only if it is a PostgreSQL in this very data folder: process numbers come round again. */
    private Optional<ProcessHandle> running() {
        return folder.postmaster()
                .flatMap(noted -> ProcessHandle.of(noted.pid()))
                .filter(ProcessHandle::isAlive)
                .filter(this::isOurs);
    }

    private boolean isOurs(ProcessHandle process) {
        Path workingFolder = Path.of("/proc/%d/cwd".formatted(process.pid()));
        try {
            return Files.isSameFile(workingFolder, folder.data());
        } catch (IOException _) {
            // Not on Linux; Windows tells nothing but the program.
            return process.info()
                    .commandLine()
                    .map(line -> line.contains(folder.data().toString()))
                    .orElseGet(() -> process.info().command().orElse("").contains("postgres"));
        }
    }

    /** PostgreSQL would take another program with the number of a killed server for that server, and refuse to start. */
    private void forgetReusedNumber() throws IOException {
        boolean taken = folder.postmaster()
                .flatMap(noted -> ProcessHandle.of(noted.pid()))
                .isPresent();
        if (taken && running().isEmpty()) {
            Files.deleteIfExists(folder.pidFile());
        }
    }
}
