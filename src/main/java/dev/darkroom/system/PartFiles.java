package dev.darkroom.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files and folders that are not whole yet. Each is named after the process that fills it, {@code name-pid-random.part}, so that
 * what a killed one left can be told from what another process is at work on.
 */
public final class PartFiles {
    private static final Pattern NAME = Pattern.compile(".+-(\\d+)-[0-9a-f]{12}\\.part");

    /** When a process began is counted from the start of the machine, in whole seconds, by a clock that may have been set since. */
    private static final Duration CLOCK_ERROR = Duration.ofHours(1);

    private PartFiles() {}

    /** An empty file in a folder that is there. */
    public static Path create(Path folder, String name) throws IOException {
        return Files.createFile(folder.resolve(partName(name)), PrivateFiles.attributes("rw-------"));
    }

    public static Path createFolder(Path parent, String name) throws IOException {
        return Files.createDirectory(parent.resolve(partName(name)), PrivateFiles.attributes("rwx------"));
    }

    /** Fills a new file. */
    @FunctionalInterface
    public interface PartWriter<T, E extends Exception> {
        T write(Path part) throws IOException, E;
    }

    /**
     * Has a file beside the target filled and moves it in place when it is whole: after a failure or a crash there is the old file or
     * the new one, never a half.
     */
    public static <T, E extends Exception> T replace(Path target, PartWriter<T, E> writer) throws IOException, E {
        Path part = target.resolveSibling(partName(String.valueOf(target.getFileName())));
        try {
            T result = writer.write(part);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return result;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Removes what processes that have ended were still filling. */
    public static void removeLeftovers(Path folder) throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left = files.filter(PartFiles::isLeftover).toList();
        } catch (NoSuchFileException _) {
            return; // nothing was ever begun there
        }
        for (Path part : left) {
            PrivateFiles.deleteFolder(part);
        }
    }

    private static String partName(String name) {
        String random = UUID.randomUUID().toString();
        return "%s-%d-%s.part"
                .formatted(name, ProcessHandle.current().pid(), random.substring(random.lastIndexOf('-') + 1));
    }

    private static boolean isLeftover(Path part) {
        Matcher name = NAME.matcher(String.valueOf(part.getFileName()));
        return name.matches() && !isWriterAlive(Long.parseLong(name.group(1)), part);
    }

    /** Process numbers come round again: one that began after the last change of the file has not written it. */
    private static boolean isWriterAlive(long pid, Path part) {
        return ProcessHandle.of(pid)
                .map(process -> process.info()
                        .startInstant()
                        .map(start -> !start.isAfter(lastChange(part).plus(CLOCK_ERROR)))
                        .orElse(true))
                .orElse(false);
    }

    private static Instant lastChange(Path part) {
        try {
            return Files.getLastModifiedTime(part).toInstant();
        } catch (IOException _) {
            return Instant.now(); // gone meanwhile, so its writer is alive
        }
    }
}
