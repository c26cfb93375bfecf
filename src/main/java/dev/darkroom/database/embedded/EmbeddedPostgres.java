package dev.darkroom.database.embedded;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseSettings;
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
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that Darkroom brings along: one server per folder, durable, with a password, on the loopback address.
 * Processes of one user share it; it stops when the last of them closes it or is killed. Starting and closing block.
 *
 * <p>{@code starting.lock} lets one process at a time come or go; {@code users.lock} is shared by all users, so whoever gets
 * it alone knows that nobody else is there and that a server still running is an orphan.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration OTHERS_START = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int MEETINGS = 3;

    private final ServerCommands commands;
    private final ProcessLock user;
    private final ServerSupervisor supervisor;
    private final ServerConnection connection;
    private final int port;
    private final Thread watch;
    private boolean closed;

    private EmbeddedPostgres(ServerCommands commands, ProcessLock user, ServerSupervisor supervisor)
            throws IOException, SQLException {
        this.commands = commands;
        this.user = user;
        this.supervisor = supervisor;
        port = commands.folder().lastPort();
        connection = new ServerConnection(commands.folder(), port);
        connection.createDatabase();
        watch = Thread.ofVirtual().name("postgres-watch").start(this::restartWhenKilled);
    }

    /**
     * Starts the server of the folder, or joins the one that another process of this user started.
     *
     * @param folder holds the database, its password and its locks; made when missing (about 4 s), else under 1 s
     * @param cache where the programs are unpacked once, about 60 MB
     * @param progress told in a few words what takes time; called on this thread
     * @throws DatabaseException one sentence for a person: folder not writable, database damaged or of another version, ...
     */
    public static EmbeddedPostgres start(
            Path folder, Path cache, DurabilityLevel durability, Consumer<CodedMessage> progress) {
        try {
            PostgresFolder opened = PostgresFolder.open(folder);
            ServerOsUser account = ServerOsUser.forFilesIn(opened.root());
            PostgresBinaries binaries = PostgresBinaries.in(cache, progress);
            return start(new ServerCommands(opened, account, binaries, durability), progress);
        } catch (IOException | SQLException exception) {
            throw new DatabaseException(
                    CodedMessage.of("server.unstarted", folder, CodedError.of(exception)), exception);
        }
    }

    static EmbeddedPostgres start(ServerCommands commands, Consumer<CodedMessage> progress)
            throws IOException, SQLException {
        PostgresFolder folder = commands.folder();
        DatabaseException taken = new DatabaseException(CodedMessage.of("server.taken", folder.root()));
        try (ProcessLock _ =
                ProcessLock.take(folder.startingLock(), OTHERS_START).orElseThrow(() -> taken)) {
            if (ProcessLock.isHeldHere(folder.usersLock())) {
                throw new DatabaseException(CodedMessage.of("server.own", folder.root()));
            }
            for (int meeting = 0; meeting < MEETINGS; meeting++) {
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
            ServerCommands commands, ProcessLock user, Consumer<CodedMessage> progress)
            throws IOException, SQLException {
        try {
            PostgresFolder folder = commands.folder();
            commands.awaitEnd();
            if (folder.isNew()) {
                progress.accept(CodedMessage.of("progress.create"));
                commands.create();
            }
            folder.check(PostgresBinaries.MAJOR);
            commands.account().own(folder.data());
            progress.accept(CodedMessage.of("progress.start"));
            return opened(commands, user, ServerSupervisor.start(commands));
        } catch (IOException | SQLException | RuntimeException exception) {
            user.close();
            throw exception;
        }
    }

    /** Empty when the others were killed at this very moment, or their server does not answer. */
    private static Optional<EmbeddedPostgres> join(ServerCommands commands) throws IOException, SQLException {
        Optional<ServerSupervisor> supervisor = ServerSupervisor.join(commands);
        if (supervisor.isEmpty()) {
            return Optional.empty();
        }
        ProcessLock user = ProcessLock.tryShare(commands.folder().usersLock())
                .orElseThrow(() -> new IOException("another process took the lock in between"));
        return Optional.of(opened(commands, user, supervisor.get()));
    }

    private static EmbeddedPostgres opened(ServerCommands commands, ProcessLock user, ServerSupervisor supervisor)
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

    /** How to connect to Darkroom's own, maybe still empty, database on this server. */
    public DatabaseSettings settings() {
        return connection.settings();
    }

    /** On the port where it was; the first of its users to ask is heard, the others find it running. */
    private void restartWhenKilled() {
        PostgresFolder folder = commands.folder();
        while (ThreadPause.of(LOOK)) {
            try {
                if (folder.server().isEmpty()) {
                    folder.forgetReusedNumber();
                    supervisor.serve(port, ServerSupervisor.RECOVERY);
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

    /** Leaves; the last one waits until the server has stopped cleanly. Connections should be closed before. */
    @Override
    public void close() {
        PostgresFolder folder = commands.folder();
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
