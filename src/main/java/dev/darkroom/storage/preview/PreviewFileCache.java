package dev.darkroom.storage.preview;

import dev.darkroom.message.CodedIoException;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.FolderEntry;
import dev.darkroom.system.PartFiles;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Files on disk that can be had again at any time, up to a number of bytes; what was not used for longest goes first. */
public final class PreviewFileCache {
    private static final String PART = ".part";

    private final Path folder;
    private final long bound;
    private long total;

    /** @param bound bytes; the newest file stays even when it alone is larger */
    public PreviewFileCache(Path folder, long bound) {
        this.folder = folder;
        this.bound = bound;
        try {
            PrivateFiles.createFolder(folder);
            PartFiles.removeLeftovers(folder);
        } catch (IOException exception) {
            throw new UncheckedIOException(
                    new CodedIoException(CodedMessage.of("preview.folder", folder, exception.getMessage()), exception));
        }
        total = FolderEntry.oldestFirst(folder).stream()
                .mapToLong(FolderEntry::bytes)
                .sum();
    }

    /** The file kept under that name. */
    public Optional<Path> find(String name) {
        Path file = folder.resolve(name);
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(file);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** An empty file to be filled, then given to {@link #keep}. */
    public Path begin() throws IOException {
        return PartFiles.create(folder, "new");
    }

    /** Keeps a file begun here under its name; makes room. */
    public Path keep(Path begun, String name) throws IOException {
        Path file = folder.resolve(name);
        PrivateFiles.restrict(begun); // who filled it may have made it anew
        Files.move(begun, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        makeRoom(file, Files.size(file));
        return file;
    }

    private synchronized void makeRoom(Path newest, long added) {
        total += added;
        if (total <= bound) {
            return;
        }
        List<FolderEntry> oldestFirst = FolderEntry.oldestFirst(folder);
        total = oldestFirst.stream().mapToLong(FolderEntry::bytes).sum();
        for (FolderEntry entry : oldestFirst) {
            if (total <= bound / 10 * 9) {
                return;
            }
            if (!entry.file().equals(newest) && !entry.name().endsWith(PART) && delete(entry.file())) {
                total -= entry.bytes();
            }
        }
    }

    /** A file that is open stays where the system does not let it go; the next time makes up for it. */
    private static boolean delete(Path file) {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException _) {
            return false;
        }
    }
}
