package dev.darkroom.database.embedded;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.database.embedded.PostgresServerSupervisor.StartFailureMessage;
import dev.darkroom.logging.DefectReport;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.PrivateFiles;
import dev.darkroom.system.ProcessLock;
import dev.darkroom.system.ThreadPause;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundled PostgreSQL: one server per folder, durable, password-protected, on the loopback address. Processes of one
 * user share it; it stops when the last of them closes it or is killed. Starting and closing block.
 *
 * <p>{@code starting.lock} serializes starting, joining and leaving. Every user of the server holds {@code users.lock}
 * shared, so a process that gets it exclusively knows that no other user is left and that a running server is an orphan.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration OTHERS_START = Duration.ofMinutes(10);
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);
    private static final int START_ATTEMPTS = 3;

    private final PostgresServerCommands commands;
    private final ProcessLock user;
    private final PostgresServerSupervisor supervisor;
    private final PostgresServerConnection connection;
    private final int port;
    private final Thread watch;
    /** Why the last attempt failed; used by the watch only. */
    private String failedToRestart = "";

    private boolean closed;

    private EmbeddedPostgres(PostgresServerCommands commands, ProcessLock user, PostgresServerSupervisor supervisor)
            throws IOException, SQLException {
        this.commands = commands;
        this.user = user;
        this.supervisor = supervisor;
        port = commands.folder().lastPort();
        connection = new PostgresServerConnection(commands.folder(), port);
        connection.createDatabase();
        watch = Thread.ofVirtual().name("postgres-watch").start(this::restartWhenKilled);
    }

    /**
     * Starts the server of the folder, or joins the one that another process of this user started.
     *
     * @param folder holds the database, its password and its locks; created when missing (about 4 s, otherwise under 1 s)
     * @param cache where the binaries are unpacked once, about 60 MB
     * @param progress receives a short message before each slow step; called on this thread
     * @throws DatabaseException one sentence for the user: folder not writable, database damaged or of another version, ...
     */
    public static EmbeddedPostgres start(
            Path folder, Path cache, DurabilityLevel durability, Consumer<CodedMessage> progress) {
        try {
            PostgresDataFolder opened = PostgresDataFolder.open(folder);
            ServerOsUser account = ServerOsUser.forFilesIn(opened.root());
            PostgresBinaries binaries = PostgresBinaries.in(cache, progress);
            return start(new PostgresServerCommands(opened, account, binaries, durability), progress);
        } catch (IOException | SQLException exception) {
            throw new DatabaseException(
                    CodedMessage.of("server.unstarted", folder, CodedError.of(exception)), exception);
        }
    }

    static EmbeddedPostgres start(PostgresServerCommands commands, Consumer<CodedMessage> progress)
            throws IOException, SQLException {
        PostgresDataFolder folder = commands.folder();
        DatabaseException taken = new DatabaseException(CodedMessage.of("server.taken", folder.root()));
        try (ProcessLock _ =
                ProcessLock.take(folder.startingLock(), OTHERS_START).orElseThrow(() -> taken)) {
            if (ProcessLock.isHeldHere(folder.usersLock())) {
                throw new DatabaseException(CodedMessage.of("server.own", folder.root()));
            }
            for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
                Optional<ProcessLock> alone = ProcessLock.tryTake(folder.usersLock());
                Optional<EmbeddedPostgres> server =
                        alone.isPresent() ? Optional.of(startAlone(commands, alone.get(), progress)) : join(commands);
                if (server.isPresent()) {
                    return server.get();
                }
            }
            throw taken;
        }
    }

    private static EmbeddedPostgres startAlone(
            PostgresServerCommands commands, ProcessLock user, Consumer<CodedMessage> progress)
            throws IOException, SQLException {
        try {
            PostgresDataFolder folder = commands.folder();
            commands.awaitEnd();
            if (folder.isNew()) {
                progress.accept(CodedMessage.of("progress.create"));
                commands.create();
            }
            folder.check(PostgresBinaries.MAJOR);
            commands.account().takeOwnership(folder.data());
            progress.accept(CodedMessage.of("progress.start"));
            return opened(commands, user, PostgresServerSupervisor.start(commands));
        } catch (IOException | SQLException | RuntimeException exception) {
            user.close();
            throw exception;
        }
    }

    /** Joins the running server; empty when its users were killed just now or it does not respond. */
    private static Optional<EmbeddedPostgres> join(PostgresServerCommands commands) throws IOException, SQLException {
        Optional<PostgresServerSupervisor> supervisor = PostgresServerSupervisor.join(commands);
        if (supervisor.isEmpty()) {
            return Optional.empty();
        }
        ProcessLock user = ProcessLock.tryShare(commands.folder().usersLock())
                .orElseThrow(() -> new IOException("another process took the lock in between"));
        return Optional.of(opened(commands, user, supervisor.get()));
    }

    private static EmbeddedPostgres opened(
            PostgresServerCommands commands, ProcessLock user, PostgresServerSupervisor supervisor)
            throws IOException, SQLException {
        try {
            user.share();
            return new EmbeddedPostgres(commands, user, supervisor);
        } catch (IOException | SQLException | RuntimeException exception) {
            supervisor.close();
            user.close();
            throw exception;
        }
    }

    /** Returns how to connect to Darkroom's database on this server, which may still be empty. */
    public DatabaseSettings settings() {
        return connection.settings();
    }

    /** Restarts on the same port; the first user to notice starts it, the others find it running. */
    private void restartWhenKilled() {
        PostgresDataFolder folder = commands.folder();
        while (ThreadPause.of(WATCH_INTERVAL)) {
            try {
                if (folder.server().isEmpty()) {
                    folder.forgetReusedNumber();
                    restart(folder);
                }
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException exception) {
                LOG.warn("The database in {} cannot be started again: {}", folder.data(), exception.getMessage());
            } catch (RuntimeException | Error defect) {
                DefectReport.outlived(LOG, "Looking after the database", defect);
            }
        }
    }

    private void restart(PostgresDataFolder folder) throws IOException {
        Instant begin = Instant.now();
        if (supervisor.serve(port, PostgresServerSupervisor.RECOVERY)) {
            failedToRestart = "";
            return;
        }
        String reason = StartFailureMessage.of(folder, commands.binaries(), folder.logSince(begin))
                .message()
                .english();
        if (!reason.equals(failedToRestart)) { // tried again every second, said once
            failedToRestart = reason;
            LOG.warn("{}", reason);
        }
    }

    /** Stops using the server; the last user waits until it has shut down cleanly. Close connections first. */
    @Override
    public void close() {
        PostgresDataFolder folder = commands.folder();
        try (ProcessLock _ =
                ProcessLock.take(folder.startingLock(), OTHERS_START).orElse(null)) {
            if (closed) {
                return;
            }
            closed = true;
            watch.interrupt();
            boolean last = user.closeAsLast();
            supervisor.close();
            if (last) {
                commands.awaitEnd();
                PrivateFiles.deleteFolder(folder.run());
            }
        } catch (IOException exception) {
            throw new DatabaseException(
                    CodedMessage.of("server.unclosed", folder.root(), CodedError.of(exception)), exception);
        }
    }
}
