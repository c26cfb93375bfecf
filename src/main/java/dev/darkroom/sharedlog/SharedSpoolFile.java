package dev.darkroom.sharedlog;

import dev.darkroom.logging.LogLineTime;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** The local file: records in the usual format, with their time in the system's time zone; grows up to a limit. */
final class SharedSpoolFile implements AutoCloseable {
    private static final int BUFFER = 1 << 20;

    private final Path path;
    private final SharedLogSpool.SpoolSize bound;
    private final LogLineTime times = new LogLineTime();
    private final StringBuilder time = new StringBuilder(LogLineTime.LENGTH);
    private ByteBuffer waiting = ByteBuffer.allocate(BUFFER);
    private FileChannel channel;

    private SharedSpoolFile(Path path, SharedLogSpool.SpoolSize bound, FileChannel channel) {
        this.path = path;
        this.bound = bound;
        this.channel = channel;
    }

    /** Creates an empty file; its folder must exist. */
    static SharedSpoolFile create(Path path, SharedLogSpool.SpoolSize bound) throws IOException {
        return new SharedSpoolFile(path, bound, open(path));
    }

    private static FileChannel open(Path path) throws IOException {
        return PrivateFiles.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    Path path() {
        return path;
    }

    /** @param record as its machine wrote it, in UTF-8: the time in it is in that machine's time zone */
    void add(Instant at, byte[] record) throws IOException {
        if (waiting.remaining() < record.length + 1) {
            flush();
        }
        if (waiting.capacity() < record.length + 1) {
            waiting = ByteBuffer.allocate(record.length + 1);
        }
        int from = Math.min(record.length, LogLineTime.LENGTH);
        time.setLength(0);
        times.append(time, at);
        waiting.put(time.toString().getBytes(StandardCharsets.US_ASCII), 0, from);
        waiting.put(record, from, record.length - from).put((byte) '\n');
    }

    /** Writes the buffered records, always whole ones, so that a reader never sees half a record. */
    void flush() throws IOException {
        waiting.flip();
        while (waiting.hasRemaining()) {
            channel.write(waiting);
        }
        waiting.clear();
    }

    /** Returns the bytes in the file. */
    long size() throws IOException {
        return channel.position();
    }

    /** Removes everything added after this position. */
    void cutTo(long size) throws IOException {
        waiting.clear();
        if (size() > size) {
            channel.truncate(size);
        }
    }

    /** Starts a new file if this one is too large. */
    void keepBound() throws IOException {
        if (size() <= bound.maxBytes()) {
            return;
        }
        Path next = path.resolveSibling(path.getFileName() + ".next");
        FileChannel fresh = open(next);
        for (long at = firstRecordFrom(size() - bound.keptBytes()); at < size(); ) {
            at += channel.transferTo(at, size() - at, fresh);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        channel.close();
        channel = fresh;
    }

    /** Finds the first record: the lines of a stack trace never begin with a digit, while records do. */
    private long firstRecordFrom(long place) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(1 << 16);
        boolean lineEnds = false;
        for (long at = place; at < size(); at += piece.limit()) {
            piece.clear();
            channel.read(piece, at);
            piece.flip();
            for (int i = 0; i < piece.limit(); i++) {
                byte b = piece.get(i);
                if (lineEnds && b >= '0' && b <= '9') {
                    return at + i;
                }
                lineEnds = b == '\n';
            }
        }
        return size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
