package dev.darkroom.sharedlog;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.logging.DefectReport;
import dev.darkroom.system.BackoffPolicy;
import dev.darkroom.system.PrivateFiles;
import dev.darkroom.system.ThreadPause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shared log of all engines as a growing local file, a quarter of a second behind what they send: anything that reads log
 * files can read it. It recovers by itself after a database outage, and is deleted on close.
 */
public final class SharedLogSpool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedLogSpool.class);
    /** The polling interval, as long as there are no failures. */
    private static final BackoffPolicy LOOKS = new BackoffPolicy(Duration.ofMillis(250), Duration.ofSeconds(5));

    private final DatabaseSettings settings;
    private final SpoolFolder folder;
    private final Duration back;
    private final SpoolSize size;
    private volatile @Nullable String problem;
    private volatile boolean closed;
    private @Nullable SharedSpoolReader reader;
    private @Nullable SharedSpoolFile file;
    private @Nullable Thread thread;

    /**
     * Creates a spool without reading anything yet.
     *
     * @param folder for this user's spools; this one gets its own folder inside
     * @param name distinguishes it from the spools of other connections
     * @param back how far back the records go
     */
    public SharedLogSpool(DatabaseSettings settings, Path folder, String name, Duration back, SpoolSize size) {
        this.settings = settings;
        this.folder = new SpoolFolder(folder, name);
        this.back = back;
        this.size = size;
    }

    /** Returns the file that the records are written to. */
    public Path file() {
        return folder.file();
    }

    /** Returns a sentence while the records cannot be read. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Starts, unless already started, and continues in the background. Blocks until the database has answered or failed. */
    public synchronized Path start() {
        if (thread == null && !closed) {
            try {
                SharedSpoolReader opened = open();
                check(opened);
                thread = Thread.ofPlatform().name("log-spool").daemon().start(() -> follow(opened));
            } catch (IOException exception) {
                problem = "The folder of %s cannot be written (%s): make it writable."
                        .formatted(file(), exception.getMessage());
            }
        }
        return file();
    }

    /**
     * Copies all current records, on this thread.
     *
     * @throws DatabaseException one sentence when the shared log cannot be read
     */
    public synchronized Path readOnce() throws IOException {
        SharedSpoolReader opened = open();
        opened.check();
        opened.look();
        return file();
    }

    private SharedSpoolReader open() throws IOException {
        folder.create();
        SharedSpoolFile created = SharedSpoolFile.create(file(), size);
        SharedSpoolReader opened =
                new SharedSpoolReader(settings, created, Instant.now().minus(back));
        file = created;
        reader = opened;
        return opened;
    }

    private void check(SharedSpoolReader opened) {
        try {
            opened.check();
        } catch (DatabaseException exception) {
            problem = exception.getMessage();
        }
    }

    private void follow(SharedSpoolReader opened) {
        int failures = 0;
        while (!closed) {
            try {
                opened.look();
                problem = null;
                failures = 0;
            } catch (DatabaseException | IOException exception) {
                if (!closed && problem == null) {
                    LOG.warn("The log of all engines cannot be read, retrying: {}", exception.getMessage());
                }
                problem = exception.getMessage();
                failures++;
            } catch (RuntimeException | Error defect) {
                if (problem == null) {
                    DefectReport.outlived(LOG, "The log of all engines", defect);
                }
                problem = "The log of all engines cannot be read just now (" + defect + "), trying again.";
                failures++;
            }
            ThreadPause.untilWoken(LOOKS.after(failures + 1));
        }
    }

    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            try {
                if (reader != null) {
                    reader.close();
                }
                if (thread != null) {
                    thread.interrupt();
                    thread.join();
                }
                if (file != null) {
                    file.close();
                    Files.deleteIfExists(file.path());
                    folder.remove();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (IOException exception) {
                LOG.warn("The spool {} could not be removed: {}", file(), exception.getMessage());
            }
        }
    }

    /**
     * The folder of one spool, named after the process, so that leftovers of killed processes can be identified and removed.
     */
    private static final class SpoolFolder {
        private static final String FILE = "all-engines.log";
        private static final AtomicInteger NUMBER = new AtomicInteger();

        private final Path parent;
        private final Path folder;

        SpoolFolder(Path parent, String name) {
            this.parent = parent.toAbsolutePath();
            folder = this.parent.resolve(name + "-" + NUMBER.incrementAndGet() + "-"
                    + ProcessHandle.current().pid());
        }

        Path file() {
            return folder.resolve(FILE);
        }

        /** Creates the folder, accessible to its owner only. */
        void create() throws IOException {
            PrivateFiles.createFolder(parent);
            removeLeftovers();
            PrivateFiles.createFolder(folder);
        }

        private void removeLeftovers() throws IOException {
            List<Path> old;
            try (Stream<Path> all = Files.list(parent)) {
                old = all.filter(each -> each.getFileName().toString().matches(".+-\\d+-\\d+"))
                        .filter(each -> !isAlive(each))
                        .toList();
            }
            for (Path each : old) {
                PrivateFiles.deleteFolder(each);
            }
        }

        private static boolean isAlive(Path spool) {
            String name = spool.getFileName().toString();
            return ProcessHandle.of(Long.parseLong(name.substring(name.lastIndexOf('-') + 1)))
                    .isPresent();
        }

        void remove() throws IOException {
            PrivateFiles.deleteFolder(folder);
        }
    }

    /**
     * The size limit of a spool.
     *
     * @param maxBytes when it is exceeded, a new file replaces the old one
     * @param keptBytes how many of the newest bytes are copied into the new file
     */
    public record SpoolSize(long maxBytes, long keptBytes) {
        private static final long MIB = 1 << 20;

        /** For viewing: the newest half is kept. */
        public static final SpoolSize VIEW = new SpoolSize(1024 * MIB, 512 * MIB);

        /** For a reader that follows the file and has already read what it contained. */
        public static final SpoolSize FOLLOW = new SpoolSize(256 * MIB, 0);

        /** For a single read. */
        public static final SpoolSize ALL = new SpoolSize(Long.MAX_VALUE, 0);

        public SpoolSize {
            if (maxBytes < 1 || keptBytes < 0 || keptBytes >= maxBytes) {
                throw new IllegalArgumentException(
                        "A spool keeps less than it may hold: " + keptBytes + " of " + maxBytes);
            }
        }
    }
}
