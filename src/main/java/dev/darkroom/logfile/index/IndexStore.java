package dev.darkroom.logfile.index;

import dev.darkroom.system.FolderEntry;
import dev.darkroom.system.PartFiles;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.UUID;

/**
 * Keeps the indexes of large logs in a folder, so that they open instantly the next time. Everything here can be rebuilt: if
 * anything fails or does not fit it is skipped, and the log is read instead.
 */
public final class IndexStore {
    /** Reading a smaller file is as quick as reading its index. */
    public static final long MIN_FILE_BYTES = 64L << 20;

    private static final String SUFFIX = ".index";

    private final Path folder;
    private final long maxBytes;

    /**
     * @param folder created when needed; must not hold anything else
     * @param maxBytes bytes to keep; the least recently used indexes are removed first
     */
    public IndexStore(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /** Loads the stored index of a file; false if there is none or the file has changed since. */
    public boolean load(Path log, IndexedLogFile file) {
        Path kept = place(log);
        try {
            if (!Files.exists(kept) || !new StoredIndex(log, file).read(kept)) {
                return false;
            }
            Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    public void save(Path log, IndexedLogFile file) {
        try {
            PrivateFiles.createFolder(folder);
            PartFiles.removeLeftovers(folder);
            Path half = PartFiles.create(folder, "new");
            try {
                new StoredIndex(log, file).write(half);
                Files.move(half, place(log), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(half);
            }
            removeOldest();
        } catch (IOException | UncheckedIOException _) {
            // a full disk or a read-only folder: the log is simply read without an index
        }
    }

    private Path place(Path log) {
        byte[] name = log.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
        return folder.resolve(UUID.nameUUIDFromBytes(name) + SUFFIX);
    }

    private void removeOldest() throws IOException {
        long total = 0;
        for (FolderEntry one : FolderEntry.oldestFirst(folder).reversed()) {
            if (one.name().endsWith(SUFFIX)) {
                total += one.bytes();
                if (total > maxBytes) {
                    Files.deleteIfExists(one.file());
                }
            }
        }
    }
}
