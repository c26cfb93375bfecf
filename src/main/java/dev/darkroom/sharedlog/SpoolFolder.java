package dev.darkroom.sharedlog;

import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A folder for one spool, named after the process, so that what a killed one left can be told and removed. */
final class SpoolFolder {
    private static final String FILE = "all-engines.log";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Path parent;
    private final Path folder;

    SpoolFolder(Path parent, String name) {
        this.parent = parent.toAbsolutePath();
        folder = this.parent.resolve("%s-%d-%d"
                .formatted(
                        name, NUMBER.incrementAndGet(), ProcessHandle.current().pid()));
    }

    Path file() {
        return folder.resolve(FILE);
    }

    /** Makes it, for its owner alone. */
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
