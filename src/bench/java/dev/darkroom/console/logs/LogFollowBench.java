package dev.darkroom.console.logs;

import dev.darkroom.console.logs.reader.LogReader;
import dev.darkroom.console.logs.reader.LogSource;
import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.logfile.LineWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code mvn -Pbench verify -Dbench=logfollow}: how long after a line was written the reader of the Logs screen notifies the
 * window, at 50,000 lines a second; the window draws it with its next frame.
 */
public final class LogFollowBench {
    private static final int BATCH = 500;
    private static final int SECONDS = 15;
    private static final int COUNT = SECONDS * LineWriter.BATCHES_A_SECOND;
    private static final int AIM_MILLIS = 250;

    /** When each batch was written. */
    private final long[] written = new long[COUNT];

    private final List<Double> waits = new ArrayList<>();

    private LogFollowBench() {}

    public static void run() throws IOException {
        Path log = Files.createTempFile(Path.of("target"), "follow", ".log");
        try {
            new LogFollowBench().measure(log);
        } finally {
            Files.delete(log);
        }
    }

    private void measure(Path log) throws IOException {
        LogReader reader = new LogReader(
                LogSource.file(log),
                null,
                LogViewFilter.ALL,
                Set.of(),
                snapshot -> seen(snapshot.extent().records()));
        reader.start();
        double rate = write(log);
        LockSupport.parkNanos(1_000_000_000);
        reader.close();
        synchronized (this) {
            Collections.sort(waits);
            System.out.printf(
                    "%,.0f lines a second, %d of %d batches told: p50 %.0f ms, p99 %.0f ms, slowest %.0f ms (at most %d ms)%n",
                    rate,
                    waits.size(),
                    COUNT,
                    waits.get(waits.size() / 2),
                    waits.get(waits.size() * 99 / 100),
                    waits.getLast(),
                    AIM_MILLIS);
        }
    }

    private double write(Path log) throws IOException {
        long start = System.nanoTime();
        try (OutputStream out = Files.newOutputStream(log)) {
            for (int batch = 0; batch < COUNT; batch++) {
                byte[] bytes = LineWriter.lines((long) batch * BATCH, BATCH);
                synchronized (this) {
                    out.write(bytes);
                    written[batch] = System.nanoTime();
                }
                LineWriter.awaitBatch(start, batch + 1);
            }
        }
        return (double) COUNT * BATCH / ((System.nanoTime() - start) / 1e9);
    }

    private synchronized void seen(int records) {
        long now = System.nanoTime();
        while (waits.size() < records / BATCH) {
            waits.add((now - written[waits.size()]) / 1e6);
        }
    }
}
