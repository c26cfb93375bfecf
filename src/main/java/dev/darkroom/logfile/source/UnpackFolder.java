package dev.darkroom.logfile.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder into which compressed logs and pipes are decompressed while they are read; readable by its owner only. A copy may
 * take half of the space that is free when it is created, and is deleted when it is closed. It stays locked until then, which
 * distinguishes it from copies left behind by killed processes.
 */
public final class UnpackFolder {
    /** The default: the system's temporary folder. */
    public static final UnpackFolder TEMPORARY = new UnpackFolder(() -> Path.of(System.getProperty("java.io.tmpdir")));

    private static final String PREFIX = "darkroom-unpacked-";
    private static final String SUFFIX = ".log";

    /** This process's own copies: testing one for a lock would release its lock. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Supplier<Path> folder;
    private final long maxBytes;
    private boolean cleaned;

    /** @param folder created when needed; must not hold anything else, unless it is the system's temporary folder */
    public UnpackFolder(Supplier<Path> folder) {
        this(folder, Long.MAX_VALUE);
    }

    /** @param maxBytes the most bytes of a copy, however much space is free */
    public UnpackFolder(Supplier<Path> folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /** Creates a copy for what is read from {@code file}. */
    UnpackedLogCopy create(Path file) throws IOException {
        Path place = folder.get();
        try {
            makeFolder(place);
            clean();
            UnpackedLogCopy copy = null;
            while (copy == null) {
                copy = lockedCopy(file, place);
            }
            return copy;
        } catch (IOException exception) {
            throw UnreadableLogException.disk(file, place, exception);
        }
    }

    private static void makeFolder(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            boolean posix =
                    FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
            FileAttribute<?>[] owner = {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            };
            Files.createDirectories(place, posix ? owner : new FileAttribute<?>[0]);
        }
    }

    /** Returns null if another process took the new copy for a leftover before it was locked. */
    private @Nullable UnpackedLogCopy lockedCopy(Path file, Path place) throws IOException {
        Path path = Files.createTempFile(place, PREFIX, SUFFIX);
        OPEN.add(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (channel.tryLock() == null || !Files.exists(path)) {
            channel.close();
            OPEN.remove(path);
            return null;
        }
        path.toFile().deleteOnExit();
        return new UnpackedLogCopy(file, place, path, channel, maxBytes, () -> OPEN.remove(path));
    }

    private synchronized void clean() {
        if (!cleaned) {
            cleaned = true;
            removeLeftovers();
        }
    }

    /** Removes copies left behind by killed processes; those that cannot be removed stay. */
    public void removeLeftovers() {
        Path place = folder.get();
        List<Path> copies;
        try (Stream<Path> all = Files.list(place)) {
            copies = all.filter(UnpackFolder::isCopy).toList();
        } catch (IOException _) {
            return; // the folder does not exist yet
        }
        copies.forEach(UnpackFolder::removeUnlocked);
    }

    private static boolean isCopy(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(PREFIX)
                && name.endsWith(SUFFIX)
                && !OPEN.contains(path)
                && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static void removeUnlocked(Path path) {
        try (FileChannel channel = FileChannel.open(path, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Files.delete(path);
            }
        } catch (IOException _) {
            // owned by another user, or just deleted
        }
    }

    /** A file that a log is decompressed into, up to a size limit; deleted when it is closed. Written by one thread. */
    static final class UnpackedLogCopy implements AutoCloseable {
        /** The disk space that is always left free for others. */
        private static final long RESERVED_BYTES = 512L << 20;

        /** The bytes between checks whether other programs have filled the disk meanwhile. */
        private static final long CHECK_INTERVAL = 64L << 20;

        private final Path file;
        private final Path folder;
        private final Path path;
        private final FileChannel channel;
        private final Runnable onClose;
        private final long maxBytes;
        private long written;
        private long nextCheck = CHECK_INTERVAL;

        /**
         * Creates the empty copy of a file.
         *
         * @param path of the copy, inside the folder
         * @param maxBytes the most bytes, however much space is free
         */
        UnpackedLogCopy(Path file, Path folder, Path path, FileChannel channel, long maxBytes, Runnable onClose)
                throws IOException {
            this.file = file;
            this.folder = folder;
            this.path = path;
            this.channel = channel;
            this.onClose = onClose;
            this.maxBytes = Math.min(maxBytes, Math.max(0, free() - RESERVED_BYTES) / 2);
        }

        private long free() throws IOException {
            return Files.getFileStore(path).getUsableSpace();
        }

        FileChannel channel() {
            return channel;
        }

        long maxBytes() {
            return maxBytes;
        }

        /** @throws UnreadableLogException when there is no room for more; the copy's space is then released */
        void write(ByteBuffer bytes) throws IOException {
            written += bytes.remaining();
            try {
                boolean full = written > maxBytes;
                if (written >= nextCheck) {
                    nextCheck = written + CHECK_INTERVAL;
                    full |= free() < RESERVED_BYTES;
                }
                if (full) {
                    channel.truncate(0);
                    throw UnreadableLogException.large(file, Math.min(written, maxBytes), folder);
                }
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (UnreadableLogException | ClosedChannelException known) {
                throw known;
            } catch (IOException exception) {
                channel.truncate(0);
                throw UnreadableLogException.disk(file, folder, exception);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
            Files.deleteIfExists(path);
            onClose.run();
        }
    }
}
