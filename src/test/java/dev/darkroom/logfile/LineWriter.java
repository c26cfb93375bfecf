package dev.darkroom.logfile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that writes numbered lines at a steady rate and rotates its file by rename; now and then it truncates the file
 * instead, after a moment in which nothing was written. Arguments: file, lines a second, seconds.
 */
final class LineWriter {
    private static final int BATCHES_A_SECOND = 100;
    private static final int BATCHES_A_FILE = 150;
    private static final int TRUNCATE_EVERY = 4;
    private static final Duration BEFORE_A_CUT = Duration.ofSeconds(1);

    private LineWriter() {}

    static String line(long number) {
        return "2026-11-23 13:44:29.123 INFO  [main] darkroom.STORAGE - ✅ [STORAGE] line " + number + "\n";
    }

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        int batch = Integer.parseInt(arguments[1]) / BATCHES_A_SECOND;
        long batches = Long.parseLong(arguments[2]) * BATCHES_A_SECOND;
        long start = System.nanoTime();
        long number = 0;
        int rotations = 0;
        OutputStream out = open(file);
        for (long done = 0; done < batches; done++) {
            if (done % BATCHES_A_FILE == BATCHES_A_FILE - 1) {
                out.close();
                if (++rotations % TRUNCATE_EVERY == 0) {
                    LockSupport.parkNanos(BEFORE_A_CUT.toNanos());
                    Files.write(file, new byte[0]);
                } else {
                    Files.move(file, file.resolveSibling("rotated." + rotations));
                }
                out = open(file);
            }
            StringBuilder lines = new StringBuilder(batch * 100);
            for (int i = 0; i < batch; i++) {
                lines.append(line(number++));
            }
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            LockSupport.parkNanos(start + (done + 1) * 1_000_000_000L / BATCHES_A_SECOND - System.nanoTime());
        }
        out.close();
        System.out.println(number);
    }

    private static OutputStream open(Path file) throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
