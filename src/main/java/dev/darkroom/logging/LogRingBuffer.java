package dev.darkroom.logging;

import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The newest lines of this process, in memory, for the console. Readers come and take (a timer of the console does),
 * nothing is pushed: so a slow reader costs the engine nothing, only misses lines, and is told how many.
 */
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

    /** Lines ever written. */
    public long written() {
        synchronized (ring) {
            return written;
        }
    }

    /** What is still kept and fits, oldest first. */
    public List<LogLine> lines(Predicate<LogLine> wanted) {
        return copy(0, ring.length).stream().filter(wanted).toList();
    }

    /** Begins with the lines that are still kept. */
    public Subscription subscribe() {
        return new Subscription(Math.max(0, written() - ring.length));
    }

    private List<LogLine> copy(long from, int max) {
        synchronized (ring) {
            long first = Math.max(from, Math.max(0, written - ring.length));
            long end = Math.min(written, first + max);
            List<LogLine> lines = new ArrayList<>((int) Math.max(0, end - first));
            for (long i = first; i < end; i++) {
                lines.add(ring[(int) (i % ring.length)]);
            }
            return lines;
        }
    }

    /** The place of one reader. Used by one thread at a time; needs no closing. */
    public final class Subscription {
        private long next;
        private long missed;

        private Subscription(long next) {
            this.next = next;
        }

        /** The following lines, at most {@code max}; empty when there are none yet. */
        public List<LogLine> take(int max) {
            synchronized (ring) {
                long oldest = Math.max(0, written - ring.length);
                if (next < oldest) {
                    missed += oldest - next;
                    next = oldest;
                }
                List<LogLine> lines = copy(next, max);
                next += lines.size();
                return lines;
            }
        }

        /** Lines that were overwritten before this reader came for them. */
        public long missed() {
            return missed;
        }

        /** Lines that wait for this reader. */
        public long waiting() {
            return written() - next;
        }
    }
}
