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
 * Keeps the indexes of large logs in a folder, so that they open at once the next time. All of it can be made again:
 * whatever fails here or does not fit is left out, and the log is read instead.
 */
public final class IndexStore {
    /** Smaller files are read as quickly as their index. */
    public static final long WORTH = 64L << 20;

    private static final String SUFFIX = ".index";

    private final Path folder;
    private final long most;

    /**
     * @param folder made when it is needed; for nothing else
     * @param most bytes to keep; what was not used for longest goes first
     */
    public IndexStore(Path folder, long most) {
        this.folder = folder;
        this.most = most;
    }

    /** Takes up what is known of a file; false if there is nothing or the file is another one now. */
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
            // a full disk, or a folder that may not be written: the log itself is read well enough without
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
                if (total > most) {
                    Files.deleteIfExists(one.file());
                }
            }
        }
    }
}
