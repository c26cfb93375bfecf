package dev.darkroom.logfile.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a log is decompressed into, up to a size limit; deleted when it is closed. Written by one thread. */
final class UnpackedLogCopy implements AutoCloseable {
    /** The disk space that is always left free for others. */
    private static final long RESERVED_BYTES = 512L << 20;

    /** The bytes between checks whether other programs have filled the disk meanwhile. */
    private static final long CHECK_INTERVAL = 64L << 20;

    private final Path file;
    private final Path folder;
    private final Path path;
    private final FileChannel channel;
    private final Runnable onClose;
    private final long maxBytes;
    private long written;
    private long nextCheck = CHECK_INTERVAL;

    /**
     * Creates the empty copy of a file.
     *
     * @param path of the copy, inside the folder
     * @param maxBytes the most bytes, however much space is free
     */
    UnpackedLogCopy(Path file, Path folder, Path path, FileChannel channel, long maxBytes, Runnable onClose)
            throws IOException {
        this.file = file;
        this.folder = folder;
        this.path = path;
        this.channel = channel;
        this.onClose = onClose;
        this.maxBytes = Math.min(maxBytes, Math.max(0, free() - RESERVED_BYTES) / 2);
    }

    private long free() throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }

    FileChannel channel() {
        return channel;
    }

    long maxBytes() {
        return maxBytes;
    }

    /** @throws UnreadableLogException when there is no room for more; the copy's space is then released */
    void write(ByteBuffer bytes) throws IOException {
        written += bytes.remaining();
        try {
            boolean full = written > maxBytes;
            if (written >= nextCheck) {
                nextCheck = written + CHECK_INTERVAL;
                full |= free() < RESERVED_BYTES;
            }
            if (full) {
                channel.truncate(0);
                throw UnreadableLogException.large(file, Math.min(written, maxBytes), folder);
            }
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (UnreadableLogException | ClosedChannelException known) {
            throw known;
        } catch (IOException exception) {
            channel.truncate(0);
            throw UnreadableLogException.disk(file, folder, exception);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
        onClose.run();
    }
}
