package dev.darkroom.logging;

import dev.darkroom.system.PrivateFiles;
import dev.darkroom.system.ProcessLock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exclusive write access to the files of a log folder, held by a lock. Two processes rotating the same file would destroy each
 * other's lines, so a second process writes {@code backend-2.log} and {@code server-2.log}, and so on.
 */
final class LogFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogFolder.class);
    private static final int PROCESSES = 64;

    private final Path path;
    private final String suffix;
    private final ProcessLock lock;

    private LogFolder(Path path, String suffix, ProcessLock lock) {
        this.path = path;
        this.suffix = suffix;
        this.lock = lock;
    }

    /** Claims the folder, creating it if it is missing; the exception states why it cannot be written. */
    static LogFolder claim(Path path) throws IOException {
        PrivateFiles.createFolder(path);
        for (int number = 1; number <= PROCESSES; number++) {
            Optional<ProcessLock> lock = ProcessLock.tryTake(path.resolve(".lock-" + number));
            if (lock.isPresent()) {
                LogFolder folder = new LogFolder(path, number == 1 ? "" : "-" + number, lock.get());
                for (String name : List.of("backend", "server")) {
                    folder.check(name);
                    folder.packLeftovers(name);
                }
                return folder;
            }
        }
        throw new IOException(PROCESSES + " processes already write there");
    }

    private void check(String name) throws IOException {
        try (FileChannel channel =
                PrivateFiles.open(file(name), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            channel.size();
        } catch (IOException exception) {
            close();
            throw exception;
        }
    }

    /** What stays unpacked, on a full disk, keeps nobody from writing the log. */
    private void packLeftovers(String name) {
        try {
            packRotated(name);
        } catch (IOException exception) {
            LOG.warn("Rotated files of {} could not be compressed: {}", name, exception.getMessage());
        }
    }

    /** Compresses rotated files, including those of an earlier process that was interrupted. */
    synchronized void packRotated(String name) throws IOException {
        Pattern rotated = Pattern.compile(Pattern.quote(name + suffix) + "\\.\\d{4}-\\d\\d-\\d\\d\\.\\d+\\.log");
        List<Path> left;
        try (Stream<Path> files = Files.list(path)) {
            left = files.filter(f -> rotated.matcher(f.getFileName().toString()).matches())
                    .toList();
        }
        for (Path file : left) {
            Path packed = path.resolve(file.getFileName() + ".gz.part");
            try (OutputStream out = new GZIPOutputStream(PrivateFiles.newOutputStream(packed))) {
                Files.copy(file, out);
            } catch (IOException exception) {
                Files.deleteIfExists(packed);
                throw exception;
            }
            Files.move(packed, path.resolve(file.getFileName() + ".gz"), StandardCopyOption.REPLACE_EXISTING);
            Files.delete(file);
        }
    }

    Path file(String name) {
        return path.resolve(name + suffix + ".log");
    }

    /** Returns the Logback name pattern of rotated files. */
    String rotated(String name) {
        String folder = path.toString().replace("\\", "\\\\").replace("%", "\\%");
        return folder + "/" + name + suffix + ".%d{yyyy-MM-dd}.%i.log.gz";
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
