package dev.darkroom.database.embedded;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How processes meet at one data folder. {@code starting.lock} lets one at a time come or go; {@code users.lock} is shared
 * by all users, so whoever gets it alone knows that nobody else is there and that a server still running is an orphan.
 */
public final class SharedServerCoordinator {
    private static final Duration OTHERS_START = Duration.ofMinutes(10);
    private static final Duration ANSWER = Duration.ofMinutes(1);
    private static final int MEETINGS = 3;

    private final PostgresFolder folder;
    private final ServerOsUser account;
    private final PostgresBinaries binaries;
    private final DurabilityLevel durability;
    private final ServerProcess process;

    public SharedServerCoordinator(
            PostgresFolder folder, ServerOsUser account, PostgresBinaries binaries, DurabilityLevel durability) {
        this.folder = folder;
        this.account = account;
        this.binaries = binaries;
        this.durability = durability;
        this.process = new ServerProcess(folder, account, binaries);
    }

    /** What makes this process a user. */
    public record Ticket(ProcessLock user, ServerSupervisor supervisor, DatabaseSettings settings) {}

    public Ticket enter(Consumer<String> progress) throws IOException, SQLException {
        try (ProcessLock starting = ProcessLock.take(folder.startingLock(), false, OTHERS_START)) {
            for (int meeting = 0; starting != null && meeting < MEETINGS; meeting++) {
                ProcessLock alone = ProcessLock.take(folder.usersLock(), false, Duration.ZERO);
                Ticket ticket = alone == null ? join() : start(alone, progress);
                if (ticket != null) {
                    return ticket;
                }
            }
        }
        throw new DatabaseException(
                "Another Darkroom uses the database in %s, but its server does not answer here: close the other one first."
                        .formatted(folder.root()));
    }

    public void leave(Ticket ticket) throws IOException {
        try (ProcessLock _ = ProcessLock.take(folder.startingLock(), false, OTHERS_START)) {
            boolean last = ticket.user().releaseAsLast();
            ticket.supervisor().close();
            if (last) {
                process.awaitEnd();
                folder.deleteRuns();
            }
        }
    }

    private Ticket start(ProcessLock alone, Consumer<String> progress) throws IOException, SQLException {
        try {
            process.awaitEnd();
            if (folder.isNew()) {
                progress.accept("Creating the database");
                new DatabaseInitializer(folder, account).create(binaries, durability);
            }
            folder.check(PostgresBinaries.MAJOR);
            account.own(folder.data());
            progress.accept("Starting the database");
            ServerSupervisor supervisor = new ServerStarter(folder, account, binaries, durability).start();
            return ticket(alone.shared(), supervisor);
        } catch (IOException | SQLException | RuntimeException exception) {
            alone.close();
            throw exception;
        }
    }

    /** Null when the others were killed at this very moment, or their server cannot be reached. */
    private @Nullable Ticket join() throws IOException, SQLException {
        List<Path> runs = folder.runs();
        ServerSupervisor supervisor = runs.isEmpty() ? null : ServerSupervisor.join(runs.getFirst());
        if (supervisor == null) {
            return null;
        }
        ProcessLock user = ProcessLock.take(folder.usersLock(), true, Duration.ZERO);
        if (user != null
                && PollingWait.until(
                        () -> process.isReadyOn(port()) && connection().works(), ANSWER)) {
            return ticket(user, supervisor);
        }
        supervisor.close();
        if (user != null) {
            user.close();
        }
        return null;
    }

    private Ticket ticket(ProcessLock user, ServerSupervisor supervisor) throws IOException, SQLException {
        connection().createDatabase();
        return new Ticket(user, supervisor, connection().settings());
    }

    private ServerConnection connection() {
        return new ServerConnection(folder, port());
    }

    private int port() {
        return folder.postmaster().map(PostgresFolder.Postmaster::port).orElse(0);
    }
}
