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
import java.util.Optional;

/** A size-limited disk cache of files that can be recreated at any time; evicts the least recently used first. */
public final class PreviewFileCache {
    private static final String PART = ".part";

    private final Path folder;
    private final long bound;
    private long total;

    /** @param bound in bytes; the newest file is kept even if it alone exceeds the limit */
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

    /** Returns the file cached under the name. */
    public Optional<Path> find(String name) {
        Path file = folder.resolve(name);
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(file);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Creates an empty file to be filled and passed to {@link #add}. */
    public Path createPart() throws IOException {
        return PartFiles.create(folder, "new");
    }

    /** Moves a file from {@link #createPart} into the cache under its name, evicting others as needed. */
    public Path add(Path part, String name) throws IOException {
        Path file = folder.resolve(name);
        PrivateFiles.restrict(part); // the writer may have recreated the file
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        makeRoom(file, Files.size(file));
        return file;
    }

    private synchronized void makeRoom(Path newest, long added) {
        total += added;
        if (total <= bound) {
            return;
        }
        total = FolderEntry.evict(
                FolderEntry.oldestFirst(folder),
                bound / 10 * 9,
                entry -> !entry.file().equals(newest) && !entry.name().endsWith(PART) && entry.delete());
    }
}
