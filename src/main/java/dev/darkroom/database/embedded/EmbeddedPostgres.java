package dev.darkroom.database.embedded;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The PostgreSQL that Darkroom brings along: one server per folder, durable, with a password, on the loopback address.
 * Processes of one user share it; it stops when the last of them closes it or is killed. Starting and closing block.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** One process must not lock one file twice, see {@link ProcessLock}. */
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private static final Set<Path> IN_THIS_PROCESS = new HashSet<>();

    private final Path root;
    private final SharedServerCoordinator entrance;
    private final SharedServerCoordinator.Ticket ticket;
    private boolean closed;

    private EmbeddedPostgres(Path root, SharedServerCoordinator entrance, SharedServerCoordinator.Ticket ticket) {
        this.root = root;
        this.entrance = entrance;
        this.ticket = ticket;
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
            Path folder, Path cache, DurabilityLevel durability, Consumer<String> progress) {
        ONE_AT_A_TIME.lock();
        try {
            PostgresFolder opened = PostgresFolder.open(folder);
            if (IN_THIS_PROCESS.contains(opened.root())) {
                throw new DatabaseException("This process already uses the database in " + opened.root() + ".");
            }
            ServerOsUser account = ServerOsUser.forFilesIn(opened.root());
            SharedServerCoordinator entrance =
                    new SharedServerCoordinator(opened, account, PostgresBinaries.in(cache, progress), durability);
            SharedServerCoordinator.Ticket ticket = entrance.enter(progress);
            IN_THIS_PROCESS.add(opened.root());
            return new EmbeddedPostgres(opened.root(), entrance, ticket);
        } catch (IOException | SQLException exception) {
            throw new DatabaseException(
                    "The database in %s could not be started: %s".formatted(folder, exception.getMessage()), exception);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    /** How to connect to Darkroom's own, maybe still empty, database on this server. */
    public DatabaseSettings settings() {
        return ticket.settings();
    }

    /** Leaves; the last one waits until the server has stopped cleanly. Connections should be closed before. */
    @Override
    public void close() {
        ONE_AT_A_TIME.lock();
        try {
            if (!closed) {
                closed = true;
                IN_THIS_PROCESS.remove(root);
                entrance.leave(ticket);
            }
        } catch (IOException exception) {
            throw new DatabaseException(
                    "The database in %s could not be closed: %s".formatted(root, exception.getMessage()), exception);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }
}
