package dev.darkroom.alert;

import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.darkroom.logging.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.event.Level;

/** Counts the errors that this process logs, by category, over the last five minutes. Safe for any thread; never waits. */
final class LogErrorCounter extends UnsynchronizedAppenderBase<LogLine> {
    /** What belongs to no category. */
    static final String OTHER = "OTHER";

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int STEP_SECONDS = 10;

    private final InstantSource clock;
    /** By ten seconds, counted from 1970. */
    private final TreeMap<Long, Map<String, Long>> steps = new TreeMap<>();

    LogErrorCounter(InstantSource clock) {
        this.clock = clock;
        setName("error-counter");
    }

    @Override
    protected void append(LogLine line) {
        if (line.level() == Level.ERROR) {
            String category = line.category() == null ? OTHER : line.category().tag();
            synchronized (steps) {
                steps.computeIfAbsent(step(clock.instant()), _ -> new HashMap<>())
                        .merge(category, 1L, Long::sum);
            }
        }
    }

    Map<String, Long> counts() {
        Map<String, Long> counts = new HashMap<>();
        synchronized (steps) {
            steps.headMap(step(clock.instant().minus(WINDOW))).clear();
            steps.values().forEach(step -> step.forEach((category, count) -> counts.merge(category, count, Long::sum)));
        }
        return counts;
    }

    private static long step(Instant time) {
        return time.getEpochSecond() / STEP_SECONDS;
    }
}
