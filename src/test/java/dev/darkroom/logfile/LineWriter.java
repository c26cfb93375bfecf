package dev.darkroom.logfile;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;

/**
 * A process that writes numbered lines at a steady rate and rotates its file as Logback does: renamed, then compressed in the
 * background. Occasionally it copies and truncates the file instead, as logrotate does, pausing for just that, because lines
 * written between the copy and the truncation would be lost. Arguments: file, lines per second, seconds.
 */
public final class LineWriter {
    public static final int BATCHES_A_SECOND = 100;
    private static final int BATCHES_A_FILE = 150;
    private static final int FILES = 30;
    private static final int CUT_EVERY = 3;

    private final Path file;
    private final ExecutorService packing = Executors.newSingleThreadExecutor();
    private int rotations;

    private LineWriter(Path file) {
        this.file = file;
    }

    public static String line(long number) {
        return "2026-11-23 13:44:29.123 INFO  [main] darkroom.STORAGE - ✅ [STORAGE] line " + number + "\n";
    }

    public static void main(String[] arguments) throws IOException {
        LineWriter writer = new LineWriter(Path.of(arguments[0]));
        int batch = Integer.parseInt(arguments[1]) / BATCHES_A_SECOND;
        long written = writer.write(batch, Long.parseLong(arguments[2]) * BATCHES_A_SECOND);
        writer.packing.close();
        System.out.println(written);
    }

    private long write(int batch, long batches) throws IOException {
        long inFile = Math.max(BATCHES_A_FILE, batches / FILES);
        long start = System.nanoTime();
        long number = 0;
        OutputStream out = open();
        for (long done = 0; done < batches; done++) {
            if (done % inFile == inFile - 1) {
                if (++rotations % CUT_EVERY == 0) {
                    copyAndCut();
                } else {
                    out.close();
                    rename();
                    out = open();
                }
            }
            out.write(lines(number, batch));
            number += batch;
            awaitBatch(start, done + 1);
        }
        out.close();
        return number;
    }

    /** So many lines from this number on. */
    public static byte[] lines(long first, int count) {
        StringBuilder lines = new StringBuilder(count * 100);
        for (int i = 0; i < count; i++) {
            lines.append(line(first + i));
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Waits until it is time for that batch. */
    public static void awaitBatch(long startNanos, long number) {
        LockSupport.parkNanos(startNanos + number * 1_000_000_000L / BATCHES_A_SECOND - System.nanoTime());
    }

    private OutputStream open() throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private Path rotated(String ending) {
        return file.resolveSibling("backend.2026-11-23." + rotations + ".log" + ending);
    }

    private void copyAndCut() throws IOException {
        Files.copy(file, rotated(""));
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    private void rename() throws IOException {
        Path half = rotated(System.nanoTime() + ".tmp");
        Path packed = rotated(".gz");
        Files.move(file, half);
        packing.execute(() -> pack(half, packed));
    }

    private static void pack(Path half, Path packed) {
        try {
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
                Files.copy(half, out);
            }
            Files.delete(half);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
