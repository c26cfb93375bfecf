package dev.darkroom.logfile.source;

import dev.darkroom.logfile.source.UnpackFolder.UnpackedLogCopy;
import dev.darkroom.logfile.source.UnreadableLogException.Reason;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a log, read by position; thread-safe. A source without random access (a gzip file, recognized by its first
 * bytes, or a pipe) is decompressed into a file in an {@link UnpackFolder}, which is deleted on close. Decompression starts
 * with the first read, and what is already there can be read meanwhile.
 */
public final class ByteSource implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    /**
     * The longest hole of NUL bytes to skip. A log gets one when it is truncated while its writer keeps its position; a
     * terabyte of NUL bytes is no log.
     */
    private static final long MAX_HOLE_BYTES = 4L << 30;

    private static final int GZIP_MAGIC = 0x1f8b;

    private final FileChannel channel;
    private final @Nullable BackgroundDecompressor unpacking;

    private ByteSource(FileChannel channel, @Nullable BackgroundDecompressor unpacking) {
        this.channel = channel;
        this.unpacking = unpacking;
    }

    /**
     * Opens a regular file, compressed or not, or a pipe that has a writer.
     *
     * @throws UnreadableLogException for anything else
     */
    public static ByteSource open(Path file, UnpackFolder copies) throws IOException {
        if (Files.isDirectory(file)) {
            throw UnreadableLogException.of(Reason.FOLDER, file, null);
        }
        try {
            if (!Files.isRegularFile(file) && Files.exists(file)) {
                return ofPipe(file, copies);
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            if (!isGzip(channel)) {
                return new ByteSource(channel, null);
            }
            channel.close();
            return unpacked(file, Files.newInputStream(file), copies, false);
        } catch (FileSystemException exception) {
            throw UnreadableLogException.of(file, exception);
        }
    }

    private static ByteSource ofPipe(Path file, UnpackFolder copies) throws IOException {
        if (!LogPipe.is(file)) {
            throw UnreadableLogException.of(Reason.DEVICE, file, null);
        }
        return unpacked(file, LogPipe.open(file), copies, true);
    }

    private static boolean isGzip(FileChannel channel) throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(2);
        return channel.read(magic, 0) == 2 && (magic.getShort(0) & 0xFFFF) == GZIP_MAGIC;
    }

    /** Returns whether the file was opened as text but is compressed, which cannot be recognized while it is empty. */
    boolean isPacked() throws IOException {
        return canGrow() && isGzip(channel);
    }

    private static ByteSource unpacked(Path file, InputStream stream, UnpackFolder copies, boolean pipe)
            throws IOException {
        InputStream packed = new BufferedInputStream(stream, BUFFER);
        try {
            UnpackedLogCopy copy = copies.create(file);
            return new ByteSource(copy.channel(), new BackgroundDecompressor(file, packed, copy, pipe));
        } catch (IOException exception) {
            packed.close();
            throw exception;
        }
    }

    /**
     * The first bytes of a file, decompressed, and its total size, as far as it is recorded without decompressing it: not 0
     * if the file is damaged before its first byte.
     */
    record Head(byte[] bytes, long size) {}

    static Head head(Path file, int length) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw UnreadableLogException.of(Reason.DEVICE, file, null);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                InputStream bytes = plain(new BufferedInputStream(Channels.newInputStream(channel), BUFFER))) {
            boolean packed = bytes instanceof GZIPInputStream;
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            copy(bytes, head, length);
            return new Head(head.toByteArray(), packed ? unpackedSize(channel) : channel.size());
        } catch (EOFException | ZipException _) {
            return new Head(new byte[0], -1);
        }
    }

    /** Reads the size from the trailer of a complete gzip file, which stores only the low 32 bits. */
    private static long unpackedSize(FileChannel channel) throws IOException {
        ByteBuffer size = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        channel.read(size, Math.max(0, channel.size() - size.capacity()));
        return size.getInt(0) & 0xFFFFFFFFL;
    }

    /** Returns the stream, decompressed if it is compressed; blocks until its first bytes arrive. */
    static InputStream plain(InputStream bytes) throws IOException {
        bytes.mark(2);
        int magic = bytes.read() << 8 | bytes.read();
        bytes.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(bytes, BUFFER) : bytes;
    }

    private static void copy(InputStream from, OutputStream to, int limit) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int left = limit; left > 0; ) {
                int count = from.read(buffer, 0, Math.min(buffer.length, left));
                if (count < 0) {
                    return;
                }
                to.write(buffer, 0, count);
                left -= count;
            }
        } catch (EOFException | ZipException _) {
            // the bytes before the damage are the beginning
        }
    }

    /** Returns a sentence if a compressed file could only be read in part; known once it is decompressed. */
    @Nullable
    public String damage() {
        return unpacking == null ? null : unpacking.damage();
    }

    /** Returns the nanoseconds that decompression took; 0 when there was nothing to decompress. */
    long unpackNanos() {
        return unpacking == null ? 0 : unpacking.nanos();
    }

    /** Returns whether more bytes may be appended to the file. */
    public boolean canGrow() {
        return unpacking == null;
    }

    /** Returns whether decompression is complete, or the writer of the pipe is silent for now. */
    public boolean isCaughtUp() {
        return unpacking == null || unpacking.isCaughtUp();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Returns the current size; waits for decompression to finish. */
    public long size() throws IOException {
        return size(Long.MAX_VALUE, () -> {});
    }

    /** As {@link #size()}, but waits only until {@code wanted} bytes are decompressed. */
    public long size(long wanted, Runnable waiting) throws IOException {
        return unpacking == null ? channel.size() : unpacking.await(wanted, waiting);
    }

    /**
     * As {@link #size(long, Runnable)}, but also returns when there are more than {@code from} bytes and others do not follow at
     * once, or when the writer of the pipe is silent.
     */
    public long size(long from, long wanted, Runnable waiting) throws IOException {
        return unpacking == null ? channel.size() : unpacking.awaitSome(from, wanted, waiting);
    }

    /** As {@link #size(long, long, Runnable)}, without waiting for the writer of a pipe. */
    long arrived(long from, long wanted) throws IOException {
        return unpacking == null || !unpacking.isPipe() ? size(from, wanted, () -> {}) : unpacking.arrived();
    }

    private void awaitUnpacked(long end) throws IOException {
        if (unpacking != null) {
            unpacking.await(end, () -> {});
        }
    }

    /**
     * Reads until {@code length} bytes are read or the file ends, waiting for decompression if necessary; returns the count.
     */
    public int read(long position, byte[] into, int at, int length) throws IOException {
        return read(position, ByteBuffer.wrap(into, at, length));
    }

    /** As {@link #read(long, byte[], int, int)}, until the buffer is full. */
    public int read(long position, ByteBuffer into) throws IOException {
        int from = into.position();
        int to = into.limit();
        awaitUnpacked(position + into.remaining());
        while (into.position() < to) {
            // For a heap buffer the channel reads into a temporary direct buffer first: a small one stays in a core's
            // cache.
            into.limit(into.isDirect() ? to : Math.min(to, into.position() + BUFFER));
            if (channel.read(into, position + into.position() - from) < 0) {
                break;
            }
        }
        return into.position() - from;
    }

    /**
     * Returns the first position in {@code [from, to)} that is not NUL; otherwise {@code to}, or the end of the bytes or of a
     * hole that is too long.
     */
    public long skipHole(long from, long to) throws IOException {
        byte[] piece = new byte[BUFFER];
        long end = Math.min(to, from + MAX_HOLE_BYTES);
        for (long at = from; at < end; ) {
            int count = read(at, piece, 0, (int) Math.min(piece.length, end - at));
            for (int i = 0; i < count; i++) {
                if (piece[i] != 0) {
                    return at + i;
                }
            }
            if (count == 0) {
                return at;
            }
            at += count;
        }
        return end;
    }

    @Override
    public void close() throws IOException {
        if (unpacking == null) {
            channel.close();
        } else {
            unpacking.close();
        }
    }
}
