package dev.darkroom.logging;

import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The newest lines of this process, in memory, for the console. Safe for any thread. */
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

    /** What is still kept and fits, oldest first. */
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
