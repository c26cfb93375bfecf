package dev.darkroom.logging;

import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A ring buffer of this process's newest lines, for the console. Thread-safe. */
public final class LogRingBuffer extends UnsynchronizedAppenderBase<LogLine> {
    private final LogLine[] ring;
    private long written;

    public LogRingBuffer(int capacity) {
        ring = new LogLine[capacity];
        setName("live");
    }

    @Override
    protected void append(LogLine line) {
        synchronized (ring) {
            ring[(int) (written++ % ring.length)] = line;
        }
    }

    /** Whether it still holds all lines of this time and later. */
    public boolean reachesBackTo(Instant time) {
        synchronized (ring) {
            return written > 0
                    && !ring[(int) (Math.max(0, written - ring.length) % ring.length)]
                            .time()
                            .isAfter(time);
        }
    }

    /** Returns the matching lines still in the buffer, oldest first. */
    public List<LogLine> lines(Predicate<LogLine> wanted) {
        List<LogLine> lines = new ArrayList<>();
        synchronized (ring) {
            for (long i = Math.max(0, written - ring.length); i < written; i++) {
                lines.add(ring[(int) (i % ring.length)]);
            }
        }
        return lines.stream().filter(wanted).toList();
    }
}
