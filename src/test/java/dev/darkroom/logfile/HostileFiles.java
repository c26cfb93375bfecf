package dev.darkroom.logfile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;

/** Creates the files named in the tables {@code hostile/files.csv} and {@code hostile/logs.csv}, in a folder. */
public final class HostileFiles {
    private static final String LINE = "2026-11-23 13:44:29.123 INFO  [t] l - 📦 [STORAGE] stored\n";
    private static final int MIB = 1 << 20;

    private final Path folder;

    public HostileFiles(Path folder) {
        this.folder = folder;
    }

    public Path make(String name) throws IOException {
        Path path = folder.resolve(name);
        return switch (name) {
            case "missing.log" -> path;
            case "folder.log" -> Files.createDirectory(path);
            case "link-to-nothing.log" -> Files.createSymbolicLink(path, folder.resolve("nothing"));
            case "link-to-itself.log" -> Files.createSymbolicLink(path, path);
            case "link-to-a-device.log" -> Files.createSymbolicLink(path, Path.of("/dev/zero"));
            case "zero" -> Path.of("/dev/zero");
            case "random" -> Path.of("/dev/urandom");
            case "null" -> Path.of("/dev/null");
            case "terminal" -> Path.of("/dev/ptmx");
            case "socket.log" -> socket(path);
            case "below-a-file.log" ->
                Files.writeString(folder.resolve("file"), LINE).resolve(name);
            case "name-too-long.log" -> folder.resolve("n".repeat(300));
            case "pipe-without-a-writer" -> pipe(path);
            case "pipe-of-two-lines" -> fed(path, text(LINE + LINE));
            case "pipe-ending-in-nul" -> fed(path, text(LINE + "\0\0\0\0"));
            case "pipe-without-end" -> endless(path);
            default -> Files.write(path, content(name));
        };
    }

    private static byte[] content(String name) throws IOException {
        return switch (name) {
            case "empty.log" -> new byte[0];
            case "ending-in-nul.log" -> text(LINE + "\0".repeat(100_000));
            case "ending-in-nul.log.gz" -> packed(text(LINE + "\0".repeat(100_000)));
            case "of-nul.log" -> new byte[3 * MIB];
            case "of-nul.log.gz" -> packed(new byte[3 * MIB]);
            case "hole-in-the-middle.log.gz" -> packed(text(LINE + "\0".repeat(MIB) + LINE));
            case "bomb-of-nul.log.gz" -> packed(new byte[64 * MIB]);
            case "bomb-of-lines.log.gz" ->
                packed(LINE.repeat(64 * MIB / LINE.length()).getBytes(StandardCharsets.UTF_8));
            case "packed-twice.log.gz" -> packed(packed(text(LINE)));
            case "cut.log.gz" -> cut(packed(text(LINE.repeat(1_000))));
            case "wrong-sum.log.gz" -> damaged(packed(text(LINE)), 8);
            case "head-alone.log.gz" -> Arrays.copyOf(packed(text(LINE)), 10);
            case "two-bytes.log.gz" -> new byte[] {0x1f, (byte) 0x8b};
            case "garbage-behind.log.gz" -> joined(packed(text(LINE)), new byte[100]);
            case "long-name-within.log.gz" -> longName(packed(text(LINE)));
            case "one-long-line.log" -> text(LINE.strip() + "x".repeat(20 * MIB));
            case "newlines.log" -> "\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
            case "broken-letters.log" ->
                joined(text(LINE), new byte[] {(byte) 0xC3, (byte) 0xFF, (byte) 0xED, (byte) 0xA0});
            case "year-without-end.log" -> text("9".repeat(60_000) + "-11-23 13:44:29.123 INFO [t] l - x\n");
            case "traces-without-a-head.log" -> text("\tat a.b.c(D.java:1)\n".repeat(1_000));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] cut(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    private static byte[] damaged(byte[] bytes, int fromEnd) {
        bytes[bytes.length - fromEnd] ^= 0x55;
        return bytes;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    /** A name of a megabyte in the head of the packed file. */
    private static byte[] longName(byte[] packed) {
        byte[] head = Arrays.copyOf(packed, 10);
        head[3] |= 8;
        byte[] name = new byte[MIB + 1];
        Arrays.fill(name, 0, MIB, (byte) 'n');
        return joined(joined(head, name), Arrays.copyOfRange(packed, 10, packed.length));
    }

    private static Path socket(Path path) throws IOException {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(path))
                .close();
        return path;
    }

    public static Path pipe(Path path) throws IOException {
        try {
            if (new ProcessBuilder("mkfifo", path.toString()).start().waitFor() != 0) {
                throw new IOException("mkfifo could not make " + path);
            }
            return path;
        } catch (InterruptedException exception) {
            throw new IOException(exception);
        }
    }

    /** Opens a pipe for writing, which waits for a reader. */
    public static CompletableFuture<OutputStream> opened(Path pipe) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return Files.newOutputStream(pipe);
            } catch (IOException exception) {
                throw new UncheckedIOException(exception);
            }
        });
    }

    private static Path fed(Path path, byte[] bytes) throws IOException {
        pipe(path);
        write(path, out -> out.write(bytes));
        return path;
    }

    private static Path endless(Path path) throws IOException {
        pipe(path);
        write(path, out -> {
            byte[] piece = new byte[MIB];
            for (int i = 0; i < 1 << 20; i++) {
                out.write(piece);
            }
        });
        return path;
    }

    private interface Writing {
        void write(OutputStream out) throws IOException;
    }

    private static void write(Path path, Writing writing) {
        Thread.ofPlatform().daemon().name("hostile-pipe").start(() -> {
            try (OutputStream out = Files.newOutputStream(path)) {
                writing.write(out);
            } catch (IOException _) {
                // whoever read it has gone away
            }
        });
    }
}
