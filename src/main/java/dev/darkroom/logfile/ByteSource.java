package dev.darkroom.logfile;

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
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a log, read by position; usable by several threads. What cannot be read by position (a {@code .gz}, known
 * by its first bytes, or a pipe) is unpacked into a temporary file first, which vanishes on close.
 */
final class ByteSource implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC = 0x1f8b;

    private final FileChannel channel;
    private final boolean growing;
    private final @Nullable String damage;

    private ByteSource(FileChannel channel, boolean growing, @Nullable String damage) {
        this.channel = channel;
        this.growing = growing;
        this.damage = damage;
    }

    static ByteSource open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder: name the log files in it.");
        }
        try {
            if (!Files.isRegularFile(file) && Files.exists(file)) {
                return unpacked(file);
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            if (!isGzip(channel)) {
                return new ByteSource(channel, true, null);
            }
            channel.close();
            return unpacked(file);
        } catch (NoSuchFileException exception) {
            throw new IOException(file + " does not exist: check the name.", exception);
        } catch (AccessDeniedException exception) {
            throw new IOException(file + " may not be read by this user: ask for the right to read it.", exception);
        }
    }

    private static boolean isGzip(FileChannel channel) throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(2);
        return channel.read(magic, 0) == 2 && (magic.getShort(0) & 0xFFFF) == GZIP_MAGIC;
    }

    /** Whether what was opened as text is a packed file: nobody can tell while it is empty. */
    boolean isPacked() throws IOException {
        return growing && isGzip(channel);
    }

    private static ByteSource unpacked(Path file) throws IOException {
        Path copy = Files.createTempFile("darkroom-log-", ".log");
        FileChannel channel = FileChannel.open(
                copy, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        try (InputStream packed = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            return new ByteSource(
                    channel, false, copy(plain(packed), Channels.newOutputStream(channel), file, Long.MAX_VALUE));
        } catch (EOFException | ZipException _) {
            return new ByteSource(channel, false, damaged(file));
        } catch (IOException exception) {
            channel.close();
            throw exception;
        }
    }

    private static String damaged(Path file) {
        return file + " is damaged or cut off: only what stands before the damage was read.";
    }

    /** The first bytes of a file, unpacked, and how many it has in all as far as it tells without being unpacked. */
    record Head(byte[] bytes, long size, boolean packed) {}

    static Head head(Path file, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                InputStream bytes = plain(new BufferedInputStream(Channels.newInputStream(channel), BUFFER))) {
            boolean packed = bytes instanceof GZIPInputStream;
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            copy(bytes, head, file, length);
            return new Head(head.toByteArray(), packed ? unpackedSize(channel) : channel.size(), packed);
        } catch (EOFException | ZipException _) {
            return new Head(new byte[0], 0, true);
        }
    }

    /** As it stands at the end of a whole packed file; all but the last 32 bits of it. */
    private static long unpackedSize(FileChannel channel) throws IOException {
        ByteBuffer size = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        channel.read(size, Math.max(0, channel.size() - size.capacity()));
        return size.getInt(0) & 0xFFFFFFFFL;
    }

    private static InputStream plain(InputStream bytes) throws IOException {
        bytes.mark(2);
        int magic = bytes.read() << 8 | bytes.read();
        bytes.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(bytes, BUFFER) : bytes;
    }

    /** What stands before a damage is kept: half a log is better than none. */
    private static @Nullable String copy(InputStream from, OutputStream to, Path file, long most) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (long left = most; ; ) {
            int count;
            try {
                count = left == 0 ? -1 : from.read(buffer, 0, (int) Math.min(buffer.length, left));
            } catch (EOFException | ZipException _) {
                return damaged(file);
            }
            if (count < 0) {
                return null;
            }
            to.write(buffer, 0, count);
            left -= count;
        }
    }

    /** A sentence about a compressed file that could only be read in part. */
    @Nullable
    String damage() {
        return damage;
    }

    /** Whether more bytes may come. */
    boolean growing() {
        return growing;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    long size() throws IOException {
        return channel.size();
    }

    /** Reads until {@code length} bytes are there or the file ends; gives the count. */
    int read(long position, byte[] into, int at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, at, length);
        while (buffer.position() < at + length) {
            // The channel reads into a buffer of its own first: a small one stays in the cache of the core.
            buffer.limit(Math.min(at + length, buffer.position() + BUFFER));
            int count = channel.read(buffer, position + buffer.position() - at);
            if (count < 0) {
                break;
            }
        }
        return buffer.position() - at;
    }

    /** The first place in {@code [from, to)} that is not NUL, or {@code to}. */
    long skipHole(long from, long to) throws IOException {
        byte[] piece = new byte[BUFFER];
        for (long at = from; at < to; ) {
            int count = read(at, piece, 0, (int) Math.min(piece.length, to - at));
            for (int i = 0; i < count; i++) {
                if (piece[i] != 0) {
                    return at + i;
                }
            }
            if (count == 0) {
                return to;
            }
            at += count;
        }
        return to;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
