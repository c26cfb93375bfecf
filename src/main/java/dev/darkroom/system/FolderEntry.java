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
}
