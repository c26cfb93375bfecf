package dev.darkroom.logfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The file that a name stands for, read onwards. Held open, so that after a rename it can be read to its end and its
 * identity cannot be given to another file. Used by one thread.
 */
final class FollowedFile implements AutoCloseable {
    private static final int PRINT = 64;

    private final Path path;
    private final ByteSource source;
    private final Object key;
    private final byte[] print = new byte[PRINT];
    private int printLength;
    private long position;

    private FollowedFile(Path path, ByteSource source, Object key) {
        this.path = path;
        this.source = source;
        this.key = key;
    }

    static FollowedFile open(Path path) throws IOException {
        while (true) {
            BasicFileAttributes before = attributes(path);
            ByteSource source = ByteSource.open(path);
            BasicFileAttributes after = attributes(path);
            // Between the two looks the name may have gone to another file.
            if (before != null && after != null && key(before).equals(key(after))) {
                return new FollowedFile(path, source, key(after));
            }
            source.close();
        }
    }

    private static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    private static Object key(BasicFileAttributes attributes) {
        // Windows has no key; a new file has another time of creation there.
        return attributes.fileKey() == null ? attributes.creationTime() : attributes.fileKey();
    }

    /** Whether the name now stands for another file, into which something was already written. */
    boolean replaced() throws IOException {
        BasicFileAttributes now = attributes(path);
        return now != null && !key(now).equals(key) && now.size() > 0;
    }

    /** Whether what was read is no longer there: the file was cut, and perhaps has grown again. */
    boolean truncated() throws IOException {
        if (!source.growing()) {
            return false;
        }
        if (source.size() < position) {
            return true;
        }
        byte[] now = new byte[printLength];
        int count = source.read(position - printLength, now, 0, printLength);
        return count < printLength || !Arrays.equals(now, 0, count, print, 0, printLength);
    }

    /** Reads what follows; gives the count, 0 at the end. */
    int read(byte[] into, int at, int length) throws IOException {
        int count = source.read(position, into, at, length);
        position += count;
        if (count >= PRINT) {
            System.arraycopy(into, at + count - PRINT, print, 0, PRINT);
            printLength = PRINT;
        } else if (count > 0) {
            int kept = Math.min(printLength, PRINT - count);
            System.arraycopy(print, printLength - kept, print, 0, kept);
            System.arraycopy(into, at, print, kept, count);
            printLength = kept + count;
        }
        return count;
    }

    /** Takes everything before {@code end} for read, without handing it on. */
    void readTo(long end) throws IOException {
        byte[] last = new byte[(int) Math.min(PRINT, end)];
        position = end - last.length;
        printLength = 0;
        read(last, 0, last.length);
    }

    ByteSource source() {
        return source;
    }

    /** Goes on at the beginning. */
    void restart() {
        position = 0;
        printLength = 0;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
