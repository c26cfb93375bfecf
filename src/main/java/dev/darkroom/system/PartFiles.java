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
 * Files and folders that are not complete yet. Each is named after the process that writes it, {@code name-pid-random.part}, so
 * that leftovers of a killed process can be distinguished from what another process is still writing.
 */
public final class PartFiles {
    private static final Pattern NAME = Pattern.compile(".+-(\\d+)-[0-9a-f]{12}\\.part");

    /** Process start times are computed from boot time, in whole seconds, using a clock that may have been set since. */
    private static final Duration CLOCK_ERROR = Duration.ofHours(1);

    private PartFiles() {}

    /** Creates an empty file in an existing folder. */
    public static Path create(Path folder, String name) throws IOException {
        return PrivateFiles.createNewFile(folder.resolve(partName(name)));
    }

    public static Path createFolder(Path parent, String name) throws IOException {
        return Files.createDirectory(parent.resolve(partName(name)), PrivateFiles.attributes("rwx------"));
    }

    /** Writes the content of a new, empty file. */
    @FunctionalInterface
    public interface PartWriter<T, E extends Exception> {
        T write(Path part) throws IOException, E;
    }

    /**
     * Writes a private file next to the target and moves it into place when it is complete: after a failure or a crash there is
     * either the old file or the new one, never half of one.
     */
    public static <T, E extends Exception> T replace(Path target, PartWriter<T, E> writer) throws IOException, E {
        Path part = create(target.resolveSibling(""), String.valueOf(target.getFileName()));
        try {
            T result = writer.write(part);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return result;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Removes unfinished files of processes that have ended. */
    public static void removeLeftovers(Path folder) throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left = files.filter(PartFiles::isLeftover).toList();
        } catch (NoSuchFileException _) {
            return; // nothing was ever written there
        }
        for (Path part : left) {
            PrivateFiles.deleteFolder(part);
        }
    }

    private static String partName(String name) {
        String random = UUID.randomUUID().toString();
        return name + "-" + ProcessHandle.current().pid() + random.substring(random.lastIndexOf('-')) + ".part";
    }

    private static boolean isLeftover(Path part) {
        Matcher name = NAME.matcher(String.valueOf(part.getFileName()));
        return name.matches() && !isWriterAlive(Long.parseLong(name.group(1)), part);
    }

    /**
     * Returns whether the writing process is alive. Process ids are reused: a process started after the file's last change did
     * not write it.
     */
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
            return Instant.now(); // deleted meanwhile, so its writer is alive
        }
    }
}
