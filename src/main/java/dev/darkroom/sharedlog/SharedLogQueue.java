package dev.darkroom.sharedlog;

import dev.darkroom.logging.LogLine;
import dev.darkroom.system.ThreadPause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lines queued for the database, limited in number and size. Adding a line never blocks: lines that do not fit are counted as
 * lost.
 */
final class SharedLogQueue {
    private static final int BATCH_LINES = 5_000;
    private static final long BATCH_CHARACTERS = 4 << 20;

    private final ArrayBlockingQueue<LogLine> lines;
    private final long maxCharacters;
    private final AtomicLong characters = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    SharedLogQueue(int lines, long characters) {
        this.lines = new ArrayBlockingQueue<>(lines);
        this.maxCharacters = characters;
    }

    void put(LogLine line) {
        if (characters.get() > maxCharacters || !lines.offer(line)) {
            lost.incrementAndGet();
        } else {
            characters.addAndGet(size(line));
        }
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Takes up to one batch; waits for the first line, and briefly for those that follow it. Empty if there was none. */
    List<LogLine> next(long waitMillis, long gatherMillis) throws InterruptedException {
        List<LogLine> batch = new ArrayList<>();
        LogLine first = lines.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (first == null) {
            return batch;
        }
        if (lines.size() < BATCH_LINES) {
            ThreadPause.untilWoken(Duration.ofMillis(gatherMillis)); // the first line is already taken
        }
        long taken = 0;
        for (@Nullable LogLine line = first; line != null; line = pollIfRoom(batch, taken)) {
            batch.add(line);
            taken += size(line);
        }
        characters.addAndGet(-taken);
        return batch;
    }

    private @Nullable LogLine pollIfRoom(List<LogLine> batch, long taken) {
        return batch.size() < BATCH_LINES && taken < BATCH_CHARACTERS ? lines.poll() : null;
    }

    /** Counts lines that were taken out and will never arrive as lost. */
    void countLost(long count) {
        lost.addAndGet(count);
    }

    /** Counts the lines still queued as lost. */
    void dropAll() {
        countLost(lines.drainTo(new ArrayList<>()));
    }

    /** Returns how many lines were lost since the last call. */
    long takeLost() {
        return lost.getAndSet(0);
    }

    private static long size(LogLine line) {
        return 200L + line.text().length() + line.trace().length();
    }
}
