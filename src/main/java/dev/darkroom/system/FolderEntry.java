package dev.darkroom.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A file in a folder whose size is limited. */
public record FolderEntry(Path file, long bytes, FileTime changed) {
    public String name() {
        return String.valueOf(file.getFileName());
    }

    /** Lists the folder; other processes may add and remove files meanwhile. */
    public static List<FolderEntry> oldestFirst(Path folder) {
        List<FolderEntry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                try {
                    entries.add(new FolderEntry(file, Files.size(file), Files.getLastModifiedTime(file)));
                } catch (NoSuchFileException _) {
                    continue; // deleted while listing
                }
            }
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        entries.sort(Comparator.comparing(FolderEntry::changed));
        return entries;
    }

    /**
     * Deletes the oldest files until the rest takes no more than {@code bound} bytes.
     *
     * @param delete deletes one; false if it stays
     * @return the bytes of the rest
     */
    public static long evict(List<FolderEntry> oldestFirst, long bound, Predicate<FolderEntry> delete) {
        long total = oldestFirst.stream().mapToLong(FolderEntry::bytes).sum();
        for (FolderEntry entry : oldestFirst) {
            if (total > bound && delete.test(entry)) {
                total -= entry.bytes();
            }
        }
        return total;
    }

    /** Returns false if it stays: an open file that the system locks is left to the next eviction. */
    public boolean delete() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException _) {
            return false;
        }
    }
}
