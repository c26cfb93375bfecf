package dev.darkroom.logging;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Measures the cost of a burst of 100,000 lines: per line for the caller, and for an engine working at the same time. Run with
 * {@code mvn test-compile exec:exec@log-burst}.
 *
 * <p>The engine is 50 virtual threads; each step waits 2 ms for a remote service and hashes 16 KiB. Its speed is measured over
 * the same span with and without a burst during it.
 */
final class LogBurst {
    private static final int LINES = 100_000;
    private static final int RUNS = 50;
    private static final int ROUNDS = 9;
    private static final long SPAN_NANOS = 3_000_000_000L;

    private LogBurst() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("log-burst");
        try (LoggingService logging =
                LoggingService.start(LogSettings.in(folder).withTerminal(null))) {
            for (int round = 1; round <= ROUNDS; round++) {
                long caller = burst();
                logging.flush();
                double quiet = engine(() -> {});
                double busy = engine(LogBurst::burst);
                System.out.printf(
                        "round %d: %5.2f us per line for the caller; engine %6.0f steps/s quiet, %6.0f with a burst (%+.1f %%)%n",
                        round, caller / 1e3 / LINES, quiet, busy, 100 * (busy / quiet - 1));
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Nanoseconds until the caller has handed over all lines. */
    private static long burst() {
        long begin = System.nanoTime();
        try (LogContext _ = LogContext.of("8f3c1a2e-7d14-4c0b-9a55-0c2f6f1f6a01", "user-42")) {
            for (int i = 0; i < LINES; i++) {
                CategoryLog.info(
                        LogCategory.STORAGE_FILE,
                        LogMark.UPLOAD,
                        "Upload details: image-{}.png, {} bytes, image/png",
                        i,
                        81_234);
            }
        }
        return System.nanoTime() - begin;
    }

    private static double engine(Runnable meanwhile) throws Exception {
        AtomicBoolean running = new AtomicBoolean(true);
        List<Future<Long>> runs = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long begin = System.nanoTime();
            for (int i = 0; i < RUNS; i++) {
                runs.add(threads.submit(() -> steps(running)));
            }
            Thread burst = Thread.ofPlatform().start(meanwhile);
            while (System.nanoTime() - begin < SPAN_NANOS) {
                LockSupport.parkNanos(1_000_000);
            }
            running.set(false);
            long steps = 0;
            for (Future<Long> run : runs) {
                steps += run.get();
            }
            double speed = steps / ((System.nanoTime() - begin) / 1e9);
            burst.join();
            return speed;
        }
    }

    private static long steps(AtomicBoolean running) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] block = new byte[16 << 10];
        long steps = 0;
        while (running.get()) {
            LockSupport.parkNanos(2_000_000);
            digest.update(block);
            CategoryLog.info(LogCategory.GENERATION_PROCESSING, LogMark.NOTE, "step {}", steps);
            steps++;
        }
        return steps;
    }
}
