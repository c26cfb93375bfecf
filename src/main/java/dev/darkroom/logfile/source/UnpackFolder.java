package dev.darkroom.logfile.source;

import java.io.IOException;
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
}
